import type { Interval, Point } from './point.ts';
import { type GrammarContext, pointAt } from './points.ts';
import { type Env, resolve } from './resolve.ts';

/** What expressions need beside the text. */
export interface Settings {
  env: Env;
  grammar: GrammarContext;
  halfDays: Partial<Record<string, readonly [string, string]>> | undefined;
}

/** A point with its readings, and where its words end. */
export interface Base {
  point: Point;
  intervals: Interval[];
  unknown: string | undefined;
  end: number;
}

/** The point at `i`, resolved. `floor`: the earlier end of A到B. */
export function baseAt(s: string, i: number, set: Settings, floor?: number): Base | undefined {
  const found = pointAt(s, i, set.grammar);
  return found === undefined ? undefined : resolved(found.point, found.end, set, floor);
}

/** A point already read, resolved. */
export function resolved(point: Point, end: number, set: Settings, floor?: number): Base {
  const result = resolve(point, set.env, floor);
  if ('unknown' in result) return { point, intervals: [], unknown: result.unknown, end };
  return { point, intervals: result.intervals, unknown: undefined, end };
}

/** A single day. */
export const isDay = (x: Interval): boolean => x.to - x.from === 1;
