/** One converter a message type; anything else, and anything broken, is `other`. */
import type { MessageContent } from '../../port.ts';
import { convertAudio } from './audio.ts';
import { convertChatRecord } from './chat-record.ts';
import type { Converter } from './context.ts';
import { convertFile } from './file.ts';
import { convertOther } from './other.ts';
import { convertPicture } from './picture.ts';
import { type Raw, text } from './read.ts';
import { convertRichText } from './rich-text.ts';
import { convertText } from './text.ts';
import { convertVideo } from './video.ts';

const converters = new Map<string, Converter>([
  ['text', convertText],
  ['richText', convertRichText],
  ['picture', convertPicture],
  ['audio', convertAudio],
  ['video', convertVideo],
  ['file', convertFile],
  ['chatRecord', convertChatRecord],
]);

/** What a robot message says. Never throws, whatever the payload is. */
export function decodeContent(message: Raw, messageId: string): MessageContent {
  try {
    const convert = converters.get(text(message.msgtype) ?? '') ?? convertText;
    return convert(message, messageId) ?? convertOther(message);
  } catch {
    return { type: 'other', name: '其他消息' };
  }
}
