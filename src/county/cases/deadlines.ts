/**
 * Days counted for cases (domain.md N14): the day of receipt is day 0 whatever
 * the hour, only working days count, make-up days among them. A calendar that
 * does not cover the way answers `unknown`.
 */
import type { Span } from '../../dialogue/flow/flow.ts';
import type { WorkCalendar } from '../../dialogue/understand/value.ts';
import { addDays, addWorkdays, momentOf, workdaysBetween } from '../../schedule/workdays.ts';

export type Day = string | 'unknown';

/** The date a span after (`sign` 1) or before (-1) a date. Spans below a day leave the date as it is. */
export function shift(calendar: WorkCalendar, date: Day, span: Span, sign: 1 | -1 = 1): Day {
  if (date === 'unknown') return date;
  const amount = span.amount * sign;
  switch (span.unit) {
    case '工作日':
      return addWorkdays(calendar, date, amount);
    case '天':
      return addDays(date, amount);
    case '周':
      return addDays(date, amount * 7);
    case '个月':
      return addMonths(date, amount);
    case '年':
      return addMonths(date, amount * 12);
    case '分钟':
    case '小时':
      return date;
  }
}

/** The same day of another month, or that month's last one. */
function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The last moment of a due day. */
export const endOf = (date: string): number => momentOf(addDays(date, 1)) - 1;

/** How much time is left, in the words a list uses; counted between today and the due day. */
export function leftWords(calendar: WorkCalendar, today: string, due: Day): string {
  if (due === 'unknown') return '期限待定（放假安排还没公布）';
  if (due === today) return '今天到期';
  const days = workdaysBetween(calendar, today, due);
  if (days === 'unknown') return '';
  if (days < 0 || due < today) return days === 0 ? '已到期' : `已逾期 ${-days} 个工作日`;
  return days <= 1 ? '下一个工作日到期' : `到期前还剩 ${days - 1} 个工作日`;
}
