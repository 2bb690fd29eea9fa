/** The answers of a matter as people read them, in the words of its file. */
import type { Field, Flow, Json } from '../dialogue/flow/flow.ts';
import { shown } from '../dialogue/flow/types/index.ts';

/**
 * Every answer but those that only agree to something. `whole`: nothing masked; unmasked
 * values still go through the type's own words, never raw JSON.
 */
export function sayAnswers(
  flow: Flow | undefined,
  answers: Record<string, Json>,
  whole: boolean,
): { label: string; text: string }[] {
  return Object.entries(answers).flatMap(([label, value]) => {
    const field = flow?.fields.find((one) => one.name === label);
    if (value === null || field?.endOnNo !== undefined) return [];
    const plain = typeof value === 'string' || typeof value === 'number';
    if (whole && plain) return [{ label, text: String(value) }];
    return field ? [{ label, text: answerWords(field, value) }] : [];
  });
}

/** Of a list what its items say: 2022年9月到2026年6月 怀化学院 汉语言文学 本科. */
const answerWords = (field: Field, value: Json): string =>
  field.item.length > 0 && Array.isArray(value)
    ? value.map((item) => itemWords(field, item)).join('；')
    : shown(field, value);

function itemWords(list: Field, item: Json): string {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return String(item);
  return list.item
    .flatMap((field) => {
      const value = item[field.name];
      return value === undefined || value === null ? [] : [shown(field, value)];
    })
    .join(' ');
}
