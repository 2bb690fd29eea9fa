/** Days of the civil calendar as whole numbers: day 0 is 1970-01-01. */
export type Day = number;

const MS_A_DAY = 86_400_000;

export function dayOf(year: number, month: number, day: number): Day {
  return Math.floor(Date.UTC(year, month - 1, day) / MS_A_DAY);
}

export function partsOf(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * MS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** '2026-11-25'. */
export function isoOf(day: Day): string {
  const { year, month, day: d } = partsOf(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(d)}`;
}

/** The day of '2026-11-25'. */
export function fromIso(iso: string): Day {
  return dayOf(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10)));
}

/** 1 Monday .. 7 Sunday. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function isCivil(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** `months` later, the day held back to the end of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, day: d } = partsOf(day);
  const count = year * 12 + month - 1 + months;
  const y = Math.floor(count / 12);
  const m = (count % 12) + 1;
  return dayOf(y, m, Math.min(d, daysInMonth(y, m)));
}

/** Where `now` falls on the county's wall clock (Asia/Shanghai, UTC+8, no summer time since 1991). */
export function wallClock(now: number): { today: Day; minute: number } {
  const local = now + 8 * 3_600_000;
  const today = Math.floor(local / MS_A_DAY);
  return { today, minute: Math.floor((local - today * MS_A_DAY) / 60_000) };
}

/** '15:05' of minutes since midnight; 1440 is '24:00'. */
export function clockOf(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
