/** How long to wait before the next attempt: 1 s, 2 s, 4 s .. with chance on top, 60 s at most. */

const firstMs = 1000;
const longestMs = 60_000;

/** `failures` counts from 1; `random` is 0..1. Two replicas that fell together do not come back together. */
export function backoffMs(failures: number, random: number): number {
  const base = Math.min(firstMs * 2 ** Math.min(failures - 1, 10), longestMs);
  return Math.min(longestMs, Math.round(base * (1 + random / 2)));
}
