import type { Converter } from './context.ts';
import { object, text } from './read.ts';

export const convertVideo: Converter = (message, messageId) => {
  const content = object(message.content);
  const key = text(content.downloadCode);
  if (key === undefined) return undefined;
  const name = `视频.${text(content.videoType) ?? 'mp4'}`;
  return { type: 'files', files: [{ kind: 'video', key, messageId, name }] };
};
