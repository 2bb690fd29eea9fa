/** BullMQ on PostgreSQL, in the schema `bullmq` of the service's own database. */
import { createPostgresBackend, isPgPool, type PgPool, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import { connectionOf } from './connection.ts';
import type { QueueBackend } from './queue-backend.ts';
import { reason, StartError } from './start-error.ts';

/**
 * Each worker keeps a connection of the pool to itself for LISTEN, so the pool
 * must be larger than the number of workers.
 */
const POOL_SIZE = 16;
const EVENTS_KEPT = 100;
/** Seconds a worker waits for a notification before it looks by itself. */
const LOOK_ANYWAY = 5;
/** Milliseconds until a worker tries again after its connection broke. */
const RETRY = 1_000;

const { Queue, Worker } = withBackend(createPostgresBackend);

/** Makes or updates BullMQ's tables. @throws StartError when the database cannot be reached. */
export async function openPostgresBackend(databaseUrl: string): Promise<QueueBackend> {
  const pool = openPool(databaseUrl);
  await prepare(pool).catch(async (cause) => {
    await pool.end();
    throw new StartError(
      `The queues in the database cannot be opened (${reason(cause)}): check DATABASE_URL and its user's rights.`,
      `无法打开数据库中的队列（${reason(cause)}）：请检查 DATABASE_URL 及其用户权限。`,
      { cause },
    );
  });
  return {
    queue: (name) => new Queue(name, { connection: pool, streams: { events: { maxLen: EVENTS_KEPT } } }),
    worker: (name, handler, concurrency) =>
      new Worker(name, handler, {
        connection: pool,
        concurrency,
        drainDelay: LOOK_ANYWAY,
        runRetryDelay: RETRY,
      }),
    ping: () => pool.query('select 1'),
    close: () => pool.end(),
  };
}

/** A lost wake-up is made up for by the sweep, so none waits for the disk. */
function openPool(databaseUrl: string): PgPool {
  const pool: unknown = new pg.Pool({
    ...connectionOf(databaseUrl, 'search_path=bullmq,public', 'synchronous_commit=off'),
    max: POOL_SIZE,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'jinyue queues',
  });
  if (!isPgPool(pool)) throw new Error('BullMQ does not take the pool of pg.');
  pool.on('error', () => {});
  return pool;
}

async function prepare(pool: PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}
