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

/** Reads the county's calendar. A county without one gets a calendar that knows nothing. */
export const loadCalendar = async (tx: Tx, countyId: string): Promise<WorkCalendar> =>
  (await loadCalendars(tx, [countyId]))(countyId);

/** The same for many counties. */
export async function loadCalendars(
  tx: Tx,
  countyIds: readonly string[],
): Promise<(countyId: string) => WorkCalendar> {
  const where = { countyId: { in: [...new Set(countyIds)] } };
  const [days, years] = await Promise.all([
    tx.holiday.findMany({ where }),
    tx.calendarYear.findMany({ where }),
  ]);
  const byCounty = Map.groupBy(days, (day) => day.countyId);
  const until = new Map(years.map((year) => [year.countyId, isoDate(year.validUntil)]));
  return (countyId) =>
    calendarOf(
      (byCounty.get(countyId) ?? []).map((day) => ({
        date: isoDate(day.date),
        kind: day.kind as CalendarDay['kind'],
        name: day.name,
      })),
      until.get(countyId) ?? '0000-01-01',
    );
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
