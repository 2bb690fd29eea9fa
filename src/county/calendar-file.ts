/**
 * The calendar of working days as the office gets it: one line a day or span,
 * from an announcement of the State Council or the county's own. A file that
 * cannot be right is refused with a sentence.
 */
import { LunarDay, SolarTerm } from 'tyme4ts';
import { addDays, weekday } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn, isoDate } from './calendar.ts';
import { dateIn } from './imports/values.ts';

export interface FileDay {
  /** yyyy-MM-dd */
  date: string;
  kind: '休' | '班';
  name: string;
  /** The county's own. */
  own: boolean;
}

export interface CalendarFile {
  days: FileDay[];
  validUntil: string;
}

/** Thrown with a Chinese sentence that says what is wrong and where. */
export class CalendarRefused extends Error {
  override readonly name = 'CalendarRefused';
}

const kinds: Readonly<Record<string, Pick<FileDay, 'kind' | 'own'>>> = {
  休: { kind: '休', own: false },
  放假: { kind: '休', own: false },
  班: { kind: '班', own: false },
  上班: { kind: '班', own: false },
  补班: { kind: '班', own: false },
  调休上班: { kind: '班', own: false },
  县休: { kind: '休', own: true },
  县班: { kind: '班', own: true },
};

/**
 * Reads lines such as `2027-02-05 至 2027-02-12 休 春节`, `2027-02-14 班 春节`,
 * `2027-09-01 县休 县庆`, and optionally `有效期至 2027-12-31`. Blank lines and
 * those that begin with # say nothing.
 *
 * @throws CalendarRefused
 */
export function readCalendar(text: string): CalendarFile {
  const days = new Map<string, FileDay>();
  let validUntil = '';
  for (const [index, raw] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .entries()) {
    const line = raw.normalize('NFKC').replaceAll(/[,\t]/gu, ' ').trim();
    if (line === '' || line.startsWith('#') || /^日期\s/u.test(line)) continue;
    const until = /^有效期至\s*:?\s*(\S+)$/u.exec(line);
    if (until) validUntil = wanted(dateIn(until[1] ?? ''), index, `“${until[1]}”不是日期`);
    else for (const day of daysIn(line, index)) addDay(days, day, index);
  }
  const list = [...days.values()].sort((a, b) => a.date.localeCompare(b.date));
  return checked(list, validUntil);
}

function wanted<T>(value: T | undefined, index: number, words: string): T {
  if (value === undefined) throw new CalendarRefused(`第 ${index + 1} 行：${words}。`);
  return value;
}

/** No day and its name is written longer; what follows is left out. */
const LINE_MAX = 200;
const linePattern = /^(\S+?)(?:\s*(?:至|到|~|—|\.\.)\s*(\S+))?\s+(\S+)(?:\s+(.*))?$/u;

function daysIn(line: string, index: number): FileDay[] {
  const [, first = '', last, kindWord = '', name = ''] = wanted(
    linePattern.exec(line.slice(0, LINE_MAX)) ?? undefined,
    index,
    '请写成“2027-01-01 休 元旦”这样',
  );
  const from = wanted(dateIn(first), index, `“${first}”不是日期`);
  const to = last === undefined ? from : wanted(dateIn(last), index, `“${last}”不是日期`);
  const kind = wanted(kinds[kindWord], index, `“${kindWord}”看不懂，请写 休、班、县休 或 县班`);
  if (to < from || addDays(from, 31) < to)
    throw new CalendarRefused(`第 ${index + 1} 行：${from} 至 ${to} 这一段不对。`);
  const days: FileDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) days.push({ date, name: name.trim(), ...kind });
  return days;
}

function addDay(days: Map<string, FileDay>, day: FileDay, index: number): void {
  const before = days.get(day.date);
  if (before && before.kind !== day.kind)
    throw new CalendarRefused(
      `第 ${index + 1} 行：${day.date} 前面写的是“${before.kind}”，这里又写“${day.kind}”。`,
    );
  if (day.kind === '班' && weekday(day.date) <= 5)
    throw new CalendarRefused(`第 ${index + 1} 行：${day.date} 本来就是工作日，不用写“班”，请核对日期。`);
  days.set(day.date, day);
}

