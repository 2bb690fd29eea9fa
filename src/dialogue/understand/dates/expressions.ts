import type { Hit } from '../hits.ts';
import { rangeSeparator } from '../measures.ts';
import { digitsEnd, isDigit } from '../source.ts';
import {
  type ClockRange,
  type ClockTime,
  clockAt,
  clockRangeAt,
  halfDayAt,
  halfDayMinutes,
} from '../times.ts';
import type { Value } from '../value.ts';
import { lexicon, words } from '../words.ts';
import { datesValue, dateValue, momentsValue, stampOf } from './assemble.ts';
import { partsOf, weekdayOf } from './civil.ts';
import type { Interval, Point } from './point.ts';
import { type GrammarContext, pointAt, withNth } from './points.ts';
import { type Env, leaveAround, resolve, workdayIn } from './resolve.ts';
import { isYear, smallAt } from './written.ts';

/** What expressions need beside the text. */
export interface Settings {
  env: Env;
  grammar: GrammarContext;
  halfDays: Partial<Record<string, readonly [string, string]>> | undefined;
}

type Side = 'before' | 'until' | 'after' | 'within' | 'about' | 'now';
const SUFFIX = lexicon<Side>([
  ...words<Side>('before', '之前', '以前', '前'),
  ...words<Side>('until', '为止', '止', '截止', '截至'),
  ...words<Side>('after', '以后', '之后', '过后', '往后', '后', '起', '开始', '以来', '起算', '开始算'),
  ...words<Side>(
    'now',
    '至今',
    '到现在',
    '到目前',
    '到如今',
    '迄今',
    '至目前',
    '至现在',
    '-至今',
    '--至今',
    '~至今',
    '-今',
    '到今天为止',
    '-现在',
    '~现在',
    '至今为止',
    '起至今',
    '开始至今',
    '-目前',
  ),
  ...words<Side>('within', '之内', '以内', '内'),
  ...words<Side>('about', '左右', '前后', '上下', '附近', '那几天', '那阵'),
]);
const NOT_SUFFIX =
  /^(?:后悔|后勤|后续|后台|后半|前面|前台|前途|前任|前年|前天|内容|内部|起诉|起来|起草|后天|后年|前几|后几|前半|后[一二三两])/;
const PREFIX = lexicon<'until' | 'from' | 'by'>([
  ...words(
    'until' as const,
    '截止日期',
    '截止到',
    '截至到',
    '截止',
    '截至',
    '最晚',
    '最迟',
    '不晚于',
    '不迟于',
    '不能晚于',
    '至迟',
    '直到',
  ),
  ...words(
    'until' as const,
    '最晚到',
    '最迟到',
    '最晚是',
    '最迟是',
    '截止时间',
    '截止是',
    '截止在',
    '最晚不超过',
    '限',
  ),
  ...words('from' as const, '从', '自从', '自', '打从', '打', '最早', '不早于', '早则'),
]);

interface Base {
  point: Point;
  intervals: Interval[];
  unknown: string | undefined;
  end: number;
}

function baseAt(s: string, i: number, set: Settings, floor?: number): Base | undefined {
  const found = pointAt(s, i, set.grammar);
  return found === undefined ? undefined : resolved(found.point, found.end, set, floor);
}

function resolved(point: Point, end: number, set: Settings, floor?: number): Base {
  const result = resolve(point, set.env, floor);
  if ('unknown' in result) return { point, intervals: [], unknown: result.unknown, end };
  return { point, intervals: result.intervals, unknown: undefined, end };
}

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

const isDay = (x: Interval): boolean => x.to - x.from === 1;

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

/** Skips what may stand between a day and its time. */
function beforeTime(s: string, i: number): number {
  let p = i;
  while (p < s.length && p - i < 3 && /[的,，T\s是在]/.test(s.charAt(p))) p++;
  return p;
}

interface TimePart {
  range?: ClockRange;
  clock?: ClockTime;
  half?: [number, number];
  end: number;
}

function timeAfter(s: string, i: number, set: Settings): TimePart | undefined {
  const at = beforeTime(s, i);
  const range = clockRangeAt(s, at, false);
  if (range !== undefined) return { range, end: range.end };
  const clock = clockAt(s, at, false);
  if (clock !== undefined)
    return { clock, end: /^[+Z]|\.000/.test(s.slice(clock.end)) ? isoTail(s, clock.end) : clock.end };
  const half = halfDayAt(s, at);
  if (half === undefined || /[)]/.test(s.charAt(half.end))) return undefined;
  return { half: halfDayMinutes(half.half, set.halfDays), end: half.end };
}

const isoTail = (s: string, i: number): number =>
  i + (/^(?:\.\d{3})?(?:Z|\+08:?00)/.exec(s.slice(i, i + 12))?.[0].length ?? 0);

