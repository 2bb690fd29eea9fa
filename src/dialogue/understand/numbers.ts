import { FOUND_MAX, type Hit } from './hits.ts';
import { BOUND_BEFORE_FIRST, boundBefore, measureAt, type UnitAt } from './measures.ts';
import { isNumeral, NUMBER_FIRST } from './numerals.ts';
import { isDigit, letterTable } from './source.ts';
import type { Value } from './value.ts';
import { lexicon } from './words.ts';

const CLASSIFIERS = lexicon(
  '个人 个月 人次 个 人 位 名 家 次 件 条 项 份 套 间 户 台 辆 只 张 本 篇 亩 平米 平方米 平方 平 公里 里 米 公斤 斤 吨 层 栋 岁 对 组 批 届 期 门 场 遍 颗 棵 头 所 座 部 节 口 种 类 桌 床 年 月 天 日 小时 分钟 分 元 块'
    .split(' ')
    .map((word) => [word, true] as const),
);

const classifier: UnitAt = (s, i) => CLASSIFIERS.at(s, i)?.end;

/** One number, or the range that was meant. */
export function numberValue(low: number | undefined, high: number | undefined, approximate: boolean): Value {
  if (low !== undefined && low === high) return { kind: 'number', n: low };
  return {
    kind: 'numberrange',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    approximate,
  };
}

/** May a number start here? Not in the middle of one, nor inside a word or a code. */
export function numberMayStart(s: string, i: number): boolean {
  const before = s.charAt(i - 1);
  if (isDigit(s[i])) return !/[\dA-Za-z_.]/.test(before);
  return !isNumeral(before) || !isNumeral(s[i]);
}

/** Steps past a number that was not wanted, whole runs at a time. */
export function pastNumber(s: string, i: number): number {
  let p = i + 1;
  while (p < s.length && ((isDigit(s[i]) && isDigit(s[p])) || (isNumeral(s[i]) && isNumeral(s[p])))) p++;
  return p;
}

/** Letters a number begins with, 一半 and 对半 among them; and those of words that bound one (不超过). */
const NUMBER = letterTable([...NUMBER_FIRST, ...'几数半对全¥'].join(''));
const BOUND = letterTable(BOUND_BEFORE_FIRST.join(''));

/** No more numbers than this are looked at: in what people write and paste it is one letter in ten. */
const LOOKS_MAX = 450;

/** What `readAt` finds from left to right where a number begins, or a word that bounds one; at most `most`. */
export function hitsOfNumbers(
  s: string,
  readAt: (i: number) => Hit | undefined,
  most: number = FOUND_MAX,
): Hit[] {
  const hits: Hit[] = [];
  let looks = 0;
  for (let i = 0; i < s.length && hits.length < most && looks < LOOKS_MAX; ) {
    const code = s.charCodeAt(i);
    const begins = NUMBER[code] === 1 || (BOUND[code] === 1 && boundBefore(s, i) !== undefined);
    if (!begins || !numberMayStart(s, i)) {
      i++;
      continue;
    }
    looks++;
    const hit = readAt(i);
    if (hit !== undefined) hits.push(hit);
    i = hit?.to ?? pastNumber(s, i);
  }
  return hits;
}

/** The numbers of the text that was asked for one, at most `most` of them. */
export const numbersIn = (s: string, most?: number): Hit[] => hitsOfNumbers(s, (i) => numberAt(s, i), most);

function numberAt(s: string, i: number): Hit | undefined {
  if (s[i] === '半')
    return s.length <= i + 2 ? { values: [{ kind: 'number', n: 0.5 }], from: i, to: i + 1 } : undefined;
  const found = measureAt(s, i, classifier);
  if (found === undefined) return undefined;
  if (isDigit(s[found.end]) || (s[found.end] === '-' && isDigit(s[found.end + 1]))) return undefined;
  // 两个半
  if (s[found.end] === '半' && found.low === found.high && found.low !== undefined) {
    return { values: [{ kind: 'number', n: found.low + 0.5 }], from: i, to: found.end + 1 };
  }
  return { values: [numberValue(found.low, found.high, found.approximate)], from: i, to: found.end };
}

const AGE_UNITS = lexicon(
  ['周岁', '岁', '虚岁', '多岁', '来岁', '实岁'].map((word) => [word, true] as const),
);
const ageUnit: UnitAt = (s, i) => AGE_UNITS.at(s, i)?.end;

/** Ages; `asked`: bare numbers count too. */
export const agesIn = (s: string, asked: boolean): Hit[] => hitsOfNumbers(s, (i) => ageAt(s, i, asked));

function ageAt(s: string, i: number, asked: boolean): Hit | undefined {
  const found = measureAt(s, i, ageUnit);
  const fits =
    found !== undefined &&
    (found.high ?? found.low ?? 0) <= 150 &&
    (found.unit || (asked && !/[\d后月年日号点:%万]/.test(s.charAt(found.end))));
  if (!fits) return undefined;
  const half = s.startsWith('半', found.end) && found.unit && found.low === found.high;
  const low = half && found.low !== undefined ? found.low + 0.5 : found.low;
  return {
    values: [numberValue(low, half ? low : found.high, found.approximate)],
    from: i,
    to: found.end + (half ? 1 : 0),
  };
}
