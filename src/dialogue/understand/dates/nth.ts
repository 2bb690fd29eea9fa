import { lexicon, words } from '../words.ts';
import type { Point, PointAt } from './point.ts';
import { WEEK, WEEKDAYS } from './point-words.ts';

const NTH = lexicon<number>([
  ...words(-1, '最后一个', '最后一', '最末一个', '末', '最后'),
  ...words(1, '第一个', '首个', '头一个', '第一', '头', '首'),
  ...words(2, '第二个', '第二'),
  ...words(3, '第三个', '第三'),
  ...words(4, '第四个', '第四'),
  ...words(5, '第五个', '第五'),
  ...words(-2, '倒数第二个', '倒数第二'),
]);

/** 最后一天, 第一个工作日, 第二周, 第三个周五 of the period before it. */
export function withNth(s: string, i: number, point: Point): PointAt {
  const at = s[i] === '的' ? i + 1 : i;
  const nth = NTH.at(s, at);
  if (nth === undefined) return { point, end: i };
  const { value: n, end } = nth;
  if (s.startsWith('工作日', end)) return { point: { ...point, nth: { n, of: 'workday' } }, end: end + 3 };
  if (s[end] === '天') return { point: { ...point, nth: { n, of: 'day' } }, end: end + 1 };
  const week = WEEK.at(s, end);
  if (week !== undefined) {
    const weekday = WEEKDAYS[s.charAt(week.end)];
    if (weekday === undefined) return { point: { ...point, nth: { n, of: 'week' } }, end: week.end };
    return { point: { ...point, nth: { n, of: 'weekday', weekday } }, end: week.end + 1 };
  }
  if (s[end] === '月' && point.month === undefined)
    return { point: { ...point, nth: { n, of: 'month' } }, end: end + 1 };
  return { point, end: i };
}
