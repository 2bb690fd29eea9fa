import { stampOf } from './dates/assemble.ts';
import { clockOf, fromIso, partsOf, wallClock } from './dates/civil.ts';
import { expressionAt, type Settings } from './dates/expressions.ts';
import { offsetAt } from './dates/offsets.ts';
import { durationAt, durationValue } from './durations.ts';
import { grammarsAt } from './grammars.ts';
import { FOUND_MAX, type Hit } from './hits.ts';
import { measuredDuration } from './measured-durations.ts';
import { pastNumber } from './numbers.ts';
import { isNumeral } from './numerals.ts';
import { setAt } from './recurrences.ts';
import { isDigit, letterTable } from './source.ts';
import { BEFORE_CLOCK, type ClockTime, clockAt, clockRangeAt, halfDayAt, halfDayMinutes } from './times.ts';
import type { ReadContext, Value } from './value.ts';
import { skip } from './words.ts';

/** What was asked for: it decides what a doubtful word is (12.1, 一点, 98年). */
export type Asked = 'date' | 'time' | 'duration' | undefined;

/** Letters a word of time may begin with; everything else is stepped over at once. */
const STARTS = letterTable(
  '0123456789今明后前昨大下上本这当去来次翌隔即第周星礼每逢隔工月年季初正腊冬农阴旧闰元春夏秋冬暑国五六七八十双光情妇女植愚劳青护儿建教万记平圣母父感新除小七龙端重敬老中清立惊谷芒处白寒霜夏QqAaPp一二两三四五六七八九十零廿卅半几差凌清早晚夜深午傍黄拂晌一全整最近过再未接往还等截不直从自打早限节放收假开首头岁旬三元圣鬼至顶超满少约起百千估',
);

/**
 * No more letters than this that might begin a time: in what people write and paste it is one in
 * five. A number counts twice, for more grammars begin with one; of those it is one in ten.
 */
const LOOKS_MAX = 900;

/** Everything about time in the text, longest at each place, from left to right. Linear in the length of the text. */
export function temporalsIn(s: string, context: ReadContext, asked: Asked): Hit[] {
  const { today, minute } = wallClock(context.now);
  const set: Settings = {
    env: { today, minute, bias: context.bias, calendar: context.calendar },
    grammar: { thisYear: partsOf(today).year, asked: asked === 'date' },
    halfDays: context.halfDays,
  };
  const hits: Hit[] = [];
  let looks = 0;
  /** Days there are none of (闰正月) among them. */
  let found = 0;
  for (let i = 0; i < s.length && found < FOUND_MAX && looks < LOOKS_MAX; ) {
    if (STARTS[s.charCodeAt(i)] !== 1 || insideNumber(s, i) || isDrone(s, i)) {
      i++;
      continue;
    }
    looks += isDigit(s[i]) || isNumeral(s[i]) ? 2 : 1;
    const hit = longest(s, i, set, asked);
    if (hit === undefined || hit.to <= i) {
      i = isDigit(s[i]) ? pastNumber(s, i) : isLongRun(s, i) ? pastNumber(s, i) : i + 1;
      continue;
    }
    found++;
    if (hit.values.length > 0) hits.push(hit);
    i = hit.to;
  }
  return hits;
}

/** One letter said four times over begins nothing; the last of them may. */
function isDrone(s: string, i: number): boolean {
  const c = s[i];
  return c === s[i + 1] && c === s[i + 2] && c === s[i + 3] && !isDigit(c);
}

function insideNumber(s: string, i: number): boolean {
  if (isDigit(s[i]) && /[-.]/.test(s.charAt(i - 1)) && isDigit(s[i - 2])) return true;
  if (isDigit(s[i])) return /[\dA-Za-z_]/.test(s.charAt(i - 1)) && !/[TQ]/.test(s.charAt(i - 1));
  return isNumeral(s[i]) && isDigit(s[i - 1]);
}

/** A run of numerals with 十百千万 in it is one number; only a string of digits may be entered midway. */
function isLongRun(s: string, i: number): boolean {
  if (!isNumeral(s[i])) return false;
  const end = pastNumber(s, i);
  return end - i > 4 || /[十百千万亿]/.test(s.slice(i, end));
}

