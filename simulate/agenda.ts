/** What people are about to do, in order of time; of one moment, in order of the people. */
import type { Act } from './people/person.ts';

export interface Item extends Act {
  county: string;
  account: string;
}

export class Agenda {
  #items: Item[] = [];
  #sorted = true;

  add(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.#items.push(...items);
    this.#sorted = false;
  }

  /** When somebody acts next; undefined when nobody does. */
  next(): number | undefined {
    this.#sort();
    return this.#items[0]?.at;
  }

  /** Takes what is to be done up to a moment. */
  take(until: number): Item[] {
    this.#sort();
    const end = this.#items.findIndex(({ at }) => at > until);
    return this.#items.splice(0, end < 0 ? this.#items.length : end);
  }

  #sort(): void {
    if (this.#sorted) return;
    this.#items.sort(
      (a, b) =>
        a.at - b.at ||
        (a.county + a.account < b.county + b.account
          ? -1
          : a.county + a.account > b.county + b.account
            ? 1
            : 0),
    );
    this.#sorted = true;
  }
}
