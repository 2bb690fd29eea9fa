import type { Converter } from './context.ts';
import { list, object, text, unfold } from './read.ts';

/** A forwarded conversation: its words, one line a message, as far as they can be read. */
export const convertChatRecord: Converter = (message) => {
  const content = object(unfold(message.content));
  const lines = list(unfold(content.chatRecord)).flatMap((entry) => {
    const words = text(object(entry).content) ?? text(object(entry).text);
    return words === undefined ? [] : [words];
  });
  const name = '聊天记录';
  return lines.length === 0 ? { type: 'other', name } : { type: 'other', name, text: lines.join('\n') };
};
