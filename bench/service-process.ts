/**
 * The service as it is, from its configuration to its routes, with what it
 * sends to PostgreSQL counted, and the platform's documented limits out of the
 * way: a real app may send 50 messages a second.
 */
import { realpathSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '../src/config.ts';
import { openLog } from '../src/log.ts';
import { runningServer, urlOf } from '../src/store/postmaster.ts';
import { serveParent } from './child.ts';
import { countStatements } from './statements.ts';

enableCompileCache();
const { startApp } = await import('../src/app.ts');

const noLimits = { perSecond: 1_000_000, perMinute: 60_000_000, perChatPerSecond: 10_000 };

const statements = new Map<string, number>();
const counted = countStatements(process.env.BENCH_STATEMENTS ? note : undefined);

const config = loadConfig(process.env);
const app = await startApp({ config, log: openLog(config.logLevel), limits: noLimits });
const database = await watchDatabase();
serveParent(
  { url: app.url.replace('localhost', '127.0.0.1'), notes: await database.settings() },
  async () => ({ handled: 0, statements: counted.sent, commits: await database.commits() }),
  async () => {
    if (process.env.BENCH_STATEMENTS) printStatements();
    await database.close();
    await app.stop();
  },
);

function note(text: string): void {
  const start = text.replaceAll(/\s+/g, ' ').slice(0, 90);
  statements.set(start, (statements.get(start) ?? 0) + 1);
}

function printStatements(): void {
  const sorted = [...statements].sort(([, a], [, b]) => b - a).slice(0, 30);
  for (const [text, times] of sorted) process.stderr.write(`${String(times).padStart(8)}  ${text}\n`);
}

/** Looks at the service's embedded database from outside of its pools. */
async function watchDatabase() {
  const client = new pg.Client({ connectionString: databaseUrl(), application_name: 'bench' });
  await client.connect();
  const one = async (sql: string): Promise<unknown> =>
    Object.values((await client.query({ text: sql, rowMode: 'array' })).rows[0] ?? {})[0];
  return {
    settings: async () => [
      `PostgreSQL ${await one('show server_version')}`,
      `synchronous_commit ${await one('show synchronous_commit')}`,
      `fsync ${await one('show fsync')}`,
    ],
    async commits() {
      await client.query('select pg_stat_clear_snapshot()');
      return Number(await one('select xact_commit from pg_stat_database where datname = current_database()'));
    },
    close: () => client.end(),
  };
}

function databaseUrl(): string {
  const cluster = { folder: realpathSync(join(config.dataDir, 'postgres')) };
  const running = runningServer(cluster);
  if (running === undefined) throw new Error('The service has started, and its database does not run.');
  return urlOf(cluster, running, 'jinyue');
}
