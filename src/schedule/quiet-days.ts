/**
 * Days on which nobody may be reminded of anything. Where the office's calendar
 * covers a day it alone decides. Past its end the arrangement of days off is not
 * published yet: then only weekdays well away from every statutory feast (全国年节
 * 及纪念日放假办法, 2024) count as safe. This decides when to speak, never a deadline.
 */
import { LunarDay, SolarTerm } from 'tyme4ts';
import type { WorkCalendar } from '../dialogue/understand/value.ts';
import { addDays, weekday } from './workdays.ts';

/** Whether people may be reminded on a day. */
export function isRemindable(calendar: WorkCalendar, date: string): boolean {
  const workday = calendar.isWorkday(date);
  if (workday !== 'unknown') return workday;
  return weekday(date) <= 5 && !nearFeast(date);
}

/** The first day on or after a date on which people may be reminded. */
export function remindableFrom(calendar: WorkCalendar, date: string): string {
  let day = date;
  while (!isRemindable(calendar, day)) day = addDays(day, 1);
  return day;
}

/** Days before and after a feast that its arrangement of days off has reached in the notices of the last ten years. */
interface Reach {
  before: number;
  after: number;
}

const solar: { monthDay: string; reach: Reach }[] = [
  { monthDay: '01-01', reach: { before: 3, after: 2 } },
  { monthDay: '05-01', reach: { before: 3, after: 4 } },
  { monthDay: '10-01', reach: { before: 3, after: 7 } },
];

const lunar: { month: number; day: number; reach: Reach }[] = [
  { month: 1, day: 1, reach: { before: 3, after: 8 } },
  { month: 5, day: 5, reach: { before: 3, after: 3 } },
  { month: 8, day: 15, reach: { before: 3, after: 3 } },
];

const cache = new Map<number, Set<string>>();

function nearFeast(date: string): boolean {
  const year = Number(date.slice(0, 4));
  let days = cache.get(year);
  if (!days) {
    days = new Set([...feastDays(year), ...feastDays(year + 1)]);
    cache.set(year, days);
  }
  return days.has(date);
}

function feastDays(year: number): string[] {
  const spread = (date: string, { before, after }: Reach): string[] =>
    Array.from({ length: before + after + 1 }, (_, index) => addDays(date, index - before));
  return [
    ...solar.flatMap(({ monthDay, reach }) => spread(`${year}-${monthDay}`, reach)),
    ...lunar.flatMap(({ month, day, reach }) =>
      spread(
        LunarDay.fromYmd(year, month, day)
          .getSolarDay()
          .toString()
          .replace(/^(\d+)年(\d+)月(\d+)日$/u, isoDate),
        reach,
      ),
    ),
    ...spread(qingming(year), { before: 3, after: 3 }),
  ];
}

const isoDate = (_all: string, year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** 清明 is the seventh solar term counted from the winter solstice. */
const qingming = (year: number): string =>
  SolarTerm.fromIndex(year, 7)
    .getJulianDay()
    .getSolarDay()
    .toString()
    .replace(/^(\d+)年(\d+)月(\d+)日$/u, isoDate);
