/** The bridge to `understand`: its candidates, turned into the JSON a draft keeps. */
import { read } from '../../understand/index.ts';
import type { ReadContext, Value, ValueType } from '../../understand/value.ts';
import type { Field, Json } from '../flow.ts';
import type { Reading } from './type.ts';

/** Words around a value that change nothing about it. */
const FILLER =
  /[\s,，.。!！?？;；:：、~～…"“”'‘’()（）]|我的|我是|我叫|本人|大概|大约|应该|就是|那就|是的|可以吗|行吗|好吗|方便|左右|吧|呢|啊|呀|哦|嗯|呃|的|了|是|就|在|想|选/gu;

/** Whether a message says nothing of weight beside [from, to). */
export function saysOnly(text: string, [from, to]: [number, number]): boolean {
  return `${text.slice(0, from)}${text.slice(to)}`.replace(FILLER, '') === '';
}

/**
 * Reads a text as a type; `keep` turns what was understood into what is kept,
 * or undefined where this type has no use for it.
 */
export function readingsOf(
  type: ValueType,
  text: string,
  field: Field,
  context: ReadContext,
  keep: (value: Value) => Json | undefined,
): Reading[] {
  const choices = field.options.map(({ label, words }) => ({ name: label, synonyms: words }));
  const bias = field.bias ?? context.bias;
  const candidates = read(type, text, { ...context, ...(bias ? { bias } : {}) }, { choices });
  return candidates.flatMap(({ value, span, full }) => {
    const kept = keep(value);
    return kept === undefined ? [] : [{ value: kept, span, full: full || saysOnly(text, span) }];
  });
}

/** Why words that are understood still have no value (a calendar not yet published), in Chinese. */
export function unknownIn(field: Field, text: string, context: ReadContext): string | undefined {
  if (!DATED.has(field.type)) return undefined;
  for (const { value } of read(field.type as ValueType, text, context))
    if (value.kind === 'unknown') return value.reason;
  return undefined;
}

const DATED = new Set(['日期', '时间', '日期时间', '时间段', '年月', '起止年月', '时长']);
