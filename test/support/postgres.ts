/**
 * One embedded PostgreSQL a test run, and databases on it.
 *
 * `freshDatabase()` copies a database that has all migrations, which takes
 * some 50 ms, so every test file (or test) can have its own.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `postgresql://…/postgres` of the run's server (see postgres-setup.ts). */
    postgresUrl: string;
  }
}

/** The database all others are copied from. */
export const TEMPLATE = 'jinyue_template';

export interface FreshDatabase extends Database {
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

/**
 * An open database of the newest schema with no rows. Call it in `beforeAll`
 * and `drop()` it in `afterAll`, or use {@link databaseOfTest}.
 */
export async function freshDatabase(options: { poolSize?: number } = {}): Promise<FreshDatabase> {
  const url = await emptyDatabase(TEMPLATE);
  const database = await openDatabase({ url, poolSize: options.poolSize ?? 8 });
  return {
    ...database,
    drop: async () => {
      await database.close();
      await dropDatabase(url);
    },
  };
}

/** A fresh database that is dropped when the running test ends. */
export async function databaseOfTest(options: { poolSize?: number } = {}): Promise<FreshDatabase> {
  const database = await freshDatabase(options);
  onTestFinished(() => database.drop());
  return database;
}

/** Makes a database with nothing in it (or a copy of `template`) and answers with its URL. */
export async function emptyDatabase(template = 'template0'): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await onServer((client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`).then(() => undefined),
  );
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops the database of a URL, whoever is still connected. */
export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer((client) =>
    client.query(`drop database if exists ${name} with (force)`).then(() => undefined),
  );
}

async function onServer(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
