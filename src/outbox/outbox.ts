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
import { type Grant, grant, nothingSent, type Sending } from './allowance.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { enqueue } from './enqueue.ts';
import { holdBack, letGoHeld } from './hours.ts';
import {
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

export interface Outbox {
  /** Sends what may be sent now. Several calls share one pass. */
  drain(): Promise<void>;
  /** Frees lanes of processes that are gone and messages whose hours have come, then drains. Called at start and now and then. */
  sweep(): Promise<void>;
  /** Stops taking lanes, waits for the sends under way, gives everything back. */
  stop(): Promise<void>;
}

export async function openOutbox(deps: OutboxDeps): Promise<Outbox> {
  const ownership = await takeOwnership(deps.db.url, deps.log);
  const settle = settler(deps.db, ownership.owner);
  const allowances = new Map<string, { version: number; state: Sending }>();
  const inFlight = new Set<Promise<void>>();
  /** Lanes that are taken and worked on. */
  const held = new Map<bigint, Lane>();
  /** Set when a failure may have left a lane taken with nobody at work on it. */
  let adrift = false;
  let stopping = false;
  let running: Promise<void> | undefined;
  /** Whether somebody has asked for more since lanes were last taken, and what wakes a pass that waits. */
  let again = false;
  let asked = Promise.withResolvers<void>();
  /** Whether a lane was given back that must rest, so that somebody has to look when it may go on. */
  let resting = true;
  let alarm: NodeJS.Timeout | undefined;

  const noticing: typeof settle = {
    ...settle,
    add(result) {
      if (result.release && result.release.pauseMs > 0) resting = true;
      return settle.add(result);
    },
  };

  const deliverDeps: DeliverDeps = {
    ...deps,
    settle: noticing,
    stopping: () => stopping,
    pauseApp: async (appId, ms) => {
      await reserve(appId, 0, (state) => ({
        ...state,
        pausedUntil: Math.max(state.pausedUntil, Date.now() + ms),
      }));
    },
    setAside: (message, outcome) => tellStaff(deps, message, outcome),
  };

  /** Takes up to `want` sends from the app's allowance, whoever else is sending. */
  async function reserve(appId: string, want: number, change?: (state: Sending) => Sending): Promise<Grant> {
    const channel = deps.channels.get(appId);
    const limits = channel?.limits ?? { perSecond: 0, perMinute: 0, perChatPerSecond: 0 };
    for (;;) {
      let known = allowances.get(appId);
      if (!known) {
        const row = await deps.db.prisma.app.findUniqueOrThrow({ where: { id: appId } });
        known = { version: row.version, state: { ...nothingSent, ...(row.sending as Partial<Sending>) } };
      }
      const asked = grant(change ? change(known.state) : known.state, Date.now(), want, limits);
      if (asked.granted === 0 && !change) {
        allowances.set(appId, known);
        return asked;
      }
      const written = await deps.db.prisma.$executeRawUnsafe(
        `update app set sending = $3::jsonb, version = version + 1 where id = $1 and version = $2`,
        appId,
        known.version,
        JSON.stringify(change ? { ...asked.next, pausedUntil: change(known.state).pausedUntil } : asked.next),
      );
      allowances.delete(appId);
      if (written === 1) {
        const state = change ? change({ ...asked.next, pausedUntil: known.state.pausedUntil }) : asked.next;
        allowances.set(appId, { version: known.version + 1, state });
        return asked;
      }
    }
  }

  async function pass(): Promise<void> {
    do {
      await sendAll();
      if (resting && !stopping) await setAlarm();
    } while (again && !stopping);
  }

  /** Until there is nothing to take and nothing under way. A slow send keeps no other lane waiting. */
  async function sendAll(): Promise<void> {
    while (!stopping) {
      again = false;
      asked = Promise.withResolvers();
      const room = LANES - inFlight.size;
      const lanes = await take(room);
      if (lanes.length > 0) await dispatch(lanes);
      else if (inFlight.size === 0) return;
      if (lanes.length < room) await Promise.race([asked.promise, ...inFlight]);
      else await someRoom();
    }
  }

  /** While there is more than can be sent at once, lanes are taken by the dozen. */
  async function someRoom(): Promise<void> {
    while (inFlight.size > LANES - TOGETHER) await Promise.race(inFlight);
  }

  /** Takes free lanes; those that a failure left behind are given back first. */
  async function take(room: number): Promise<Lane[]> {
    await ownership.ensure();
    const { owner } = ownership;
    const drifting = adrift;
    adrift = false;
    try {
      if (drifting) await releaseLanes(deps.db, owner, [...held.keys()]);
      const lanes = await claimLanes(deps.db, owner, room);
      for (const lane of lanes) held.set(lane.chatId, lane);
      return lanes;
    } catch (error) {
      adrift = true;
      throw error;
    }
  }

  function letGo(lane: Lane): void {
    if (held.get(lane.chatId) === lane) held.delete(lane.chatId);
  }

  async function dispatch(lanes: Lane[]): Promise<void> {
    const waiting = new Set(lanes);
    try {
      await share(lanes, waiting);
    } catch (error) {
      adrift = true;
      for (const lane of waiting) letGo(lane);
      throw error;
    }
  }

  /** Starts work on the lanes, app by app, as far as each app may send; those started leave `waiting`. */
  async function share(lanes: Lane[], waiting: Set<Lane>): Promise<void> {
    const messages = await holdBack(deps, await waitingOn(deps.db, lanes, EACH));
    const byLane = Map.groupBy(messages, (message) => message.chatId);
    const byApp = Map.groupBy(lanes, (lane) => byLane.get(lane.chatId)?.[0]?.appId ?? '');
    for (const [appId, appLanes] of byApp) {
      const channel = deps.channels.get(appId);
      const want = appLanes.reduce((sum, lane) => sum + (byLane.get(lane.chatId)?.length ?? 0), 0);
      const { granted, waitMs } =
        channel && want > 0 ? await reserve(appId, want) : { granted: 0, waitMs: 60_000 };
      let left = granted;
      for (const lane of appLanes) {
        const all = byLane.get(lane.chatId) ?? [];
        const now = all.slice(0, left);
        left -= now.length;
        start(channel, lane, now, all.length > now.length ? waitMs : 0);
        waiting.delete(lane);
      }
    }
  }

  function start(channel: Channel | undefined, lane: Lane, messages: WaitingMessage[], waitMs: number): void {
    const work =
      channel && messages.length > 0
        ? deliver(deliverDeps, channel, lane, messages)
        : noticing.add({ chatId: lane.chatId, release: { recent: lane.recent, pauseMs: waitMs } });
    const guarded: Promise<void> = work
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        letGo(lane);
        adrift = true;
        deps.log.error(
          { chat: String(lane.chatId), reason },
          'A lane could not be worked on; a sweep takes it up again',
        );
      })
      .finally(() => {
        letGo(lane);
        inFlight.delete(guarded);
      });
    inFlight.add(guarded);
  }

  /** The rows say when the next lane may go on; this only saves waiting for the sweep. */
  async function setAlarm(): Promise<void> {
    resting = false;
    const ms = await nextPause(deps.db);
    if (ms !== undefined) resting = true;
    clearTimeout(alarm);
    if (ms !== undefined && !stopping) {
      alarm = setTimeout(() => void outbox.drain().catch(() => undefined), Math.max(1, Math.min(ms, 60_000)));
    }
  }

  const outbox: Outbox = {
    drain() {
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
      await Promise.all(inFlight);
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
