/** Who has which unit until when: taking it, letting it go, getting it back, moving to another. */
import type { Random } from '../../ports.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { dateColumn, isoDate } from '../calendar.ts';
import { type FreePlace, findPlace, isFree, lockPool, type Stay } from './place.ts';

/** What a case holds, or held until it was let go. */
export interface Holding extends Stay {
  id: string;
  caseId: string;
  pool: string;
  unitId: number;
  unit: string;
  /** The day it was to be free again. */
  promised: string;
  /** ms */
  releasedAt?: number;
}

/** Where something is given out, by whom and when. */
export interface Giving {
  tx: Tx;
  random: Random;
  countyId: string;
  now: number;
}

/** Holdings of these cases: what each has now, else what it had last. */
export async function holdingsOf(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Holding>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx.allocation.findMany({
    where: { caseId: { in: [...caseIds] } },
    include: { unit: { include: { pool: true } } },
    orderBy: [{ releasedAt: { sort: 'asc', nulls: 'last' } }, { takenAt: 'asc' }],
  });
  return new Map(rows.map((row): [string, Holding] => [row.caseId, toHolding(row)]));
}

export const toHolding = (row: {
  id: string;
  caseId: string;
  from: Date;
  to: Date;
  promised: Date;
  releasedAt: Date | null;
  unit: { id: number; name: string; pool: { name: string } };
}): Holding => ({
  id: row.id,
  caseId: row.caseId,
  pool: row.unit.pool.name,
  unitId: row.unit.id,
  unit: row.unit.name,
  from: isoDate(row.from),
  to: isoDate(row.to),
  promised: isoDate(row.promised),
  ...(row.releasedAt ? { releasedAt: row.releasedAt.getTime() } : {}),
});

/** Whether it is held still, not let go. */
export const isHeld = (holding: Holding | undefined): holding is Holding =>
  holding !== undefined && holding.releasedAt === undefined;

/** How many nights these cases have had, those to come included; a case that never had a unit is not among them. */
export async function nightsHeld(tx: Tx, caseIds: readonly string[]): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ case_id: string; nights: bigint }[]>`
    select case_id, sum("to" - "from") as nights from allocation
    where case_id = any(${[...caseIds]}::text[]) group by case_id`;
  return new Map(rows.map(({ case_id, nights }) => [case_id, Number(nights)]));
}

/** Gives the place that was found to a case, in place of what it holds. Throws where somebody else has it. */
export async function hold(
  { tx, random, countyId, now }: Giving,
  caseId: string,
  place: Omit<FreePlace, 'kind'>,
): Promise<void> {
  const row = {
    unitId: place.unitId,
    from: dateColumn(place.from),
    to: dateColumn(place.to),
    promised: dateColumn(place.to),
    takenAt: new Date(now),
  };
  const { count } = await tx.allocation.updateMany({ where: { caseId, releasedAt: null }, data: row });
  if (count === 0) await tx.allocation.create({ data: { id: newId(random), countyId, caseId, ...row } });
}

/** Lets go what these cases hold: of a stay that has begun, the nights until now stay on record. */
export async function letGo(tx: Tx, caseIds: readonly string[], now: number): Promise<void> {
  await tx.$executeRaw`
    update allocation
    set "to" = greatest("from", least("to", ${dateColumn(dateOf(now))}::date)), released_at = ${new Date(now)}
    where case_id = any(${[...caseIds]}::text[]) and released_at is null`;
}

/**
 * Takes again what was let go, from the day it was: the same unit while it is
 * free, else another one. False where none is left.
 */
export async function takeAgain(giving: Giving, holding: Holding): Promise<boolean> {
  const { tx, countyId } = giving;
  const rest = { from: holding.to, to: holding.promised };
  const place =
    rest.from < rest.to ? await findPlace(tx, countyId, holding.pool, rest, holding.caseId) : undefined;
  if (!place || (place.kind === 'free' && place.unitId === holding.unitId)) {
    const data = { to: dateColumn(holding.promised), releasedAt: null };
    await tx.allocation.update({ where: { id: holding.id }, data });
    return true;
  }
  if (place.kind !== 'free') return false;
  await hold(giving, holding.caseId, place);
  return true;
}

/**
 * Moves a case to another unit of its pool from today on; the nights before
 * stay with the first. False where somebody has that unit in these nights.
 */
export async function moveTo(
  giving: Giving,
  holding: Holding,
  unit: { id: number; name: string },
): Promise<boolean> {
  const { tx, countyId, now } = giving;
  const today = dateOf(now);
  const begun = holding.from < today;
  const stay = { from: begun ? today : holding.from, to: holding.to };
  await lockPool(tx, countyId, holding.pool);
  if (!(await isFree(tx, unit.id, stay, [holding.id]))) return false;
  if (begun) await letGo(tx, [holding.caseId], now);
  await hold(giving, holding.caseId, { unitId: unit.id, unit: unit.name, ...stay });
  return true;
}
