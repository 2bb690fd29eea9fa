import type { MessageContent } from '../../port.ts';
import { object, type Raw, text } from './read.ts';

/** Chinese names of what has neither words nor a file of its own (dingtalk.md 3). */
const names: Record<string, string> = {
  text: '空消息',
  richText: '空消息',
  picture: '图片',
  audio: '语音',
  video: '视频',
  file: '文件',
  interactiveCard: '卡片',
  unknownMsgType: '暂不支持的消息',
};

/** What any message can be turned into. Cannot throw. */
export function convertOther(message: Raw): MessageContent {
  const type = text(message.msgtype) ?? '';
  const name = (Object.hasOwn(names, type) ? names[type] : undefined) ?? '其他消息';
  const words = text(object(message.text).content) ?? text(object(message.content).text);
  return words === undefined ? { type: 'other', name } : { type: 'other', name, text: words.trim() };
}
