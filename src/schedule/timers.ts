/**
 * Timers are rows. This finds those that are due and fires each once: the fired
 * mark, what it changes and its messages commit together.
 */
import type { Post } from '../dialogue/post.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Database, Tx } from '../store/database.ts';
import { reasonOf } from '../store/reason.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Sql } from '../store/statement.ts';
import { transaction } from '../store/transaction.ts';

export interface DueTimer {
  id: bigint;
  countyId: string;
  kind: string;
  subject: string;
  /** ms */
  due: number;
  data: unknown;
}

export interface Fired {
  posts: Post[];
  /** What became of it, for the record: `reminded`, `superseded`, `nothing due`. */
  outcome: string;
}

export interface TimerHandler {
  /** Whether people may be spoken to about this now (hours, working days). A timer that may not fire stays due. */
  allowed(countyId: string, now: number): Promise<boolean>;
  /** The same hours by name: a message of it that is still unsent when they end waits for the next. Without: at any time. */
  hours?: string;
  fire(timer: DueTimer, tx: Tx, now: number): Promise<Fired>;
  /**
   * The same for many at once, with the outcome of each in their order: for what
   * falls due by the thousand. Kinds that share a handler come together.
   */
  fireMany?(timers: readonly DueTimer[], tx: Tx, now: number): Promise<Fired[]>;
}

export interface TimersDeps {
  db: Database;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  log: Log;
  handlers: Readonly<Record<string, TimerHandler>>;
  /** What is said, and to whom, when a timer has failed five times. */
  stuck(timer: { id: bigint; kind: string }): Post[];
  /** Called when messages were added. */
  wake(): void;
}

/** Timers fired in one transaction. */
const BATCH = 500;

/** From so many (county, kind) pairs on the work is shared out. */
const APART = 100;

/** A pass that takes longer ends, and the next look goes on, ms. */
const PASS_MS = 30_000;

/** After so many failures a person is told, once; it is tried on, as no due date may be missed. */
const TOLD_AFTER = 5;

/** Seconds until the next try: 1, 4, 16, 64 and so on, at most an hour. */
const waitSeconds = (attempts: number): number => Math.min(4 ** (attempts - 1), 3_600);

interface TimerRow {
  id: bigint;
  county_id: string;
  kind: string;
  subject: string;
  due: Date;
  data: unknown;
}

/** One walk through what is due, in the order it fell due. */
interface Pass {
  now: number;
  /** `county kind` of what may be told now. */
  open: string[];
  /** Where the walk has come to: what was fired on the way is not looked at again. */
  after: { due: Date; id: bigint };
}

/**
 * Fires everything that is due and allowed. Resolves with how many fired. Many
 * counties go two ways at once; a county stays on one, so that what one person
 * is told together stays together.
 */
export async function fireDue(deps: TimersDeps): Promise<number> {
  const pass = await beginPass(deps);
  if (pass.open.length < APART) return walk(deps, pass);
  const half = pass.open[pass.open.length >> 1]?.split(' ')[0] ?? '';
  const ways = await Promise.allSettled([
    walk(deps, { ...pass, open: pass.open.filter((one) => one < half) }),
    walk(deps, { ...pass, open: pass.open.filter((one) => one >= half) }),
  ]);
  // When one way fails the other is not left behind: whoever asked may stop the process now.
  return ways.reduce((sum, way) => {
    if (way.status === 'rejected') throw way.reason;
    return sum + way.value;
  }, 0);
}

async function walk(deps: TimersDeps, pass: Pass): Promise<number> {
  let total = 0;
  while (pass.open.length > 0) {
    const rows = await fireBatch(deps, pass);
    total += rows.length;
    if (rows.length > 0) deps.wake();
    const last = rows.at(-1);
    // Who may be spoken to is looked up anew after a while: the rest is for the next look.
    if (!last || rows.length < BATCH || deps.clock.now() - pass.now > PASS_MS) break;
    pass.after = last;
  }
  return total;
}

/** Finds the (county, kind) pairs that have something due and may speak now. */
async function beginPass(deps: TimersDeps): Promise<Pass> {
  const now = deps.clock.now();
  const due = await deps.db.prisma.$queryRawUnsafe<{ county_id: string; kind: string }[]>(
    `select distinct county_id, kind from timer where fired_at is null and due <= $1::timestamptz and retry_at <= now()`,
    new Date(now),
  );
  // Asked all at once, so that what they look up can be looked up together.
  const open = await Promise.all(
    due.map(async ({ county_id: county, kind }) => {
      const allowed = await deps.handlers[kind]?.allowed(county, now);
      return allowed ? [`${county} ${kind}`] : [];
    }),
  );
  return { now, open: open.flat().sort(), after: { due: new Date(0), id: 0n } };
}

