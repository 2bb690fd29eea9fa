import { smallAt } from './dates/written.ts';
import { rangeSeparator } from './measures.ts';
import { cnDigit } from './numerals.ts';
import { onceAt } from './once.ts';
import { digitsEnd, isDigit } from './source.ts';
import { lexicon, wordSet, words } from './words.ts';

export type HalfDay = '凌晨' | '早上' | '上午' | '中午' | '下午' | '傍晚' | '晚上' | '半夜' | '全天';

/** What the office calls them unless it says otherwise, in minutes. */
const HALF_DAYS: Record<HalfDay, readonly [number, number]> = {
  凌晨: [0, 360],
  早上: [420, 540],
  上午: [540, 720],
  中午: [720, 840],
  下午: [840, 1080],
  傍晚: [1020, 1140],
  晚上: [1080, 1320],
  半夜: [1380, 1440],
  全天: [540, 1080],
};

const HALVES = lexicon<HalfDay>([
  ...words<HalfDay>('凌晨', '凌晨', '后半夜', '拂晓'),
  ...words<HalfDay>(
    '早上',
    '大清早',
    '一大早',
    '大早上',
    '早上',
    '早晨',
    '清晨',
    '清早',
    '一早',
    '晨间',
    '早间',
    '早',
  ),
  ...words<HalfDay>('上午', '上午', '前晌', 'AM', 'am', 'a.m.'),
  ...words<HalfDay>('中午', '中午', '正午', '晌午', '午间'),
  ...words<HalfDay>('下午', '下午', '午后', '后晌', 'PM', 'pm', 'p.m.'),
  ...words<HalfDay>('傍晚', '傍晚', '黄昏'),
  ...words<HalfDay>('晚上', '晚上', '夜晚', '夜里', '夜间', '晚间', '晚'),
  ...words<HalfDay>('半夜', '大半夜', '半夜', '深夜', '午夜'),
  ...words<HalfDay>('全天', '一整天', '整天', '全天'),
]);

/** What may stand before a time of day. */
export const BEFORE_CLOCK = wordSet('最晚 最早 大概 大约 约 从');

/** Letters a time of day begins with; a number may begin one too. */
export const CLOCK_FIRST = [...BEFORE_CLOCK.firsts, ...HALVES.firsts, '差'];

/** A time of day. `minutes`: its readings, best first, 0..1440 (over 1440: of the next day). */
export interface ClockTime {
  minutes: number[];
  /** 三四点, 三点多: the end of what it may be, for each reading. */
  until?: number[];
  half: HalfDay | undefined;
  /** Written so that no half-day is missing (15:30, 下午三点). */
  exact: boolean;
  end: number;
}

const NOT_CLOCK =
  /^(?:意见|建议|要求|说明|想法|问题|理由|看法|希望|好处|原因|钱|点|体会|感受|感想|内容|补充|疑问|需求|诉求|事|也|都|儿|心|困难|提示|名|击|赞|评|餐|菜|滴|到为止|以下)/;
const BEFORE_NOT_CLOCK = /(?:以下|以上|这|那|有|几|第|快|差|早|晚|慢|好|大|小|多|少|高|低|提|共|同|再)$/;

/** Hour readings of a bare hour: office hours first. */
function hoursOf(hour: number, half: HalfDay | undefined): number[] {
  if (hour > 12) return [hour];
  switch (half) {
    case undefined:
      if (hour === 0 || hour === 12) return [hour];
      return hour >= 7 ? [hour, hour + 12] : [hour + 12, hour];
    case '凌晨':
      return [hour === 12 ? 0 : hour];
    case '早上':
    case '上午':
      return [hour];
    case '中午':
      return [hour <= 3 && hour > 0 ? hour + 12 : hour];
    case '下午':
    case '傍晚':
    case '全天':
      return [hour === 12 ? 12 : hour + 12];
    case '晚上':
      if (hour === 12 || hour === 0) return [24];
      return hour < 4 ? [hour + 24] : [hour + 12];
    case '半夜':
      if (hour === 12 || hour === 0) return [24];
      return hour < 6 ? [hour] : [hour + 12];
  }
}

