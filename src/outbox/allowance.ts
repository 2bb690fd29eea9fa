/**
 * How much an app may send right now. The state is a JSON value in the app's
 * row, so that every process counts the same sends; the arithmetic is here and pure.
 */
import type { Limits } from '../channels/port.ts';

/** Sends of the last minute as [when in ms, how many], oldest first, and a pause the platform asked for. */
export interface Sending {
  sent: [number, number][];
  pausedUntil: number;
}

export const nothingSent: Sending = { sent: [], pausedUntil: 0 };

/** A little longer than a second and a minute: the platform's window need not be ours. */
const SECOND = 1_050;
const MINUTE = 61_000;

export interface Grant {
  granted: number;
  next: Sending;
  /** ms until asking again makes sense; 0 when everything was granted. */
  waitMs: number;
}

/**
 * Grants up to `want` sends such that no window of one second holds more than
 * `perSecond` and none of a minute more than `perMinute` (feishu.md 4).
 */
export function grant(state: Sending, now: number, want: number, limits: Limits): Grant {
  const sent = state.sent.filter(([at]) => at > now - MINUTE);
  if (state.pausedUntil > now)
    return { granted: 0, next: { ...state, sent }, waitMs: state.pausedUntil - now };
  const lastSecond = sent.filter(([at]) => at > now - SECOND);
  const free = Math.min(limits.perSecond - total(lastSecond), limits.perMinute - total(sent));
  const granted = Math.max(0, Math.min(want, free));
  const next: Sending = {
    sent: granted > 0 ? [...compact(sent, now), [now, granted]] : sent,
    pausedUntil: 0,
  };
  if (granted === want) return { granted, next, waitMs: 0 };
  const oldestSecond = lastSecond[0]?.[0] ?? now;
  const oldestMinute = sent[0]?.[0] ?? now;
  const waitMs =
    limits.perMinute - total(next.sent) <= 0 ? oldestMinute + MINUTE - now : oldestSecond + SECOND - now;
  return { granted, next, waitMs: Math.max(waitMs, 10) };
}

const total = (sent: [number, number][]): number => sent.reduce((sum, [, count]) => sum + count, 0);

/** Sends older than the last second are only counted by whole seconds (rounded up, so never too early). */
function compact(sent: [number, number][], now: number): [number, number][] {
  const seconds = new Map<number, number>();
  const fresh: [number, number][] = [];
  for (const [at, count] of sent) {
    if (at > now - SECOND) fresh.push([at, count]);
    else {
      const second = Math.ceil(at / 1000) * 1000;
      seconds.set(second, (seconds.get(second) ?? 0) + count);
    }
  }
  return [...seconds, ...fresh];
}

/** Those of a chat's last sends that still say how long the next must wait. */
export const stillCounting = (recent: readonly number[], now: number, perSecond: number): number[] =>
  recent.slice(-perSecond).filter((at) => at > now - SECOND);

/** ms until one more may be sent to a chat whose last sends were at `recent`. */
export function chatWait(recent: readonly number[], now: number, perSecond: number): number {
  const marker = recent.at(-perSecond);
  return marker === undefined ? 0 : Math.max(0, marker + SECOND - now);
}
