import { settle } from './corrections.ts';
import { emailsIn } from './emails.ts';
import { candidatesOf, type Hit, withoutOverlap } from './hits.ts';
import { idNumbersIn } from './id-number.ts';
import { moneyIn } from './money.ts';
import { announcedNames } from './names.ts';
import { agesIn, numbersIn } from './numbers.ts';
import { PERCENT_WORDS, percentsIn } from './percents.ts';
import { phonesIn } from './phones.ts';
import { type Source, sourceOf } from './source.ts';
import { temporalsIn } from './temporals.ts';
import type { Candidate, ReadContext } from './value.ts';

/** What a sum cannot do without, so that a text without it is not searched. */
const MONEY = '元 块 毛 角 圆 ¥ 薪 资 人民币 RMB rmb 待遇 收入 补贴 经费'.split(' ');
const holds = (s: string, words: readonly string[]): boolean => words.some((word) => s.includes(word));

/** A message that is one number, and words of talk around it, is not longer than this. */
const LONE_MAX = 200;

/** Numbers that mean nothing by themselves count only when they are the whole message. */
function loneNumber(source: Source): Hit[] {
  if (source.s.length > LONE_MAX) return [];
  const [only, another] = numbersIn(source.s, 2);
  if (only === undefined || another !== undefined) return [];
  return candidatesOf(source, [only]).every((c) => c.full) ? [only] : [];
}

/**
 * Whatever is there, in the order it stands, each stretch read once: ID
 * numbers, e-mail, phones, sums with a unit, shares, ages, all of time, names
 * that announce themselves. After a correction only what still holds.
 */
export function find(text: string, context: ReadContext): Candidate[] {
  const source = sourceOf(text);
  const { s } = source;
  const hits = withoutOverlap([
    idNumbersIn(s),
    emailsIn(source).map(({ email, from, to }): Hit => ({ values: [{ kind: 'email', email }], from, to })),
    phonesIn(source)
      .filter((hit) => !hit.short || (s.length === hit.to - hit.from && s.length >= 5))
      .map(({ value, from, to }): Hit => ({ values: [value], from, to })),
    holds(s, MONEY) ? moneyIn(s, false) : [],
    holds(s, PERCENT_WORDS) ? percentsIn(s, false) : [],
    s.includes('岁') ? agesIn(s, false) : [],
    temporalsIn(s, context, undefined),
  ]);
  const found = candidatesOf(source, settle(s, hits));
  const names = announcedNames(text).map(
    ({ name, span, full }): Candidate => ({ value: { kind: 'name', name }, span, full }),
  );
  if (found.length === 0 && names.length === 0) return candidatesOf(source, loneNumber(source));
  return [...found, ...names].sort((a, b) => a.span[0] - b.span[0]);
}
