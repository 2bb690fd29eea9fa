/** The calendar of working days a county starts with: the State Council's holidays of 2026. */
import chineseDays from 'chinese-days';
import { addDays, weekday } from '../../schedule/workdays.ts';
import type { CalendarDay } from '../calendar.ts';

const FIRST_DAY = '2026-01-01';

/** What comes after is announced each November; until it is stored, it is unknown. */
const LAST_DAY = '2026-12-31';

/** A named day comes as "Spring Festival,春节,4", any other as the English name of its weekday. */
function exceptionOn(date: string): CalendarDay | undefined {
  const { work, name } = chineseDays.getDayDetail(date);
  const feast = name.split(',')[1];
  if (!feast || (work && weekday(date) <= 5)) return undefined;
  return { date, kind: work ? '班' : '休', name: feast };
}

function exceptions(): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let date = FIRST_DAY; date <= LAST_DAY; date = addDays(date, 1)) {
    const day = exceptionOn(date);
    if (day) days.push(day);
  }
  return days;
}

/** The days of 2026 that are named: holidays (休), and weekend days that are worked for them (班). */
export const qinglanCalendar: { days: readonly CalendarDay[]; validUntil: string } = {
  days: exceptions(),
  validUntil: LAST_DAY,
};
