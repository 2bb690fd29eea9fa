import { type Duration, durationAt, type Length, secondsOf } from '../durations.ts';
import type { Hit } from '../hits.ts';
import { isNumeral } from '../numerals.ts';
import { isDigit } from '../source.ts';
import type { Value } from '../value.ts';
import { lexicon, words } from '../words.ts';
import { addMonths, clockOf, type Day, isoOf } from './civil.ts';
import { type Env, workdayIn } from './resolve.ts';

type Lead = 'ahead' | 'past' | 'through' | 'span';

const LEADS = lexicon<Lead>([
  ...words<Lead>('ahead', '再过', '过', '再等', '还有', '等'),
  ...words<Lead>('past', '最近', '近', '过去', '最近这', '近来', '这过去的', '前'),
  ...words<Lead>(
    'through',
    '从现在起',
    '从今天起',
    '从今天开始',
    '自今日起',
    '自今天起',
    '从现在开始',
    '未来',
    '今后',
    '接下来',
    '接下来的',
    '往后',
    '之后的',
    '后',
  ),
  ...words<Lead>('span', '这'),
]);
/** Letters an offset begins with; a number may begin one too. */
export const OFFSET_FIRST = [...LEADS.firsts, '半', '几'];

const AFTER = lexicon<'after' | 'before' | 'within'>([
  ...words('after' as const, '以后', '之后', '过后', '后'),
  ...words('before' as const, '以前', '之前', '前'),
  ...words('within' as const, '之内', '以内', '内'),
]);
const NOT_AFTER = /^(?:后悔|后勤|后面的人|前后|前面|前台|前途|前任|内容|内部|后续|后台|后半)/;

const hasClock = (length: Length): boolean => length.seconds > 0 || !Number.isInteger(length.days);

/** `sign` 1 after, -1 before. A moment where hours were counted, else a day. */
function moved(env: Env, length: Length, sign: 1 | -1): { day: Day; minute: number | undefined } {
  const months = length.years * 12 + length.months;
  const whole = Math.floor(months);
  const days = length.days + (months - whole) * 30;
  const base = addMonths(env.today, sign * whole);
  if (!hasClock(length)) return { day: base + sign * Math.round(days), minute: undefined };
  const minutes = base * 1440 + env.minute + sign * Math.round(days * 1440 + length.seconds / 60);
  return { day: Math.floor(minutes / 1440), minute: ((minutes % 1440) + 1440) % 1440 };
}

const stamp = (at: { day: Day; minute: number | undefined }, env: Env): string =>
  `${isoOf(at.day)} ${clockOf(at.minute ?? env.minute)}`;

/** N天后, N个工作日后, 三五天后. */
function momentValue(d: Duration, env: Env, sign: 1 | -1): Value {
  if (d.workdays) return workdayValue(d, env, sign);
  const [low, high] = [moved(env, d.low, sign), moved(env, d.high, sign)];
  const exact = secondsOf(d.low) === secondsOf(d.high);
  if (low.minute !== undefined || high.minute !== undefined) {
    if (exact) return { kind: 'datetime', datetime: stamp(low, env) };
    const [from, to] = sign > 0 ? [low, high] : [high, low];
    return { kind: 'datetimerange', from: stamp(from, env), to: stamp(to, env) };
  }
  const rough = d.low.years > 0 || d.low.months > 0;
  if (exact) return { kind: 'date', date: isoOf(low.day), precision: rough ? '约' : '日' };
  const [from, to] = sign > 0 ? [low.day, high.day] : [high.day, low.day];
  return { kind: 'daterange', from: isoOf(from), to: isoOf(to + 1), precision: '约' };
}

function workdayValue(d: Duration, env: Env, sign: 1 | -1): Value {
  const pick = (n: number): Day | string | undefined =>
    sign > 0
      ? workdayIn(env.today + 1, env.today + 400, n, env)
      : workdayIn(env.today - 400, env.today, -n, env);
  const [fewest, most] = [Math.floor(d.low.days), Math.floor(d.high.days)];
  const low = pick(fewest);
  const high = most === fewest ? low : pick(most);
  for (const end of [low, high]) if (typeof end === 'string') return { kind: 'unknown', reason: end };
  if (typeof low !== 'number' || typeof high !== 'number')
    return { kind: 'unknown', reason: '工作日太多，算不到' };
  if (low === high) return { kind: 'date', date: isoOf(low), precision: '日' };
  return {
    kind: 'daterange',
    from: isoOf(Math.min(low, high)),
    to: isoOf(Math.max(low, high) + 1),
    precision: '约',
  };
}

