/**
 * Brings a database to the newest schema when the service starts. The ledger
 * is Prisma's own (`_prisma_migrations`), so its command line can take over
 * where it can run.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '../ports.ts';
import { type Migration, openSchemaEngine } from './schema-engine.ts';
import { errorCode, reason, StartError } from './start-error.ts';

/** Where a database stands against the migrations of this version. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** In the database but not in this version: the database is newer. */
  readonly unknown: readonly string[];
  /** Begun and never ended. */
  readonly failed: readonly string[];
  /** Applied, and the file was changed since. */
  readonly edited: readonly string[];
}

export interface MigrateOptions {
  readonly log: Log;
  /** The folder with one folder a migration; by default `prisma/migrations`. */
  readonly folder?: string;
}

export const MIGRATIONS_FOLDER = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'prisma',
  'migrations',
);

const MIGRATION_LOCK = 0x6a6e7901;

/**
 * Applies what is missing, once: processes that start together wait for each
 * other on an advisory lock of the database.
 *
 * @returns the names of the migrations applied now.
 * @throws StartError when the database is newer than this version, holds a
 *   migration that failed, or refuses one.
 */
export async function migrate(url: string, options: MigrateOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder ?? MIGRATIONS_FOLDER);
  return withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const status = compare(migrations, await readLedger(client));
    refuse(status);
    for (const name of status.edited) {
      options.log.warn({ migration: name }, 'A migration was changed after it had been applied.');
    }
    if (status.pending.length === 0) return [];
    const applied = await apply(url, migrations);
    options.log.info({ applied }, 'The database was brought up to date.');
    return applied;
  });
}

/** Reads where a database stands and changes nothing. */
export async function migrationStatus(url: string, folder = MIGRATIONS_FOLDER): Promise<MigrationStatus> {
  return withClient(url, async (client) => compare(readMigrations(folder), await readLedger(client)));
}

/** The migrations of a folder, oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function apply(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const engine = await openSchemaEngine(url);
  try {
    return await engine.apply(migrations);
  } catch (cause) {
    throw new StartError(
      `The database could not be brought up to date (${reason(cause)}): restore the backup or mend the data, then start again.`,
      `数据库升级失败（${reason(cause)}）：请恢复备份或修正数据后重新启动。`,
      { cause },
    );
  } finally {
    await engine.close();
  }
}

function refuse(status: MigrationStatus): void {
  if (status.unknown.length > 0) {
    throw new StartError(
      `The database was made by a newer version (${status.unknown.join(', ')}): start that version or a later one.`,
      `数据库由更新的版本建立（${status.unknown.join('、')}）：请使用该版本或更高版本启动。`,
    );
  }
  if (status.failed.length > 0) {
    throw new StartError(
      `A change of the database failed half-way (${status.failed.join(', ')}): restore the backup, then start again.`,
      `数据库升级曾中途失败（${status.failed.join('、')}）：请恢复备份后重新启动。`,
    );
  }
}

const ledgerRow = z.object({
  migration_name: z.string(),
  checksum: z.string(),
  finished_at: z.date().nullable(),
});
type LedgerRow = z.infer<typeof ledgerRow>;

async function readLedger(client: pg.Client): Promise<LedgerRow[]> {
  try {
    const { rows } = await client.query(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at',
    );
    return z.array(ledgerRow).parse(rows);
  } catch (error) {
    const noSuchTable = errorCode(error) === '42P01';
    if (noSuchTable) return [];
    throw error;
  }
}

function compare(migrations: readonly Migration[], ledger: readonly LedgerRow[]): MigrationStatus {
  const known = new Map(migrations.map(({ name, sql }) => [name, checksum(sql)]));
  const done = ledger.filter((row) => row.finished_at !== null);
  const names = new Set(done.map((row) => row.migration_name));
  return {
    applied: done.map((row) => row.migration_name),
    pending: [...known.keys()].filter((name) => !names.has(name)),
    unknown: done.map((row) => row.migration_name).filter((name) => !known.has(name)),
    failed: ledger.filter((row) => row.finished_at === null).map((row) => row.migration_name),
    edited: done
      .filter((row) => known.has(row.migration_name) && known.get(row.migration_name) !== row.checksum)
      .map((row) => row.migration_name),
  };
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'jinyue migrations' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
