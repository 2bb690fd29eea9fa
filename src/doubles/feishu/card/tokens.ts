/** Tokens of card callbacks: 30 minutes, two uses, only once the callback was answered (feishu.md 4). */
import { Fifo } from '../fifo.ts';
import { newSecret } from '../ids.ts';

const lifetimeMs = 30 * 60_000;
const uses = 2;

interface CardToken {
  token: string;
  messageId: string;
  until: number;
  left: number;
  answered: boolean;
}

export type TokenUse = { messageId: string } | { refused: 300030 | 300040 | 200810 };

export class CardTokens {
  #now: () => number;
  #tokens = new Map<string, CardToken>();
  #oldest = new Fifo<CardToken>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(messageId: string): string {
    const now = this.#now();
    for (let old = this.#oldest.peek(); old && old.until <= now; old = this.#oldest.peek()) {
      this.#tokens.delete(old.token);
      this.#oldest.shift();
    }
    const token = `c-${newSecret(20)}`;
    const issued = { token, messageId, until: now + lifetimeMs, left: uses, answered: false };
    this.#tokens.set(token, issued);
    this.#oldest.push(issued);
    return token;
  }

  /** From now on the token may be used. */
  answered(token: string): void {
    const issued = this.#tokens.get(token);
    if (issued) issued.answered = true;
  }

  /** Whether the token may be used; `spend` counts the use once the new card proved good. */
  look(token: string): TokenUse {
    const issued = this.#tokens.get(token);
    if (!issued || issued.until <= this.#now()) return { refused: 300030 };
    if (issued.left <= 0) return { refused: 300040 };
    return issued.answered ? { messageId: issued.messageId } : { refused: 200810 };
  }

  spend(token: string): void {
    const issued = this.#tokens.get(token);
    if (issued) issued.left -= 1;
  }
}
