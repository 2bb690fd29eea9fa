/** Files, photos and lists: kept as arrays, filled in the chat only. */
import type { Field, Json } from '../flow.ts';
import { type FieldType, objectOf } from './type.ts';

/** A file somebody sent, as a draft keeps it. `size` in bytes where known. */
export interface SentFile {
  id: string;
  kind: 'image' | 'file' | 'audio' | 'video';
  name: string;
  size?: number;
}

const count = (value: Json): number => (Array.isArray(value) ? value.length : 0);

const IMAGE = /\.(jpe?g|png|gif|webp|bmp|heic)$/i;

/** Whether a question takes this file: photos by looks, files by 格式. */
export function accepts(field: Field, file: SentFile): boolean {
  const image = file.kind === 'image' || IMAGE.test(file.name);
  if (field.type === '照片') return image;
  if (file.kind === 'audio' || file.kind === 'video') return false;
  const extension = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  return (
    field.formats.length === 0 ||
    (extension ? field.formats.includes(extension) : image && field.formats.includes('jpg'))
  );
}

export const 照片: FieldType = {
  labels: [],
  example: () => '拍清楚四个角，直接发过来就行',
  read: () => [],
  say: (value) => `${count(value)} 张`,
  parts: { 数量: count },
};

export const 文件: FieldType = {
  labels: [],
  example: (field) =>
    `直接发文件过来就行${field.formats.length > 0 ? `（${field.formats.join('、')}）` : ''}`,
  read: () => [],
  say: (value) =>
    Array.isArray(value)
      ? value
          .map((file) => objectOf(file).name)
          .filter((name) => typeof name === 'string' && name !== '')
          .join('、') || `${value.length} 份`
      : '',
  parts: { 数量: count },
};

export const 列表: FieldType = {
  labels: [],
  example: (field) => field.example ?? '',
  read: () => [],
  say: (value) => `${count(value)} 条`,
  parts: { 数量: count },
};
