/** The types of questions, by the word a file uses. */
import type { Field, Json, TypeName } from '../flow.ts';
import { 单选, 多选, 是否 } from './choice.ts';
import { 年月, 日期, 日期时间, 时长, 时间, 时间段, 起止年月 } from './date.ts';
import { 列表, 文件, 照片 } from './media.ts';
import { 数字, 百分比, 金额, 金额范围 } from './number.ts';
import { 手机号, 电话, 身份证 } from './person.ts';
import type { FieldType } from './type.ts';
import { 人名, 人员, 单位, 地址, 文字, 说明, 邮箱, 长文 } from './words.ts';

export type { FieldType, Reading } from './type.ts';

export const TYPES: Record<TypeName, FieldType> = {
  是否,
  人名,
  文字,
  长文,
  单选,
  多选,
  数字,
  金额,
  金额范围,
  百分比,
  日期,
  时间,
  日期时间,
  时间段,
  年月,
  起止年月,
  时长,
  手机号,
  电话,
  身份证,
  邮箱,
  地址,
  人员,
  单位,
  文件,
  照片,
  列表,
  说明,
};

/** The value at a path inside an answer: [] is the value as comparisons see it. */
export function partOf(type: TypeName, value: Json, path: string[], now: number): Json | undefined {
  const spec = TYPES[type];
  const [name] = path;
  if (name === undefined) return spec.plain ? spec.plain(value) : value;
  return spec.parts?.[name]?.(value, now);
}

/** Whether a value must not be shown or asked for where others look: by the file's word or by its type. */
export const isSensitive = (field: Field): boolean =>
  field.sensitive || field.type === '身份证' || field.type === '手机号';

/** ID and mobile numbers inside other words (a name of a file, a remark) are masked too. */
export const maskInside = (words: string): string =>
  words
    .replace(/(?<!\d)\d{17}[\dXx](?!\d)/gu, (id) => `**************${id.slice(-4)}`)
    .replace(/(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)/gu, '$1****$2');

/** A value as it may be shown: masked where the type can, dots where the file calls it 敏感. */
export function shown(field: Field, value: Json): string {
  const spec = TYPES[field.type];
  if (spec.mask) return spec.mask(value);
  return field.sensitive ? '******' : maskInside(spec.say(value, field));
}