function minuteAt(s: string, i: number): { minute: number; end: number } | undefined {
  if (s[i] === '整' || s.startsWith('钟整', i)) return { minute: 0, end: i + (s[i] === '整' ? 1 : 2) };
  if (s[i] === '半') return { minute: 30, end: i + 1 };
  if (s[i] === '钟') return { minute: 0, end: i + 1 };
  const past = s[i] === '过' ? i + 1 : i;
  const zero = s[past] === '零' ? past + 1 : past;
  const n = smallAt(s, zero);
  if (n === undefined || n.n > 59) return undefined;
  if (s[n.end] === '刻') return n.n >= 1 && n.n <= 3 ? { minute: n.n * 15, end: n.end + 1 } : undefined;
  const said =
    s[n.end] === '分' && s[n.end + 1] !== '之' ? n.end + (s[n.end + 1] === '钟' ? 2 : 1) : undefined;
  if (said !== undefined) return { minute: n.n, end: said };
  const twoPlaces = n.n >= 10 || zero > past || (isDigit(s[past]) && n.end - past === 2);
  return twoPlaces && past === i && !/[个人位号日月天元块岁年万千百小周]/.test(s.charAt(n.end))
    ? { minute: n.n, end: n.end }
    : undefined;
}

/** 15:30, 15:30:00, 9点半, 差五分九点, 九点差一刻, 三四点; no half-day before it. */
function bareClockAt(s: string, i: number, half: HalfDay | undefined, asked: boolean): ClockTime | undefined {
  const early = s[i] === '差' ? lackAt(s, i) : undefined;
  if (early !== undefined) {
    if (s[early.end] === '差') return undefined;
    const then = bareClockAt(s, early.end, half, asked);
    if (then === undefined) return undefined;
    return { ...then, minutes: then.minutes.map((m) => m - early.minute) };
  }
  if (isDigit(s[i])) {
    const colon = colonAt(s, i, half);
    if (colon !== undefined) return colon;
  }
  const hour = hourAt(s, i);
  if (hour === undefined) return undefined;
  const mark = s.startsWith('点', hour.end) || s.startsWith('时', hour.end) ? hour.end : -1;
  if (mark < 0 || hour.n > 24 || /^(?:时间|时候|时段|时期|点点)/.test(s.slice(mark, mark + 2)))
    return undefined;
  const end = mark + 1;
  const strict = half === undefined && !asked;
  if (
    strict &&
    (NOT_CLOCK.test(s.slice(end, end + 3)) || BEFORE_NOT_CLOCK.test(s.slice(Math.max(0, i - 2), i)))
  )
    return undefined;
  const minute = minuteAt(s, end);
  // 一点 alone means a little as well.
  if (strict && s.slice(i, end) === '一点' && minute === undefined && s.length > end - i + 1)
    return undefined;
  const lack = minute === undefined && s[end] === '差' ? lackAt(s, end) : undefined;
  const minutes = hoursOf(hour.n, half).map((h) => h * 60 + (minute?.minute ?? 0) - (lack?.minute ?? 0));
  const exact = half !== undefined || hour.n > 12 || hour.n === 0;
  const clock: ClockTime = { minutes, half, exact, end: minute?.end ?? lack?.end ?? end };
  if (hour.last !== undefined) return { ...clock, until: hoursOf(hour.last, half).map((h) => h * 60) };
  const more = minute === undefined && /^多(?!少)/.test(s.slice(end, end + 2));
  return more ? { ...clock, until: minutes.map((m) => m + 60), end: end + 1 } : clock;
}

/** An hour, or two neighbouring ones (三四点). */
function hourAt(s: string, i: number): { n: number; last?: number; end: number } | undefined {
  const [a, b] = [cnDigit(s[i]), cnDigit(s[i + 1])];
  if (a !== undefined && b === a + 1 && a > 0 && /[点]/.test(s.charAt(i + 2)))
    return { n: a, last: b, end: i + 2 };
  return smallAt(s, i);
}

function lackAt(s: string, i: number): { minute: number; end: number } | undefined {
  const n = smallAt(s, i + 1);
  if (n === undefined) return undefined;
  if (s[n.end] === '刻') return { minute: n.n * 15, end: n.end + 1 };
  if (s[n.end] !== '分') return undefined;
  return { minute: n.n, end: n.end + (s[n.end + 1] === '钟' ? 2 : 1) };
}

