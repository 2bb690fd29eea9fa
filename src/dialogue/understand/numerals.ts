import { type Coefficient, coefficientAt, DIGITS, isNumeral, LIMIT, UNITS } from './coefficients.ts';
import { onceAt } from './once.ts';
import { isDigit, letterTable } from './source.ts';

export { cnDigit, isNumeral } from './coefficients.ts';

/**
 * A number as said. Exact: low equals high. 二十多 is [20, 29], 三五 is
 * [3, 5]. `unit`: the last unit said (万 in 20万), which a bare number before
 * 到 may share (15到20万). `place`: the size of the smallest place said (20 -> 10).
 */
export interface Quantity {
  low: number;
  high: number;
  end: number;
  approximate: boolean;
  unit: number;
  place: number;
  /** No unit and written with digits only (2026, 一九九零). */
  digits: boolean;
}

interface Sum {
  total: [number, number];
  section: [number, number];
  current: [number, number] | undefined;
  /** How many characters the pending coefficient had; decides whether 三千五 is scaled. */
  width: number;
  lastUnit: number;
  zero: boolean;
  place: number;
  approximate: boolean;
  /** The upper end is not itself included (二十多 ends before 30). */
  open: boolean;
}

const add = (a: [number, number], b: [number, number]): [number, number] => [a[0] + b[0], a[1] + b[1]];
const scale = (a: [number, number], by: number): [number, number] => [a[0] * by, a[1] * by];

/** 来, 多, 余 after a coefficient or a unit: widens by what was left unsaid. */
function widen(sum: Sum, mark: string, target: 'current' | 'section' | 'total'): void {
  const value = (target === 'current' ? sum.current : sum[target]) ?? [0, 0];
  const wide: [number, number] = [value[0], value[0] + (mark === '来' ? sum.place / 2 : sum.place)];
  if (target === 'current') sum.current = wide;
  else sum[target] = wide;
  sum.approximate = true;
  sum.open = mark !== '来';
}

function takeUnit(sum: Sum, unit: number): boolean {
  if (unit === 20 || unit === 30) {
    if (sum.current !== undefined) return false;
    sum.section = add(sum.section, [unit, unit]);
    sum.lastUnit = sum.place = 10;
    return true;
  }
  if (unit < 10_000) {
    if (sum.current === undefined && sum.section[0] % 10 !== 0) return false;
    sum.section = add(sum.section, scale(sum.current ?? [1, 1], unit));
    sum.place = unit * (sum.current === undefined || sum.place >= 1 ? 1 : sum.place);
  } else {
    let section = sum.current === undefined ? sum.section : add(sum.section, sum.current);
    if (section[0] === 0) section = [1, 1];
    if (unit === 100_000_000) {
      sum.total = scale(add(sum.total, section), unit);
    } else sum.total = add(sum.total, scale(section, unit));
    sum.section = [0, 0];
    sum.place = (sum.lastUnit > 1 || sum.current !== undefined ? sum.place : 1) * unit;
  }
  sum.current = undefined;
  sum.lastUnit = unit;
  sum.zero = false;
  return true;
}

const MARK = /[来多余]/;

/**
 * The number at `i`, or undefined. Reads 亿万千百十, 大写, k and w, 三千五,
 * 两万五, 二十来万, 十几, 七八, 百八十, 1千2. At most 24 characters.
 */
export function quantityAt(s: string, i: number): Quantity | undefined {
  return FIRST[s.charCodeAt(i)] === 1 ? quantityOnce(s, i) : undefined;
}

const quantityOnce = onceAt(parseQuantity);

const FIRST = letterTable(['0123456789几数', ...Object.keys(DIGITS), ...Object.keys(UNITS)].join(''));

/** Letters that are digits or numerals. */
export const NUMBER_FIRST = [
  ...'0123456789',
  ...[...Object.keys(DIGITS), ...Object.keys(UNITS)].filter(isNumeral),
];

