import type { Converter } from './context.ts';
import { object, present, text } from './read.ts';

export const convertFile: Converter = (message, messageId) => {
  const content = object(message.content);
  const key = text(content.downloadCode);
  if (key === undefined) return undefined;
  const name = text(content.fileName);
  return { type: 'files', files: [present({ kind: 'file' as const, key, messageId, name })] };
};
