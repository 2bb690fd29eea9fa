import { cnDigit } from '../numerals.ts';
import { digitsEnd, isDigit } from '../source.ts';
import { dayOf } from './civil.ts';
import type { PointAt } from './point.ts';
import { fullYear, isCode, isYear } from './written.ts';

function yearDigits(s: string, i: number): { digits: string; end: number } | undefined {
  if (isDigit(s[i])) {
    const end = digitsEnd(s, i);
    return end - i === 4 || end - i === 2 ? { digits: s.slice(i, end), end } : undefined;
  }
  let digits = '';
  let p = i;
  for (let d = cnDigit(s[p]); d !== undefined && digits.length < 5; d = cnDigit(s[++p])) digits += String(d);
  return digits.length === 2 || digits.length === 4 ? { digits, end: p } : undefined;
}

/** 90后, 95后, 2024届, 2016级, 90年代. */
export function cohortAt(s: string, i: number, thisYear: number): PointAt | undefined {
  const decade = spokenDecade(s, i);
  if (decade !== undefined) return decade;
  const found = yearDigits(s, i);
  if (found === undefined || !/[后年届级]/.test(s.charAt(found.end)) || isCode(s, i)) return undefined;
  const { digits, end } = found;
  const n = Number(digits);
  if (
    s[end] === '后' &&
    digits.length === 2 &&
    n % 5 === 0 &&
    (n >= 40 || n <= 20) &&
    !/[来面天年续期]/.test(s.charAt(end + 1))
  ) {
    const from = n >= 40 ? 1900 + n : 2000 + n;
    return decadeOf(from, n % 10 === 0 ? from + 10 : from + 5, end + 1);
  }
  if (s.startsWith('年代', end) && n % 10 === 0) {
    const from = digits.length === 4 ? n : n >= 30 ? 1900 + n : 2000 + n;
    return decadeOf(from, from + 10, end + 2);
  }
  const word = s.charAt(end);
  if (word !== '届' && word !== '级') return undefined;
  const year = digits.length === 4 ? n : fullYear(n, thisYear);
  if (!isYear(year) || (digits.length === 2 && word === '级' && !/[学生研本硕博的]/.test(s.charAt(end + 1))))
    return undefined;
  // A class enters in September and leaves in summer.
  const from = word === '级' ? dayOf(year, 9, 1) : dayOf(year, 1, 1);
  const to = word === '级' ? dayOf(year + 1, 9, 1) : dayOf(year + 1, 1, 1);
  return { point: { cohort: true, exact: { from, to, precision: '年' } }, end: end + 1 };
}

function decadeOf(from: number, to: number, end: number): PointAt {
  return { point: { exact: { from: dayOf(from, 1, 1), to: dayOf(to, 1, 1), precision: '约' } }, end };
}

function spokenDecade(s: string, i: number): PointAt | undefined {
  const tens = cnDigit(s[i]);
  if (tens === undefined || tens < 3 || !s.startsWith('十年代', i + 1)) return undefined;
  return decadeOf(1900 + tens * 10, 1910 + tens * 10, i + 4);
}
