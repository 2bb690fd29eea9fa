import type { Converter } from './context.ts';
import { object, present, text } from './read.ts';

/** Speech; `recognition` is DingTalk's own transcript and comes for free (dingtalk.md 3). */
export const convertAudio: Converter = (message, messageId) => {
  const content = object(message.content);
  const key = text(content.downloadCode);
  const transcript = text(content.recognition)?.trim();
  if (key === undefined) return transcript ? { type: 'text', text: transcript } : undefined;
  return { type: 'files', files: [present({ kind: 'audio' as const, key, messageId, transcript })] };
};
