/**
 * The inbox: accepts events once, and has what waits decided on, one chat at a
 * time across processes.
 */
import type { ActionAnswer, Event } from '../channels/port.ts';
import type { Batcher } from '../store/batcher.ts';
import { type Accepted, acceptor, appKey } from './accept.ts';
import { anythingWaits, CHATS, type KeptEvent, type Remembered } from './claim.ts';
import type { RunDeps } from './deps.ts';
import { openPace } from './pace.ts';
import { runRound } from './run.ts';
import { eventStatus } from './status.ts';

/** A card's callback must be answered within 3 s (feishu.md 1); what takes longer is told afterwards. */
const ANSWER_WITHIN_MS = 2_200;
const LOOK_EVERY_MS = 40;
/** Every so many rounds the chats that have waited longest are taken, whoever accepted what waits there. */
const LOOK_AROUND = 8;
/** Chats remembered as having something new, and events remembered; the others are found by looking. */
const MOST_FRESH = 8 * CHATS;
const MOST_REMEMBERED = 4_096;
/** Chats with something new beyond which accepting waits for a round to end: about what the next one takes. */
const ENOUGH = CHATS;

export interface InboxDeps extends RunDeps {
  /** The county an app belongs to; undefined for an app that is not ours. */
  countyOf(app: string): string | undefined;
  /** Called after something fresh was kept: somebody must run it. */
  wake(): void;
}

export interface Inbox {
  /** Keeps an event; see `Sink` in channels/port.ts. Rejects when it could not be kept. */
  accept(event: Event): Promise<ActionAnswer | undefined>;
  /** Decides on everything that waits. Several calls share one pass. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

export function openInbox(deps: InboxDeps): Inbox {
  let running: Promise<void> | undefined;
  let again = false;
  let stopping = false;

  /** Chats this process has accepted something for and not looked at since: a short way to what waits, never the only one. */
  const fresh = new Set<bigint>();
  let rounds = 0;

  const pace = openPace(() => running !== undefined && fresh.size >= ENOUGH);
  const accepting: Batcher<{ countyId: string; app: string; event: Event }, Accepted> = acceptor(
    deps,
    pace.room,
  );

  const said = new Map<bigint, KeptEvent>();
  const remembered: Remembered = {
    take(id) {
      const event = said.get(id);
      said.delete(id);
      return event;
    },
  };
  /** The oldest goes: somebody else has handled it, or its turn is long away. */
  function remember(id: bigint, event: KeptEvent): void {
    const [oldest] = said.size >= MOST_REMEMBERED ? said.keys() : [];
    if (oldest !== undefined) said.delete(oldest);
    said.set(id, event);
  }

  /** The chats to look at first; none when it is time to look at whoever has waited longest. */
  function nextChats(): bigint[] {
    rounds += 1;
    if (rounds % LOOK_AROUND === 0) return [];
    const next = [...fresh.values().take(CHATS)];
    for (const chat of next) fresh.delete(chat);
    return next;
  }

  async function pass(): Promise<void> {
    do {
      again = false;
      await runAll();
    } while (again && !stopping);
  }

  /** Until nothing waits that could be taken. */
  async function runAll(): Promise<void> {
    while (!stopping) {
      const chats = nextChats();
      const handled = await runRound(deps, { remembered, ...(chats.length > 0 ? { chats } : {}) }).finally(
        pace.roundEnded,
      );
      if (fresh.size > 0) continue;
      if ((chats.length === 0 && handled === 0) || !(await anythingWaits(deps.db))) return;
    }
  }

  const inbox: Inbox = {
    async accept(event) {
      const app = appKey(event.channel, event.appId);
      const countyId = deps.countyOf(app);
      if (!countyId) throw new Error(`app ${app} belongs to no county`);
      const accepted = await accepting.add({ countyId, app, event });
      if (accepted.fresh && accepted.chatId !== null)
        remember(accepted.id, { event, acceptedAt: accepted.acceptedAt });
      if (event.kind === 'action')
        return answer(deps, { app, dedupeKey: event.dedupeKey, chatId: accepted.chatId, remembered });
      if (accepted.fresh && accepted.chatId !== null) {
        if (fresh.size < MOST_FRESH) fresh.add(accepted.chatId);
        // Whoever is draining looks again before stopping; otherwise somebody must be woken.
        if (running) again = true;
        else deps.wake();
      }
      return undefined;
    },
    drain() {
      if (stopping) return Promise.resolve();
      if (running) {
        again = true;
        return running;
      }
      running = pass().finally(() => {
        running = undefined;
      });
      return running;
    },
    async stop() {
      stopping = true;
      await accepting.idle();
      await running?.catch(() => undefined);
    },
  };
  return inbox;
}

/** Runs the turn of a pressed button here and now, and tells what it answered. */
async function answer(
  deps: InboxDeps,
  {
    app,
    dedupeKey,
    chatId,
    remembered,
  }: { app: string; dedupeKey: string; chatId: bigint | null; remembered: Remembered },
): Promise<ActionAnswer | undefined> {
  const deadline = performance.now() + ANSWER_WITHIN_MS;
  while (chatId !== null && performance.now() < deadline) {
    await runRound(deps, { chats: [chatId], remembered });
    const event = await eventStatus(deps.db, { app, dedupeKey });
    if (event && event.status !== 'waiting') {
      deps.wake();
      return event.answer ?? undefined;
    }
    // Somebody else holds the chat, or the turn failed and rests: look again shortly.
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  deps.wake();
  return { toast: '收到了，正在处理，结果稍后发给您。', tone: 'info' };
}
