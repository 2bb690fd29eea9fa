import { onceOf } from '../once.ts';
import type { Precision, WorkCalendar } from '../value.ts';
import { addMonths, type Day, dayOf, daysInMonth, isoOf, partsOf, weekdayOf } from './civil.ts';
import { feastDay, lunarInCivilYear } from './feasts.ts';
import type { Interval, Part, Point } from './point.ts';

/** Where and when a point is resolved. */
export interface Env {
  today: Day;
  /** Minutes since midnight. */
  minute: number;
  bias: '将来' | '过去' | undefined;
  calendar: WorkCalendar;
}

/** The readings of a point, best first; or the reason none can be given. */
export type Resolved = { intervals: Interval[] } | { unknown: string };

const span = (from: Day, to: Day, precision: Precision): Interval => ({ from, to, precision });
const oneDay = (day: Day): Interval => span(day, day + 1, '日');

/**
 * Picks among the same words in neighbouring cycles (years, months, weeks):
 * the way the bias leans; without one the current cycle, and the next as well
 * when that is past. `floor`: the other end of A到B, which it must not precede.
 */
function choose(cycles: readonly (Interval | undefined)[], env: Env, floor: Day | undefined): Interval[] {
  const all = cycles.filter((c) => c !== undefined);
  if (floor !== undefined) {
    const next = all.find((c) => c.to > floor);
    return next === undefined ? [] : [next];
  }
  const next = all.find((c) => c.to > env.today);
  const last = all.findLast((c) => c.from <= env.today);
  if (env.bias === '将来') return [next ?? last].filter((c) => c !== undefined);
  if (env.bias === '过去') return [last ?? next].filter((c) => c !== undefined);
  const sameYear = last !== undefined && partsOf(last.from).year === partsOf(env.today).year;
  return [next, sameYear && last !== next ? last : undefined].filter((c) => c !== undefined);
}

export function monthSpan(year: number, month: number): Interval {
  const y = year + Math.floor((month - 1) / 12);
  const m = ((((month - 1) % 12) + 12) % 12) + 1;
  return span(dayOf(y, m, 1), dayOf(y, m, 1) + daysInMonth(y, m), '月');
}

function monthsSpan(year: number, month: number, count: number, precision: Precision): Interval {
  const from = dayOf(year, month, 1);
  return span(from, addMonths(from, count), precision);
}

/** 初, 中, 底 of a period: thirds of a month, the first, middle and last months of a year. */
function partOf(whole: Interval, part: Part): Interval {
  const { year, month } = partsOf(whole.from);
  if (whole.precision === '年') {
    if (part === '初') return monthsSpan(year, 1, 1, '约');
    return part === '中' ? monthsSpan(year, 6, 2, '约') : monthsSpan(year, 12, 1, '约');
  }
  if (whole.precision === '季度') {
    return part === '初'
      ? span(whole.from, whole.from + 10, '旬')
      : span(addMonths(whole.from, 2) + 20, whole.to, '旬');
  }
  const first = dayOf(year, month, 1);
  switch (part) {
    case '初':
    case '上旬':
      return span(first, first + 10, '旬');
    case '中':
    case '中旬':
      return span(first + 10, first + 20, '旬');
    case '底':
    case '下旬':
      return span(first + 20, whole.to, '旬');
    case '上半月':
      return span(first, first + 15, '旬');
    case '下半月':
      return span(first + 15, whole.to, '旬');
  }
}

/** What the point says within one year. */
function inYear(point: Point, year: number): Interval | undefined {
  if (point.month !== undefined) {
    const month = monthSpan(year, point.month);
    if (point.day !== undefined)
      return point.day > month.to - month.from ? undefined : oneDay(month.from + point.day - 1);
    return point.part === undefined ? month : partOf(month, point.part);
  }
  if (point.half !== undefined) return monthsSpan(year, point.half === 1 ? 1 : 7, 6, '半年');
  if (point.quarter !== undefined) {
    const quarter = monthsSpan(year, point.quarter * 3 - 2, 3, '季度');
    return point.part === undefined ? quarter : partOf(quarter, point.part);
  }
  if (point.season !== undefined) return monthsSpan(year, point.season * 3, 3, '约');
  if (point.vacation) return monthsSpan(year, 7, 2, '约');
  if (point.feast !== undefined) return dayOrNone(feastDay(point.feast, year));
  if (point.lunar?.month !== undefined)
    return dayOrNone(lunarInCivilYear(year, point.lunar.month, point.lunar.day));
  const whole = monthsSpan(year, 1, 12, '年');
  return point.part === undefined ? whole : partOf(whole, point.part);
}

