/**
 * Timers are rows. This finds those that are due and fires each once: the fired
 * mark, what it changes and its messages commit together.
 */
import type { Post } from '../dialogue/post.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { reasonOf } from '../store/reason.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';

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
  fire(timer: DueTimer, tx: Tx, now: number): Promise<Fired>;
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

const BATCH = 200;

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

/** Fires everything that is due and allowed. Resolves with how many fired. */
export async function fireDue(deps: TimersDeps): Promise<number> {
  let total = 0;
  for (;;) {
    const open = await openKinds(deps);
    if (open.length === 0) return total;
    const fired = await fireBatch(deps, open);
    total += fired;
    if (fired > 0) deps.wake();
    if (fired < BATCH) return total;
  }
}

/** The (county, kind) pairs that have something due and may speak now. */
async function openKinds(deps: TimersDeps): Promise<{ countyId: string; kind: string }[]> {
  const now = deps.clock.now();
  const due = await deps.db.prisma.$queryRawUnsafe<{ county_id: string; kind: string }[]>(
    `select distinct county_id, kind from timer where fired_at is null and due <= $1::timestamptz and retry_at <= now()`,
    new Date(now),
  );
  const open: { countyId: string; kind: string }[] = [];
  for (const { county_id: countyId, kind } of due) {
    const handler = deps.handlers[kind];
    if (handler && (await handler.allowed(countyId, now))) open.push({ countyId, kind });
  }
  return open;
}

async function fireBatch(deps: TimersDeps, open: { countyId: string; kind: string }[]): Promise<number> {
  const now = deps.clock.now();
  let current: TimerRow | undefined;
  try {
    return await deps.db.prisma.$transaction(
      async (tx) => {
        const rows = await tx.$queryRawUnsafe<TimerRow[]>(
          `select t.id, t.county_id, t.kind, t.subject, t.due, t.data from timer t
           join unnest($2::text[], $3::text[]) as o(county_id, kind) on o.county_id = t.county_id and o.kind = t.kind
           where t.fired_at is null and t.due <= $1::timestamptz and t.retry_at <= now()
           order by t.due, t.id limit ${BATCH} for update of t skip locked`,
          new Date(now),
          open.map((kind) => kind.countyId),
          open.map((kind) => kind.kind),
        );
        const outcomes: string[] = [];
        for (const row of rows) {
          current = row;
          outcomes.push(await fireOne(deps, tx, row, now));
        }
        current = undefined;
        await tx.$executeRawUnsafe(
          `update timer t set fired_at = $1::timestamptz, outcome = x.outcome
           from unnest($2::bigint[], $3::text[]) as x(id, outcome) where t.id = x.id`,
          new Date(now),
          rows.map((row) => row.id),
          outcomes,
        );
        return rows.length;
      },
      { maxWait: 10_000, timeout: 60_000 },
    );
  } catch (error) {
    if (!current) throw error;
    await recordFailure(deps, current, error);
    // The batch was rolled back: the next pass takes the others up again.
    return BATCH;
  }
}

async function fireOne(deps: TimersDeps, tx: Tx, row: TimerRow, now: number): Promise<string> {
  const handler = deps.handlers[row.kind] as TimerHandler;
  const timer = {
    id: row.id,
    countyId: row.county_id,
    kind: row.kind,
    subject: row.subject,
    due: row.due.getTime(),
    data: row.data,
  };
  const { posts, outcome } = await handler.fire(timer, tx, now);
  await enqueue(
    tx,
    deps,
    posts.map((post) => ({ countyId: row.county_id, cause: `timer:${row.id}`, post })),
  );
  return outcome;
}

async function recordFailure(deps: TimersDeps, row: TimerRow, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  await deps.db.prisma.$transaction(async (tx) => {
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
      tx,
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
