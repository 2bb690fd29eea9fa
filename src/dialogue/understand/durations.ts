import { rangeSeparator } from './measures.ts';
import { quantityAt } from './numerals.ts';
import { onceAt } from './once.ts';
import type { Value } from './value.ts';
import { lexicon, words } from './words.ts';

/** A length of time in the units it was said in; any may be fractional (一个半月). */
export interface Length {
  years: number;
  months: number;
  days: number;
  seconds: number;
}

/** A duration as said. Exact: `low` and `high` are the same. */
export interface Duration {
  low: Length;
  high: Length;
  workdays: boolean;
  end: number;
  /** Written with 日, which may also be a day of a month (5日). */
  dayName: boolean;
  /** The unit was counted with 个 or could not be a date (3年 could: 2003年). */
  bareYear: boolean;
}

type Field = keyof Length;
interface Unit {
  field: Field;
  size: number;
  workdays?: true;
  dayName?: true;
}

const unit = (field: Field, size = 1): Unit => ({ field, size });

const UNITS = lexicon<Unit>([
  ...words(unit('years'), '周年', '整年', '年'),
  ...words(unit('years', 0.25), '个季度'),
  ...words(unit('months'), '个整月', '个月', '个多月'),
  ...words(unit('days', 7), '个星期', '星期', '个礼拜', '礼拜', '周'),
  ...words<Unit>({ field: 'days', size: 1, workdays: true }, '个工作日', '工作日', '个上班日'),
  ...words(unit('days'), '个自然日', '自然日', '整天', '天', '个日历日'),
  ...words<Unit>({ field: 'days', size: 1, dayName: true }, '日'),
  ...words(unit('seconds', 3600), '个小时', '小时', '个钟头', '钟头', '个钟'),
  ...words(unit('seconds', 60), '分钟', '分'),
  ...words(unit('seconds', 900), '刻钟'),
  ...words(unit('seconds'), '秒钟', '秒'),
]);
const HALF_UNITS = lexicon<Unit>([
  ...words(unit('years', 0.5), '半年'),
  ...words(unit('days', 15), '半个月', '半个多月', '半月'),
  ...words(unit('days', 0.5), '半天', '半日'),
  ...words(unit('seconds', 1800), '半个小时', '半小时', '半个钟头', '半个钟', '半钟头'),
]);
/** Letters a duration begins with; a number may begin one too. */
export const DURATION_FIRST = [...HALF_UNITS.firsts, '几', '数'];

/** What turns 3年 or 一天 into something else. */
const NOT_LENGTH =
  /^(?:年级|年制|年生|年度|天到晚|天两头|年到头|年一度|日游|天下来|天地|天才|天空|周岁|周边|周围|周刊|分之|分店|分公司|年代|年好合|年大计|年树|周末|日程|日常|日元)/;

const ZERO: Length = { years: 0, months: 0, days: 0, seconds: 0 };

const times = (u: Unit, n: number): Length => ({ ...ZERO, [u.field]: n * u.size });
const plus = (a: Length, b: Length): Length => ({
  years: a.years + b.years,
  months: a.months + b.months,
  days: a.days + b.days,
  seconds: a.seconds + b.seconds,
});

/** Seconds, with a year of 365 days and a month of 30. */
export function secondsOf(length: Length): number {
  return ((length.years * 365 + length.months * 30 + length.days) * 24 * 60 + length.seconds / 60) * 60;
}

type Part = Omit<Duration, 'bareYear'> & { unit: Unit };