/** Where the digits, numerals and words of size that stand together at `i` end. */
export function numberEnd(s: string, i: number): number {
  let p = i;
  while (p < s.length && p - i < LIMIT && IN_NUMBER[s.charCodeAt(p)] === 1) p++;
  return p;
}

const IN_NUMBER = letterTable(`${NUMBER_FIRST.join('')}几来多.`);

function parseQuantity(s: string, i: number): Quantity | undefined {
  const sum: Sum = {
    total: [0, 0],
    section: [0, 0],
    current: undefined,
    width: 0,
    lastUnit: 0,
    zero: false,
    place: 1,
    approximate: false,
    open: false,
  };
  let p = i;
  let units = 0;
  let said = false;
  while (p < s.length && p - i < LIMIT) {
    const c = s.charAt(p);
    const unit = UNITS[c];
    if (unit !== undefined) {
      if (!said && (unit >= 10_000 || c === 'k' || c === 'K')) break;
      if (/[kKwW]/.test(c) && (/[A-Za-z]/.test(s.charAt(p + 1)) || !isDigit(s[p - 1]))) break;
      // 一五一十: a string of digits takes no unit.
      if (sum.current !== undefined && sum.width > 1 && sum.width < 9 && unit < 10_000 && !isDigit(s[p - 1]))
        break;
      if (!takeUnit(sum, unit)) break;
      units++;
      said = true;
      p++;
      continue;
    }
    if (MARK.test(c) && said && !sum.approximate && marks(s, p, sum)) {
      widen(sum, c, sum.current !== undefined ? 'current' : sum.section[0] > 0 ? 'section' : 'total');
      p++;
      if (!(UNITS[s.charAt(p)] !== undefined && (UNITS[s.charAt(p)] ?? 0) >= 100)) break;
      continue;
    }
    if (sum.current !== undefined || sum.open) break;
    const found = coefficientAt(s, p, units > 0);
    if (found === undefined || (units > 0 && !fits(found, sum, s))) break;
    sum.current = found.value;
    sum.width = found.width;
    sum.zero ||= found.zero;
    sum.place = found.place;
    sum.approximate ||= found.approximate;
    said = true;
    p = found.end;
  }
  return said ? closed(sum, p, units) : undefined;
}

/** Whether 来, 多 or 余 at `p` belongs to the number: 二十来人, but not 三多. */
function marks(s: string, p: number, sum: Sum): boolean {
  if (s.startsWith('来源', p) || s.startsWith('多少', p) || s.startsWith('来自', p)) return false;
  if (sum.current !== undefined)
    return sum.place >= 10 || (s[p] !== '来' && UNITS[s.charAt(p + 1)] !== undefined);
  return true;
}

/** A number after a unit belongs to it only when it is smaller: 1千2, 3万5000, not 3万 35000. */
function fits(found: Coefficient, sum: Sum, s: string): boolean {
  if (found.zero || found.width <= 1) return true;
  return found.value[0] < sum.lastUnit && !s.startsWith('.', found.end);
}

function closed(sum: Sum, end: number, units: number): Quantity {
  let tail = sum.current ?? [0, 0];
  let place = sum.place;
  if (sum.current !== undefined && sum.lastUnit > 10 && !sum.zero && sum.width === 1) {
    tail = scale(tail, sum.lastUnit / 10);
    place = sum.lastUnit / 10;
  }
  let [low, high] = add(add(sum.total, sum.section), tail);
  // 几十 reaches to the end of its last ten.
  if (sum.approximate && sum.current === undefined && !sum.open && low !== high && isVague(sum))
    high += place - 1;
  if (sum.open) high -= high >= 10 ? 1 : 0.01;
  low = neat(low);
  high = neat(high);
  return {
    low,
    high,
    end,
    approximate: sum.approximate,
    unit: sum.lastUnit || 1,
    place,
    digits: units === 0,
  };
}

function isVague(sum: Sum): boolean {
  const [low, high] = add(sum.total, sum.section);
  return sum.lastUnit >= 10 && high === low * 4.5;
}

/** Sums of tenths without binary dust. */
function neat(n: number): number {
  return Math.round(n * 1e6) / 1e6;
}
