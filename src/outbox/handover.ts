/**
 * The short way out: what a turn adds for a chat goes onto that chat's lane as
 * soon as the turn is committed, without being looked for. The rows stay the
 * truth: whatever does not go this way is found by those who look.
 */
import type { Channel } from '../channels/port.ts';
import type { Log } from '../ports.ts';
import { reasonOf } from '../store/reason.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Sql } from '../store/statement.ts';
import type { Allowances } from './allowances.ts';
import type { Added } from './enqueue.ts';
import type { HeldLanes } from './held-lanes.ts';
import { type Lane, takeFreeLanes } from './lanes.ts';
import type { Ownership } from './ownership.ts';
import { type Place, requestOf } from './request.ts';

export interface Handover {
  /** Takes what lanes it can of the chats, in the transaction that adds messages for them. */
  take(sql: Sql, chats: readonly bigint[]): Promise<Taken>;
}

/** Lanes taken in a transaction. One of the two must be called when it has ended. */
export interface Taken {
  /** Sends what goes on these lanes. Answers with how many of the messages must be looked for. */
  committed(added: readonly Added[]): number;
  /** Nothing was added, or it is not known. */
  rolledBack(): void;
}

/** Lanes this way may be on at once; the others are left to those who have waited longest. */
const LANES = 256;
/** Chats remembered as having a lane: only a saving. */
const MOST_KNOWN = 100_000;

export interface HandoverDeps {
  secrets: Secrets;
  log: Log;
  channels: ReadonlyMap<string, Channel>;
  allowances: Allowances;
  ownership: Ownership;
  held: Pick<HeldLanes, 'lanes' | 'hold' | 'lose'>;
  /** How many of them this way is on. */
  busy(): number;
  stopping(): boolean;
  /** Begins to send on a lane, also on one that rests; without anything in its queue it is given back, to rest so long. */
  start(channel: Channel, lane: Lane, restMs: number): void;
  /** Begins to send on lanes whatever waits there. */
  dispatch(lanes: Lane[]): Promise<void>;
  /** Somebody must look for what waits. */
  look(): void;
}

export interface Handing extends Handover {
  /** Resolves when what was handed over so far has been begun. */
  idle(): Promise<void>;
}

/** For who does not send: everything is left to be looked for. */
export const noHandover: Handover = { take: async () => nothing };

export function openHandover(deps: HandoverDeps): Handing {
  // One after another: what was committed first goes onto a lane first.
  let begun: Promise<void> = Promise.resolve();

  /** Chats that have a lane. */
  const withLane = new Set<bigint>();

  async function take(sql: Sql, chats: readonly bigint[]): Promise<Taken> {
    const { owner, tenure } = deps.ownership;
    if (deps.stopping() || tenure === undefined) return nothing;
    if (withLane.size > MOST_KNOWN) withLane.clear();
    const room = Math.max(0, LANES - deps.busy());
    const free = chats.filter((id) => !deps.held.lanes.has(id)).slice(0, room);
    const fresh = free.length > 0 ? await takeFreeLanes(sql, { owner, chats: free, known: withLane }) : [];
    deps.held.hold(fresh);
    const lanes = new Map(chats.flatMap((id) => asEntry(deps.held.lanes.get(id))));
    return {
      committed(added) {
        const here = added.filter(({ hours, chatId }) => hours === null && lanes.has(chatId));
        const work: Work = { lanes, fresh: new Set(fresh), added: here, tenure };
        begun = begun.then(() => begin(work));
        return added.length - here.length;
      },
      rolledBack() {
        // What was made is gone again.
        for (const { chatId } of fresh) withLane.delete(chatId);
        deps.held.lose(fresh);
      },
    };
  }

  /** Never rejects: what cannot be begun is left to those who look. */
  async function begin(work: Work): Promise<void> {
    const waiting = new Set(work.fresh);
    try {
      await share(work, waiting);
    } catch (error) {
      deps.held.lose(waiting);
      deps.log.error(
        { lanes: work.lanes.size, reason: reasonOf(error) },
        'What turns said could not be handed over; a sweep takes it up',
      );
    }
  }

  /** Puts the messages on their lanes and starts those nobody sends on yet; these leave `waiting`. */
  async function share({ lanes, added, tenure }: Work, waiting: Set<Lane>): Promise<void> {
    if (deps.stopping()) return;
    const byChat = Map.groupBy(added, ({ chatId }) => chatId);
    const byApp = Map.groupBy(lanes.values(), ({ place }) => place?.appId ?? '');
    for (const [appId, appLanes] of byApp) {
      const channel = deps.channels.get(appId);
      if (!channel) continue;
      const want = appLanes.reduce((sum, { chatId }) => sum + (byChat.get(chatId)?.length ?? 0), 0);
      const { granted, waitMs } = await deps.allowances.reserve(appId, want);
      let left = granted;
      for (const lane of appLanes) {
        const messages = byChat.get(lane.chatId) ?? [];
        const isFresh = waiting.has(lane);
        if (!isNext(lane, messages) || (!isFresh && messages.length > left)) continue;
        const now = messages.slice(0, left);
        left -= now.length;
        for (const message of now) put(lane, message);
        if (isFresh) lane.sure = now.length === messages.length && tenure === deps.ownership.tenure;
        if (isFresh || lane.restsSince !== undefined) deps.start(channel, lane, waitMs);
        waiting.delete(lane);
        byChat.delete(lane.chatId);
      }
    }
    const behind = [...waiting];
    waiting.clear();
    if (behind.length > 0) await deps.dispatch(behind);
    if (byChat.size > 0) deps.look();
  }

  function put(lane: Lane, { id, countyId, chatId, key, cause, hours, body }: Added): void {
    const place = lane.place as Place;
    const request = () => requestOf(deps.secrets, { key, body, place });
    lane.known.add(id);
    lane.queue.push({ id, chatId, countyId, place, cause, hours, attempts: 0, firstTryAt: null, request });
  }

  return { take, idle: () => begun };
}

interface Work {
  lanes: ReadonlyMap<bigint, Lane>;
  /** Those nobody sends on yet. */
  fresh: ReadonlySet<Lane>;
  added: readonly Added[];
  /** The owner's when the lanes were taken. */
  tenure: number;
}

/** Whether nothing waits in the chat that is not on the lane already. */
const isNext = (lane: Lane, [first]: readonly Added[]): boolean =>
  lane.open && (first?.before ?? []).every((id) => lane.known.has(id));

const nothing: Taken = { committed: (added) => added.length, rolledBack: () => undefined };

const asEntry = (lane: Lane | undefined): [bigint, Lane][] => (lane ? [[lane.chatId, lane]] : []);
