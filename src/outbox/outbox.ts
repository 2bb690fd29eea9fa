/**
 * The outbox: takes free lanes, asks how much the app may send, delivers, and
 * goes on until nothing is left that may go now.
 */
import type { Channel, SendOutcome } from '../channels/port.ts';
import type { Post } from '../dialogue/post.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import { transaction } from '../store/transaction.ts';
import { openAllowances } from './allowances.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { enqueue } from './enqueue.ts';
import { type Handover, openHandover } from './handover.ts';
import { openHeldLanes } from './held-lanes.ts';
import { holdBack, letGoHeld } from './hours.ts';
import { freeLanes, type Lane, nextPause, type WaitingMessage, waitingOn } from './lanes.ts';
import { takeOwnership } from './ownership.ts';
import { settler } from './settle.ts';

/** Lanes sent on at once by one process, and messages taken of each at a time. */
const LANES = 96;
const EACH = 8;
/** Lanes that are free before more are taken, under load. */
const TOGETHER = 32;

export interface OutboxDeps {
  db: Database;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  log: Log;
  channels: ReadonlyMap<string, Channel>;
  /** What staff are told when a message could not be delivered. */
  undelivered(message: { id: bigint; chatId: bigint }, reason: string): Post[];
  observe: DeliverDeps['observe'];
  /** From when on a county's people may be told something that has these hours, ms; `now` where at once. */
  openFrom(countyId: string, hours: string, now: number): Promise<number>;
}

export interface Outbox extends Handover {
  /** Sends what may be sent now. Several calls share one pass. */
  drain(): Promise<void>;
  /** Frees lanes of processes that are gone and messages whose hours have come, then drains. Called at start and now and then. */
  sweep(): Promise<void>;
  /** Stops taking lanes, waits for the sends under way, gives everything back. */
  stop(): Promise<void>;
}