function colonAt(s: string, i: number, half: HalfDay | undefined): ClockTime | undefined {
  const end = digitsEnd(s, i);
  if (end - i > 2 || s[end] !== ':' || /[\d:.]/.test(s.charAt(i - 1))) return undefined;
  const stop = digitsEnd(s, end + 1);
  const [hour, minute] = [Number(s.slice(i, end)), Number(s.slice(end + 1, stop))];
  if (stop - end !== 3 || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  let p = stop;
  if (s[p] === ':' && digitsEnd(s, p + 1) === p + 3) p += 3;
  const tail = half === undefined ? suffixHalf(s, p) : undefined;
  const part = half ?? tail?.half;
  const hours = part === undefined ? [hour] : hoursOf(hour, part);
  return { minutes: hours.map((h) => h * 60 + minute), half: part, exact: true, end: tail?.end ?? p };
}

/** 3:00pm, 3 PM. */
function suffixHalf(s: string, i: number): { half: HalfDay; end: number } | undefined {
  const found = /^ ?([ap])\.?m\.?/i.exec(s.slice(i, i + 5));
  return found === null
    ? undefined
    : { half: /a/i.test(found[1] ?? '') ? '上午' : '下午', end: i + found[0].length };
}

/** The half-day named at `i`. */
export function halfDayAt(s: string, i: number): { half: HalfDay; end: number } | undefined {
  const found = HALVES.at(s, i);
  if (found === undefined) return undefined;
  const word = s.slice(i, found.end);
  if (/^[ap]/i.test(word) && /[A-Za-z]/.test(s.charAt(found.end))) return undefined;
  return { half: found.value, end: found.end };
}

/** The clock time at `i`, its half-day included. `asked`: a time was asked for. */
export function clockAt(s: string, i: number, asked: boolean): ClockTime | undefined {
  return asked ? clockAsked(s, i) : clockSaid(s, i);
}

const clockAsked = onceAt((s, i) => parseClock(s, i, true));
const clockSaid = onceAt((s, i) => parseClock(s, i, false));

function parseClock(s: string, i: number, asked: boolean): ClockTime | undefined {
  if (isDigit(s[i]) && isDigit(s[i - 1])) return undefined;
  const half = halfDayAt(s, i);
  if (half === undefined) return bareClockAt(s, i, undefined, asked);
  let p = half.end;
  if (s[p] === '的' || s[p] === ':' || s[p] === ' ' || s[p] === ',') p++;
  return (
    bareClockAt(s, p, half.half, true) ?? (half.end - i >= 2 || asked ? ampmHour(s, i, half) : undefined)
  );
}

/** am 9 */
function ampmHour(s: string, i: number, half: { half: HalfDay; end: number }): ClockTime | undefined {
  if (!/[a-zA-Z]/.test(s.charAt(i))) return undefined;
  const n = smallAt(s, half.end);
  if (n === undefined) return undefined;
  return { minutes: hoursOf(n.n, half.half).map((h) => h * 60), half: half.half, exact: true, end: n.end };
}

/** Two ends of a stretch of one day, best reading first; an end over 1440 is of the next day. */
export interface ClockRange {
  ranges: [number, number][];
  end: number;
}

/** 上午九点到十一点半, 9:00-11:30, 下午2-4点. The second end takes the half-day of the first where it fits. */
export function clockRangeAt(s: string, i: number, asked: boolean): ClockRange | undefined {
  const first = clockAt(s, i, asked) ?? sharedHour(s, i);
  if (first === undefined) return undefined;
  const sep = rangeSeparator(s, first.end);
  const second = sep === undefined ? undefined : clockAt(s, sep, true);
  if (second === undefined) {
    if (first.until === undefined) return undefined;
    return { ranges: first.minutes.map((m, k) => [m, first.until?.[k] ?? m + 60]), end: first.end };
  }
  const ranges = first.minutes.flatMap((from): [number, number][] => {
    const to = laterEnd(from, second, first);
    return to === undefined ? [] : [[from, to]];
  });
  return ranges.length === 0 ? undefined : { ranges, end: second.end };
}

function laterEnd(from: number, second: ClockTime, first: ClockTime): number | undefined {
  const later = second.minutes.filter((m) => m > from).sort((a, b) => a - b)[0];
  if (later !== undefined) return later;
  const noon = second.minutes.map((m) => m + 720).filter((m) => m > from && m <= 1440);
  if (second.half === undefined && noon[0] !== undefined && first.half !== undefined) return noon[0];
  if (first.half === '晚上' || second.half === '凌晨') return Math.min(...second.minutes) + 1440;
  return undefined;
}

/** The 2 of 下午2-4点, the 两 of 两到四点: an hour that shares 点 with the next. */
function sharedHour(s: string, i: number): ClockTime | undefined {
  const half = halfDayAt(s, i);
  const at = half?.end ?? i;
  const n = smallAt(s, at);
  const sep = n === undefined ? undefined : rangeSeparator(s, n.end);
  const next = sep === undefined ? undefined : smallAt(s, sep);
  if (n === undefined || next === undefined || s[next.end] !== '点' || n.n > 24 || n.n >= next.n + 12)
    return undefined;
  return {
    minutes: hoursOf(n.n, half?.half).map((h) => h * 60),
    half: half?.half,
    exact: half !== undefined,
    end: n.end,
  };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The minutes of a half-day, the office's own where it set them. */
export function halfDayMinutes(
  half: HalfDay,
  office: Partial<Record<string, readonly [string, string]>> | undefined,
): [number, number] {
  const own = office?.[half];
  if (own !== undefined) return [minutesOf(own[0]), minutesOf(own[1])];
  const [from, to] = HALF_DAYS[half];
  return [from, to];
}
