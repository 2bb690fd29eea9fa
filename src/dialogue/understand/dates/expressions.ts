import type { Hit } from '../hits.ts';
import { rangeSeparator } from '../measures.ts';
import { isNumeral } from '../numerals.ts';
import { digitsEnd, isDigit } from '../source.ts';
import { datesValue, dateValue, momentsValue, stampOf } from './assemble.ts';
import { type Base, baseAt, isDay, resolved, type Settings } from './base.ts';
import { weekdayOf } from './civil.ts';
import { withNth } from './nth.ts';
import type { Interval, Point } from './point.ts';
import { POINT_FIRST, pointAt } from './points.ts';
import { resolve } from './resolve.ts';
import { nthBeside, PREFIX, SUFFIX, sided, suffixAt, UNNAMED_FIRST, unnamedAt } from './sides.ts';
import { type TimePart, timeAfter, timed } from './timed.ts';
import { isYear, smallAt } from './written.ts';

export type { Settings } from './base.ts';

/** Letters an expression begins with; a number may begin one too. */
export const DATE_FIRST = [...PREFIX.firsts, ...UNNAMED_FIRST, ...POINT_FIRST];

/** (周三) or 周三 right after a date: swallowed when it agrees; else its own reading is kept as a second. */
function weekdayTag(s: string, base: Base, set: Settings): Base {
  const open = /^[(（,\s]?/.exec(s.slice(base.end, base.end + 1))?.[0] ?? '';
  const at = base.end + open.length;
  if (base.point.weekday !== undefined || !/^(?:周|星期|礼拜)/.test(s.slice(at, at + 2))) return base;
  const tag = pointAt(s, at, set.grammar);
  const only = base.intervals[0];
  if (
    tag?.point.weekday === undefined ||
    tag.point.weekRel !== undefined ||
    only === undefined ||
    only.to - only.from !== 1
  )
    return base;
  if (open === ',' || open === ' ') return base;
  const end = /[)）]/.test(s.charAt(tag.end)) ? tag.end + 1 : tag.end;
  if (open === '(' && end === tag.end) return base;
  if (weekdayOf(only.from) === tag.point.weekday) return { ...base, end };
  const other = resolve(tag.point, set.env);
  return { ...base, end, intervals: [...base.intervals, ...('intervals' in other ? other.intervals : [])] };
}

/** 1-5号, 3到5月, 2020-2024年: a first end that shares the unit of the second. */
function sharedAt(s: string, i: number, set: Settings): { point: Point; sep: number } | undefined {
  if (!isDigit(s[i]) && !isNumeral(s[i])) return undefined;
  const year = digitsEnd(s, i) - i === 4 ? { n: Number(s.slice(i, i + 4)), end: i + 4 } : undefined;
  const n = year !== undefined && isYear(year.n) ? year : smallAt(s, i);
  const sep = n === undefined ? undefined : rangeSeparator(s, n.end);
  if (n === undefined || sep === undefined || (isDigit(s[i - 1]) && isDigit(s[i])) || s[i - 1] === '.')
    return undefined;
  const bareYears = year !== undefined && bareYear(s, sep);
  const next = pointAt(s, sep, set.grammar)?.point ?? (bareYears ? { year: 1 } : undefined);
  if (next === undefined) return undefined;
  const keys = Object.keys(next).filter((k) => k !== 'part');
  if (year !== undefined)
    return keys.length === 1 && next.year !== undefined ? { point: { year: n.n }, sep } : undefined;
  if (keys.length === 1 && next.day !== undefined && n.n >= 1 && n.n < next.day)
    return { point: { day: n.n }, sep };
  if (next.month !== undefined && next.year === undefined && next.day === undefined && n.n >= 1 && n.n <= 12)
    return { point: { month: n.n }, sep };
  return undefined;
}

/** 4 digits that are a year with no 年: only as the end of a range. */
function bareYear(s: string, i: number): boolean {
  const end = digitsEnd(s, i);
  return end - i === 4 && isYear(Number(s.slice(i, end))) && !/[-.\d/元块个人万]/.test(s.charAt(end));
}

