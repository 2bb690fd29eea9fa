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
import { openBusyness } from './busyness.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { enqueue } from './enqueue.ts';
import { type Handover, openHandover } from './handover.ts';
import { holdBack, letGoHeld } from './hours.ts';
import {
  chatsThatWait,
  claimLanes,
  freeLanes,
  type Lane,
  nextPause,
  releaseLanes,
  takeOwnership,
  type WaitingMessage,
  waitingOn,
} from './lanes.ts';
import { settler } from './settle.ts';

/** Lanes sent on at once by one process, and messages taken of each at a time. */
const LANES = 96;
const EACH = 8;
/** Lanes that are free before more are taken, under load. */
const TOGETHER = 32;
/** How long a lane may be kept for which nothing comes, ms. */
const KEEP_MS = 1_500;

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
  const ownership = await takeOwnership(deps.db.url, deps.log, () => {
    doubt();
    lost(resting());
  });
  const settle = settler(deps.db, ownership.owner);
  const allowances = openAllowances(deps.db, deps.channels);
  /** Work on lanes that were looked for, and on lanes that were handed over. */
  const inFlight = new Set<Promise<void>>();
  const handed = new Set<Promise<void>>();
  /** Lanes that are taken: worked on, or kept. */
  const held = new Map<bigint, Lane>();
  /** Set when a failure may have left a lane taken with nobody at work on it. */
  let adrift = false;
  const busyness = openBusyness(() => performance.now());
  let stopping = false;
  let running: Promise<void> | undefined;
  /** Whether somebody has asked for more since lanes were last taken, and what wakes a pass that waits. */
  let again = false;
  let asked = Promise.withResolvers<void>();
  /** Whether a lane was given back that must pause, so that somebody has to look when it may go on. */
  let pausing = true;
  let alarm: NodeJS.Timeout | undefined;
  /** Runs while lanes are kept. */
  let keeping: NodeJS.Timeout | undefined;

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

  const deliverDeps: DeliverDeps = {
    ...deps,
    settle: noticing,
    stopping: () => stopping,
    keeps: ({ sure }) => sure && !stopping && busyness.busy(),
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
      const lanes = await take(room);
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

  const rests = ({ restsSince }: Lane): boolean => restsSince !== undefined;
  const resting = (): Lane[] => [...held.values()].filter(rests);

  /** Something may wait for the lanes that are worked on, and who looks for it now leaves them out. */
  function doubt(): void {
    for (const lane of held.values()) if (!rests(lane)) lane.sure = false;
  }

  /** Other processes leave out the chats of lanes that are kept: somebody here looks before long. */
  function keep(): void {
    keeping ??= setTimeout(() => void outbox.drain().catch(() => undefined), KEEP_MS);
  }

  /** Gives back the lanes that are only kept, where something has come another way or nothing for long. */
  async function giveBackResting(): Promise<void> {
    clearTimeout(keeping);
    keeping = undefined;
    const lanes = resting();
    if (lanes.length === 0) return;
    const waiting = await chatsThatWait(
      deps.db,
      lanes.map(({ chatId }) => chatId),
    );
    const longAgo = Date.now() - KEEP_MS;
    await giveBack(
      lanes.filter((lane) => waiting.has(lane.chatId) || (lane.restsSince ?? longAgo) <= longAgo),
    );
    if (resting().length > 0) keep();
  }

  async function giveBack(lanes: Lane[]): Promise<void> {
    const idle = lanes.filter(rests);
    // What has been begun meanwhile is given back when that is done.
    for (const lane of lanes) if (!rests(lane)) lane.sure = false;
    for (const lane of idle) letGo(lane);
    const back = ({ chatId, recent }: Lane) =>
      settle.add({ chatId, release: { recent: [...recent], pauseMs: 0 } });
    await Promise.all(idle.map(back)).catch(() => {
      adrift = true;
    });
  }

  /** Takes free lanes; those that a failure left behind are given back first. */
  async function take(room: number): Promise<Lane[]> {
    await ownership.ensure();
    const drifting = adrift;
    adrift = false;
    try {
      if (drifting) await releaseLanes(deps.db, ownership.owner, [...held.keys()]);
      const lanes = await claimLanes(deps.db, ownership.owner, room);
      for (const lane of lanes) held.set(lane.chatId, lane);
      return lanes;
    } catch (error) {
      adrift = true;
      throw error;
    }
  }

  function letGo(lane: Lane): void {
    lane.open = false;
    lane.restsSince = undefined;
    if (held.get(lane.chatId) === lane) held.delete(lane.chatId);
  }

  /** These may be taken with nobody at work on them. */
  function lost(lanes: Iterable<Lane>): void {
    adrift = true;
    for (const lane of lanes) letGo(lane);
  }

  async function dispatch(lanes: Lane[], flights: Set<Promise<void>>): Promise<void> {
    const waiting = new Set(lanes);
    try {
      await share(lanes, { waiting, flights });
    } catch (error) {
      lost(waiting);
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
    busyness.begun();
    lane.restsSince = undefined;
    const sends = channel && lane.queue.length > 0;
    lane.open &&= sends === true;
    const work = sends
      ? deliver(deliverDeps, channel, lane)
      : noticing.add({ chatId: lane.chatId, release: { recent: [...lane.recent], pauseMs: restMs } });
    const guarded: Promise<void> = work
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        lost([lane]);
        deps.log.error(
          { chat: String(lane.chatId), reason },
          'A lane could not be worked on; a sweep takes it up again',
        );
      })
      .finally(() => {
        if (lane.restsSince !== undefined) keep();
        else if (!lane.open) letGo(lane);
        flights.delete(guarded);
        if (flights === handed && !lane.sure) void go().catch(() => undefined);
      });
    flights.add(guarded);
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
      alarm = setTimeout(() => void outbox.drain().catch(() => undefined), Math.max(1, Math.min(ms, 60_000)));
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
    look: () => void outbox.drain().catch(() => undefined),
    lost,
  });

  const outbox: Outbox = {
    take: handover.take,
    async drain() {
      doubt();
      await giveBackResting();
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
      clearTimeout(keeping);
      await giveBack(resting());
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
