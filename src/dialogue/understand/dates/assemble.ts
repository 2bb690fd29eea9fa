import type { Value } from '../value.ts';
import { clockOf, type Day, isoOf } from './civil.ts';
import type { Interval } from './point.ts';

/** A day or a stretch of days as a value. */
export function dateValue({ from, to, precision }: Interval, about = false): Value {
  if (to - from === 1) return { kind: 'date', date: isoOf(from), precision: about ? '约' : '日' };
  return { kind: 'daterange', from: isoOf(from), to: isoOf(to), precision: about ? '约' : precision };
}

/** '2026-11-25 15:00'; minutes over a day are of the next. */
export function stampOf(day: Day, minute: number): string {
  const whole = day + Math.floor(minute / 1440);
  return `${isoOf(whole)} ${clockOf(((minute % 1440) + 1440) % 1440)}`;
}

/** A stretch with an open side. */
export function datesValue(
  from: Day | undefined,
  to: Day | undefined,
  precision: Interval['precision'],
): Value {
  return {
    kind: 'daterange',
    ...(from === undefined ? {} : { from: isoOf(from) }),
    ...(to === undefined ? {} : { to: isoOf(to) }),
    precision,
  };
}

export function momentsValue(from: string | undefined, to: string | undefined): Value {
  return {
    kind: 'datetimerange',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