const dayOrNone = (day: Day | undefined): Interval | undefined =>
  day === undefined ? undefined : oneDay(day);

function inWeek(point: Point, monday: Day): Interval {
  if (point.weekday !== undefined) return oneDay(monday + point.weekday - 1);
  if (point.weekend) return span(monday + 5, monday + 7, '日');
  return span(monday, monday + 7, '约');
}

/** The stretch a point names before 第一个, 最后一天 pick from it. */
function base(point: Point, env: Env, floor: Day | undefined): Interval[] {
  if (point.exact !== undefined) return [point.exact];
  if (point.dayRel !== undefined) return [oneDay(env.today + point.dayRel)];
  const now = partsOf(env.today);
  const monday = env.today - weekdayOf(env.today) + 1;
  if (point.weekRel !== undefined) return [inWeek(point, monday + 7 * point.weekRel)];
  if (point.weekend)
    return floor === undefined
      ? [inWeek(point, monday)]
      : choose(
          [0, 7, 14].map((d) => inWeek(point, startWeek(floor) + d)),
          env,
          floor,
        );
  if (point.weekday !== undefined) {
    const start = floor === undefined ? monday : startWeek(floor);
    return choose(
      [-7, 0, 7].map((d) => inWeek(point, start + d)),
      env,
      floor,
    );
  }
  const year = point.year ?? (point.yearRel === undefined ? undefined : now.year + point.yearRel);
  if (point.monthRel !== undefined) {
    const month = monthSpan(now.year, now.month + point.monthRel);
    if (point.day !== undefined)
      return point.day > month.to - month.from ? [] : [oneDay(month.from + point.day - 1)];
    return [point.part === undefined ? month : partOf(month, point.part)];
  }
  if (point.quarterRel !== undefined) {
    const quarter = monthsSpan(now.year, Math.floor((now.month - 1) / 3) * 3 + 1, 3, '季度');
    const moved = span(
      addMonths(quarter.from, 3 * point.quarterRel),
      addMonths(quarter.to, 3 * point.quarterRel),
      '季度',
    );
    return [point.part === undefined ? moved : partOf(moved, point.part)];
  }
  if (year !== undefined) return [inYear(point, year)].filter((c) => c !== undefined);
  const near = floor === undefined ? now : partsOf(floor);
  if (point.lunar !== undefined && point.lunar.month === undefined)
    return choose(lunarCyclesOf(env)(point.lunar.day, near.year), env, floor);
  if (point.half !== undefined && floor === undefined)
    return [inYear(point, now.year)].filter((c) => c !== undefined);
  const monthly =
    point.month === undefined && (point.day !== undefined || (point.part !== undefined && !point.nearYear));
  if (monthly && point.quarter === undefined) {
    return choose(
      [-1, 0, 1, 2].map((d) => inMonthOnly(point, monthSpan(near.year, near.month + d))),
      env,
      floor,
    );
  }
  return choose(
    [-1, 0, 1, 2].map((d) => inYear(point, near.year + d)),
    env,
    floor,
  );
}

const startWeek = (day: Day): Day => day - weekdayOf(day) + 1;

function inMonthOnly(point: Point, month: Interval): Interval | undefined {
  if (point.day !== undefined)
    return point.day > month.to - month.from ? undefined : oneDay(month.from + point.day - 1);
  return point.part === undefined ? undefined : partOf(month, point.part);
}

/** The days of the years around `year` on which a lunar day (初六) falls, each worked out once a text. */
const lunarCyclesOf = onceOf((_env: Env) => {
  const known = new Map<string, Interval[]>();
  return (day: number, year: number): Interval[] => {
    const before = known.get(`${year} ${day}`);
    if (before !== undefined) return before;
    const days = [-1, 0, 1]
      .flatMap((d) => Array.from({ length: 12 }, (_, k) => lunarInCivilYear(year + d, k + 1, day)))
      .filter((d) => d !== undefined)
      .sort((a, b) => a - b)
      .map(oneDay);
    known.set(`${year} ${day}`, days);
    return days;
  };
});

