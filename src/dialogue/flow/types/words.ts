/** Names and free words. */
import { ending } from '../../understand/words.ts';
import type { Field, Json } from '../flow.ts';
import { readingsOf } from './reading.ts';
import type { FieldType, Reading } from './type.ts';

const asText = (value: Json): string => String(value ?? '');

const MARKS = ending('[\\s,，。;；、]', 'u');

/** The whole message, outer marks and a leading 是 or 我在 gone. */
function whole(text: string): Reading[] {
  const value = text.replace(/^[\s,，。;；、:：]+/u, '').replace(MARKS, '');
  return value === '' ? [] : [{ value, span: [0, text.length], full: true }];
}

const free = (input: 'text' | 'paragraph', example: string, labels: string[] = []): FieldType => ({
  input,
  free: true,
  labels,
  example: (field: Field) => field.example ?? example,
  read: whole,
  say: asText,
});

export const 文字 = free('text', '用几个字说就行');
export const 长文 = free('paragraph', '想到什么写什么，一两句话就行');
export const 地址 = free('text', '青岚县岩板镇桐子坪村 3 组', ['地址', '住址']);
export const 单位 = free('text', '县人民医院', ['单位', '工作单位']);
export const 人员 = free('text', '教育局老周');

export const 人名: FieldType = {
  input: 'text',
  labels: ['姓名', '名字'],
  example: () => '王小明',
  read: (text, field, context) =>
    readingsOf('人名', text, field, context, (value) => (value.kind === 'name' ? value.name : undefined)),
  say: asText,
};

export const 邮箱: FieldType = {
  input: 'text',
  labels: ['邮箱', '邮件', '电子邮箱', 'email'],
  announces: true,
  example: () => 'wang@example.com',
  read: (text, field, context) =>
    readingsOf('邮箱', text, field, context, (value) => (value.kind === 'email' ? value.email : undefined)),
  objection: (text) => (text.includes('@') ? '这个邮箱好像没写全，请再核对一下。' : undefined),
  say: asText,
};

export const 说明: FieldType = { labels: [], example: () => '', read: () => [], say: () => '' };
