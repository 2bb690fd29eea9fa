/** tenant_access_token: lives two hours; the same one while 30 minutes or more are left (feishu.md 4). */
import { newSecret } from './ids.ts';

const lifetimeMs = 7_200_000;
const renewBelowMs = 1_800_000;

export class Tokens {
  /** How often a token was asked for. */
  requests = 0;
  #now: () => number;
  #expiry = new Map<string, number>();
  #newest = '';

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The token and the whole seconds it has left. */
  issue(): { token: string; expire: number } {
    this.requests += 1;
    const now = this.#now();
    const left = (this.#expiry.get(this.#newest) ?? 0) - now;
    if (left < renewBelowMs) {
      for (const [token, until] of this.#expiry) if (until <= now) this.#expiry.delete(token);
      this.#newest = `t-${newSecret(20)}`;
      this.#expiry.set(this.#newest, now + lifetimeMs);
      return { token: this.#newest, expire: lifetimeMs / 1000 };
    }
    return { token: this.#newest, expire: Math.floor(left / 1000) };
  }

  valid(token: string): boolean {
    const until = this.#expiry.get(token);
    return until !== undefined && until > this.#now();
  }

  expireAll(): void {
    this.#expiry.clear();
    this.#newest = '';
  }
}