export async function openOutbox(deps: OutboxDeps): Promise<Outbox> {
  const ownership = await takeOwnership(deps.db.url, deps.log, () => held.loseAll());
  const settle = settler(deps.db, ownership.owner);
  const allowances = openAllowances(deps.db, deps.channels);
  /** Work on lanes that were looked for, and on lanes that were handed over. */
  const inFlight = new Set<Promise<void>>();
  const handed = new Set<Promise<void>>();
  let stopping = false;
  let running: Promise<void> | undefined;
  /** Whether somebody has asked for more since lanes were last taken, and what wakes a pass that waits. */
  let again = false;
  let asked = Promise.withResolvers<void>();
  /** Whether a lane was given back that must pause, so that somebody has to look when it may go on. */
  let pausing = true;
  let alarm: NodeJS.Timeout | undefined;

  const noticing: typeof settle = {
    ...settle,
    add(result) {
      const settled = settle.add(result);
      return result.release && result.release.pauseMs > 0 ? settled.then(noticePause) : settled;
    },
  };

  function noticePause(): void {
    pausing = true;
    if (running) again = true;
    else void setAlarm().catch(() => undefined);
  }

  const held = openHeldLanes({
    db: deps.db,
    ownership,
    settle,
    stopping: () => stopping,
    look,
  });

  const deliverDeps: DeliverDeps = {
    ...deps,
    settle: noticing,
    stopping: () => stopping,
    keeps: held.keeps,
    pauseApp: allowances.pause,
    setAside: (message, outcome) => tellStaff(deps, message, outcome),
  };

  async function pass(): Promise<void> {
    do {
      await sendAll();
      if (pausing && !stopping) await setAlarm();
    } while (again && !stopping);
  }

  /** Until there is nothing to take and nothing under way. A slow send keeps no other lane waiting. */
  async function sendAll(): Promise<void> {
    while (!stopping) {
      again = false;
      asked = Promise.withResolvers();
      const room = LANES - inFlight.size;
      const lanes = await held.claim(room);
      if (lanes.length > 0) await dispatch(lanes, inFlight);
      else if (inFlight.size === 0) return;
      if (lanes.length < room) await Promise.race([asked.promise, ...inFlight]);
      else await someRoom();
    }
  }

  /** While there is more than can be sent at once, lanes are taken by the dozen. */
  async function someRoom(): Promise<void> {
    while (inFlight.size > LANES - TOGETHER) await Promise.race(inFlight);
  }

  async function dispatch(lanes: Lane[], flights: Set<Promise<void>>): Promise<void> {
    const waiting = new Set(lanes);
    try {
      await share(lanes, { waiting, flights });
    } catch (error) {
      held.lose(waiting);
      throw error;
    }
  }

  /** Starts work on the lanes, app by app, as far as each app may send; those started leave `waiting`. */
  async function share(
    lanes: Lane[],
    { waiting, flights }: { waiting: Set<Lane>; flights: Set<Promise<void>> },
  ): Promise<void> {
    const messages = await holdBack(deps, await waitingOn(deps, lanes, EACH));
    const byLane = Map.groupBy(messages, (message) => message.chatId);
    const byApp = Map.groupBy(lanes, (lane) => byLane.get(lane.chatId)?.[0]?.place.appId ?? '');
    for (const [appId, appLanes] of byApp) {
      const channel = deps.channels.get(appId);
      const want = appLanes.reduce((sum, lane) => sum + (byLane.get(lane.chatId)?.length ?? 0), 0);
      const { granted, waitMs } =
        channel && want > 0 ? await allowances.reserve(appId, want) : { granted: 0, waitMs: 60_000 };
      let left = granted;
      for (const lane of appLanes) {
        const all = byLane.get(lane.chatId) ?? [];
        for (const message of all.splice(0, left)) {
          left -= 1;
          lane.place = message.place;
          lane.known.add(message.id);
          lane.queue.push(message);
        }
        start(flights, channel, lane, all.length > 0 ? waitMs : 0);
        waiting.delete(lane);
      }
    }
  }

  /** Begins to send on a lane; without anything to send it is given back, to rest so long. */
  function start(
    flights: Set<Promise<void>>,
    channel: Channel | undefined,
    lane: Lane,
    restMs: number,
  ): void {
    held.begin(lane);
    const sends = channel && lane.queue.length > 0;
    lane.open &&= sends === true;
    const work = sends
      ? deliver(deliverDeps, channel, lane)
      : noticing.add({ chatId: lane.chatId, release: { recent: [...lane.recent], pauseMs: restMs } });
    const guarded: Promise<void> = work
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        held.lose([lane]);
        deps.log.error(
          { chat: String(lane.chatId), reason },
          'A lane could not be worked on; a sweep takes it up again',
        );
      })
      .finally(() => {
        held.end(lane);
        flights.delete(guarded);
        if (flights === handed && !lane.sure) void go().catch(() => undefined);
      });
    flights.add(guarded);
  }

  /** For who need not know what comes of it: a sweep makes good what failed. */
  function look(): void {
    void outbox.drain().catch(() => undefined);
  }

  /** Looks for what waits, until there is nothing; calls meanwhile share in it. */
  function go(): Promise<void> {
    if (stopping) return Promise.resolve();
    if (running) {
      again = true;
      asked.resolve();
      return running;
    }
    running = pass().finally(() => {
      running = undefined;
    });
    return running;
  }

  /** The rows say when the next lane may go on; this only saves waiting for the sweep. */
  async function setAlarm(): Promise<void> {
    pausing = false;
    const ms = await nextPause(deps.db);
    if (ms !== undefined) pausing = true;
    clearTimeout(alarm);
    if (ms !== undefined && !stopping) {
      alarm = setTimeout(look, Math.max(1, Math.min(ms, 60_000)));
    }
  }

  const handover = openHandover({
    secrets: deps.secrets,
    log: deps.log,
    channels: deps.channels,
    allowances,
    ownership,
    held,
    busy: () => handed.size,
    stopping: () => stopping,
    start: (channel, lane, restMs) => start(handed, channel, lane, restMs),
    dispatch: (lanes) => dispatch(lanes, handed),
    look,
  });

  const outbox: Outbox = {
    take: handover.take,
    async drain() {
      await held.lookInto();
      await Promise.all([go(), handover.idle().then(() => Promise.all(handed))]);
    },
    async sweep() {
      if (stopping) return;
      await ownership.ensure();
      await freeLanes(deps.db);
      await letGoHeld(deps.db, deps.clock.now());
      await outbox.drain();
    },
    async stop() {
      stopping = true;
      clearTimeout(alarm);
      await running?.catch(() => undefined);
      await handover.idle();
      await Promise.all([...inFlight, ...handed]);
      await held.close();
      await settle.idle();
      await ownership.release();
    },
  };
  return outbox;
}

async function tellStaff(
  deps: OutboxDeps,
  message: WaitingMessage,
  outcome: Extract<SendOutcome, { result: 'refused' }>,
): Promise<void> {
  // Such news must not make news of its own.
  if (message.cause.startsWith('undelivered:')) return;
  const posts = deps.undelivered(message, outcome.reason);
  await transaction(deps.db, (sql) =>
    enqueue(
      sql,
      deps,
      posts.map((post) => ({ countyId: message.countyId, cause: `undelivered:${message.id}`, post })),
    ),
  );
}
