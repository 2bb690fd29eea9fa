/** Counts calls: per API and second, per address and 20 seconds, per organisation and month (dingtalk.md 4.5). */
import type { DingtalkLimits, DingtalkQuotas } from './options.ts';

const banMs = 300_000;

interface Window {
  index: number;
  count: number;
}

export class Traffic {
  readonly limits: DingtalkLimits;
  readonly quotas: DingtalkQuotas;
  readonly #now: () => number;
  readonly #apis = new Map<string, Window>();
  readonly #address: Window = { index: 0, count: 0 };
  #bannedUntil = 0;
  #month = '';
  #calls = 0;
  #pushes = 0;

  constructor(limits: DingtalkLimits, quotas: DingtalkQuotas, now: () => number) {
    this.limits = limits;
    this.quotas = quotas;
    this.#now = now;
  }

  /** False while the address is banned. */
  admit(): boolean {
    const now = this.#now();
    if (now < this.#bannedUntil) return false;
    if (grow(this.#address, Math.floor(now / 20_000)) <= this.limits.ipPer20Seconds) return true;
    this.#bannedUntil = now + banMs;
    return false;
  }

  /** False when this API was called too often in this second. */
  takeApi(api: string): boolean {
    const window = this.#apis.get(api) ?? { index: 0, count: 0 };
    this.#apis.set(api, window);
    return grow(window, Math.floor(this.#now() / 1_000)) <= this.limits.apiPerSecond;
  }

  /** False when the month's API calls are used up. */
  takeCall(): boolean {
    this.#turnMonth();
    this.#calls += 1;
    return this.#calls <= this.quotas.apiCallsPerMonth;
  }

  /** False when the month's pushes are used up. */
  takePush(): boolean {
    this.#turnMonth();
    this.#pushes += 1;
    return this.#pushes <= this.quotas.pushesPerMonth;
  }

  /** Months turn at midnight in Shanghai. */
  #turnMonth(): void {
    const month = new Date(this.#now() + 8 * 3_600_000).toISOString().slice(0, 7);
    if (month === this.#month) return;
    this.#month = month;
    this.#calls = 0;
    this.#pushes = 0;
  }
}

function grow(window: Window, index: number): number {
  if (window.index !== index) {
    window.index = index;
    window.count = 0;
  }
  window.count += 1;
  return window.count;
}
