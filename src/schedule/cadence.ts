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

/** Where a pairing stands on a day. */
export interface Standing {
  last?: ContactFact;
  /** C2: any way, once a quarter. */
  contactedThisQuarter: boolean;
  /** C3: face to face, once a half-year. */
  metThisHalfYear: boolean;
  quarter: { name: string; from: string; to: string };
  halfYear: { name: string; from: string; to: string };
}

/** Ways that count as face to face (domain.md 1.4, C3: 走访或座谈). */
const FACE_TO_FACE = new Set(['走访', '座谈', '谈话', '慰问', '活动']);

export const isFaceToFace = (method: string): boolean => FACE_TO_FACE.has(method);

/** domain.md C2, C3. */
export function standing(contacts: ContactFact[], today: string): Standing {
  const quarter = quarterOf(today);
  const halfYear = halfYearOf(today);
  const past = contacts
    .filter((contact) => contact.date <= today)
    .sort((a, b) => a.date.localeCompare(b.date));
  const last = past.at(-1);
  return {
    ...(last ? { last } : {}),
    contactedThisQuarter: past.some((contact) => contact.date >= quarter.from),
    metThisHalfYear: past.some((contact) => contact.faceToFace && contact.date >= halfYear.from),
    quarter,
    halfYear,
  };
}

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