/** The end of A到B: whatever is said, not before A. */
function secondEnd(s: string, i: number, first: Interval, set: Settings): Base | undefined {
  const next = baseAt(s, i, set, first.from);
  if (next !== undefined) return next.intervals.length > 0 || next.unknown !== undefined ? next : undefined;
  if (bareYear(s, i)) return resolved({ year: Number(s.slice(i, i + 4)) }, i + 4, set, first.from);
  const day = smallAt(s, i);
  if (day === undefined || !isDay(first) || day.n > 31 || !/^(?:$|[,，。;；)的吧\s])/.test(s.charAt(day.end)))
    return undefined;
  return resolved({ day: day.n }, day.end, set, first.from);
}

/** A day, a period, a moment, or a stretch between two, with 前, 内, 以后, 起, 至今. */
export function expressionAt(s: string, i: number, set: Settings): Hit | undefined {
  const prefix = PREFIX.at(s, i);
  let start = prefix?.end ?? i;
  if (prefix !== undefined) while (/[:是为在于到]/.test(s.charAt(start)) && start - prefix.end < 2) start++;
  const unnamed = unnamedAt(s, start, set);
  if (unnamed !== undefined) return unnamed;
  const shared = sharedAt(s, start, set);
  const plain = shared === undefined ? baseAt(s, start, set) : resolved(shared.point, shared.sep - 1, set);
  if (plain === undefined) return undefined;
  if (plain.unknown !== undefined)
    return { values: [{ kind: 'unknown', reason: plain.unknown }], from: i, to: plain.end };
  const base = weekdayTag(s, plain, set);
  const first = base.intervals[0];
  if (first === undefined) return { values: [], from: i, to: plain.end };
  const wanted = prefix?.value === 'until' ? 'until' : undefined;
  const time = shared === undefined && isDay(first) ? timeAfter(s, base.end, set) : undefined;
  const end = time?.end ?? base.end;
  const ranged = rangeFrom(s, i, shared?.sep ?? rangeSeparator(s, end), base, time, set);
  if (ranged !== undefined) return ranged;
  if (shared !== undefined) return undefined;
  const suffix = suffixAt(s, end);
  const side =
    wanted !== undefined && suffix?.side !== 'before'
      ? wanted
      : (suffix?.side ?? (prefix?.value === 'from' && suffix === undefined ? undefined : wanted));
  const to = suffix?.end ?? end;
  if (time !== undefined) return { values: timed(base.intervals, base, time, set, side), from: i, to };
  if (side === undefined) return { values: base.intervals.map((x) => dateValue(x)), from: i, to: end };
  const values = base.intervals.map((x) => sided(x, base, side, set)).filter((v) => typeof v !== 'string');
  const nth = side === 'after' || side === 'before' ? nthBeside(s, to, values, set) : undefined;
  if (nth !== undefined) return { values: nth, from: i, to: withNth(s, to, {}).end };
  return { values, from: i, to };
}

function rangeFrom(
  s: string,
  i: number,
  sep: number | undefined,
  base: Base,
  time: TimePart | undefined,
  set: Settings,
): Hit | undefined {
  const first = base.intervals[0];
  if (sep === undefined || first === undefined || SUFFIX.at(s, sep - 1)?.value === 'now') return undefined;
  const second = secondEnd(s, sep, first, set);
  const last = second?.intervals[0];
  if (second === undefined || last === undefined || last.to <= first.from) return undefined;
  const minute = time?.clock?.minutes[0];
  const until = isDay(last) && minute !== undefined ? timeAfter(s, second.end, set) : undefined;
  const stop = until?.clock?.minutes[0];
  if (minute !== undefined && stop !== undefined && until !== undefined) {
    return {
      values: [momentsValue(stampOf(first.from, minute), stampOf(last.from, stop))],
      from: i,
      to: until.end,
    };
  }
  const precision = first.precision === last.precision ? first.precision : '约';
  return { values: [datesValue(first.from, last.to, precision)], from: i, to: second.end };
}
