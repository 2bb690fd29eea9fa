/**
 * Working days of the office, make-up days counted, holidays not (domain.md
 * N14). Dates are local dates 'yyyy-MM-dd'. What the calendar does not cover is
 * `unknown`, never a guess.
 */
import type { WorkCalendar } from '../dialogue/understand/value.ts';

const DAY = 86_400_000;

/** Asia/Shanghai has no summer time: eight hours ahead, always. */
const ZONE = 8 * 3_600_000;

/** The local date of a moment. */
export const dateOf = (ms: number): string => new Date(ms + ZONE).toISOString().slice(0, 10);

/** The local time of a moment, 'HH:mm'. */
export const timeOf = (ms: number): string => new Date(ms + ZONE).toISOString().slice(11, 16);

/** The moment of a local date and time. */
export const momentOf = (date: string, time = '00:00'): number => Date.parse(`${date}T${time}:00+08:00`);

export const addDays = (date: string, days: number): string => dateOf(momentOf(date) + days * DAY);

/** 1 Monday … 7 Sunday. */
export const weekday = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number => (momentOf(to) - momentOf(from)) / DAY;

/**
 * The date `days` working days after `from`, `from` being day 0; backwards
 * where negative. Unknown when the way leads past what the calendar covers.
 */
export function addWorkdays(calendar: WorkCalendar, from: string, days: number): string | 'unknown' {
  const step = Math.sign(days);
  let date = from;
  for (let left = Math.abs(days); left > 0; ) {
    date = addDays(date, step);
    const workday = calendar.isWorkday(date);
    if (workday === 'unknown') return 'unknown';
    if (workday) left--;
  }
  return date;
}

/** The first working day on or after a date. */
export function workdayFrom(calendar: WorkCalendar, date: string): string | 'unknown' {
  for (let day = date; ; day = addDays(day, 1)) {
    const workday = calendar.isWorkday(day);
    if (workday === 'unknown') return 'unknown';
    if (workday) return day;
  }
}

/** Working days after `from` up to and including `to`; negative when `to` is before `from`. */
export function workdaysBetween(calendar: WorkCalendar, from: string, to: string): number | 'unknown' {
  if (to < from) {
    const back = workdaysBetween(calendar, to, from);
    return back === 'unknown' ? back : -back;
  }
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    const workday = calendar.isWorkday(day);
    if (workday === 'unknown') return 'unknown';
    if (workday) count++;
  }
  return count;
}

/** The quarter a date lies in: first and last day. */
export function quarterOf(date: string): { name: string; from: string; to: string } {
  const year = Number(date.slice(0, 4));
  const quarter = Math.floor((Number(date.slice(5, 7)) - 1) / 3);
  const from = `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`;
  const after =
    quarter === 3 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 4).padStart(2, '0')}-01`;
  return { name: `${'一二三四'[quarter]}季度`, from, to: addDays(after, -1) };
}

/** The half-year a date lies in. */
export function halfYearOf(date: string): { name: string; from: string; to: string } {
  const year = date.slice(0, 4);
  return Number(date.slice(5, 7)) <= 6
    ? { name: '上半年', from: `${year}-01-01`, to: `${year}-06-30` }
    : { name: '下半年', from: `${year}-07-01`, to: `${year}-12-31` };
}
