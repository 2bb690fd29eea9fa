/** Tickets of the gateway: one connection each, good for 90 s (dingtalk.md 1.1). */
import { uuid } from '../ids.ts';

const lifeMs = 90_000;

export class Tickets {
  readonly #now: () => number;
  readonly #tickets = new Map<string, { until: number; topics: Set<string> }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new ticket for a connection that wants these topics, each `TYPE topic`. */
  issue(topics: Set<string>): string {
    for (const [old, { until }] of this.#tickets) {
      if (until > this.#now()) break;
      this.#tickets.delete(old);
    }
    const ticket = uuid();
    this.#tickets.set(ticket, { until: this.#now() + lifeMs, topics });
    return ticket;
  }

  /** The topics of a ticket that is good; it is good no more afterwards. */
  redeem(ticket: string): Set<string> | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return found && found.until > this.#now() ? found.topics : undefined;
  }
}
