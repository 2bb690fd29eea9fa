/** When people may be told what they have not asked for, by the names that timers and messages carry. */
import { isRemindable } from '../schedule/quiet-days.ts';
import type { TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf, timeOf } from '../schedule/workdays.ts';
import type { CountyView, ViewNow } from './turn.ts';

/**
 * `office`: the county's hours on its working days. `nudge`: daytime and evening
 * of working days, for one's own drafts. `own`: any day but never at night, for
 * what somebody asked to be reminded of.
 */
export type Hours = 'office' | 'nudge' | 'own';

interface Span {
  from: string;
  to: string;
  days: 'working' | 'all';
}

function spanOf({ settings }: CountyView, hours: Hours): Span {
  switch (hours) {
    case 'office':
      return { ...settings.hours, days: 'working' };
    case 'nudge':
      return { from: '08:30', to: '20:30', days: 'working' };
    case 'own':
      return { from: '07:00', to: '21:00', days: 'all' };
  }
}

/** Whether people may be told at this moment. */
export const isWithin = (county: CountyView, hours: Hours, now: number): boolean =>
  openFrom(county, hours, now) === now;

/** The first moment from `now` on at which people may be told, ms. */
export function openFrom(county: CountyView, hours: Hours, now: number): number {
  const { from, to, days } = spanOf(county, hours);
  const today = dateOf(now);
  const isOpen = (date: string): boolean => days === 'all' || isRemindable(county.calendar, date);
  if (isOpen(today) && timeOf(now) <= to) return Math.max(now, momentOf(today, from));
  let date = addDays(today, 1);
  while (!isOpen(date)) date = addDays(date, 1);
  return momentOf(date, from);
}

/** The hours a message's row names. A name that no version knows holds nothing back for ever: it is taken as `office`. */
export const hoursOf = (name: string): Hours => (name === 'nudge' || name === 'own' ? name : 'office');

/** What a timer's handler promises of its hours: it fires within them, and what it says is sent within them. */
export const within = (viewNow: ViewNow, hours: Hours): Pick<TimerHandler, 'allowed' | 'hours'> => ({
  hours,
  allowed: async (countyId, now) => isWithin(await viewNow(countyId), hours, now),
});