/** N天内: from tomorrow (the day itself is day 0) through the last day. Working days: from today. */
function withinValue(d: Duration, env: Env): Value {
  if (d.workdays) {
    const end = workdayValue({ ...d, low: d.high }, env, 1);
    if (end.kind !== 'date') return end;
    return { kind: 'daterange', from: isoOf(env.today), to: isoOf(dayAfter(end.date)), precision: '日' };
  }
  const end = moved(env, d.high, 1);
  if (end.minute !== undefined) {
    return {
      kind: 'datetimerange',
      from: stamp({ day: env.today, minute: env.minute }, env),
      to: stamp(end, env),
    };
  }
  return { kind: 'daterange', from: isoOf(env.today + 1), to: isoOf(end.day + 1), precision: '日' };
}

const dayAfter = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / 86_400_000 + 1;

function ledValue(lead: Lead, d: Duration, env: Env): Value | undefined {
  if (lead === 'ahead') return momentValue(d, env, 1);
  if (d.workdays && lead !== 'through') return undefined;
  if (lead === 'through') return withinValue(d, env);
  if (lead === 'past') {
    const start = moved(env, d.high, -1);
    if (start.minute !== undefined) {
      return {
        kind: 'datetimerange',
        from: stamp(start, env),
        to: stamp({ day: env.today, minute: env.minute }, env),
      };
    }
    return { kind: 'daterange', from: isoOf(start.day), to: isoOf(env.today), precision: '约' };
  }
  if (hasClock(d.high)) return undefined;
  const [from, to] =
    env.bias === '过去'
      ? [moved(env, d.high, -1).day + 1, env.today + 1]
      : [env.today, moved(env, d.high, 1).day];
  return { kind: 'daterange', from: isoOf(from), to: isoOf(to), precision: '约' };
}

/** 三天后, 半小时后, 一周之内, 最近三年, 再过两天, 三个工作日内. */
export function offsetAt(s: string, i: number, env: Env): (Hit & { day: boolean }) | undefined {
  const lead = LEADS.at(s, i);
  const start = lead?.end ?? i;
  // 收到后3天 counts from another day than today.
  if (
    lead !== undefined &&
    /[前后]/.test(s.charAt(i)) &&
    start === i + 1 &&
    /[\p{Script=Han}]/u.test(s.charAt(i - 1))
  )
    return undefined;
  const c = s.charAt(start);
  if (!(isDigit(c) || isNumeral(c) || c === '半' || c === '几')) return undefined;
  const d = durationAt(s, start);
  if (d === undefined) return undefined;
  let end = d.end;
  const about = /^(?:左右|上下|的?时间)/.exec(s.slice(end, end + 3))?.[0].length ?? 0;
  const after = AFTER.at(s, end + about);
  if (after !== undefined && !NOT_AFTER.test(s.slice(end + about, end + about + 4))) {
    // 5日前 and 5日后 speak of the 5th.
    if (d.dayName && after.value !== 'within' && lead === undefined) return undefined;
    const value =
      after.value === 'within'
        ? lead?.value === 'past'
          ? ledValue('past', d, env)
          : withinValue(d, env)
        : momentValue(d, env, after.value === 'after' ? 1 : -1);
    end = after.end;
    if (value !== undefined) return { values: [value], from: i, to: end, day: value.kind === 'date' };
  }
  // 下三天, 等两周 alone say nothing of when.
  if (lead === undefined || d.dayName || /^[下等还]/.test(s.slice(i, lead.end))) return undefined;
  const value = ledValue(lead.value, d, env);
  if (value === undefined) return undefined;
  return { values: [value], from: i, to: end, day: value.kind === 'date' };
}
