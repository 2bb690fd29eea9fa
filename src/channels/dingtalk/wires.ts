/** What the channel uses of the world beside its ports: sockets, timers, chance. Tests pass their own. */
import { createHttp, type Fetch, type Http } from './http.ts';

export interface Timers {
  /** Runs once, `ms` from now, unless the returned canceller is called first. */
  after(ms: number, run: () => void): () => void;
}

export interface Wires {
  http: Http;
  timers: Timers;
  /** 0..1; spreads reconnects. */
  random: () => number;
  /** How often a stream socket is pinged, ms. Default 10,000. */
  pingMs: number;
  /** A socket that has been silent this long is dead, ms. Default 30,000 (dingtalk.md 1.5). */
  idleMs: number;
}

export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** DingTalk gives up on its own servers after 3 s (dingtalk.md 4.6); 10 s leaves room for the way. */
const timeoutMs = 10_000;

export function realWires(): Wires {
  const fetchIt: Fetch = (url, init) => fetch(url, init);
  return {
    http: createHttp(fetchIt, timeoutMs),
    timers: realTimers,
    random: Math.random,
    pingMs: 10_000,
    idleMs: 30_000,
  };
}
