/** Dates as they are said in answers to a submitted matter. */
import type { WorkCalendar } from '../../dialogue/understand/value.ts';
import { remindableFrom } from '../../schedule/quiet-days.ts';
import { addDays, addWorkdays, dateOf, momentOf } from '../../schedule/workdays.ts';

/** '2月14日' */
export const sayDay = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;

/** The date some working days from today, the day of receipt being day 0 (domain.md N14). */
export const dueDate = (calendar: WorkCalendar, now: number, workdays: number): string | 'unknown' =>
  addWorkdays(calendar, dateOf(now), workdays);

/** '10月20日前', or what is promised while the calendar of that time is not published. */
export const sayDue = (due: string | 'unknown', workdays: number): string =>
  due === 'unknown' ? `${workdays} 个工作日内` : `${sayDay(due)}前`;

/**
 * A term of some working days: how it is said, and when it is looked at again.
 * Where the calendar ends on the way no date is said, and that day is one on
 * which people surely may be reminded.
 */
export function termOf(
  calendar: WorkCalendar,
  now: number,
  workdays: number,
): { words: string; lookAt: string } {
  const due = dueDate(calendar, now, workdays);
  const lookAt = due === 'unknown' ? remindableFrom(calendar, addDays(dateOf(now), workdays + 2)) : due;
  return { words: sayDue(due, workdays), lookAt };
}

/** Every date from one to another, both included; at most a year of them. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 366; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Nights between two dates. */
export const nightsBetween = (from: string, to: string): number =>
  Math.round((momentOf(to) - momentOf(from)) / 86_400_000);
