/** How often an app may call (feishu.md 4). Counts start anew with each second and each minute of the clock. */

export interface RateLimits {
  /** Of each API. */
  perSecond: number;
  perMinute: number;
  /** To one chat or person; of card updates, to one message. */
  perChatPerSecond: number;
}

export const documentedLimits: RateLimits = { perSecond: 50, perMinute: 1000, perChatPerSecond: 5 };

export type Verdict = 'ok' | { limit: number; resetSeconds: number };

export class Limiter {
  #now: () => number;
  #limits: RateLimits | 'off';
  #second = new Counts(1000);
  #minute = new Counts(60_000);
  #chats = new Counts(1000);

  constructor(now: () => number, limits: RateLimits | 'off') {
    this.#now = now;
    this.#limits = limits;
  }

  /** Counts one call of an API, unless it is one too many. */
  call(api: string): Verdict {
    if (this.#limits === 'off') return 'ok';
    const now = this.#now();
    const { perSecond, perMinute } = this.#limits;
    if (this.#minute.count(api, now) >= perMinute) {
      return { limit: perMinute, resetSeconds: Math.ceil((60_000 - (now % 60_000)) / 1000) };
    }
    if (this.#second.count(api, now) >= perSecond) return { limit: perSecond, resetSeconds: 1 };
    this.#minute.add(api);
    this.#second.add(api);
    return 'ok';
  }

  /** Counts one message to a chat; false when it is one too many. */
  reach(chatId: string): boolean {
    if (this.#limits === 'off') return true;
    if (this.#chats.count(chatId, this.#now()) >= this.#limits.perChatPerSecond) return false;
    this.#chats.add(chatId);
    return true;
  }
}

/** Counts by key in the current window; the map is dropped with the window, so it stays small. */
class Counts {
  #windowMs: number;
  #window = -1;
  #counts = new Map<string, number>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  count(key: string, now: number): number {
    const window = Math.floor(now / this.#windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts.clear();
    }
    return this.#counts.get(key) ?? 0;
  }

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}
