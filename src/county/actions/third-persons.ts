/**
 * People who did not speak for themselves (domain.md 4.9): what is said of them
 * is kept as a lead without a way to reach them. Their numbers are not kept.
 */
import type { Json } from '../../dialogue/flow/flow.ts';

const NUMBER =
  /(?:(?:他|她|对方|本人)?(?:的)?(?:电话|手机号?|号码|微信号?)(?:是|：|:)?\s*)?(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/gu;
const IN_PLACE = '（他人号码未保存）';

/** Answers with every phone number taken out of their free words; `own` are the answers that are the speaker's own number. */
export function withoutContacts(
  answers: Record<string, Json>,
  own: readonly string[],
): { answers: Record<string, Json>; removed: boolean } {
  let removed = false;
  const clean = (value: Json): Json => {
    if (typeof value === 'string') {
      const said = value.replace(NUMBER, IN_PLACE);
      removed ||= said !== value;
      return said;
    }
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean(one)]));
  };
  const cleaned = Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, own.includes(name) ? value : clean(value)]),
  );
  return { answers: cleaned, removed };
}

/** Said when a number was left out. */
export const NOT_KEPT = '您说到的别人的电话没有保存，请他本人来说一声“乡贤登记”。';
