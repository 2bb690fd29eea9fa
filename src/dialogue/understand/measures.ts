import { type Quantity, quantityAt } from './numerals.ts';
import { isDigit } from './source.ts';
import { type Lexicon, lexicon, words } from './words.ts';

/** A quantity with what was said around it: 至少, 左右, 以上, A到B. An open side is undefined. */
export interface Measure {
  low: number | undefined;
  high: number | undefined;
  approximate: boolean;
  /** A unit word of the grammar was said (元, 岁, 人). */
  unit: boolean;
  /** A unit of size was said (万, 千, k) or the number is written in Chinese. */
  sized: boolean;
  from: number;
  end: number;
}

export type Bound = 'low' | 'high' | 'about' | 'nearly' | 'justOver';

const BEFORE: Lexicon<Bound> = lexicon([
  ...words<Bound>(
    'high',
    '不超过',
    '不多于',
    '不高于',
    '不大于',
    '不得超过',
    '最多',
    '至多',
    '顶多',
    '最高',
    '少于',
    '低于',
    '小于',
  ),
  ...words<Bound>(
    'high',
    '不到',
    '不满',
    '未满',
    '不足',
    '没到',
    '<=',
    '≤',
    '<',
    '撑死',
    '上限',
    '别超过',
    '不能超过',
    '控制在',
  ),
  ...words<Bound>(
    'low',
    '至少',
    '起码',
    '最少',
    '最低',
    '不低于',
    '不少于',
    '不小于',
    '不得低于',
    '不能低于',
    '超过',
    '高于',
    '大于',
    '多于',
  ),
  ...words<Bound>(
    'low',
    '超',
    '年满',
    '已满',
    '满',
    '>=',
    '≥',
    '>',
    '下限',
    '保底',
    '少说',
    '少说也有',
    '最起码',
    '不下于',
    '不下',
    '起薪',
  ),
  ...words<Bound>(
    'about',
    '大概',
    '大约',
    '约莫',
    '约',
    '差不多',
    '估计',
    '左右',
    '上下',
    '大致',
    '大抵',
    '大体',
  ),
  ...words<Bound>('nearly', '将近', '接近', '近', '快到', '快'),
]);
const AFTER: Lexicon<Bound> = lexicon([
  ...words<Bound>('about', '左右', '上下', '前后', '的样子', '样子', '吧左右', '光景', '附近'),
  ...words<Bound>('justOver', '出头', '挂零', '出点头', '刚出头'),
  ...words<Bound>(
    'low',
    '以上',
    '及以上',
    '或以上',
    '(含)以上',
    '含以上',
    '往上',
    '朝上',
    '开外',
    '起步',
    '起',
    '保底',
    '打底',
    '+',
    '之上',
    '不止',
    '朝上走',
  ),
  ...words<Bound>(
    'high',
    '以下',
    '及以下',
    '或以下',
    '(含)以下',
    '以内',
    '之内',
    '之下',
    '往下',
    '封顶',
    '内',
    '不到',
    '为限',
    '到顶',
    '及以内',
  ),
]);
/** Letters of what is said around a measure: before it, and after it. */
export const BOUND_BEFORE_FIRST = BEFORE.firsts;
export const BOUND_AFTER_FIRST = AFTER.firsts;

/** Where a bound before a measure ends (不低于). */
export function boundBefore(s: string, i: number): { value: Bound; end: number } | undefined {
  return BEFORE.at(s, i);
}

/** Where a bound after a measure ends (以上). */
export function boundAfter(s: string, i: number): { value: Bound; end: number } | undefined {
  return AFTER.at(s, i);
}

const NOT_START = ['起来', '起点', '起诉', '内容', '内部', '内地', '内行'];

/** Where a separator of two ends stops, or undefined: 到 至 - ~. */
export function rangeSeparator(s: string, i: number): number | undefined {
  const c = s.charAt(i);
  if (c === '到' || c === '至') return i + (s.startsWith('到了', i) ? 2 : 1);
  if (c !== '-' && c !== '~' && c !== '～') return undefined;
  let p = i + 1;
  while (p - i < 3 && (s[p] === '-' || s[p] === '~')) p++;
  return p;
}