/** A year is whole when every statutory feast is in it; a few own days alone need not be. */
function checked(days: FileDay[], validUntil: string): CalendarFile {
  if (days.length === 0) throw new CalendarRefused('文件里没有一天放假或上班的安排。');
  const announced = days.filter(({ own }) => !own);
  const years = [...new Set(announced.map(({ date }) => date.slice(0, 4)))];
  // The announcement of a year may hold the last days of the one before.
  const main = years.at(-1);
  if (main === undefined) return { days, validUntil };
  const off = new Set(announced.filter(({ kind }) => kind === '休').map(({ date }) => date));
  const missing = feastsOf(Number(main)).filter(({ date }) => !off.has(date));
  if (missing.length > 0) {
    const words = missing.map(({ name, date }) => `${name}（${date}）`).join('、');
    throw new CalendarRefused(`${main} 年的安排不全：${words}没有写放假。请核对是不是这一年的正式通知。`);
  }
  const until = validUntil || `${main}-12-31`;
  if (until < (days.at(-1)?.date ?? ''))
    throw new CalendarRefused(`有效期至 ${until}，但文件里还有更晚的日子，请核对。`);
  return { days, validUntil: until };
}

/** Days that are off by law (全国年节及纪念日放假办法, 2024), one for each feast. */
function feastsOf(year: number): { name: string; date: string }[] {
  const lunar = (month: number, day: number): string =>
    isoOf(LunarDay.fromYmd(year, month, day).getSolarDay().toString());
  const qingming = isoOf(SolarTerm.fromIndex(year, 7).getJulianDay().getSolarDay().toString());
  return [
    { name: '元旦', date: `${year}-01-01` },
    { name: '春节', date: lunar(1, 1) },
    { name: '清明节', date: qingming },
    { name: '劳动节', date: `${year}-05-01` },
    { name: '端午节', date: lunar(5, 5) },
    { name: '中秋节', date: lunar(8, 15) },
    { name: '国庆节', date: `${year}-10-01` },
  ];
}

const isoOf = (words: string): string =>
  words.replace(
    /^(\d+)年(\d+)月(\d+)日$/u,
    (_all, year: string, month: string, day: string) =>
      `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );

/**
 * Takes a file into the county's calendar: the years it announces are replaced,
 * other years and the county's own days stay. What it is valid until never goes back.
 */
export async function importCalendar(tx: Tx, countyId: string, file: CalendarFile): Promise<void> {
  const years = [...new Set(file.days.filter(({ own }) => !own).map(({ date }) => date.slice(0, 4)))];
  const main = years.at(-1);
  if (main !== undefined) {
    await tx.holiday.deleteMany({
      where: {
        countyId,
        own: false,
        date: { gte: dateColumn(`${main}-01-01`), lte: dateColumn(`${main}-12-31`) },
      },
    });
  }
  for (const { date, ...day } of file.days) {
    const where = { countyId_date: { countyId, date: dateColumn(date) } };
    await tx.holiday.upsert({ where, create: { countyId, date: dateColumn(date), ...day }, update: day });
  }
  const known = await tx.calendarYear.findUnique({ where: { countyId } });
  const until = [file.validUntil, known ? isoDate(known.validUntil) : ''].sort().at(-1) ?? '';
  if (until === '') return;
  await tx.calendarYear.upsert({
    where: { countyId },
    create: { countyId, validUntil: dateColumn(until) },
    update: { validUntil: dateColumn(until) },
  });
}

/** The calendar in lines: how far it reaches, then the spans that are off and the days that are worked. */
export async function calendarLines(tx: Tx, countyId: string, from = '0000-01-01'): Promise<string[]> {
  const [rows, year] = await Promise.all([
    tx.holiday.findMany({
      where: { countyId, ...(from > '1000' ? { date: { gte: dateColumn(from) } } : {}) },
      orderBy: { date: 'asc' },
    }),
    tx.calendarYear.findUnique({ where: { countyId } }),
  ]);
  if (!year) return ['还没有放假安排。'];
  const spans: { from: string; to: string; kind: string; name: string; own: boolean }[] = [];
  for (const row of rows) {
    const date = isoDate(row.date);
    const last = spans.at(-1);
    const goesOn =
      last?.kind === row.kind &&
      last.name === row.name &&
      last.own === row.own &&
      addDays(last.to, 1) === date;
    if (goesOn) last.to = date;
    else spans.push({ from: date, to: date, kind: row.kind, name: row.name, own: row.own });
  }
  return [
    `放假安排有效期至 ${isoDate(year.validUntil)}。`,
    ...spans.map((span) => {
      const days = span.from === span.to ? span.from : `${span.from} 至 ${span.to}`;
      return [days, `${span.own ? '县' : ''}${span.kind}`, span.name].filter(Boolean).join(' ');
    }),
  ];
}
