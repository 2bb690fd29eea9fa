/**
 * The few statements every message passes, straight through the pool: prepared
 * once a connection, and without the cost of Prisma's own way (a lone message
 * pays mostly for statements).
 */
import pg from 'pg';
import type { Database } from './database.ts';

const BIGINT = 20;

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? BigInt : pg.types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Runs a statement in a transaction of its own. `bigint` comes back as such, `bytea` as a
 * Buffer, `timestamptz` as a Date.
 *
 * @param name one name for one text: the connection remembers the statement by it.
 */
export async function statement<Row>(
  db: Database,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await db.pool.query({ name, text, values, types });
  return rows as Row[];
}
