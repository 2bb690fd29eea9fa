/**
 * Sending what waits on one lane, in order, until it is empty, must pause, or
 * may send no more for now. The lane is then given back, or kept for what comes next.
 */
import type { Channel, SendOutcome, SendRequest } from '../channels/port.ts';
import type { Clock, Log } from '../ports.ts';
import type { Batcher } from '../store/batcher.ts';
import { chatWait, stillCounting } from './allowance.ts';
import type { Lane, WaitingMessage } from './lanes.ts';
import type { Result } from './settle.ts';

/** The platform dedupes by `uuid` for one hour (feishu.md 4): a try after that could say a thing twice. */
export const GIVE_UP_AFTER_MS = 50 * 60_000;

/** Tries a message gets when nothing else stops it. */
const TRIES = 30;

export interface DeliverDeps {
  clock: Clock;
  log: Log;
  settle: Batcher<Result, void>;
  /** No further message is to be begun. */
  stopping(): boolean;
  /** Whether the lane is to be kept when its queue is empty. */
  keeps(lane: Lane): boolean;
  /** A platform asked the whole app to wait. */
  pauseApp(appId: string, ms: number): Promise<void>;
  /** A message will not be sent any more; a person must know. */
  setAside(message: WaitingMessage, outcome: Extract<SendOutcome, { result: 'refused' }>): Promise<void>;
  observe(outcome: SendOutcome['result'], code: string, ms: number): void;
}

/** Sends what is in the lane's queue, and what comes into it meanwhile. Never rejects over a platform's answer. */
export async function deliver(deps: DeliverDeps, channel: Channel, lane: Lane): Promise<void> {
  const recent = [...lane.recent];
  let pauseMs = 0;
  for (let message = lane.queue.shift(); message; message = lane.queue.shift()) {
    pauseMs = chatWait(recent, Date.now(), channel.limits.perChatPerSecond);
    if (pauseMs > 0 || deps.stopping()) break;
    const outcome = await attempt(deps, channel, message);
    recent.push(Date.now());
    const told = whatBecame(message, outcome);
    if (outcome.result === 'retry') {
      pauseMs = backoff(outcome.afterMs, message.attempts);
      if (outcome.pause === 'app') await deps.pauseApp(message.place.appId, outcome.afterMs);
    }
    if (told.status === 'aside') await deps.setAside(message, asRefused(outcome));
    lane.open = told.status !== 'waiting' && (lane.queue.length > 0 || deps.keeps(lane));
    const release = lane.open ? {} : { release: giveBack(recent, channel, pauseMs) };
    await deps.settle.add({ chatId: lane.chatId, message: told, ...release });
    if (!lane.open) return;
  }
  const release = giveBack(recent, channel, pauseMs);
  lane.recent = release.recent;
  if (pauseMs === 0 && deps.keeps(lane)) {
    lane.restsSince = Date.now();
    return;
  }
  lane.open = false;
  await deps.settle.add({ chatId: lane.chatId, release });
}

const giveBack = (
  recent: number[],
  channel: Channel,
  pauseMs: number,
): { recent: number[]; pauseMs: number } => ({
  recent: stillCounting(recent, Date.now(), channel.limits.perChatPerSecond),
  pauseMs,
});

/** Doubles with every try, up to five minutes; never sooner than the platform asked. */
const backoff = (afterMs: number, attempts: number): number =>
  Math.max(afterMs, Math.min(250 * 2 ** attempts, 5 * 60_000));

async function attempt(deps: DeliverDeps, channel: Channel, message: WaitingMessage): Promise<SendOutcome> {
  const started = performance.now();
  const request = readRequest(message);
  const outcome = 'result' in request ? request : await channel.send(request);
  deps.observe(outcome.result, outcome.result === 'sent' ? '0' : outcome.code, performance.now() - started);
  if (outcome.result !== 'sent') {
    deps.log.warn(
      {
        message: String(message.id),
        chat: String(message.chatId),
        attempt: message.attempts + 1,
        ...outcome,
      },
      outcome.result === 'retry' ? 'A send failed and will be tried again' : 'A send was refused for good',
    );
  }
  return outcome;
}

/** The request, or why there is none: a row that cannot be read must not hold up its chat for ever. */
function readRequest(message: WaitingMessage): SendRequest | Extract<SendOutcome, { result: 'refused' }> {
  try {
    return message.request();
  } catch {
    const reason = 'the kept message cannot be read; was SECRET_KEY changed without keeping the old one?';
    return { result: 'refused', fault: 'app', code: 'unreadable', reason };
  }
}

function whatBecame(message: WaitingMessage, outcome: SendOutcome): NonNullable<Result['message']> {
  switch (outcome.result) {
    case 'sent':
      return {
        id: message.id,
        status: 'sent',
        ...(outcome.messageId ? { externalId: outcome.messageId } : {}),
      };
    case 'refused':
      return {
        id: message.id,
        status: 'aside',
        error: `${outcome.fault} ${outcome.code}: ${outcome.reason}`,
      };
    case 'retry': {
      const tooLate =
        message.firstTryAt !== null && Date.now() - message.firstTryAt.getTime() > GIVE_UP_AFTER_MS;
      const status = tooLate || message.attempts + 1 >= TRIES ? 'aside' : 'waiting';
      return { id: message.id, status, error: `${outcome.code}: ${outcome.reason}` };
    }
  }
}

const asRefused = (outcome: SendOutcome): Extract<SendOutcome, { result: 'refused' }> =>
  outcome.result === 'refused'
    ? outcome
    : {
        result: 'refused',
        fault: 'app',
        code: outcome.result === 'retry' ? outcome.code : '0',
        reason: outcome.result === 'retry' ? outcome.reason : '',
      };
