/** Files: pictures and attachments up to the platform, what people sent down from it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FileRef } from '../port.ts';
import type { FilePart } from '../render/file.ts';
import type { Api, ApiResult } from './api.ts';
import type { HttpAnswer } from './http.ts';

/** Files that people send are kept up to this size (design.md 5). */
export const maxDownloadBytes = 20 * 1024 * 1024;

const uploadTimeoutMs = 60_000;
const uploadedImage = z.object({ data: z.object({ image_key: z.string().min(1) }) });
const uploadedFile = z.object({ data: z.object({ file_key: z.string().min(1) }) });

export async function uploadImage(api: Api, file: FilePart): Promise<ApiResult<{ image_key: string }>> {
  const form = multipart({ image_type: 'message' }, { field: 'image', file });
  const request = { method: 'POST', path: '/open-apis/im/v1/images', timeoutMs: uploadTimeoutMs } as const;
  const result = await api.call({ ...request, ...form }, uploadedImage);
  return result.ok ? { ok: true, value: { image_key: result.value.data.image_key } } : result;
}

export async function uploadFile(api: Api, file: FilePart): Promise<ApiResult<{ file_key: string }>> {
  const form = multipart({ file_type: fileType(file.name), file_name: file.name }, { field: 'file', file });
  const request = { method: 'POST', path: '/open-apis/im/v1/files', timeoutMs: uploadTimeoutMs } as const;
  const result = await api.call({ ...request, ...form }, uploadedFile);
  return result.ok ? { ok: true, value: { file_key: result.value.data.file_key } } : result;
}

const fileTypes: Record<string, string> = {
  pdf: 'pdf',
  doc: 'doc',
  docx: 'doc',
  xls: 'xls',
  xlsx: 'xls',
  ppt: 'ppt',
  pptx: 'ppt',
  mp4: 'mp4',
  opus: 'opus',
};

/** Decides how Feishu previews it; anything else is `stream`. */
function fileType(name: string): string {
  return fileTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'stream';
}

function multipart(
  fields: Record<string, string>,
  { field, file }: { field: string; file: FilePart },
): { headers: Record<string, string>; body: Buffer } {
  // A digest of the content cannot occur in the content.
  const boundary = `jinyue${createHash('sha256').update(file.bytes).digest('hex').slice(0, 40)}`;
  const quote = (value: string) => value.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
  const heads = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value.replaceAll(/[\r\n]/g, ' ')}\r\n`,
  );
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${quote(file.name)}"\r\ncontent-type: ${file.mime}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(heads.join('') + head, 'utf8'),
    file.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8'),
  ]);
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body };
}

/**
 * Fetches what a person sent: by message and key, never by /images/:key, which
 * gives only our own uploads (feishu.md 6).
 * @throws Error whose message names a code and nothing else.
 */
export async function download(
  api: Api,
  file: FileRef,
): Promise<{ bytes: Uint8Array; name: string; mime: string }> {
  const type = file.kind === 'image' ? 'image' : 'file';
  const result = await api.fetch({
    method: 'GET',
    path: `/open-apis/im/v1/messages/${encodeURIComponent(file.messageId)}/resources/${encodeURIComponent(file.key)}?type=${type}`,
    timeoutMs: uploadTimeoutMs,
    maxBytes: maxDownloadBytes,
  });
  if (!result.ok) {
    throw new Error(`The file could not be fetched: ${result.failure.code} ${result.failure.reason}`);
  }
  const mime = String(result.value.headers['content-type'] ?? 'application/octet-stream').split(';')[0] ?? '';
  return { bytes: result.value.body, name: file.name ?? fileName(result.value) ?? file.kind, mime };
}

/** content-disposition: `filename*=UTF-8''%E7...` or `filename="..."`. */
function fileName(answer: HttpAnswer): string | undefined {
  const disposition = String(answer.headers['content-disposition'] ?? '');
  const encoded = /filename\*=(?:UTF-8'')?([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  const name = encoded ?? plain;
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name.trim());
  } catch {
    return name;
  }
}
