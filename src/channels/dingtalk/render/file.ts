import { type FilePart, isPicture } from '../../render/file.ts';
import type { RobotMessage } from '../api.ts';
import { maxFileBytes } from '../settings.ts';

/** The types sampleFile takes (dingtalk.md 4.3); anything else is told in words. */
const fileTypes: ReadonlySet<string> = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);

/** How a file can be sent as itself: as a picture, as a file, or (undefined) not at all. */
export function fileKind(file: FilePart): 'image' | 'file' | undefined {
  if (file.bytes.length === 0 || file.bytes.length > maxFileBytes) return undefined;
  if (isPicture(file)) return 'image';
  return fileTypes.has(extension(file.name)) ? 'file' : undefined;
}

export function fileMessage(file: FilePart, kind: 'image' | 'file', mediaId: string): RobotMessage {
  if (kind === 'image') return { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: mediaId }) };
  const param = { mediaId, fileName: file.name, fileType: extension(file.name) };
  return { msgKey: 'sampleFile', msgParam: JSON.stringify(param) };
}

function extension(name: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
