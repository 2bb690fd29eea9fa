/** What every turn needs to know of its county, kept for a moment so that a message does not cost three reads. */
import type { Clock } from '../ports.ts';
import { type Batcher, batcher } from '../store/batcher.ts';
import type { Tx } from '../store/database.ts';
import { CALENDAR, type CalendarRow, toCalendar } from './calendar.ts';
import { readSettings } from './settings.ts';
import type { CountyView, View } from './turn.ts';

/** A change of settings or calendar is seen by every process after this. */
const FRESH_MS = 10_000;

/** Counties that are asked for at once on one connection are read together. */
export function countyViews(wall: Clock): View {
  const views = new Map<string, { at: number; view: CountyView }>();
  const readers = new WeakMap<Tx, Batcher<string, CountyView>>();
  const readerOn = (tx: Tx): Batcher<string, CountyView> => {
    const reader = readers.get(tx) ?? batcher((ids: string[]) => read(tx, ids));
    readers.set(tx, reader);
    return reader;
  };
  return async (tx, countyId) => {
    const kept = views.get(countyId);
    if (kept && wall.now() - kept.at < FRESH_MS) return kept.view;
    const view = await readerOn(tx).add(countyId);
    views.set(countyId, { at: wall.now(), view });
    return view;
  };
}

interface CountyRow {
  id: string;
  name: string;
  settings: unknown;
  created_at: Date;
  calendar: CalendarRow;
}

async function read(tx: Tx, ids: string[]): Promise<CountyView[]> {
  const counties = await tx.$queryRawUnsafe<CountyRow[]>(
    `select c.id, c.name, c.settings, c.created_at, ${CALENDAR} as calendar
     from county c where c.id = any((select $1::text[])::text[])`,
    [...new Set(ids)],
  );
  const views = new Map(counties.map((row): [string, CountyView] => [row.id, toView(row)]));
  return ids.map((id) => {
    const view = views.get(id);
    if (!view) throw new Error(`There is no county ${id}.`);
    return view;
  });
}

const toView = (row: CountyRow): CountyView => ({
  id: row.id,
  name: row.name,
  calendar: toCalendar(row.calendar),
  settings: readSettings(row.settings),
  since: row.created_at.getTime(),
});
