/** Calendar arithmetic for a county's zone, Asia/Shanghai, which has had one offset since 1991. */
import type { WorkCalendar } from '../understand/value.ts';

/** A length of time as a file writes it: 2小时, 30天, 3个工作日. */
export interface Span {
  amount: number;
  unit: '分钟' | '小时' | '天' | '工作日' | '周' | '个月' | '年';
}

/** 时段: when a person may be reminded. 每天 leaves out public holidays, not weekends. */
export interface HoursOfDay {
  days: '每天' | '工作日';
  /** HH:MM, [from, to). */
  from: string;
  to: string;
}

const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

/** '2026-11-25 15:00' of a moment. */
export const localMinute = (at: number): string =>
  new Date(at + OFFSET).toISOString().slice(0, 16).replace('T', ' ');

/** '2026-11-25' of a moment. */
export const localDate = (at: number): string => localMinute(at).slice(0, 10);

/** The moment of a local 'yyyy-MM-dd' or 'yyyy-MM-dd HH:mm'. */
export const momentOf = (local: string): number =>
  Date.parse(`${local.slice(0, 10)}T${local.slice(11, 16).padStart(5, '0') || '00:00'}:00Z`) - OFFSET;

/** The day `days` after a local date. */
export const addDays = (date: string, days: number): string =>
  localDate(momentOf(`${date} 00:00`) + days * DAY);

export const weekdayOf = (date: string): string =>
  `周${'日一二三四五六'[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''}`;

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/**
 * Whether a date belongs to a public holiday: it lies in a run of days off
 * that holds at least one weekday. A plain weekend is no holiday.
 */
function isHoliday(date: string, calendar: WorkCalendar): boolean {
  if (calendar.isWorkday(date) !== false) return false;
  for (const step of [-1, 1]) {
    for (let day = date; calendar.isWorkday(day) === false; day = addDays(day, step))
      if (!isWeekend(day)) return true;
  }
  return false;
}

/** Past the calendar's end a reminder keeps to Monday to Friday; it is no answer to anybody. */
function allowedDay(date: string, days: '每天' | '工作日', calendar: WorkCalendar): boolean {
  const workday = calendar.isWorkday(date);
  if (days === '工作日') return workday === 'unknown' ? !isWeekend(date) : workday;
  return !isHoliday(date, calendar);
}

/** The first moment at or after `at` inside a flow's 时段. At most two months of days are tried. */
export function intoWindow(at: number, window: HoursOfDay, calendar: WorkCalendar): number {
  let date = localDate(at);
  for (let tried = 0; tried < 62; tried++, date = addDays(date, 1)) {
    if (!allowedDay(date, window.days, calendar)) continue;
    const [from, to] = [momentOf(`${date} ${pad(window.from)}`), momentOf(`${date} ${pad(window.to)}`)];
    if (at < from) return from;
    if (at < to) return at;
  }
  return at;
}

const pad = (time: string): string => time.padStart(5, '0');

const UNIT_MS: Record<Exclude<Span['unit'], '工作日'>, number> = {
  分钟: 60_000,
  小时: 3_600_000,
  天: DAY,
  周: 7 * DAY,
  个月: 30 * DAY,
  年: 365 * DAY,
};

/** The moment a span after `at`. Working days count from the next day (domain.md N14). */
export function after(at: number, span: Span, calendar: WorkCalendar): number {
  if (span.unit !== '工作日') return at + span.amount * UNIT_MS[span.unit];
  let moment = at;
  for (let left = span.amount, guard = 0; left > 0 && guard < 400; guard++) {
    moment += DAY;
    const date = localDate(moment);
    const workday = calendar.isWorkday(date);
    if (workday === 'unknown' ? !isWeekend(date) : workday) left--;
  }
  return moment;
}

const SPAN = /^(\d+(?:\.\d+)?)\s*个?\s*(分钟|小时|天|日|工作日|周|星期|月|年)$/u;

/** Reads '2小时', '3个工作日', '90天'; undefined when it is none. */
export function parseSpan(text: string): Span | undefined {
  const match = SPAN.exec(text.trim());
  if (!match) return undefined;
  const unit = { 日: '天', 星期: '周', 月: '个月' }[match[2]!] ?? match[2]!;
  return { amount: Number(match[1]), unit: unit as Span['unit'] };
}
