import { digitsEnd, isDigit } from './source.ts';

export const DIGITS: Record<string, number> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  俩: 2,
  仨: 3,
  幺: 1,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
};
export const UNITS: Record<string, number> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  仟: 1000,
  万: 10_000,
  亿: 100_000_000,
  k: 1000,
  K: 1000,
  w: 10_000,
  W: 10_000,
  廿: 20,
  卅: 30,
};
/** No number is longer than this; a longer run is not read. */
export const LIMIT = 24;

/** By letter: a digit's value and one more, UNIT for a unit, 0 for anything else. Asked for every letter of a text. */
const LETTERS = new Uint8Array(0x10000);
const UNIT = 255;
for (const c of Object.keys(UNITS)) if (!/[kKwW]/.test(c)) LETTERS[c.charCodeAt(0)] = UNIT;
for (const [c, value] of Object.entries(DIGITS)) LETTERS[c.charCodeAt(0)] = value + 1;

export function cnDigit(c: string | undefined): number | undefined {
  const found = c === undefined ? 0 : (LETTERS[c.charCodeAt(0)] ?? 0);
  return found === 0 || found === UNIT ? undefined : found - 1;
}

export function isNumeral(c: string | undefined): boolean {
  return c !== undefined && (LETTERS[c.charCodeAt(0)] ?? 0) > 0;
}

/** The two ends of a pair such as 二三, 三五, 两三; undefined if the digits are none. */
function pairOf(list: readonly number[]): [number, number] | undefined {
  const [a, b, c] = list;
  if (a === undefined || b === undefined || a === 0) return undefined;
  if (list.length === 2 && (b === a + 1 || (a === 3 && b === 5))) return [a, b];
  if (list.length === 3 && b === a + 1 && c === b + 1) return [a, c];
  return undefined;
}

/** A number without a unit: the 二十 of 二十万 is two of them. */
export interface Coefficient {
  value: [number, number];
  width: number;
  end: number;
  place: number;
  zero: boolean;
  approximate: boolean;
}

/** An ASCII number at `i`: 3,500 and 3.5 included, 1.2.3 not. */
function arabicAt(s: string, i: number): { value: number; end: number; decimals: number } | undefined {
  let end = digitsEnd(s, i);
  if (end === i || end - i > 15) return undefined;
  let text = s.slice(i, end);
  if (end - i <= 3) {
    while (s[end] === ',' && digitsEnd(s.slice(end + 1, end + 5), 0) === 3) {
      text += s.slice(end + 1, end + 4);
      end += 4;
    }
  }
  let decimals = 0;
  if (s[end] === '.' && isDigit(s[end + 1])) {
    const stop = digitsEnd(s, end + 1);
    if (s[stop] === '.' && isDigit(s[stop + 1])) return undefined;
    decimals = stop - end - 1;
    if (decimals > 6) return undefined;
    text += s.slice(end, stop);
    end = stop;
  }
  return { value: Number(text), end, decimals };
}

function trailingPlace(value: number, decimals: number): number {
  if (decimals > 0) return 10 ** -decimals;
  let place = 1;
  while (value >= place * 10 && value % (place * 10) === 0) place *= 10;
  return place;
}

/** The digits at `i`, in either script, as one number; `afterUnit`: they end a longer one (一百零五). */
export function coefficientAt(s: string, i: number, afterUnit: boolean): Coefficient | undefined {
  const arabic = arabicAt(s, i);
  if (arabic !== undefined) {
    const place = trailingPlace(arabic.value, arabic.decimals);
    const width = arabic.end - i;
    return {
      value: [arabic.value, arabic.value],
      width,
      end: arabic.end,
      place,
      zero: false,
      approximate: false,
    };
  }
  if (s[i] === '几' || s[i] === '数') {
    if (s[i] === '数' && !/[十百千万]/.test(s.charAt(i + 1))) return undefined;
    return { value: [afterUnit ? 1 : 2, 9], width: 1, end: i + 1, place: 1, zero: false, approximate: true };
  }
  let p = i;
  const zero = s[p] === '零' && afterUnit;
  while (zero && s[p] === '零') p++;
  const list: number[] = [];
  for (let d = cnDigit(s[p]); d !== undefined && list.length < LIMIT; d = cnDigit(s[++p])) list.push(d);
  if (list.length === 0) return undefined;
  return { ...digitsValue(s, p, list, afterUnit), zero };
}

function digitsValue(s: string, end: number, list: number[], afterUnit: boolean): Omit<Coefficient, 'zero'> {
  const pair = pairOf(list);
  if (pair !== undefined) return { value: pair, width: 1, end, place: 1, approximate: true };
  const whole = Number(list.join(''));
  if (!afterUnit && s[end] === '点' && list.length <= 2) {
    let p = end + 1;
    let tail = '';
    for (let d = cnDigit(s[p]); d !== undefined && tail.length < 5; d = cnDigit(s[++p])) tail += String(d);
    if (tail !== '') {
      const value = Number(`${whole}.${tail}`);
      return { value: [value, value], width: 9, end: p, place: 10 ** -tail.length, approximate: false };
    }
  }
  return { value: [whole, whole], width: list.length, end, place: 1, approximate: false };
}
