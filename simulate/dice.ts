/** Seeded chance: the same seed gives the same year. Every person has dice of their own, so that who acts first changes nothing for the others. */
import type { Random } from '../src/ports.ts';

export interface Dice extends Random {
  /** In [0, 1). */
  next(): number;
  chance(share: number): boolean;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** Other dice, which depend on the seed and the name alone. */
  fork(name: string): Dice;
}

export function diceOf(seed: string): Dice {
  const next = generator(seed);
  const dice: Dice = {
    next,
    chance: (share) => next() < share,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    fork: (name) => diceOf(`${seed}/${name}`),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  };
  return dice;
}

/** A number in [0, 1) that depends on the name alone, for chance that must not depend on who asked before. */
export const chanceOf = (name: string): number => generator(name)();

/** sfc32, started from an FNV-1a hash of the seed. */
function generator(seed: string): () => number {
  let a = hash(seed, 0x811c9dc5);
  let b = hash(seed, 0x9e3779b9);
  let c = hash(seed, 0x85ebca6b);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash(text: string, start: number): number {
  let value = start;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