const NOT_PUBLISHED = (year: number): string => `${year}年的放假安排还没有公布`;

/** Whether days are worked, each asked of the calendar once a text. */
const workedIn = onceOf((env: Env) => {
  const known = new Map<Day, boolean | 'unknown'>();
  return (day: Day): boolean | 'unknown' => {
    const worked = known.get(day) ?? env.calendar.isWorkday(isoOf(day));
    known.set(day, worked);
    return worked;
  };
});

/** The nth working day of a stretch counted from its start (or its end, n < 0). */
export function workdayIn(from: Day, to: Day, n: number, env: Env): Day | string | undefined {
  let left = Math.abs(n);
  const worked = workedIn(env);
  for (let k = 0; k < 400; k++) {
    const day = n > 0 ? from + k : to - 1 - k;
    if (day < from || day >= to) return undefined;
    const workday = worked(day);
    if (workday === 'unknown') return NOT_PUBLISHED(partsOf(day).year);
    if (workday && --left === 0) return day;
  }
  return undefined;
}

/** The stretch of days off around a day; a reason where the calendar does not cover it. */
export function leaveAround(day: Day, env: Env): Interval | string {
  let from = day;
  let to = day + 1;
  const worked = workedIn(env);
  const off = (d: Day): boolean | 'unknown' => {
    const work = worked(d);
    return work === 'unknown' ? work : !work;
  };
  if (off(day) === 'unknown') return NOT_PUBLISHED(partsOf(day).year);
  while (day - from < 15 && off(from - 1) === true) from--;
  while (to - day < 15 && off(to) === true) to++;
  if (off(to) === 'unknown') return NOT_PUBLISHED(partsOf(to).year);
  return span(from, to, '日');
}

function nthOf(whole: Interval, nth: NonNullable<Point['nth']>, env: Env): Interval | string | undefined {
  const { n, of, weekday } = nth;
  const at = (size: number): Day => (n > 0 ? whole.from + size * (n - 1) : whole.to + size * n);
  if (of === 'day') return oneDay(at(1));
  if (of === 'workday') {
    const day = workdayIn(whole.from, whole.to, n, env);
    return typeof day === 'number' ? oneDay(day) : day;
  }
  if (of === 'month') {
    const from = n > 0 ? addMonths(whole.from, n - 1) : addMonths(whole.to, n);
    return monthSpan(partsOf(from).year, partsOf(from).month);
  }
  if (of === 'week') {
    const monday = n > 0 ? startWeek(whole.from) + 7 * (n - 1) : startWeek(whole.to - 1) + 7 * (n + 1);
    return span(monday, monday + 7, '约');
  }
  const first =
    n > 0
      ? whole.from + (((weekday ?? 1) - weekdayOf(whole.from) + 7) % 7)
      : whole.to - 1 - ((weekdayOf(whole.to - 1) - (weekday ?? 1) + 7) % 7);
  const day = first + 7 * (n > 0 ? n - 1 : n + 1);
  return day >= whole.from && day < whole.to ? oneDay(day) : undefined;
}

/** All readings of a point, best first. `floor`: the earlier end of A到B. */
export function resolve(point: Point, env: Env, floor?: Day): Resolved {
  if (point.workdayFromNow !== undefined) {
    const day = workdayIn(env.today + 1, env.today + 60, point.workdayFromNow, env);
    if (typeof day === 'string') return { unknown: day };
    return { intervals: day === undefined ? [] : [oneDay(day)] };
  }
  const intervals: Interval[] = [];
  for (const whole of base(point, env, floor)) {
    const found = point.leave
      ? leaveAround(whole.from, env)
      : point.nth === undefined
        ? whole
        : nthOf(whole, point.nth, env);
    if (typeof found === 'string') return { unknown: found };
    if (found !== undefined) intervals.push(found);
  }
  return { intervals };
}
