/** Access tokens: 7,200 s, the same one while it is valid, renewed by asking (dingtalk.md 4.4). */
import { hexOf } from './ids.ts';

export const tokenSeconds = 7_200;

export class Tokens {
  readonly #now: () => number;
  #token = '';
  #until = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(): string {
    if (!this.valid(this.#token)) this.#token = hexOf(16);
    this.#until = this.#now() + tokenSeconds * 1_000;
    return this.#token;
  }

  valid(token: string | null | undefined): boolean {
    return Boolean(token) && token === this.#token && this.#now() < this.#until;
  }

  /** Every token issued until now is refused from now on. */
  expire(): void {
    this.#token = '';
    this.#until = 0;
  }
}
