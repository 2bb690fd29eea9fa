/**
 * Looking for a unit that is free for a stay. Whoever looks has the pool until
 * the transaction ends, so that what was found is still free when it is taken;
 * the table refuses an overlap besides (see the migration).
 */
import type { Tx } from '../../store/database.ts';
import { dateColumn } from '../calendar.ts';

/** Local dates. The night of `from` is the first, that before `to` the last. */
export interface Stay {
  from: string;
  to: string;
}

export interface FreePlace extends Stay {
  kind: 'free';
  unitId: number;
  unit: string;
}

export type Place =
  | FreePlace
  /** `next`: the first day from which a stay of that length has a unit; none while every unit is closed. */
  | { kind: 'full'; next?: string }
  /** The county keeps no units in it: people arrange it by hand. */
  | { kind: 'unset' };

/** Keeps everybody else from giving units of a pool away until the transaction ends; its id, once it is kept at all. */
export async function lockPool(tx: Tx, countyId: string, pool: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select id from pool where county_id = ${countyId} and name = ${pool} for no key update`;
  return row?.id;
}

/**
 * Finds a unit for a stay. What the case `own` holds is not in its way, and
 * its own unit comes first.
 */
export async function findPlace(
  tx: Tx,
  countyId: string,
  pool: string,
  stay: Stay,
  own = '',
): Promise<Place> {
  const poolId = await lockPool(tx, countyId, pool);
  if (poolId === undefined || (await tx.poolUnit.count({ where: { poolId } })) === 0)
    return { kind: 'unset' };
  const [from, to] = [dateColumn(stay.from), dateColumn(stay.to)];
  const [unit] = await tx.$queryRaw<{ id: number; name: string }[]>`
    select u.id, u.name from pool_unit u
    where u.pool_id = ${poolId} and u.closed_at is null and not exists (
      select 1 from allocation a
      where a.unit_id = u.id and not (a.case_id = ${own} and a.released_at is null)
        and a."from" < a."to" and a."from" < ${to}::date and a."to" > ${from}::date)
    order by exists (select 1 from allocation a where a.unit_id = u.id and a.case_id = ${own}) desc, u.id
    limit 1`;
  if (unit) return { kind: 'free', unitId: unit.id, unit: unit.name, ...stay };
  const next = await nextFree(tx, poolId, stay, own);
  return next ? { kind: 'full', next } : { kind: 'full' };
}

/** The first later day on which a stay of that length can begin: always one on which somebody else's ends. */
async function nextFree(tx: Tx, poolId: string, stay: Stay, own: string): Promise<string | undefined> {
  const [from, to] = [dateColumn(stay.from), dateColumn(stay.to)];
  const [found] = await tx.$queryRaw<{ day: string | null }[]>`
    with held as (
      select a.unit_id, a."from", a."to"
      from allocation a join pool_unit u on u.id = a.unit_id
      where u.pool_id = ${poolId} and u.closed_at is null and a."from" < a."to" and a."to" > ${from}::date
        and not (a.case_id = ${own} and a.released_at is null)
    )
    select to_char(min(e."to"), 'YYYY-MM-DD') as day from held e
    where not exists (
      select 1 from held h
      where h.unit_id = e.unit_id and h."from" < e."to" + (${to}::date - ${from}::date) and h."to" > e."to")`;
  return found?.day ?? undefined;
}

/** Whether nobody has a unit in these nights, rows of these ids aside. The pool is to be locked before. */
export async function isFree(tx: Tx, unitId: number, stay: Stay, aside: readonly string[]): Promise<boolean> {
  const taken = await tx.$queryRaw<unknown[]>`
    select 1 from allocation a
    where a.unit_id = ${unitId} and not (a.id = any(${[...aside]}::text[])) and a."from" < a."to"
      and a."from" < ${dateColumn(stay.to)}::date and a."to" > ${dateColumn(stay.from)}::date
    limit 1`;
  return taken.length === 0;
}
