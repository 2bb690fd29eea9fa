import { DATE_FIRST } from './dates/expressions.ts';
import { OFFSET_FIRST } from './dates/offsets.ts';
import { numberMayBeDate } from './dates/points.ts';
import { DURATION_FIRST } from './durations.ts';
import { BOUND_FIRST } from './measured-durations.ts';
import { isNumeral, numberEnd } from './numerals.ts';
import { SET_FIRST } from './recurrences.ts';
import { isDigit } from './source.ts';
import { CLOCK_FIRST } from './times.ts';

/** The grammars of time that can begin at a place; the others need not be tried there. */
export interface Grammars {
  set: boolean;
  offset: boolean;
  date: boolean;
  clock: boolean;
  duration: boolean;
}

const NONE: Grammars = { set: false, offset: false, date: false, clock: false, duration: false };

/** By the first letter of a word. */
const BY_FIRST = new Map<string, Grammars>();
for (const [grammar, firsts] of Object.entries({
  set: SET_FIRST,
  offset: OFFSET_FIRST,
  date: DATE_FIRST,
  clock: CLOCK_FIRST,
  duration: [...DURATION_FIRST, ...BOUND_FIRST],
}))
  for (const c of firsts) BY_FIRST.set(c, { ...(BY_FIRST.get(c) ?? NONE), [grammar]: true });

/** By the letter after a number. */
const AFTER_SET = new Set('个星礼周季月年天日小钟分');
const AFTER_LENGTH = new Set('个年月日天周星礼工小钟刻分秒季半来多到至-~整自又');
const AFTER_CLOCK = new Set('点时:到至-~');
const AFTER_DIGITS_OF_DATE = new Set('年月日号届级后-/.~到至Qq季 ');

/** Which grammars can begin at `i`: the first letter tells, and of a number the letter after it. */
export function grammarsAt(s: string, i: number): Grammars {
  const digit = isDigit(s[i]);
  if (!digit && !isNumeral(s[i])) return BY_FIRST.get(s.charAt(i)) ?? NONE;
  const end = numberEnd(s, i);
  const next = s.charAt(end);
  const length = AFTER_LENGTH.has(next);
  return {
    set: AFTER_SET.has(next),
    offset: length,
    date: (!digit || mayBeDate(s, i, end)) && numberMayBeDate(s, i),
    clock: AFTER_CLOCK.has(next),
    duration: length,
  };
}

function mayBeDate(s: string, i: number, end: number): boolean {
  if (AFTER_DIGITS_OF_DATE.has(s.charAt(end)) || end >= s.length) return true;
  return end - i === 8 || end - i === 6 || s.slice(i, end).includes('.');
}
