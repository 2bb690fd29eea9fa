/**
 * The edges of the program. Everything that is not a pure function of its
 * arguments comes in through one of these, so that a year of a county can be
 * run in a test.
 */
import { randomBytes } from 'node:crypto';

/** Time. `now()` is milliseconds since the Unix epoch. A county's zone is Asia/Shanghai. */
export interface Clock {
  now(): number;
}

/** Randomness. `bytes(n)` returns n unpredictable bytes; tests pass a seeded one. */
export interface Random {
  bytes(length: number): Uint8Array;
}

/**
 * Structured log. The first argument is data, the second one short English
 * sentence. Personal data and secrets never go in: pass ids, not values.
 */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The real randomness: drawn from the system by the page, since a small draw costs as much as a large one. */
export const systemRandom: Random = pagedRandom(4096);

function pagedRandom(size: number): Random {
  let page = Buffer.alloc(0);
  return {
    bytes(length) {
      if (length > size / 8) return randomBytes(length);
      if (page.length < length) page = randomBytes(size);
      const drawn = page.subarray(0, length);
      page = page.subarray(length);
      return drawn;
    },
  };
}

/** The real clock. */
export const systemClock: Clock = { now: () => Date.now() };
