/**
 * The few statements every message passes, straight through `pg`: prepared once
 * a connection, and without the cost of Prisma's own way.
 */
import pg from 'pg';
import type { Database } from './database.ts';

const BIGINT = 20;

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? BigInt : pg.types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Runs a statement. A list stands in it as `(select $1::text[])`: a plan made for
 * any list then costs what one made for this list does, and PostgreSQL keeps it
 * instead of planning each time. `bigint` comes back as such, `bytea` as a Buffer, `timestamptz` as a Date.
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
  const { rows } = await on.query({ name, text, values, types });
  return rows as Row[];
}

/** Runs a statement in a transaction of its own. */
export const statement = <Row>(
  db: Pick<Database, 'pool'>,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> => prepared<Row>(db.pool, name, text, values);
