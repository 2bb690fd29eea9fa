/** A channel facing the DingTalk double, with time and timers in the test's hand. */
import { vi } from 'vitest';
import { createDingtalkChannel, type DingtalkSettings } from '../../../src/channels/dingtalk/channel.ts';
import { realWires, type Timers, type Wires } from '../../../src/channels/dingtalk/wires.ts';
import type { ActionAnswer, Channel, Event, SendRequest } from '../../../src/channels/port.ts';
import {
  type DingtalkDouble,
  type DingtalkDoubleOptions,
  startDingtalkDouble,
} from '../../../src/doubles/dingtalk/index.ts';
import type { Log } from '../../../src/ports.ts';

/** Timers that only run when a test says so. */
export class HandTimers implements Timers {
  readonly waiting: { ms: number; run: () => void }[] = [];

  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.waiting.push(timer);
    return () => {
      const at = this.waiting.indexOf(timer);
      if (at >= 0) this.waiting.splice(at, 1);
    };
  }

  /** Runs every timer of this length (or that fits) that waits now. */
  fire(which: number | ((ms: number) => boolean)): number {
    const fits = typeof which === 'number' ? (ms: number) => ms === which : which;
    const due = this.waiting.filter(({ ms }) => fits(ms));
    for (const timer of due) this.waiting.splice(this.waiting.indexOf(timer), 1);
    for (const timer of due) timer.run();
    return due.length;
  }

  /** Waits of a reconnect: from one second to a minute. */
  backoffs(): number[] {
    return this.waiting.map(({ ms }) => ms).filter(isBackoff);
  }
}

export const isBackoff = (ms: number): boolean => ms > 1000 && ms <= 60_000;

export const pingMs = 7;
export const idleMs = 21;

/** A log that remembers. */
export function listeningLog(): Log & { lines: { level: string; data: object; message: string }[] } {
  const lines: { level: string; data: object; message: string }[] = [];
  const at = (level: string) => (data: object, message: string) => void lines.push({ level, data, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export interface Bench {
  double: DingtalkDouble;
  channel: Channel;
  events: Event[];
  timers: HandTimers;
  log: ReturnType<typeof listeningLog>;
  clock: { now(): number; at: number };
  /** What the sink does next; by default it keeps the event. */
  sink: { onEvent: (event: Event) => Promise<ActionAnswer | undefined> };
  stop(): Promise<void>;
}

export async function openBench(
  options: {
    double?: DingtalkDoubleOptions;
    settings?: Partial<DingtalkSettings>;
    wires?: Partial<Wires>;
  } = {},
): Promise<Bench> {
  const clock = {
    at: 0,
    now: () => Date.now() + clock.at,
  };
  const double = await startDingtalkDouble({ pingMs: 0, limits: 'off', now: clock.now, ...options.double });
  const { clientId, clientSecret, corpId, eventToken, eventAesKey } = double.credentials;
  const events: Event[] = [];
  const sink: Bench['sink'] = { onEvent: async () => undefined };
  const timers = new HandTimers();
  const log = listeningLog();
  const channel = createDingtalkChannel(
    {
      clientId,
      clientSecret,
      corpId,
      eventToken,
      eventAesKey,
      connection: 'stream',
      api: double.url,
      oapi: double.url,
      ...options.settings,
    },
    {
      clock,
      log,
      sink: async (event) => {
        const answer = await sink.onEvent(event);
        events.push(event);
        return answer;
      },
    },
    // Half of the longest jitter, so that a first wait is told from the 1,000 ms a closing may take.
    { ...realWires(), timers, random: () => 0.5, pingMs, idleMs, ...options.wires },
  );
  return {
    double,
    channel,
    events,
    timers,
    log,
    clock,
    sink,
    async stop() {
      await channel.stop();
      await double.stop();
    },
  };
}

/** A request to say one text. */
export function textTo(to: SendRequest['to'], text: string, more: Partial<SendRequest> = {}): SendRequest {
  return {
    key: `key-${Math.random().toString(36).slice(2)}`,
    to,
    message: { parts: [{ type: 'text', text }] },
    ...more,
  };
}

/** The only event of a kind, and it must be there. */
export function only<K extends Event['kind']>(events: Event[], kind: K): Extract<Event, { kind: K }> {
  const found = events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind);
  if (found.length !== 1) throw new Error(`expected one ${kind}, got ${found.length}`);
  return found[0]!;
}

/** Waits for real sockets as long as a busy machine may take; the limit only ends a wait that has failed. */
export const eventually = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 15_000 });