function longest(s: string, i: number, set: Settings, asked: Asked): Hit | undefined {
  if (asked === 'duration') return duration(s, i, asked);
  const may = grammarsAt(s, i);
  const recurring = may.set ? setAt(s, i) : undefined;
  if (recurring !== undefined)
    return { values: [{ kind: 'set', timex: recurring.timex }], from: i, to: recurring.end };
  const date = may.date ? expressionAt(s, i, set) : undefined;
  // Nothing else that begins here is as long as a written date.
  if (date !== undefined && date.to - i >= 8 && isDigit(s[i])) return date;
  const found = [
    may.offset ? offset(s, i, set) : undefined,
    date,
    may.clock ? clock(s, i, set, asked) : undefined,
    may.duration ? duration(s, i, asked) : undefined,
  ];
  let best: Hit | undefined;
  for (const hit of found) if (hit !== undefined && (best === undefined || hit.to > best.to)) best = hit;
  return best;
}

/** 三天后, with the clock time that may follow: 三天后下午三点. */
function offset(s: string, i: number, set: Settings): Hit | undefined {
  const hit = offsetAt(s, i, set.env);
  const value = hit?.values[0];
  if (hit === undefined || value?.kind !== 'date') return hit;
  const at = s[hit.to] === '的' ? hit.to + 1 : hit.to;
  const day = fromIso(value.date);
  const range = clockRangeAt(s, at, false);
  if (range !== undefined) {
    return {
      ...hit,
      to: range.end,
      values: range.ranges.map(([from, to]) => ({
        kind: 'datetimerange',
        from: stampOf(day, from),
        to: stampOf(day, to),
      })),
    };
  }
  const time = clockAt(s, at, false);
  if (time !== undefined)
    return {
      ...hit,
      to: time.end,
      values: time.minutes.map((m) => ({ kind: 'datetime', datetime: stampOf(day, m) })),
    };
  const half = halfDayAt(s, at);
  if (half === undefined) return hit;
  const [from, to] = halfDayMinutes(half.half, set.halfDays);
  return {
    ...hit,
    to: half.end,
    values: [{ kind: 'datetimerange', from: stampOf(day, from), to: stampOf(day, to) }],
  };
}

const within = (m: number): string => clockOf(m === 1440 ? 1440 : m % 1440);

function clock(s: string, i: number, set: Settings, asked: Asked): Hit | undefined {
  const timeAsked = asked === 'time';
  const at = skip(BEFORE_CLOCK, s, i);
  const range = clockRangeAt(s, at, timeAsked);
  if (range !== undefined) {
    return {
      values: range.ranges.map(([from, to]) => ({ kind: 'timerange', from: within(from), to: within(to) })),
      from: i,
      to: range.end,
    };
  }
  const time = clockAt(s, at, timeAsked);
  if (time !== undefined) return { ...clockValues(s, time), from: i };
  const half = halfDayAt(s, i);
  if (half === undefined || half.end - i < 2 || /^[AaPp]/.test(s.charAt(i))) return undefined;
  const [from, to] = halfDayMinutes(half.half, set.halfDays);
  return { values: [{ kind: 'timerange', from: clockOf(from), to: clockOf(to) }], from: i, to: half.end };
}

function clockValues(s: string, time: ClockTime): { values: Value[]; to: number } {
  const suffix =
    /^(?:左右|前后|上下|以后|之后|后|起|开始|以前|之前|前)/.exec(s.slice(time.end, time.end + 2))?.[0] ?? '';
  const to = time.end + suffix.length;
  const values = time.minutes.map((m): Value => {
    if (/后|起|开/.test(suffix) && suffix !== '前后')
      return { kind: 'timerange', from: within(m), to: '24:00' };
    if (suffix.endsWith('前')) return { kind: 'timerange', from: '00:00', to: within(m) };
    return { kind: 'time', time: clockOf(m % 1440), ...(suffix === '' ? {} : { about: true as const }) };
  });
  return { values, to };
}

function duration(s: string, i: number, asked: Asked): Hit | undefined {
  const bounded = measuredDuration(s, i);
  if (bounded !== undefined) return bounded;
  const d = durationAt(s, i);
  if (d === undefined || (d.dayName && asked !== 'duration')) return undefined;
  return { values: [durationValue(d)], from: i, to: d.end };
}
