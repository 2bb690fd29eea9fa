/**
 * `npm run migrate -- status`    where the database stands
 * `npm run migrate -- new NAME`  writes the migration from what the migrations
 *                                make to what prisma/schema.prisma asks for
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig, readEnvironment } from '../src/config.ts';
import { silentLog } from '../src/ports.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { MIGRATIONS_FOLDER, migrate, migrationStatus } from '../src/store/migrations.ts';
import { openSchemaEngine } from '../src/store/schema-engine.ts';
import { StartError } from '../src/store/start-error.ts';

const SCHEMA = join(MIGRATIONS_FOLDER, '..', 'schema.prisma');
const USAGE = 'Usage: npm run migrate -- status | npm run migrate -- new NAME (letters, digits and _)';

/** Prints which migrations the service's database has, and which it is going to get at the next start. */
async function printStatus(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const status = await onDatabase(config, (url) => migrationStatus(url));
  for (const name of status.applied) console.log(`applied  ${name}`);
  for (const name of status.pending) console.log(`pending  ${name}`);
  for (const name of status.failed) console.log(`failed   ${name}`);
  for (const name of status.edited) console.log(`edited   ${name} (changed after it was applied)`);
  for (const name of status.unknown) console.log(`unknown  ${name} (of a newer version)`);
}

/** Runs `work` on the given database, or on the embedded one, which is started for it. */
async function onDatabase<T>(
  config: { databaseUrl?: string; dataDir: string },
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl !== undefined) return work(config.databaseUrl);
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: silentLog });
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function writeMigration(name: string): Promise<void> {
  const sql = await differenceFromMigrations();
  if (sql === '') {
    console.log('The migrations make what the schema asks for: nothing to write.');
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), sql);
  console.log(`Wrote ${join(folder, 'migration.sql')}: read it before you commit it.`);
}

/** Applies the migrations to a database of its own, which is thrown away, and compares it with the schema. */
async function differenceFromMigrations(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-migrate-'));
  try {
    return await onDatabase({ dataDir }, async (url) => {
      await migrate(url, { log: silentLog });
      const engine = await openSchemaEngine(url);
      try {
        return await engine.difference(readFileSync(SCHEMA, 'utf8'));
      } finally {
        await engine.close();
      }
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const [command, name = ''] = process.argv.slice(2);
try {
  if (command === 'status') await printStatus();
  else if (command === 'new' && /^\w+$/.test(name)) await writeMigration(name);
  else {
    console.error(USAGE);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error;
  console.error(`${error.message}\n${error.chinese}`);
  process.exitCode = 1;
}
