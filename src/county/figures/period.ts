/** The stretch of time a report is about, from the words it is asked for with. */
import { addDays, halfYearOf, quarterOf } from '../../schedule/workdays.ts';

export interface Period {
  /** 2026年第三季度 */
  name: string;
  /** Local dates, both within. */
  from: string;
  to: string;
}

/**
 * 月, 季, 半年, 年 for the running one, 上月, 上季, 上半年, 去年 for others, 2026年9月 or
 * 2026年三季度 for any, 2026-07-01..2026-09-30 as buttons carry it. Undefined
 * when the words name none.
 */
export function periodOf(words: string, today: string): Period | undefined {
  const said = words.normalize('NFKC').replaceAll(/[\s的第个]/gu, '');
  return running(said, today) ?? named(said, today) ?? spanned(said);
}

function running(said: string, today: string): Period | undefined {
  const year = Number(today.slice(0, 4));
  if (/^(?:本|这|当)?月(?:度|报)?$/u.test(said)) return monthOf(today);
  if (/^上月$/u.test(said)) return monthOf(addDays(`${today.slice(0, 7)}-01`, -1));
  if (/^(?:本|这|当)?季(?:度|报)?$/u.test(said)) return quarter(today);
  if (/^上季度?$/u.test(said)) return quarter(addDays(quarterOf(today).from, -1));
  if (/^(?:本|这)?半年$/u.test(said)) return halfYear(today);
  if (/^上半年$/u.test(said)) return halfYear(`${year}-01-01`);
  if (/^下半年$/u.test(said)) return halfYear(`${year}-07-01`);
  if (/^(?:本|今|全|当)?年(?:度|报)?$/u.test(said)) return yearOf(year);
  if (/^(?:去|上)年度?$/u.test(said)) return yearOf(year - 1);
  return undefined;
}

function named(said: string, today: string): Period | undefined {
  const match = /^(?:(\d{4})年?|(今年|去年))?(?:(\d{1,2})月|([一二三四1-4])季度?|[Qq]([1-4]))?$/u.exec(said);
  if (!match || said === '') return undefined;
  const [, digits, word, month, quarterWord, quarterDigit] = match;
  const now = Number(today.slice(0, 4));
  const year = digits ? Number(digits) : word === '去年' ? now - 1 : now;
  if (month) {
    const number = Number(month);
    return number >= 1 && number <= 12 ? monthOf(`${year}-${pad(number)}-01`) : undefined;
  }
  const index = quarterDigit ?? quarterWord;
  if (!index) return yearOf(year);
  const number = '一二三四'.indexOf(index) + 1 || Number(index);
  return quarter(`${year}-${pad(number * 3)}-01`);
}

function spanned(said: string): Period | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/u.exec(said);
  const [, from = '', to = ''] = match ?? [];
  if (!match || from > to) return undefined;
  const whole = [monthOf(from), quarter(from), halfYear(from), yearOf(Number(from.slice(0, 4)))];
  return (
    whole.find((period) => period.from === from && period.to === to) ?? { name: `${from} 至 ${to}`, from, to }
  );
}

/** As a button carries it. */
export const periodWords = (period: Period): string => `${period.from}..${period.to}`;

function monthOf(date: string): Period {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  const after = month === 12 ? `${year + 1}-01-01` : `${year}-${pad(month + 1)}-01`;
  return { name: `${year}年${month}月`, from: `${date.slice(0, 7)}-01`, to: addDays(after, -1) };
}

function quarter(date: string): Period {
  const { name, from, to } = quarterOf(date);
  return { name: `${date.slice(0, 4)}年第${name}`, from, to };
}

function halfYear(date: string): Period {
  const { name, from, to } = halfYearOf(date);
  return { name: `${date.slice(0, 4)}年${name}`, from, to };
}

const yearOf = (year: number): Period => ({ name: `${year}年`, from: `${year}-01-01`, to: `${year}-12-31` });

const pad = (n: number): string => String(n).padStart(2, '0');
