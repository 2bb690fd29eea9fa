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
  const contactEvery = cadence.contact ?? '年';
  const meetingEvery = cadence.meeting ?? '年';
  const contactPeriod = periodOf(contactEvery, today);
  const meetingPeriod = periodOf(meetingEvery, today);
  const past = contacts.filter((contact) => contact.date <= today);
  const last = latest(past);
  const lastMeeting = latest(past.filter((contact) => contact.faceToFace));
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
    contactDue: contacted ? endOfNext(contactEvery, contactPeriod.to) : contactPeriod.to,
    meetingDue: met ? endOfNext(meetingEvery, meetingPeriod.to) : meetingPeriod.to,
  };
}

/** Of several on one day, the one that was told last. */
const latest = (contacts: ContactFact[]): ContactFact | undefined =>
  contacts.reduce<ContactFact | undefined>(
    (last, contact) => (last && last.date > contact.date ? last : contact),
    undefined,
  );

/** Kept for those asked for of late: thousands of pairings ask for the same few. */
function kept<Value>(compute: (every: Every, date: string) => Value): (every: Every, date: string) => Value {
  const values = {
    月: new Map(),
    双月: new Map(),
    季度: new Map(),
    半年: new Map(),
    年: new Map(),
  } satisfies Record<Every, Map<string, Value>>;
  return (every, date) => {
    const own: Map<string, Value> = values[every];
    const known = own.get(date);
    if (known !== undefined) return known;
    if (own.size > 1_000) own.clear();
    const value = compute(every, date);
    own.set(date, value);
    return value;
  };
}

/** The period a date lies in: 9月, 三季度, 下半年, 2026年. */
export const periodOf = kept(computePeriod);

/** The last day of the period after the one that ends on a day. */
const endOfNext = kept((every, end) => periodOf(every, addDays(end, 1)).to);

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
