/** Timers come in through here, so that seven hours of redelivery take a test no time. */

export interface Timers {
  setTimeout(call: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Real timers that never keep a process alive. */
export const realTimers: Timers = {
  setTimeout: (call, ms) => setTimeout(call, ms).unref(),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
