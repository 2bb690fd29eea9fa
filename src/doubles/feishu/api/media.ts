/** Uploads of the bot, and downloads of what people sent (feishu.md 4 and 6). */
import type { HttpReply } from '../../http.ts';
import { ok, refuse } from '../answers.ts';
import { type Part, parseMultipart } from '../multipart.ts';
import { type Call, route } from './call.ts';

const imageLimit = 10 * 1024 * 1024;
const fileLimit = 30 * 1024 * 1024;
const fileTypes = new Set(['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream']);

export function mediaRoutes() {
  return [
    route('POST', 'im/v1/images', uploadImage),
    route('POST', 'im/v1/files', uploadFile),
    route('GET', 'im/v1/messages/*/resources/*', download),
  ];
}

function uploadImage({ world, request }: Call): HttpReply {
  const parts = parseMultipart(request.headers['content-type'] ?? '', request.body);
  const image = parts.find((part) => part.name === 'image');
  const type = field(parts, 'image_type');
  if (!image || (type !== 'message' && type !== 'avatar')) return refuse(234001);
  if (image.bytes.length === 0) return refuse(234010);
  if (image.bytes.length > imageLimit) return refuse(234006);
  const name = image.fileName ?? 'image';
  const mime = image.mime ?? 'application/octet-stream';
  return ok({
    image_key: world.media.add({ kind: 'image', owner: 'bot', name, mime, bytes: Buffer.from(image.bytes) }),
  });
}

function uploadFile({ world, request }: Call): HttpReply {
  const parts = parseMultipart(request.headers['content-type'] ?? '', request.body);
  const file = parts.find((part) => part.name === 'file');
  const name = field(parts, 'file_name');
  if (!file || !name || !fileTypes.has(field(parts, 'file_type') ?? '')) return refuse(234001);
  if (file.bytes.length === 0) return refuse(234010);
  if (file.bytes.length > fileLimit) return refuse(234006);
  const mime = file.mime ?? 'application/octet-stream';
  return ok({
    file_key: world.media.add({ kind: 'file', owner: 'bot', name, mime, bytes: Buffer.from(file.bytes) }),
  });
}

function field(parts: Part[], name: string): string | undefined {
  return parts.find((part) => part.name === name)?.bytes.toString('utf8');
}

function download({ world, request, ids }: Call): HttpReply {
  const [messageId = '', key = ''] = ids;
  const type = request.query.get('type');
  if (type !== 'image' && type !== 'file') return refuse(234001);
  const message = world.history.get(messageId);
  if (!message || message.recalled) return refuse(234003);
  if (message.type === 'interactive' || message.type === 'merge_forward') return refuse(234043);
  const file = world.media.get(key);
  if (!file || file.kind !== type || !message.content.includes(`"${key}"`)) return refuse(234003);
  return {
    status: 200,
    bytes: file.bytes,
    headers: {
      'content-type': file.mime,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  };
}
