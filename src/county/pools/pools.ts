/** 池: what is handed out for a time. A pool is there because a matter's file names it; its units are the office's to keep. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Random } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';

export interface PoolUnitRow {
  id: number;
  name: string;
  closed: boolean;
}

/** Names of the county's pools: those its matters name, and those that have units from before. */
export async function poolNames(tx: Tx, countyId: string, book: FlowBook): Promise<string[]> {
  const rows = await tx.pool.findMany({ where: { countyId }, orderBy: { name: 'asc' } });
  const named = [...book.values()].flatMap(({ occupies }) => (occupies ? [occupies.pool] : []));
  return [...new Set([...named, ...rows.map(({ name }) => name)])];
}

/** Its units in the order they were added. */
export async function unitsOf(tx: Tx, countyId: string, pool: string): Promise<PoolUnitRow[]> {
  const rows = await tx.poolUnit.findMany({
    where: { countyId, pool: { name: pool, countyId } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, name, closedAt }) => ({ id, name, closed: closedAt !== null }));
}

/** What came of adding units: their numbers, and the names that were there already. */
export interface Added {
  made: number[];
  there: string[];
}

/** Adds units by name; the pool is kept from its first one on. */
export async function addUnits(
  tx: Tx,
  random: Random,
  countyId: string,
  pool: string,
  names: readonly string[],
): Promise<Added> {
  const row = await tx.pool.upsert({
    where: { countyId_name: { countyId, name: pool } },
    create: { id: newId(random), countyId, name: pool },
    update: {},
  });
  const there = (await unitsOf(tx, countyId, pool)).map(({ name }) => name);
  const made: number[] = [];
  for (const name of names.filter((one) => !there.includes(one))) {
    const unit = await tx.poolUnit.create({ data: { countyId, poolId: row.id, name } });
    made.push(unit.id);
  }
  return { made, there: names.filter((name) => there.includes(name)) };
}
