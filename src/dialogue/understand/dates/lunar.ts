import { LunarYear, SolarTerm } from 'tyme4ts';
import { type Day, dayOf } from './civil.ts';

interface LunarMonthSpan {
  /** Negative for a leap month. */
  month: number;
  days: number;
  first: Day;
}

const years = new Map<number, LunarMonthSpan[]>();
const terms = new Map<string, Day>();

const toDay = (d: { getYear(): number; getMonth(): number; getDay(): number }): Day =>
  dayOf(d.getYear(), d.getMonth(), d.getDay());

/** The months of a lunar year, from 正月 on. A table computed once a year; the result depends on the year only. */
export function lunarMonths(year: number): LunarMonthSpan[] {
  const known = years.get(year);
  if (known !== undefined) return known;
  const months = LunarYear.fromYear(year)
    .getMonths()
    .map((m) => ({
      month: m.getMonthWithLeap(),
      days: m.getDayCount(),
      first: toDay(m.getFirstJulianDay().getSolarDay()),
    }));
  years.set(year, months);
  return months;
}

/** The civil day of a lunar date, or undefined where that month has no such day. `day` 0 is the month's last. */
export function lunarDay(year: number, month: number, day: number): Day | undefined {
  const found = lunarMonths(year).find((m) => m.month === month);
  if (found === undefined || day > found.days) return undefined;
  return found.first + (day === 0 ? found.days : day) - 1;
}

/** The day a solar term falls on in a civil year. */
export function termDay(year: number, name: string): Day {
  const key = `${year}${name}`;
  const known = terms.get(key);
  if (known !== undefined) return known;
  const late = name === '冬至' ? year + 1 : year;
  const found = toDay(SolarTerm.fromName(late, name).getJulianDay().getSolarDay());
  terms.set(key, found);
  return found;
}
