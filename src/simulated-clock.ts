/** The county's clock while everything runs on this machine: it can be moved forward, and remembers how far. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from './ports.ts';

export interface SimulatedClock extends Clock {
  /** Moves forward. Throws a RangeError when `ms` lies in the past. */
  moveTo(ms: number): void;
}

/** The first start's date: the last working days of a quarter, with 国庆 and its make-up days ahead. */
const FIRST = Date.parse('2026-09-28T09:00:00+08:00');

const fileSchema = z.object({ aheadMs: z.number() });

/** @param dataDir where the offset is kept, so that a restart does not turn back time. */
export function openSimulatedClock(dataDir: string): SimulatedClock {
  const file = join(dataDir, 'simulated-clock.json');
  let { aheadMs } = existsSync(file)
    ? fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : { aheadMs: FIRST - Date.now() };
  const keep = (): void => writeFileSync(file, JSON.stringify({ aheadMs }));
  if (!existsSync(file)) keep();
  const now = (): number => Date.now() + aheadMs;
  return {
    now,
    moveTo(ms) {
      if (ms < now()) throw new RangeError('the clock only moves forward');
      aheadMs = ms - Date.now();
      keep();
    },
  };
}
