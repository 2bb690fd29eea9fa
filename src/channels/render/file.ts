import type { Part } from '../port.ts';

export type FilePart = Extract<Part, { type: 'file' }>;

const imageTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
]);

/** True for what chat programs show as a picture instead of an attachment. */
export function isPicture(file: Pick<FilePart, 'mime'>): boolean {
  return imageTypes.has(file.mime.toLowerCase());
}

/** Words too long for a message, as a text file that Windows opens in the right encoding (hence the mark). */
export function wordsFile(name: string, words: string): FilePart {
  const bytes = Buffer.from(`\uFEFF${words.replaceAll(/\r?\n/g, '\r\n')}`, 'utf8');
  return { type: 'file', name, mime: 'text/plain; charset=utf-8', bytes };
}
