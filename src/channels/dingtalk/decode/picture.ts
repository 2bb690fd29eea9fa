import type { Converter } from './context.ts';
import { object, text } from './read.ts';

export const convertPicture: Converter = (message, messageId) => {
  const content = object(message.content);
  const key = text(content.downloadCode) ?? text(content.pictureDownloadCode);
  return key === undefined ? undefined : { type: 'files', files: [{ kind: 'image', key, messageId }] };
};
