/** The county's calendar of working days, as data with the date it is valid until. */
import type { WorkCalendar } from '../dialogue/understand/value.ts';
import { weekday } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';

export interface CalendarDay {
  /** yyyy-MM-dd */
  date: string;
  kind: '休' | '班';
  name: string;
}

/** A calendar from its exceptions: every other day is a working day from Monday to Friday. */
export function calendarOf(days: readonly CalendarDay[], validUntil: string): WorkCalendar {
  const exceptions = new Map(days.map((day) => [day.date, day.kind]));
  return {
    validUntil,
    isWorkday(date) {
      if (date > validUntil) return 'unknown';
      const exception = exceptions.get(date);
      return exception ? exception === '班' : weekday(date) <= 5;
    },
  };
}

/** What a statement says of a calendar by CALENDAR: null where the county has none. */
export type CalendarRow = {
  until: string;
  days: [date: string, kind: CalendarDay['kind'], name: string][] | null;
} | null;

/** The calendar of the county `c.id` of a statement, as one column. */
export const CALENDAR = `(select json_build_object('until', to_char(y.valid_until, 'YYYY-MM-DD'), 'days',
    (select json_agg(array[to_char(h.date, 'YYYY-MM-DD'), h.kind, h.name]) from holiday h where h.county_id = y.county_id))
  from calendar_year y where y.county_id = c.id)`;

/** A county without a calendar gets one that knows nothing. */
export const toCalendar = (row: CalendarRow): WorkCalendar =>
  calendarOf(
    (row?.days ?? []).map(([date, kind, name]) => ({ date, kind, name })),
    row?.until ?? '0000-01-01',
  );

/** Reads the county's calendar. */
export async function loadCalendar(tx: Tx, countyId: string): Promise<WorkCalendar> {
  const [row] = await tx.$queryRawUnsafe<{ calendar: CalendarRow }[]>(
    `select ${CALENDAR} as calendar from (select $1::text as id) c`,
    countyId,
  );
  return toCalendar(row?.calendar ?? null);
}

/** Replaces the county's calendar. */
export async function storeCalendar(
  tx: Tx,
  countyId: string,
  days: readonly CalendarDay[],
  validUntil: string,
): Promise<void> {
  await tx.holiday.deleteMany({ where: { countyId } });
  await tx.holiday.createMany({
    data: days.map((day) => ({ countyId, date: dateColumn(day.date), kind: day.kind, name: day.name })),
  });
  const until = dateColumn(validUntil);
  await tx.calendarYear.upsert({
    where: { countyId },
    create: { countyId, validUntil: until },
    update: { validUntil: until },
  });
}

/** A local date as a `date` column takes it, and back. */
export const dateColumn = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const isoDate = (column: Date): string => column.toISOString().slice(0, 10);
