/**
 * Deliveries to the bot: held back, reordered, doubled and repeated as the
 * faults say; a push nobody acknowledged comes again by the platform's ladder.
 */
import type { Core } from '../core.ts';
import { spend } from '../faults.ts';
import type { Redelivery } from '../options.ts';

export interface Push {
  kind: 'robot' | 'event' | 'card';
  topic: string;
  /** Frame headers of its own: eventType, eventId... */
  headers: Record<string, string>;
  body: Record<string, unknown>;
  /** `body` as JSON, made once. */
  json: string;
  /** How often it was delivered already. */
  tries: number;
}

/** `waitedMs` is how long the platform waited in vain. */
export type Outcome = { acked: true } | { acked: false; waitedMs: number };

export type Carrier = (push: Push) => Promise<Outcome>;

export class Pushes {
  readonly #core: Core;
  readonly #carry: Carrier;
  readonly #ladder: Redelivery;
  #waiting: Push[] = [];
  #flushing = false;
  #busy = 0;
  #idlers: (() => void)[] = [];

  constructor(core: Core, ladder: Redelivery, carry: Carrier) {
    this.#core = core;
    this.#ladder = ladder;
    this.#carry = carry;
  }

  /** Queues a push for delivery. */
  queue(push: Omit<Push, 'json' | 'tries'>): void {
    this.#enqueue({ ...push, json: JSON.stringify(push.body), tries: 0 });
  }

  /** Resolves when nothing waits or is in flight; what is due later does not count. */
  idle(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  #enqueue(push: Push): void {
    const { delayMs, reorder, duplicate } = this.#core.faults;
    const copies = [
      push,
      ...Array.from({ length: duplicate }, () => ({ ...push, tries: Number.POSITIVE_INFINITY })),
    ];
    this.#busy += copies.length;
    if (delayMs > 0 && !reorder) {
      for (const copy of copies) this.#core.alarms.after(delayMs, () => this.#send(copy));
      return;
    }
    this.#waiting.push(...copies);
    if (this.#flushing) return;
    this.#flushing = true;
    if (delayMs > 0) this.#core.alarms.after(delayMs, () => this.#flush());
    else setImmediate(() => this.#flush());
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#flushing = false;
    if (this.#core.faults.reorder) waiting.reverse();
    for (const push of waiting) this.#send(push);
  }

  #send(push: Push): void {
    this.#carry(push).then(
      (outcome) => this.#settle(push, outcome),
      () => this.#settle(push, { acked: false, waitedMs: 0 }),
    );
  }

  #settle(push: Push, outcome: Outcome): void {
    const lost = outcome.acked && spend(this.#core.faults, 'dropAcks');
    if (!outcome.acked || lost) this.#again(push, outcome.acked ? 0 : outcome.waitedMs);
    this.#busy -= 1;
    if (this.#busy > 0) return;
    const idlers = this.#idlers;
    this.#idlers = [];
    for (const resolve of idlers) resolve();
  }

  #again(push: Push, waitedMs: number): void {
    const due = this.#dueIn(push);
    if (due === undefined) return;
    this.#core.alarms.after(Math.max(0, due - waitedMs), () =>
      this.#enqueue({ ...push, tries: push.tries + 1 }),
    );
  }

  /** Milliseconds from one try to the next; undefined: given up. Extra copies and card callbacks never repeat. */
  #dueIn(push: Push): number | undefined {
    if (push.kind === 'event') return this.#ladder.eventMs[push.tries];
    if (push.kind === 'robot' && push.tries < this.#ladder.robotTimes) return this.#ladder.robotMs;
    return undefined;
  }
}
