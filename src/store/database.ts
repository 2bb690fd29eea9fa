/** Opens the database, embedded or given. */
import pg from 'pg';
import { type Prisma, PrismaClient } from './client/client.ts';
import { connectionOf } from './connection.ts';
import { NotingPrismaPg } from './noting-prisma-pg.ts';
import { reason, StartError } from './start-error.ts';

/** What may be done inside a transaction. */
export type Tx = Prisma.TransactionClient;

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/name`. */
  readonly url: string;
  /** Connections of the pool, which Prisma and plain SQL share; by default 16. */
  readonly poolSize?: number;
}

export interface Database {
  /** Holds the password: not for logs. */
  readonly url: string;
  readonly prisma: PrismaClient;
  /** The pool behind `prisma`, for the few statements of the hot path. */
  readonly pool: pg.Pool;
  /** Whether the database answers. Never throws. */
  health(): Promise<boolean>;
  close(): Promise<void>;
}

const OLDEST_SERVER = 14;
const CONNECT_TIMEOUT = 10_000;

/**
 * A connection keeps the plan it has made for a statement. One made while a
 * table was nearly empty would read the whole of it each time until PostgreSQL
 * next counts its rows, so tables are read by their indexes wherever there is one.
 */
const BY_INDEX = 'enable_seqscan=off';

/**
 * Connects and checks the server's version.
 *
 * @throws StartError when the server does not answer, refuses us, or is older than PostgreSQL 14.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    ...connectionOf(options.url, BY_INDEX),
    max: options.poolSize ?? 16,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'jinyue',
  });
  // A pooled connection that breaks while idle is replaced on the next use.
  pool.on('error', () => {});
  await check(pool, options.url).catch(async (error) => {
    await pool.end();
    throw error;
  });
  const prisma = new PrismaClient({
    adapter: new NotingPrismaPg(pool, { statementNameGenerator: statementNames() }),
  });
  return { url: options.url, prisma, pool, health: () => answers(pool), close: () => close(prisma, pool) };
}

/** Texts that are remembered; a list of unforeseen length makes a text of its own, so there is no end of them. */
const NAMES = 400;

/**
 * Names by which a connection remembers what it has planned: a statement that
 * comes again is neither read nor planned anew. A text seen for the first time
 * has none, nor has any once there are many.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return ({ sql }) => {
    const name = names.get(sql);
    if (name !== undefined) return name;
    if (!seen.has(sql)) {
      if (seen.size > NAMES) seen.clear();
      seen.add(sql);
    } else if (names.size < NAMES) {
      names.set(sql, `s${names.size}`);
    }
    return names.get(sql) ?? '';
  };
}

async function check(pool: pg.Pool, url: string): Promise<void> {
  const version = await serverVersion(pool).catch((cause: unknown) => {
    throw new StartError(
      `The database at ${place(url)} cannot be reached (${reason(cause)}): start it, or correct DATABASE_URL.`,
      `无法连接数据库 ${place(url)}（${reason(cause)}）：请启动数据库，或更正 DATABASE_URL。`,
      { cause },
    );
  });
  if (version >= OLDEST_SERVER) return;
  throw new StartError(
    `The database is PostgreSQL ${version}: at least ${OLDEST_SERVER} is needed.`,
    `当前数据库为 PostgreSQL ${version}：需要 ${OLDEST_SERVER} 或更高版本。`,
  );
}

async function serverVersion(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query("select current_setting('server_version_num')::int as number");
  return Math.floor(Number(rows[0]?.number) / 10_000);
}

/** The address without user and password, for a sentence. */
function place(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function answers(pool: pg.Pool): Promise<boolean> {
  return pool.query('select 1').then(
    () => true,
    () => false,
  );
}

async function close(prisma: PrismaClient, pool: pg.Pool): Promise<void> {
  await prisma.$disconnect();
  if (!pool.ended) await pool.end();
}
