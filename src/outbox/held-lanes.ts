/**
 * The lanes this process has. One whose queue is empty is given back; while much
 * is sent it is kept for a moment, so that what comes next need not take it again.
 *
 * Other processes leave out the chats of lanes that are held. So a lane may only
 * be kept while it is sure that nothing waits in its chat, and whoever looks for
 * what waits must doubt the lanes that are worked on and look into those at rest.
 */
import type { Batcher } from '../store/batcher.ts';
import type { Database } from '../store/database.ts';
import { openBusyness } from './busyness.ts';
import { chatsThatWait, claimLanes, type Lane, releaseLanes } from './lanes.ts';
import type { Ownership } from './ownership.ts';
import type { Result } from './settle.ts';

/** How long a lane may be kept for which nothing comes, ms. */
const KEEP_MS = 1_500;

export interface HeldLanesDeps {
  db: Database;
  ownership: Ownership;
  settle: Batcher<Result, void>;
  stopping(): boolean;
  /** Somebody must look for what waits. */
  look(): void;
}

export interface HeldLanes {
  /** By chat: worked on, or at rest. */
  readonly lanes: ReadonlyMap<bigint, Lane>;
  /** These have been taken. */
  hold(lanes: Iterable<Lane>): void;
  /** Takes up to so many free lanes that have something to send; those that a failure left behind are given back first. */
  claim(room: number): Promise<Lane[]>;
  /** Work on this one begins. */
  begin(lane: Lane): void;
  /** Whether it is to be kept when its queue is empty. */
  keeps(lane: Lane): boolean;
  /** Work on this one has ended: it rests, or has been given back. */
  end(lane: Lane): void;
  /** These may be taken with nobody at work on them. */
  lose(lanes: Iterable<Lane>): void;
  /** No lane is surely ours any more. */
  loseAll(): void;
  /** To be called before looking for what waits: gives back the lanes at rest for which something came another way, or nothing for long. */
  lookInto(): Promise<void>;
  /** Gives back all lanes at rest; nothing may be worked on any more. */
  close(): Promise<void>;
}

export function openHeldLanes({ db, ownership, settle, stopping, look }: HeldLanesDeps): HeldLanes {
  const lanes = new Map<bigint, Lane>();
  const busyness = openBusyness(() => performance.now());
  /** Set when a failure may have left a lane taken with nobody at work on it. */
  let adrift = false;
  /** Runs while lanes rest. */
  let alarm: NodeJS.Timeout | undefined;

  const atRest = (): Lane[] => [...lanes.values()].filter(rests);

  function hold(taken: Iterable<Lane>): void {
    for (const lane of taken) lanes.set(lane.chatId, lane);
  }

  function letGo(lane: Lane): void {
    lane.open = false;
    lane.restsSince = undefined;
    if (lanes.get(lane.chatId) === lane) lanes.delete(lane.chatId);
  }

  function lose(lost: Iterable<Lane>): void {
    adrift = true;
    for (const lane of lost) letGo(lane);
  }

  /** Something may wait for the lanes that are worked on, and who looks for it now leaves them out. */
  function doubt(): void {
    for (const lane of lanes.values()) if (!rests(lane)) lane.sure = false;
  }

  function lookBeforeLong(): void {
    alarm ??= setTimeout(look, KEEP_MS);
  }

  function stopAlarm(): void {
    clearTimeout(alarm);
    alarm = undefined;
  }

  async function giveBack(idle: readonly Lane[]): Promise<void> {
    for (const lane of idle) letGo(lane);
    const settled = idle.map(({ chatId, recent }) =>
      settle.add({ chatId, release: { recent: [...recent], pauseMs: 0 } }),
    );
    await Promise.all(settled).catch(() => {
      adrift = true;
    });
  }

  return {
    lanes,
    hold,
    async claim(room) {
      await ownership.ensure();
      const drifting = adrift;
      adrift = false;
      try {
        if (drifting) await releaseLanes(db, ownership.owner, [...lanes.keys()]);
        const claimed = await claimLanes(db, ownership.owner, room);
        hold(claimed);
        return claimed;
      } catch (error) {
        adrift = true;
        throw error;
      }
    },
    begin(lane) {
      busyness.begun();
      lane.restsSince = undefined;
    },
    keeps: ({ sure }) => sure && !stopping() && busyness.busy(),
    end(lane) {
      if (rests(lane)) lookBeforeLong();
      else if (!lane.open) letGo(lane);
    },
    lose,
    loseAll() {
      doubt();
      lose(atRest());
    },
    async lookInto() {
      doubt();
      stopAlarm();
      const resting = atRest();
      if (resting.length === 0) return;
      const chats = resting.map(({ chatId }) => chatId);
      const waiting = await chatsThatWait(db, chats);
      const longAgo = Date.now() - KEEP_MS;
      const due = resting.filter(
        ({ chatId, restsSince = longAgo }) => waiting.has(chatId) || restsSince <= longAgo,
      );
      // What has been begun meanwhile is given back when that is done.
      for (const lane of due) if (!rests(lane)) lane.sure = false;
      await giveBack(due.filter(rests));
      if (atRest().length > 0) lookBeforeLong();
    },
    async close() {
      stopAlarm();
      await giveBack(atRest());
    },
  };
}

const rests = ({ restsSince }: Lane): boolean => restsSince !== undefined;
