/** When leaders are prompted before the feasts (domain.md C4). This decides when to speak, never a deadline. */
import { LunarDay } from 'tyme4ts';
import type { WorkCalendar } from '../dialogue/understand/value.ts';
import { isRemindable } from './quiet-days.ts';
import { addDays } from './workdays.ts';

export type FeastName = '春节' | '中秋节';

export interface FeastPrompt {
  name: FeastName;
  /** The feast's own day. */
  feast: string;
  /** The day of the prompt. */
  date: string;
}

/** The prompts of a lunar year's feasts that lie within a stretch of days, `days` working days before each feast. */
export function feastPrompts(
  calendar: WorkCalendar,
  period: { from: string; to: string },
  days: { spring: number; autumn: number },
): FeastPrompt[] {
  const years = [Number(period.from.slice(0, 4)), Number(period.to.slice(0, 4)) + 1];
  const feasts = Array.from(
    { length: (years[1] ?? 0) - (years[0] ?? 0) + 1 },
    (_, index) => (years[0] ?? 0) + index,
  ).flatMap((year) => [
    { name: '春节' as const, feast: solar(year, 1, 1), before: days.spring },
    { name: '中秋节' as const, feast: solar(year, 8, 15), before: days.autumn },
  ]);
  return feasts
    .map(({ name, feast, before }) => ({ name, feast, date: remindableBefore(calendar, feast, before) }))
    .filter(({ date }) => date >= period.from && date <= period.to);
}

/** The day that many days on which people may be reminded before another. */
function remindableBefore(calendar: WorkCalendar, date: string, days: number): string {
  let day = date;
  for (let left = days; left > 0; ) {
    day = addDays(day, -1);
    if (isRemindable(calendar, day)) left -= 1;
  }
  return day;
}

const solar = (year: number, month: number, day: number): string =>
  LunarDay.fromYmd(year, month, day)
    .getSolarDay()
    .toString()
    .replace(
      /^(\d+)年(\d+)月(\d+)日$/u,
      (_all, y: string, m: string, d: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
    );
