/**
 * The year as the people of the simulation know it, written down once more: the
 * State Council's days off and make-up days of 2026 (domain.md 2.3). What the
 * service computes is held against this; nothing here comes from the service.
 */

const OFF: readonly [from: string, to: string][] = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
  // Not published: about these days nobody may be sure that people work, so nobody is told anything.
  ['2027-01-01', '2027-01-03'],
];

const MAKE_UP = new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);

/** The last day anything is published about. */
export const LAST_DAY = '2026-12-31';

const DAY_MS = 86_400_000;

export const plus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export const at = (date: string, time: string): number => Date.parse(`${date}T${time}:00+08:00`);

/** Local date and time of a moment. */
export const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
export const hourOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(11, 16);

export function isWorkday(date: string): boolean {
  if (MAKE_UP.has(date)) return true;
  if (OFF.some(([from, to]) => date >= from && date <= to)) return false;
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
}

/** `days` working days after a date; undefined where that leads out of what is published. */
export function workdaysAfter(date: string, days: number): string | undefined {
  let day = date;
  for (let left = days; left > 0; ) {
    day = plus(day, 1);
    if (day > LAST_DAY) return undefined;
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

/** Working days after one date up to and with another; the later one second. */
export function workdaysFrom(from: string, to: string): number {
  let count = 0;
  for (let day = plus(from, 1); day <= to; day = plus(day, 1)) if (isWorkday(day)) count += 1;
  return count;
}

export const quarterStart = (date: string): string =>
  `${date.slice(0, 4)}-${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;

/** The quarters of 2026, and the next, with the days on which leaders are reminded (domain.md C6). */
export const quarters: readonly { from: string; to: string; reminders: readonly string[] }[] = [
  ['2026-01-01', '2026-03-31'] as const,
  ['2026-04-01', '2026-06-30'] as const,
  ['2026-07-01', '2026-09-30'] as const,
  ['2026-10-01', '2026-12-31'] as const,
  ['2027-01-01', '2027-03-31'] as const,
].map(([from, to]) => ({ from, to, reminders: [from, plus(to, -15), plus(to, -5)].map(openFrom) }));

/** The first working day on or after a date. */
export function openFrom(date: string): string {
  let day = date;
  while (!isWorkday(day)) day = plus(day, 1);
  return day;
}

/** Whether people may be spoken to unasked: 08:30 to 17:30 on working days. */
export const isOpen = (ms: number): boolean =>
  isWorkday(dayOf(ms)) && hourOf(ms) >= '08:30' && hourOf(ms) <= '17:30';
