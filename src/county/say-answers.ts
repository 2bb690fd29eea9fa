/** The answers of a matter as people read them, in the words of its file. */
import type { Flow, Json } from '../dialogue/flow/flow.ts';
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
    return field ? [{ label, text: shown(field, value) }] : [];
  });
}
