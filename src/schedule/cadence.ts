/**
 * How often a pairing must have contact, and when its leader is reminded.
 * Pure: counted from the last real contact, never from a plan.
 */
import type { WorkCalendar } from '../dialogue/understand/value.ts';
import { remindableFrom } from './quiet-days.ts';
import { addDays, halfYearOf, quarterOf } from './workdays.ts';

export interface ContactFact {
  /** Local date 'yyyy-MM-dd'. */
  date: string;
  faceToFace: boolean;
  method: string;
}

/** How often: at least once in each of these. */
export type Every = '月' | '双月' | '季度' | '半年' | '年';

export interface Cadence {
  /** C2: in any way. Null: not asked for. */
  contact: Every | null;
  /** C3: face to face. */
  meeting: Every | null;
}

/** domain.md C2, C3 */
export const usualCadence: Cadence = { contact: '季度', meeting: '半年' };

export interface Period {
  name: string;
  /** First and last day. */
  from: string;
  to: string;
}

/** Where a pairing stands on a day. */
export interface Standing {
  last?: ContactFact;
  lastMeeting?: ContactFact;
  /** Whether there was any contact in `contactPeriod`; true where none is asked for. */
  contacted: boolean;
  /** Whether there was a meeting in `meetingPeriod`. */
  met: boolean;
  contactPeriod: Period;
  meetingPeriod: Period;
  /** The day by which the next contact must be, counted from the last real one. */
  contactDue: string;
  meetingDue: string;
}

/** Ways that count as face to face (domain.md 1.4, C3: 走访或座谈). */
const FACE_TO_FACE = new Set(['走访', '座谈', '谈话', '慰问', '活动']);

export const isFaceToFace = (method: string): boolean => FACE_TO_FACE.has(method);

/** Where a pairing stands by the contacts that really took place (domain.md C2, C3). */
export function standing(contacts: ContactFact[], today: string, cadence: Cadence = usualCadence): Standing {
  const contactPeriod = periodOf(cadence.contact ?? '年', today);
  const meetingPeriod = periodOf(cadence.meeting ?? '年', today);
  const past = contacts
    .filter((contact) => contact.date <= today)
    .sort((a, b) => a.date.localeCompare(b.date));
  const last = past.at(-1);
  const lastMeeting = past.findLast((contact) => contact.faceToFace);
  const contacted = cadence.contact === null || (last !== undefined && last.date >= contactPeriod.from);
  const met =
    cadence.meeting === null || (lastMeeting !== undefined && lastMeeting.date >= meetingPeriod.from);
  return {
    ...(last ? { last } : {}),
    ...(lastMeeting ? { lastMeeting } : {}),
    contacted,
    met,
    contactPeriod,
    meetingPeriod,
    contactDue: dueAfter(contactPeriod, contacted, cadence.contact ?? '年'),
    meetingDue: dueAfter(meetingPeriod, met, cadence.meeting ?? '年'),
  };
}

const dueAfter = (period: Period, done: boolean, every: Every): string =>
  done ? periodOf(every, addDays(period.to, 1)).to : period.to;

/** The period a date lies in: 9月, 三季度, 下半年, 2026年. */
export function periodOf(every: Every, date: string): Period {
  const key = `${every} ${date}`;
  const known = periods.get(key) ?? computePeriod(every, date);
  if (periods.size > 1_000) periods.clear();
  periods.set(key, known);
  return known;
}

/** Those asked for of late: thousands of pairings ask for the same few. */
const periods = new Map<string, Period>();

function computePeriod(every: Every, date: string): Period {
  const year = date.slice(0, 4);
  const month = Number(date.slice(5, 7));
  switch (every) {
    case '月':
      return { name: `${month}月`, ...months(year, month, month) };
    case '双月': {
      const first = month - ((month - 1) % 2);
      return { name: `${first}、${first + 1}月`, ...months(year, first, first + 1) };
    }
    case '季度':
      return quarterOf(date);
    case '半年':
      return halfYearOf(date);
    case '年':
      return { name: `${year}年`, from: `${year}-01-01`, to: `${year}-12-31` };
  }
}

const months = (year: string, first: number, last: number): { from: string; to: string } => {
  const after = last === 12 ? `${Number(year) + 1}-01-01` : `${year}-${pad(last + 1)}-01`;
  return { from: `${year}-${pad(first)}-01`, to: addDays(after, -1) };
};

const pad = (n: number): string => String(n).padStart(2, '0');

/** Which of the three reminders of a quarter it is (C6). */
export type ReminderStep = 1 | 2 | 3;

/**
 * The days a leader is reminded in a quarter (C6): its first working day, 15
 * days and 5 days before its end. A day the office is closed moves to the next
 * open one, within the quarter.
 */
export function reminderDays(
  calendar: WorkCalendar,
  quarter: { from: string; to: string },
  daysBeforeEnd: readonly [number, number] = [15, 5],
): { step: ReminderStep; date: string }[] {
  const wanted: [ReminderStep, string][] = [
    [1, quarter.from],
    [2, addDays(quarter.to, -daysBeforeEnd[0])],
    [3, addDays(quarter.to, -daysBeforeEnd[1])],
  ];
  return wanted
    .map(([step, date]) => ({ step, date: remindableFrom(calendar, date) }))
    .filter(({ date }) => date <= quarter.to);
}