/** 一个半月, 两年半, 三五天, 十来天, 3-5天: one number with one unit. */
function partAt(s: string, i: number): Part | undefined {
  const half = HALF_UNITS.at(s, i);
  if (half !== undefined)
    return {
      ...same(times(half.value, 1)),
      workdays: false,
      end: half.end,
      dayName: false,
      unit: half.value,
    };
  const q = quantityAt(s, i);
  if (q === undefined) return undefined;
  let { low, high } = q;
  let at = q.end;
  const halved = s.startsWith('个半', at) ? 2 : 0;
  if (halved > 0) {
    low += 0.5;
    high += 0.5;
    at += 2;
  }
  const sep = halved > 0 ? undefined : rangeSeparator(s, (UNITS.at(s, at)?.end ?? at) as number);
  const other = sep === undefined ? undefined : quantityAt(s, sep);
  if (other !== undefined && UNITS.at(s, other.end) !== undefined && other.high > low) {
    const mine = UNITS.at(s, at)?.value;
    const theirs = UNITS.at(s, other.end) as { value: Unit; end: number };
    if (mine === undefined || mine.field === theirs.value.field)
      return ranged(s, [low, other.high], mine ?? theirs.value, theirs);
  }
  const found = halved > 0 ? halfUnitAt(s, at) : UNITS.at(s, at);
  if (found === undefined || NOT_LENGTH.test(s.slice(at, at + 3))) return undefined;
  const u = found.value;
  let end = found.end;
  if (s.startsWith('个多月', at)) high = low + 1;
  else if (s[end] === '半' && u.field !== 'seconds' && u.workdays === undefined)
    [low, high, end] = [low + 0.5, high + 0.5, end + 1];
  else if (/^(?:多|有余)(?!少|个)/.test(s.slice(end, end + 2)))
    [high, end] = [high + 1, end + (s[end] === '多' ? 1 : 2)];
  const flags = { workdays: u.workdays === true, dayName: u.dayName === true };
  return { low: times(u, low), high: times(u, high), end, unit: u, ...flags };
}

function halfUnitAt(s: string, i: number): { value: Unit; end: number } | undefined {
  if (s[i] === '月') return { value: unit('months'), end: i + 1 };
  return UNITS.at(s, i);
}

function ranged(
  s: string,
  [low, high]: [number, number],
  first: Unit,
  last: { value: Unit; end: number },
): Part | undefined {
  if (NOT_LENGTH.test(s.slice(last.end - 1, last.end + 2))) return undefined;
  const flags = { workdays: last.value.workdays === true, dayName: last.value.dayName === true };
  return { low: times(first, low), high: times(last.value, high), end: last.end, unit: last.value, ...flags };
}

const same = (length: Length): { low: Length; high: Length } => ({ low: length, high: length });
const RANK: Field[] = ['years', 'months', 'days', 'seconds'];

/** The duration at `i`: 三天, 两年半, 一年零三个月, 1小时30分, 3-5个工作日. */
export const durationAt = onceAt(parseDuration);

function parseDuration(s: string, i: number): Duration | undefined {
  const first = s[i - 1] === '第' ? undefined : partAt(s, i);
  if (first === undefined) return undefined;
  // 2026年 is a year, never so many of them.
  if (first.low.years >= 1000) return undefined;
  let { low, high, end } = first;
  let rank = rankOf(first.unit);
  for (let n = 0; n < 3 && !first.workdays; n++) {
    const next = partAt(s, s[end] === '零' || s[end] === '又' ? end + 1 : end);
    if (next === undefined || next.workdays || rankOf(next.unit) <= rank || next.dayName) break;
    low = plus(low, next.low);
    high = plus(high, next.high);
    end = next.end;
    rank = rankOf(next.unit);
  }
  const bareYear =
    first.unit.field === 'years' && first.unit.size === 1 && end === first.end && s[end - 1] === '年';
  return { low, high, workdays: first.workdays, end, dayName: first.dayName, bareYear };
}

function rankOf(u: Unit): number {
  return RANK.indexOf(u.field) * 10_000 - u.size / 3600 + (u.field === 'days' ? -u.size : 0);
}

/** The duration as a value. */
export function durationValue(d: Duration): Value {
  const [low, high] = [secondsOf(d.low), secondsOf(d.high)];
  if (d.workdays) {
    return low === high
      ? { kind: 'workdays', days: d.low.days }
      : { kind: 'workdays', days: Math.floor(d.low.days), most: Math.floor(d.high.days) };
  }
  return low === high ? { kind: 'duration', seconds: low } : { kind: 'durationrange', low, high };
}
