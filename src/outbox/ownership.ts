/**
 * A process owns lanes under a number it holds a database lock on, so that the
 * lanes of a killed process are free as soon as its connection is gone.
 */
import pg from 'pg';
import type { Log } from '../ports.ts';
import type { Database } from '../store/database.ts';

/** Namespace of the owners' advisory locks, "lane" in ASCII. */
export const OWNERS = 0x6c616e65;

export interface Ownership {
  /** The number this process owns lanes under. */
  readonly owner: number;
  /** Which lock it holds now, counted; undefined while it holds none. What was taken under another may be somebody else's. */
  readonly tenure: number | undefined;
  /** Takes the lock again where its connection was lost; to be awaited before lanes are taken or freed. Throws when the database is out of reach. */
  ensure(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Makes this process an owner of lanes. Throws when the database is out of reach.
 *
 * @param lostAll called as soon as the lock is lost: no lane is surely ours any more.
 */
export async function takeOwnership(url: string, log: Log, lostAll: () => void): Promise<Ownership> {
  const owner = 1 + Math.floor(Math.random() * 0x7ffffffe);
  let client: pg.Client | undefined;
  let tenures = 0;

  async function ensure(): Promise<void> {
    if (client) return;
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'jinyue outbox' });
    const lost = (): void => {
      if (client !== next) return;
      client = undefined;
      lostAll();
    };
    next.on('error', (error) => {
      lost();
      log.warn({ reason: error.message }, 'The connection that owns the lanes is lost; it is taken anew');
    });
    next.on('end', lost);
    await next.connect();
    await next.query('select pg_advisory_lock($1, $2)', [OWNERS, owner]);
    client = next;
    tenures += 1;
  }

  await ensure();
  return {
    owner,
    get tenure() {
      return client && tenures;
    },
    ensure,
    async release() {
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}

/** Whether some process of the service is up on this database. */
export async function isServed(db: Database): Promise<boolean> {
  const rows = await db.prisma.$queryRawUnsafe<unknown[]>(
    `select 1 from pg_locks l join pg_database d on d.oid = l.database
     where l.locktype = 'advisory' and l.classid::bigint = $1 and l.granted and d.datname = current_database()
     limit 1`,
    OWNERS,
  );
  return rows.length > 0;
}
