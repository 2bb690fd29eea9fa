/** Terms of working days, as they are promised: no date is said that the calendar does not know. */
import { expect, it } from 'vitest';
import { termOf } from '../../src/county/actions/days.ts';
import { calendarOf } from '../../src/county/calendar.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { momentOf } from '../../src/schedule/workdays.ts';

const calendar = calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil);

it.each([
  // from, working days, words, looked at again on
  ['2026-09-17', 5, '9月23日前', '2026-09-23'],
  ['2026-09-30', 3, '10月10日前', '2026-10-10'],
  ['2026-12-24', 5, '12月31日前', '2026-12-31'],
  // Past the end: 1 January is a feast whatever will be published, the 4th is a plain Monday.
  ['2026-12-28', 5, '5 个工作日内', '2027-01-04'],
  ['2026-12-25', 5, '5 个工作日内', '2027-01-04'],
  ['2026-12-31', 3, '3 个工作日内', '2027-01-05'],
  // 6 February 2027 is the first day of the lunar year.
  ['2027-01-29', 5, '5 个工作日内', '2027-02-15'],
])('%s and %i working days: %s, looked at on %s', (from, days, words, lookAt) => {
  expect(termOf(calendar, momentOf(from, '10:00'), days)).toEqual({ words, lookAt });
});
