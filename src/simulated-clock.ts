/**
 * The county's clock while every platform is on this machine: it can be moved
 * forward. How far is kept in a file, so that a restart does not turn back time
 * and every process of the same DATA_DIR sees the same time.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from './ports.ts';

export interface SimulatedClock extends Clock {
  /** Moves forward. Throws a RangeError when `ms` lies in the past. */
  moveTo(ms: number): void;
}

/** A move by another process is seen after this, ms. */
const LOOK_EVERY = 200;

const fileSchema = z.object({ aheadMs: z.number() });

/** @param startAt the time of the first start, ms; the machine's own when left out. */
export function openSimulatedClock(file: string, startAt = Date.now()): SimulatedClock {
  const keep = (aheadMs: number): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ aheadMs }));
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) keep(startAt - Date.now());
  let aheadMs = 0;
  let version = -1;
  let looked = 0;
  const look = (): void => {
    if (Date.now() - looked < LOOK_EVERY) return;
    looked = Date.now();
    const { mtimeMs } = statSync(file);
    if (mtimeMs === version) return;
    version = mtimeMs;
    aheadMs = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).aheadMs;
  };
  const now = (): number => {
    look();
    return Date.now() + aheadMs;
  };
  return {
    now,
    moveTo(ms) {
      if (ms < now()) throw new RangeError('the clock only moves forward');
      aheadMs = ms - Date.now();
      keep(aheadMs);
      version = statSync(file).mtimeMs;
    },
  };
}