/** Fires the next ones together; where that fails, each by itself, so that one keeps no other waiting. */
async function fireBatch(deps: TimersDeps, pass: Pass): Promise<TimerRow[]> {
  let rows: TimerRow[] = [];
  try {
    await transaction(
      deps.db,
      async (sql, tx) => {
        rows = await claim(sql, pass);
        await fireAll(deps, { sql, tx }, rows, pass.now);
      },
      batchTimes,
    );
  } catch (error) {
    if (rows.length === 0) throw error;
    if (rows.length === 1) await recordFailure(deps, rows[0] as TimerRow, error);
    else for (const row of rows) await fireAlone(deps, row, pass.now);
  }
  return rows;
}

const batchTimes = { maxWait: 10_000, timeout: 60_000 };

const claim = (sql: Sql, { now, open, after }: Pass): Promise<TimerRow[]> =>
  sql<TimerRow>(
    'claim timers',
    `select id, county_id, kind, subject, due, data from timer
     where fired_at is null and due <= $1::timestamptz and retry_at <= now()
       and (due, id) > ($2::timestamptz, $3::bigint) and county_id || ' ' || kind = any($4::text[])
     order by due, id limit ${BATCH} for update skip locked`,
    [new Date(now), after.due, after.id, open],
  );

async function fireAlone(deps: TimersDeps, row: TimerRow, now: number): Promise<void> {
  try {
    await transaction(
      deps.db,
      async (sql, tx) => {
        const mine = await sql<unknown>(
          'claim one timer',
          'select 1 from timer where id = $1 and fired_at is null for update skip locked',
          [row.id],
        );
        if (mine.length > 0) await fireAll(deps, { sql, tx }, [row], now);
      },
      batchTimes,
    );
  } catch (error) {
    await recordFailure(deps, row, error);
  }
}

/** Fires timers that are locked, and writes their messages and that they fired. */
async function fireAll(
  deps: TimersDeps,
  { sql, tx }: { sql: Sql; tx: Tx },
  rows: TimerRow[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  const fired = new Map<bigint, Fired>();
  for (const [handler, group] of Map.groupBy(rows, ({ kind }) => deps.handlers[kind] as TimerHandler)) {
    const outcomes = await fireGroup(handler, group.map(toTimer), tx, now);
    group.forEach(({ id }, index) => {
      fired.set(id, outcomes[index] as Fired);
    });
  }
  const postings = rows.flatMap(({ id, county_id: countyId, kind }) => {
    const hours = deps.handlers[kind]?.hours;
    const within = hours === undefined ? {} : { hours };
    return (fired.get(id)?.posts ?? []).map((post) => ({ countyId, cause: `timer:${id}`, post, ...within }));
  });
  await enqueue(sql, deps, postings);
  await sql(
    'note fired timers',
    `update timer t set fired_at = $1::timestamptz, outcome = x.outcome
     from unnest($2::bigint[], $3::text[]) as x(id, outcome) where t.id = x.id`,
    [new Date(now), rows.map(({ id }) => id), rows.map(({ id }) => fired.get(id)?.outcome ?? '')],
  );
}

async function fireGroup(handler: TimerHandler, timers: DueTimer[], tx: Tx, now: number): Promise<Fired[]> {
  if (handler.fireMany) return handler.fireMany(timers, tx, now);
  const fired: Fired[] = [];
  for (const timer of timers) fired.push(await handler.fire(timer, tx, now));
  return fired;
}

const toTimer = (row: TimerRow): DueTimer => ({
  id: row.id,
  countyId: row.county_id,
  kind: row.kind,
  subject: row.subject,
  due: row.due.getTime(),
  data: row.data,
});

async function recordFailure(deps: TimersDeps, row: TimerRow, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  await transaction(deps.db, async (sql, tx) => {
    const { attempts } = await tx.timer.update({
      where: { id: row.id },
      data: { attempts: { increment: 1 }, error: reason },
    });
    const wait = waitSeconds(attempts);
    deps.log.error(
      { timer: String(row.id), kind: row.kind, attempts, wait, reason },
      'A timer failed and will be tried again',
    );
    await tx.$executeRawUnsafe(
      'update timer set retry_at = now() + make_interval(secs => $2) where id = $1',
      row.id,
      wait,
    );
    if (attempts !== TOLD_AFTER) return;
    const posts = deps.stuck({ id: row.id, kind: row.kind });
    await enqueue(
      sql,
      deps,
      posts.map((post) => ({ countyId: row.county_id, cause: `stuck:${row.id}`, post })),
    );
  });
}

/** Sets timers; one that is set already stays as it is. */
export async function setTimers(
  tx: Tx,
  timers: { countyId: string; kind: string; subject: string; due: number; data?: object }[],
): Promise<void> {
  if (timers.length === 0) return;
  await tx.timer.createMany({
    data: timers.map((timer) => ({ ...timer, due: new Date(timer.due), data: timer.data ?? {} })),
    skipDuplicates: true,
  });
}

/** Takes back timers that have not fired. */
export async function dropTimers(tx: Tx, countyId: string, kind: string, subject: string): Promise<void> {
  await tx.timer.deleteMany({ where: { countyId, kind, subject, firedAt: null } });
}