const round = (n: number): number => Math.round(n * 100) / 100;

interface Ends {
  low: number;
  high: number;
  end: number;
  ranged: boolean;
  approximate: boolean;
  unit: boolean;
  sized: boolean;
  place: number;
}

/** A unit word at `i` gives its end. */
export type UnitAt = (s: string, i: number) => number | undefined;

function single(q: Quantity, s: string, unitAt: UnitAt): Ends {
  const past = unitAt(s, q.end);
  const sized = q.unit > 1 || !isDigit(s[q.end - 1]);
  const ends = { low: q.low, high: q.high, ranged: false, approximate: q.approximate, sized, place: q.place };
  return { ...ends, end: past ?? q.end, unit: past !== undefined };
}

/** A到B, the unit of B shared where A has none and would be the smaller (15到20万). */
function endsAt(s: string, i: number, unitAt: UnitAt): Ends | undefined {
  const a = quantityAt(s, i);
  if (a === undefined) return undefined;
  const first = single(a, s, unitAt);
  const sep = rangeSeparator(s, first.end);
  const b = sep === undefined ? undefined : quantityAt(s, s[sep] === '¥' ? sep + 1 : sep);
  if (b === undefined) return first;
  const last = single(b, s, unitAt);
  let low = a.low;
  if (a.unit <= 10 && b.unit > 10 && low < b.high / b.unit) low *= b.unit;
  else if (
    a.unit > 1 &&
    b.unit === 1 &&
    b.low < 1000 &&
    !first.unit &&
    a.low >= 1000 &&
    b.low * a.unit > a.low
  ) {
    return {
      ...last,
      low,
      high: b.high * a.unit,
      ranged: true,
      sized: true,
      approximate: a.approximate || b.approximate,
    };
  }
  if (low > b.high) return first;
  return {
    ...last,
    low,
    ranged: true,
    sized: first.sized || last.sized,
    approximate: a.approximate || b.approximate,
  };
}

/** The measure at `i`, with bounds before (不超过) and after (以上) it. */
export function measureAt(s: string, i: number, unitAt: UnitAt): Measure | undefined {
  const bounds: Bound[] = [];
  let p = i;
  for (let found = BEFORE.at(s, p); found !== undefined && bounds.length < 2; found = BEFORE.at(s, p)) {
    bounds.push(found.value);
    p = found.end;
    while (/[在为是有:]/.test(s.charAt(p)) && p < s.length) p++;
  }
  if (s[p] === '¥' || s[p] === '$') p++;
  const ends = endsAt(s, p, unitAt);
  if (ends === undefined) return undefined;
  let end = ends.end;
  for (let found = AFTER.at(s, end); found !== undefined && bounds.length < 4; found = AFTER.at(s, end)) {
    if (NOT_START.some((word) => s.startsWith(word, end))) break;
    bounds.push(found.value);
    end = found.end;
    if (!ends.unit) end = unitAt(s, end) ?? end;
  }
  return { ...bounded(ends, bounds), unit: ends.unit || s[p - 1] === '¥', sized: ends.sized, from: i, end };
}

function bounded(ends: Ends, bounds: readonly Bound[]): Pick<Measure, 'low' | 'high' | 'approximate'> {
  let { low, high, approximate } = ends as {
    low: number | undefined;
    high: number | undefined;
    approximate: boolean;
  };
  const exact = ends.low === ends.high;
  for (const bound of bounds) {
    if (bound === 'low') [low, high] = [ends.low, undefined];
    else if (bound === 'high') [low, high] = [undefined, ends.high];
    else {
      approximate = true;
      if (!exact || low === undefined || high === undefined) continue;
      // Ten in a hundred either way: what the office takes 左右 for.
      if (bound !== 'justOver') low = round(ends.low * 0.9);
      if (bound !== 'nearly') high = round(ends.high * 1.1);
    }
  }
  if (low !== undefined && high === undefined) approximate = false;
  return { low, high, approximate };
}
