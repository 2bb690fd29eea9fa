import {
  type ClockRange,
  type ClockTime,
  clockAt,
  clockRangeAt,
  halfDayAt,
  halfDayMinutes,
} from '../times.ts';
import type { Value } from '../value.ts';
import { momentsValue, stampOf } from './assemble.ts';
import type { Base, Settings } from './base.ts';
import type { Interval } from './point.ts';
import type { Side } from './sides.ts';

/** Skips what may stand between a day and its time. */
function beforeTime(s: string, i: number): number {
  let p = i;
  while (p < s.length && p - i < 3 && /[的,，T\s是在]/.test(s.charAt(p))) p++;
  return p;
}

export interface TimePart {
  range?: ClockRange;
  clock?: ClockTime;
  half?: [number, number];
  end: number;
}

export function timeAfter(s: string, i: number, set: Settings): TimePart | undefined {
  const at = beforeTime(s, i);
  const range = clockRangeAt(s, at, false);
  if (range !== undefined) return { range, end: range.end };
  const clock = clockAt(s, at, false);
  if (clock !== undefined) return { clock, end: isoTail(s, clock.end) };
  const half = halfDayAt(s, at);
  if (half === undefined || /[)]/.test(s.charAt(half.end))) return undefined;
  return { half: halfDayMinutes(half.half, set.halfDays), end: half.end };
}

const isoTail = (s: string, i: number): number =>
  i + (/^(?:\.000)?(?:Z|\+08:?00)/.exec(s.slice(i, i + 12))?.[0].length ?? 0);

export function timed(
  days: readonly Interval[],
  base: Base,
  time: TimePart,
  set: Settings,
  side: Side | undefined,
): Value[] {
  return days.flatMap((day): Value[] => {
    const start = day.from;
    if (time.range !== undefined)
      return time.range.ranges.map(([from, to]) => momentsValue(stampOf(start, from), stampOf(start, to)));
    if (time.half !== undefined) {
      const [from, to] = time.half;
      if (side === 'before') return [momentsValue(undefined, stampOf(start, from))];
      if (side === 'until') return [momentsValue(undefined, stampOf(start, to))];
      if (side === 'after' || side === 'now') return [momentsValue(stampOf(start, from), undefined)];
      return [momentsValue(stampOf(start, from), stampOf(start, to))];
    }
    return (time.clock?.minutes ?? []).map((minute): Value => {
      const stamp = stampOf(movedOn(start, minute, base, set), minute);
      if (side === 'before' || side === 'until') return momentsValue(undefined, stamp);
      if (side === 'after' || side === 'now') return momentsValue(stamp, undefined);
      return { kind: 'datetime', datetime: stamp, ...(side === 'about' ? { about: true as const } : {}) };
    });
  });
}

/** A bare weekday that is today means next week once its hour is past. */
function movedOn(day: number, minute: number, { point }: Base, { env }: Settings): number {
  const bare = point.weekday !== undefined && point.weekRel === undefined && env.bias === '将来';
  return bare && day === env.today && minute <= env.minute ? day + 7 : day;
}
