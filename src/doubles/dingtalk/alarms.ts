/** Delays that end with the double: whatever is pending at `stop` never runs. */
import type { Timers } from './options.ts';

export class Alarms {
  readonly #timers: Timers;
  readonly #pending = new Set<unknown>();
  #stopped = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Runs `run` after `ms`. Returns what takes it back. */
  after(ms: number, run: () => void): () => void {
    if (this.#stopped) return () => {};
    const handle = this.#timers.setTimeout(() => {
      this.#pending.delete(handle);
      run();
    }, ms);
    this.#pending.add(handle);
    return () => {
      if (this.#pending.delete(handle)) this.#timers.clearTimeout(handle);
    };
  }

  stop(): void {
    this.#stopped = true;
    for (const handle of this.#pending) this.#timers.clearTimeout(handle);
    this.#pending.clear();
  }
}

export const realTimers: Timers = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
