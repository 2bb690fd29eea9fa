/** Files: uploading for a send, and fetching what a person sent (dingtalk.md 3, 4.3). */
import type { HttpReply, HttpRequest } from '../../http.ts';
import { apiError, jsonObject, oapi, ok, text } from '../answers.ts';
import type { Core } from '../core.ts';
import type { Routes } from '../server.ts';

const megabyte = 1024 * 1024;
const largest: Record<string, number> = {
  image: 20 * megabyte,
  file: 20 * megabyte,
  video: 20 * megabyte,
  voice: 2 * megabyte,
};

export function mediaRoutes(core: Core): Routes {
  return {
    'POST /media/upload': { style: 'oapi', handle: (request) => upload(core, request) },
    'POST /v1.0/robot/messageFiles/download': {
      style: 'api',
      handle({ body }) {
        const { downloadCode, robotCode } = jsonObject(body);
        if (robotCode !== core.credentials.robotCode)
          return apiError(400, 'invalidParameter.robotCode.invalid', '无效的robotCode');
        if (!core.files.get(text(downloadCode)))
          return apiError(400, 'invalidParameter.downloadCode.invalid', '无效的downloadCode');
        return ok({ downloadUrl: `${core.url}${core.files.link(text(downloadCode))}` });
      },
    },
    'GET /download/': {
      style: 'open',
      handle({ path }) {
        const file = core.files.follow(path);
        if (!file) return apiError(403, 'AccessDenied', 'Request has expired.');
        return { status: 200, bytes: file.bytes, headers: { 'content-type': 'application/octet-stream' } };
      },
    },
  };
}

async function upload(core: Core, { headers, query, body }: HttpRequest): Promise<HttpReply> {
  const media = await mediaPart(headers['content-type'] ?? '', body);
  const type = query.get('type') ?? media?.type ?? '';
  const most = largest[type];
  if (most === undefined) return oapi(40004, '不合法的媒体文件类型');
  if (!media) return oapi(41005, '缺少多媒体文件数据');
  const bytes = new Uint8Array(await media.file.arrayBuffer());
  if (bytes.length === 0) return oapi(44001, '多媒体文件为空');
  if (bytes.length > most) return oapi(40006, '不合法的文件大小');
  const { name, type: mime } = media.file;
  const media_id = core.files.upload({ name, mime: mime || 'application/octet-stream', bytes });
  return oapi(0, 'ok', { type, media_id, created_at: core.now() });
}

/** The `media` part of a multipart body, and its `type` part if there is one. */
async function mediaPart(
  contentType: string,
  body: Buffer,
): Promise<{ file: File; type?: string } | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const [file, type] = [form.get('media'), form.get('type')];
    if (!(file instanceof File)) return undefined;
    return typeof type === 'string' ? { file, type } : { file };
  } catch {
    return undefined;
  }
}
