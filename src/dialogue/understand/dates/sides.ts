import type { Hit } from '../hits.ts';
import { onceOf } from '../once.ts';
import type { Value } from '../value.ts';
import { lexicon, words } from '../words.ts';
import { datesValue, dateValue } from './assemble.ts';
import { type Base, baseAt, type Settings } from './base.ts';
import { type Day, fromIso, partsOf } from './civil.ts';
import { withNth } from './nth.ts';
import type { Interval, Point } from './point.ts';
import { leaveAround, workdayIn } from './resolve.ts';

export type Side = 'before' | 'until' | 'after' | 'within' | 'about' | 'now';
export const SUFFIX = lexicon<Side>([
  ...words<Side>('before', '之前', '以前', '前'),
  ...words<Side>('until', '下班前', '下班之前', '下班以前', '为止', '止', '截止', '截至'),
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
export const PREFIX = lexicon<'until' | 'from' | 'by'>([
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

export function suffixAt(s: string, i: number): { side: Side; end: number } | undefined {
  const found = SUFFIX.at(s, i);
  if (found === undefined || (found.value !== 'about' && NOT_SUFFIX.test(s.slice(i, i + 3))))
    return undefined;
  // 从3月起至今
  const now = found.value === 'after' ? SUFFIX.at(s, found.end) : undefined;
  if (now?.value === 'now') return { side: 'now', end: now.end };
  return { side: found.value, end: found.end };
}

/** Before, until, after a day or period, ends kept as they are said. */
export function sided(day: Interval, base: Base, side: Side, set: Settings): Value | string {
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

/** 节后第一个工作日, 春节后第三天: counted from the end of the leave; 节前最后一个工作日: back from its start. */
export function nthBeside(
  s: string,
  end: number,
  values: readonly Value[],
  set: Settings,
): Hit['values'] | undefined {
  const first = values[0];
  const { point, end: stop } = withNth(s, end, {});
  if (point.nth === undefined || stop === end || first?.kind !== 'daterange') return undefined;
  if (first.from === undefined)
    return first.to === undefined ? undefined : nthBefore(point.nth, fromIso(first.to), set);
  const from = fromIso(first.from);
  if (point.nth.of === 'day')
    return [dateValue({ from: from + point.nth.n - 1, to: from + point.nth.n, precision: '日' })];
  if (point.nth.of !== 'workday') return undefined;
  const reason = first.precision === '约' ? `${partsOf(from).year}年的放假安排还没有公布` : undefined;
  const day = reason ?? workdayIn(from, from + 60, point.nth.n, set.env);
  if (typeof day === 'string') return [{ kind: 'unknown', reason: day }];
  return day === undefined ? undefined : [dateValue({ from: day, to: day + 1, precision: '日' })];
}

function nthBefore(nth: NonNullable<Point['nth']>, to: Day, set: Settings): Hit['values'] | undefined {
  if (nth.n > 0 || nth.of === 'week' || nth.of === 'month' || nth.of === 'weekday') return undefined;
  const day = nth.of === 'day' ? to + nth.n : workdayIn(to - 60, to, nth.n, set.env);
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

type FeastDay = Base & { intervals: [Interval] };

/** 春节, and whichever public holiday comes next (or came last): the same all through a text. */
const nearFeasts = onceOf((set: Settings): { spring: FeastDay | undefined; any: FeastDay | undefined } => {
  const leaning = { ...set, env: { ...set.env, bias: set.env.bias ?? ('将来' as const) } };
  const pick = (names: readonly string[]): FeastDay | undefined => {
    const bases = names.map((name) => baseAt(name, 0, leaning));
    const days = bases.filter((b) => b?.intervals[0] !== undefined) as FeastDay[];
    days.sort((a, b) => a.intervals[0].from - b.intervals[0].from);
    return set.env.bias === '过去' ? days.at(-1) : days[0];
  };
  return { spring: pick(['春节']), any: pick(['元旦', '春节', '清明', '五一', '端午', '中秋', '国庆']) };
});

/** Letters such a side begins with. */
export const UNNAMED_FIRST = UNNAMED.firsts;

export function unnamedAt(s: string, i: number, set: Settings): Hit | undefined {
  const found = UNNAMED.at(s, i);
  if (
    found === undefined ||
    /[\d一二两三四五六七八九十几多半去今明前后来百千数同当往每季环细章调情关音礼零]/.test(s.charAt(i - 1))
  )
    return undefined;
  const { spring, side } = found.value;
  const near = nearFeasts(set);
  const base = spring ? near.spring : near.any;
  if (base === undefined) return undefined;
  const value = sided(base.intervals[0], base, side, set);
  if (typeof value === 'string') return undefined;
  const nth = nthBeside(s, found.end, [value], set);
  return {
    values: nth ?? [value],
    from: i,
    to: nth === undefined ? found.end : withNth(s, found.end, {}).end,
  };
}
