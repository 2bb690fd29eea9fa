/** Stopping in order: what was opened last closes first. */
import type { Log } from '../ports.ts';

export class Closing {
  readonly #log: Log;
  #closers: (() => Promise<unknown>)[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /** Registers how a part is closed, and gives the part back. */
  with<T>(part: T, close: (part: T) => Promise<unknown>): T {
    this.#closers.unshift(() => close(part));
    return part;
  }

  /** Closes everything; a part that fails to close does not keep the others open. */
  async all(): Promise<void> {
    for (const close of this.#closers.splice(0)) {
      await close().catch((error: unknown) =>
        this.#log.error({ reason: reasonOf(error) }, 'A part did not close'),
      );
    }
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
