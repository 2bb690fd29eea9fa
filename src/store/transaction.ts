/**
 * A transaction whose statements go either through Prisma or straight to its
 * connection: what every message passes is plain SQL, prepared once, and what
 * the county decides on the way is Prisma's.
 */
import type { Database, Tx } from './database.ts';
import { type Connection, noted } from './noting-prisma-pg.ts';
import { prepared, type Sql } from './statement.ts';

/** Runs `work` in one transaction, committed when it resolves and rolled back when it rejects. Times in ms. */
export function transaction<T>(
  db: Pick<Database, 'prisma'>,
  work: (sql: Sql, tx: Tx) => Promise<T>,
  times: { maxWait?: number; timeout?: number } = {},
): Promise<T> {
  const connection: Connection = {};
  const sql: Sql = (name, text, values) => {
    if (!connection.client) return Promise.reject(new Error(`"${name}" has no transaction to run in.`));
    return prepared(connection.client, name, text, values);
  };
  return noted(connection, () => db.prisma.$transaction((tx) => work(sql, tx), times));
}
