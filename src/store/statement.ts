/**
 * The few statements every message passes, straight through `pg`: prepared once
 * a connection, and without the cost of Prisma's own way.
 */
import pg from 'pg';
import type { Database } from './database.ts';

/** By PostgreSQL's numbers of its types. */
const parsers: Record<number, (text: string) => unknown> = {
  // bigint
  20: BigInt,
  // bigint[]
  1016: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt)),
};

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Runs a statement. A list stands in it as `(select $1::text[])`: a plan made for
 * any list then costs what one made for this list does, and PostgreSQL keeps it
 * instead of planning each time. `bigint` comes back as such (a list of them as well), `bytea` as a Buffer, `timestamptz` as a Date.
 *
 * @param name one name for one text: the connection remembers the statement by it.
 */
export type Sql = <Row>(name: string, text: string, values: unknown[]) => Promise<Row[]>;

/** On a connection, or on any of a pool. */
export async function prepared<Row>(
  on: Pick<pg.Pool | pg.ClientBase, 'query'>,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await on.query({ name, text, values: values.map(parameter), types });
  return rows as Row[];
}

/** A list as PostgreSQL writes one: `pg` writes them too, by several calls for each of their elements. */
function parameter(value: unknown): unknown {
  return Array.isArray(value) && value.every(isPlain) ? `{${value.map(element).join(',')}}` : value;
}

type Plain = string | number | bigint | null;
const isPlain = (value: unknown): value is Plain =>
  value === null || typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number';

function element(value: Plain): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return NEEDS_ESCAPE.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

const NEEDS_ESCAPE = /["\\]/;

/** Runs a statement in a transaction of its own. */
export const statement = <Row>(
  db: Pick<Database, 'pool'>,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> => prepared<Row>(db.pool, name, text, values);
