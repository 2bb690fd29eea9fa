import { cnDigit, quantityAt } from '../numerals.ts';
import { digitsEnd, isDigit } from '../source.ts';
import { isCivil } from './civil.ts';
import type { PointAt } from './point.ts';

/** 4 digits a year of, and nothing else: 1900-2099. */
export function isYear(n: number): boolean {
  return n >= 1900 && n <= 2099;
}

/** A two-digit year: up to ten years ahead of now is this century. */
export function fullYear(yy: number, thisYear: number): number {
  return yy <= (thisYear % 100) + 10 ? 2000 + yy : 1900 + yy;
}

/** An integer of at most `width` characters, in digits or Chinese. */
export function smallAt(s: string, i: number): { n: number; end: number } | undefined {
  if (isDigit(s[i])) {
    const end = digitsEnd(s, i);
    return end - i <= 2 ? { n: Number(s.slice(i, end)), end } : undefined;
  }
  let p = i;
  let n = 0;
  if (s[p] === '廿' || s[p] === '卅') {
    n = s[p] === '廿' ? 20 : 30;
    p++;
  } else {
    const tens = cnDigit(s[p]);
    if (tens !== undefined && s[p + 1] === '十') [n, p] = [tens * 10, p + 2];
    else if (s[p] === '十') [n, p] = [10, p + 1];
  }
  const ones = cnDigit(s[p]);
  if (ones !== undefined && (n === 0 || ones > 0)) [n, p] = [n + ones, p + 1];
  return p === i ? undefined : { n, end: p };
}

const CODE =
  /(?:编号|工号|单号|号码|学号|证号|文号|卡号|账号|尾号|房号|型号|邮编|代码|邮政编码|[Nn][Oo]\.?|QQ|qq|电话|手机)[:是为]*$/;

/** Digits that are a code: 编号2026001. */
export function isCode(s: string, i: number): boolean {
  return /[A-Za-z0-9_#]/.test(s.charAt(i - 1)) || CODE.test(s.slice(Math.max(0, i - 6), i));
}

/** 20261201, 199005, 2026-12-01, 2026/12/1, 2026.12, 12/1: dates written in digits. `asked`: 12.1 and 12-1 count too. */
export function writtenAt(s: string, i: number, asked: boolean): PointAt | undefined {
  const end = digitsEnd(s, i);
  if (end === i || s[i - 1] === '.') return undefined;
  const found = runAt(s, s.slice(i, end), end, asked);
  return found === undefined || isCode(s, i) ? undefined : found;
}

/** The date that the digits `run`, which end at `end`, are or begin. */
function runAt(s: string, run: string, end: number, asked: boolean): PointAt | undefined {
  if (run.length === 8) return compact8(s, run, end);
  if (run.length === 6) return compact6(s, run, end);
  if (run.length === 4 || run.length === 2) {
    const found = yearFirst(s, run, end, asked);
    if (found !== undefined) return found;
  }
  return run.length <= 2 ? monthFirst(s, run, end, asked) : undefined;
}

function compact8(s: string, run: string, end: number): PointAt | undefined {
  const [year, month, day] = [Number(run.slice(0, 4)), Number(run.slice(4, 6)), Number(run.slice(6))];
  if (!isYear(year) || !isCivil(year, month, day) || /[A-Za-z元块]/.test(s.charAt(end))) return undefined;
  return { point: { year, month, day }, end };
}

function compact6(s: string, run: string, end: number): PointAt | undefined {
  const [year, month] = [Number(run.slice(0, 4)), Number(run.slice(4))];
  if (!isYear(year) || month < 1 || month > 12 || /[A-Za-z元块个人万千百岁.%]/.test(s.charAt(end)))
    return undefined;
  return { point: { year, month }, end };
}

const SEPARATORS = '-/.';

function yearFirst(s: string, run: string, end: number, asked: boolean): PointAt | undefined {
  const sep = s.charAt(end);
  if (!SEPARATORS.includes(sep) || sep === '' || !isDigit(s[end + 1])) return undefined;
  const year = run.length === 4 ? Number(run) : Number(run) <= 50 ? 2000 + Number(run) : 1900 + Number(run);
  if (!isYear(year) || (run.length === 2 && !asked && sep === '.' && Number(run) < 20)) return undefined;
  const monthEnd = digitsEnd(s, end + 1);
  const month = Number(s.slice(end + 1, monthEnd));
  if (monthEnd - end > 3 || month < 1 || month > 12) return undefined;
  if (s[monthEnd] === sep && isDigit(s[monthEnd + 1])) {
    const dayEnd = digitsEnd(s, monthEnd + 1);
    const day = Number(s.slice(monthEnd + 1, dayEnd));
    if (dayEnd - monthEnd <= 3 && isCivil(year, month, day))
      return { point: { year, month, day }, end: tail(s, dayEnd) };
    if (dayEnd - monthEnd <= 3) return undefined;
  }
  if (run.length === 2 || /[万千元块岁%]/.test(s.charAt(monthEnd))) return undefined;
  return { point: { year, month }, end: s[monthEnd] === '月' ? monthEnd + 1 : monthEnd };
}

/** 日 or 号 after a day in digits. */
function tail(s: string, i: number): number {
  return s[i] === '日' || s[i] === '号' ? i + 1 : i;
}

function monthFirst(s: string, run: string, end: number, asked: boolean): PointAt | undefined {
  const sep = s.charAt(end);
  if (!(sep === '/' || (asked && (sep === '.' || sep === '-'))) || !isDigit(s[end + 1])) return undefined;
  const dayEnd = digitsEnd(s, end + 1);
  const [month, day] = [Number(run), Number(s.slice(end + 1, dayEnd))];
  if (dayEnd - end > 3 || !isCivil(2024, month, day)) return undefined;
  if (
    /[\d/万千元块岁%个人:点时月年天周小]/.test(s.charAt(dayEnd)) ||
    (s[dayEnd] === '.' && isDigit(s[dayEnd + 1]))
  )
    return undefined;
  return { point: { month, day }, end: tail(s, dayEnd) };
}

/** 2026年, 26年, 二零二六年, 九八年. `needsMore`: too short to be a year on its own (3年, 20年, 七八年). */
export function countedYearAt(
  s: string,
  i: number,
  thisYear: number,
): { year: number; end: number; needsMore: boolean } | undefined {
  let digits = '';
  let p = i;
  while (p < s.length && digits.length < 5) {
    const d = isDigit(s[p]) ? s[p] : s[p] === '两' ? undefined : cnDigit(s[p]);
    if (d === undefined) break;
    digits += String(d);
    p++;
  }
  if (digits.length !== 4 && digits.length !== 2) return undefined;
  const word = s.startsWith('年度', p) ? 2 : s[p] === '年' ? 1 : 0;
  if (word === 0 || /^年(?:级|制|龄|薪|货|画|轮)/.test(s.slice(p, p + 2))) return undefined;
  if (digits.length === 4 && isYear(Number(digits)))
    return { year: Number(digits), end: p + word, needsMore: false };
  if (digits.length === 4) return undefined;
  const pair = !isDigit(s[i]) && quantityAt(s, i)?.approximate === true;
  const old = Number(digits) >= 50 || digits.startsWith('0');
  return {
    year: fullYear(Number(digits), thisYear),
    end: p + word,
    needsMore: pair || (!old && isDigit(s[i])),
  };
}
