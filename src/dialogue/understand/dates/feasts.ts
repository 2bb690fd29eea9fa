import { onceAt } from '../once.ts';
import { letterTable } from '../source.ts';
import { COMMON_SURNAMES } from '../surnames.ts';
import { lexicon, words } from '../words.ts';
import { type Day, dayOf, partsOf, weekdayOf } from './civil.ts';
import { lunarDay, termDay } from './lunar.ts';

/** A day that has a name. */
export type Feast =
  | { kind: 'solar'; month: number; day: number; leave?: true }
  | { kind: 'lunar'; month: number; day: number; leave?: true }
  | { kind: 'term'; name: string; leave?: true }
  /** The nth weekday of a month: 母亲节. */
  | { kind: 'nth'; month: number; weekday: number; n: number; leave?: true };

const solar = (month: number, day: number): Feast => ({ kind: 'solar', month, day });
const lunar = (month: number, day: number): Feast => ({ kind: 'lunar', month, day });
const off = (feast: Feast): Feast => ({ ...feast, leave: true });

const SPRING = off(lunar(1, 1));
const TERMS =
  '立春 惊蛰 春分 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 冬至 小寒 大寒';

const FEASTS = lexicon<Feast>([
  ...words(off(solar(1, 1)), '元旦节', '元旦', '阳历新年'),
  ...words(solar(2, 14), '情人节'),
  ...words(solar(3, 8), '三八妇女节', '国际妇女节', '妇女节', '三八节', '女神节'),
  ...words(solar(3, 12), '植树节'),
  ...words(solar(4, 1), '愚人节'),
  ...words(off(solar(5, 1)), '五一国际劳动节', '五一劳动节', '劳动节', '五一节', '五一', '51劳动节'),
  ...words(solar(5, 4), '五四青年节', '青年节', '五四'),
  ...words(solar(5, 12), '护士节'),
  ...words(solar(6, 1), '六一儿童节', '国际儿童节', '儿童节', '六一'),
  ...words(solar(7, 1), '七一建党节', '建党节', '七一'),
  ...words(solar(8, 1), '八一建军节', '建军节', '八一'),
  ...words(solar(9, 10), '教师节'),
  ...words(
    off(solar(10, 1)),
    '十一国庆节',
    '国庆节',
    '国庆',
    '十一黄金周',
    '十一假期',
    '十一长假',
    '十一期间',
    '十一节',
    '十一国庆',
  ),
  ...words(solar(10, 31), '万圣节'),
  ...words(solar(11, 8), '记者节'),
  ...words(solar(11, 11), '双十一', '双11', '光棍节'),
  ...words(solar(12, 12), '双十二', '双12'),
  ...words(solar(12, 24), '平安夜'),
  ...words(solar(12, 25), '圣诞节', '圣诞'),
  ...words<Feast>({ kind: 'nth', month: 5, weekday: 7, n: 2 }, '母亲节'),
  ...words<Feast>({ kind: 'nth', month: 6, weekday: 7, n: 3 }, '父亲节'),
  ...words<Feast>({ kind: 'nth', month: 11, weekday: 4, n: 4 }, '感恩节'),
  ...words(SPRING, '春节', '大年初一', '农历新年', '农历春节', '新春佳节', '大年', '过年', '新春'),
  ...words(lunar(12, 0), '除夕夜', '除夕', '大年三十', '年三十', '大年夜', '年夜'),
  ...words(lunar(12, 23), '小年夜', '小年'),
  ...words(lunar(1, 15), '元宵节', '元宵', '上元节'),
  ...words(lunar(2, 2), '龙抬头', '二月二'),
  ...words(lunar(3, 3), '三月三', '上巳节'),
  ...words(off(lunar(5, 5)), '端午节', '端午', '端阳节', '端阳'),
  ...words(lunar(7, 7), '七夕节', '七夕'),
  ...words(lunar(7, 15), '中元节', '七月半', '鬼节'),
  ...words(off(lunar(8, 15)), '中秋节', '中秋', '八月节'),
  ...words(lunar(9, 9), '重阳节', '重阳', '敬老节', '老年节'),
  ...words(lunar(12, 8), '腊八节', '腊八'),
  ...words<Feast>({ kind: 'term', name: '清明', leave: true }, '清明节', '清明'),
  ...TERMS.split(' ').flatMap((name) => words<Feast>({ kind: 'term', name }, `${name}节气`, name)),
  ...['雨水', '小雪', '大雪'].map((name): [string, Feast] => [`${name}节气`, { kind: 'term', name }]),
]);

export const FEAST_FIRST = FEASTS.firsts;

/** Words that make a street, a village, a school or a person of a feast. */
const NOT_FEAST =
  /^(?:路|街|村|镇|大道|广场|巷|小学|中学|小区|社区|乡|公园|大厦|酒店|桥|厂|区|县|新村|河|园|点|号|一二|[二三四五六七八九十]个|个|级|上河)/;
const SHORT = /^(?:五一|五四|六一|七一|八一|十一)$/;
const NUMERAL = /[零一二两三四五六七八九十百千万亿第几\d.]/;

/** The feast named at `i`: not 五一路, not 李国庆, not the 五一 of 五一二. */
export function feastAt(s: string, i: number): { feast: Feast; end: number } | undefined {
  return BEGINS[s.charCodeAt(i)] ? feastOnce(s, i) : undefined;
}

const BEGINS = letterTable(FEAST_FIRST.join(''));

const feastOnce = onceAt((s, i): { feast: Feast; end: number } | undefined => {
  const found = FEASTS.at(s, i);
  if (found === undefined || NOT_FEAST.test(s.slice(found.end, found.end + 3))) return undefined;
  const word = s.slice(i, found.end);
  const before = s.charAt(i - 1);
  if (
    SHORT.test(word) &&
    (NUMERAL.test(before) ||
      /[零一二三四五六七八九十百千万月日号点年岁天人名位个\d]/.test(s.charAt(found.end)))
  ) {
    return undefined;
  }
  if (before !== '' && COMMON_SURNAMES.includes(before) && word.length === 2 && !/[于高方]/.test(before))
    return undefined;
  return { feast: found.value, end: found.end };
});

/** The day a feast falls on in a civil year; undefined where it does not (a lunar date may skip a civil year). */
export function feastDay(feast: Feast, year: number): Day | undefined {
  switch (feast.kind) {
    case 'solar':
      return dayOf(year, feast.month, feast.day);
    case 'term':
      return termDay(year, feast.name);
    case 'nth': {
      const first = dayOf(year, feast.month, 1);
      return first + ((feast.weekday - weekdayOf(first) + 7) % 7) + 7 * (feast.n - 1);
    }
    case 'lunar':
      return lunarInCivilYear(year, feast.month, feast.day);
  }
}

/** The day of the civil year on which the lunar date falls. */
export function lunarInCivilYear(year: number, month: number, day: number): Day | undefined {
  for (const lunarYear of [year, year - 1]) {
    const found = lunarDay(lunarYear, month, day);
    if (found !== undefined && partsOf(found).year === year) return found;
  }
  return undefined;
}