function timed(
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

function suffixAt(s: string, i: number): { side: Side; end: number } | undefined {
  const found = SUFFIX.at(s, i);
  if (found === undefined || (found.value !== 'about' && NOT_SUFFIX.test(s.slice(i, i + 3))))
    return undefined;
  // 从3月起至今
  const now = found.value === 'after' ? SUFFIX.at(s, found.end) : undefined;
  if (now?.value === 'now') return { side: 'now', end: now.end };
  return { side: found.value, end: found.end };
}

/** Before, until, after a day or period, ends kept as they are said. */
function sided(day: Interval, base: Base, side: Side, set: Settings): Value | string {
  const { point } = base;
  const atEnd = point.part === '底' || point.part === '下旬';
  const { env } = set;
  switch (side) {
    case 'before':
      return datesValue(undefined, atEnd ? day.to : day.from, day.precision);
    case 'until':
      return datesValue(undefined, day.to, day.precision);
    case 'after': {
      if (point.feast?.leave) {
        const leave = leaveAround(day.from, env);
        return datesValue(
          typeof leave === 'string' ? day.to : leave.to,
          undefined,
          typeof leave === 'string' ? '约' : '日',
        );
      }
      return datesValue(atEnd ? day.to : day.from, undefined, day.precision);
    }
    case 'now':
      return datesValue(day.from, undefined, day.precision);
    case 'within': {
      const from = day.from <= env.today && env.today < day.to && env.bias !== '过去' ? env.today : day.from;
      return datesValue(from, day.to, day.precision);
    }
    case 'about':
      return dateValue(day, true);
  }
}

/** 节后第一个工作日, 春节后第三天: counted from the end of the leave. */
function afterNth(
  s: string,
  end: number,
  values: readonly Value[],
  set: Settings,
): Hit['values'] | undefined {
  const first = values[0];
  const { point, end: stop } = withNth(s, end, {});
  if (point.nth === undefined || stop === end || first?.kind !== 'daterange' || first.from === undefined)
    return undefined;
  const from = Math.round(Date.parse(`${first.from}T00:00:00Z`) / 86_400_000);
  if (point.nth.of === 'day')
    return [dateValue({ from: from + point.nth.n - 1, to: from + point.nth.n, precision: '日' })];
  if (point.nth.of !== 'workday') return undefined;
  const reason = first.precision === '约' ? `${partsOf(from).year}年的放假安排还没有公布` : undefined;
  const day = reason ?? workdayIn(from, from + 60, point.nth.n, set.env);
  if (typeof day === 'string') return [{ kind: 'unknown', reason: day }];
  return day === undefined ? undefined : [dateValue({ from: day, to: day + 1, precision: '日' })];
}

/** 年前, 年后, 节前, 节后, 过完年: a side of a feast that is not named. */
const UNNAMED = lexicon<{ spring: boolean; side: 'before' | 'after' }>([
  ...words({ spring: true, side: 'before' as const }, '年前', '过年前', '年节前'),
  ...words(
    { spring: true, side: 'after' as const },
    '年后',
    '过完年',
    '过年后',
    '开年后',
    '过完年后',
    '过了年',
    '过完春节',
  ),
  ...words({ spring: false, side: 'before' as const }, '节前', '放假前', '假期前'),
  ...words(
    { spring: false, side: 'after' as const },
    '节后',
    '放完假',
    '假期后',
    '放假后',
    '收假后',
    '过完节',
  ),
]);

function unnamedAt(s: string, i: number, set: Settings): Hit | undefined {
  const found = UNNAMED.at(s, i);
  if (
    found === undefined ||
    /[\d一二两三四五六七八九十几多半去今明前后来百千数同当往每季环细章调情关音礼零]/.test(s.charAt(i - 1))
  )
    return undefined;
  const { spring, side } = found.value;
  const lists = spring ? ['春节'] : ['元旦', '春节', '清明', '五一', '端午', '中秋', '国庆'];
  const bases = lists.map((name) =>
    baseAt(name, 0, { ...set, env: { ...set.env, bias: set.env.bias ?? '将来' } }),
  );
  const days = bases.filter((b) => b?.intervals[0] !== undefined) as (Base & { intervals: [Interval] })[];
  days.sort((a, b) => a.intervals[0].from - b.intervals[0].from);
  const base = set.env.bias === '过去' ? days.at(-1) : days[0];
  if (base === undefined) return undefined;
  const value = sided(base.intervals[0], base, side, set);
  if (typeof value === 'string') return undefined;
  const nth = side === 'after' ? afterNth(s, found.end, [value], set) : undefined;
  return {
    values: nth ?? [value],
    from: i,
    to: nth === undefined ? found.end : withNth(s, found.end, {}).end,
  };
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
  if (first === undefined) return undefined;
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
  const nth = side === 'after' ? afterNth(s, to, values, set) : undefined;
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
