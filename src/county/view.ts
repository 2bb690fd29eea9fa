/** What every turn needs to know of its county, kept for a moment so that a message does not cost three reads. */
import type { Clock } from '../ports.ts';
import type { Tx } from '../store/database.ts';
import { loadCalendar } from './calendar.ts';
import { readSettings } from './settings.ts';
import type { CountyView } from './turn.ts';

/** A change of settings or calendar is seen by every process after this. */
const FRESH_MS = 10_000;

export function countyViews(wall: Clock): (tx: Tx, countyId: string) => Promise<CountyView> {
  const views = new Map<string, { at: number; view: CountyView }>();
  return async (tx, countyId) => {
    const kept = views.get(countyId);
    if (kept && wall.now() - kept.at < FRESH_MS) return kept.view;
    const county = await tx.county.findUniqueOrThrow({ where: { id: countyId } });
    const view: CountyView = {
      id: county.id,
      name: county.name,
      calendar: await loadCalendar(tx, countyId),
      settings: readSettings(county.settings),
      since: county.createdAt.getTime(),
    };
    views.set(countyId, { at: wall.now(), view });
    return view;
  };
}
