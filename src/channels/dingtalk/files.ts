/** A file somebody sent: download code -> temporary address -> bytes. */
import type { FileRef } from '../port.ts';
import type { Api } from './api.ts';
import type { Http } from './http.ts';
import { maxFileBytes } from './settings.ts';

const signatures: readonly { mime: string; extension: string; at: number; bytes: string }[] = [
  { mime: 'image/png', extension: 'png', at: 0, bytes: '89504e47' },
  { mime: 'image/jpeg', extension: 'jpg', at: 0, bytes: 'ffd8ff' },
  { mime: 'image/gif', extension: 'gif', at: 0, bytes: '47494638' },
  { mime: 'image/webp', extension: 'webp', at: 8, bytes: '57454250' },
  { mime: 'application/pdf', extension: 'pdf', at: 0, bytes: '25504446' },
  { mime: 'audio/amr', extension: 'amr', at: 0, bytes: '2321414d52' },
  { mime: 'audio/mpeg', extension: 'mp3', at: 0, bytes: '494433' },
  { mime: 'video/mp4', extension: 'mp4', at: 4, bytes: '66747970' },
];

const words: Record<FileRef['kind'], string> = { image: '图片', file: '文件', audio: '语音', video: '视频' };

/**
 * Fetches at most 20 MB. DingTalk calls every download "*.file" (dingtalk.md 3),
 * so name and type come from the message, else from the bytes. Rejects with an
 * Error that is safe to log.
 */
export async function downloadFile(
  file: FileRef,
  api: Api,
  http: Http,
): Promise<{ bytes: Uint8Array; name: string; mime: string }> {
  const url = await api.downloadUrl(file.key);
  if (!url.ok) throw new Error(`DingTalk gave no address for the file: ${url.failure.code}`);
  const got = await http.bytes(url.body, maxFileBytes);
  if (!got.ok) throw new Error(`the file could not be fetched from DingTalk: ${got.failure.code}`);
  const { bytes, type } = got.body;
  const known = sniff(bytes);
  const name = file.name ?? `${words[file.kind]}${known ? `.${known.extension}` : ''}`;
  return { bytes, name, mime: known?.mime ?? plainType(type) };
}

function sniff(bytes: Uint8Array): { mime: string; extension: string } | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return signatures.find(({ at, bytes: mark }) => head.startsWith(mark, at * 2));
}

function plainType(header: string): string {
  return header.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
}
