/** Where a day stands to the Spring Festival, so that “年前” and “十八号” can be held against each other. */
import { dayOf } from '../../understand/dates/civil.ts';
import { lunarDay } from '../../understand/dates/lunar.ts';

/** 年前: the thirty days before 正月初一. 年后: 正月初一 to 十五. */
export function seasonOf(date: string): '年前' | '年后' | '平时' | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const first = lunarDay(year, 1, 1);
  if (first === undefined) return undefined;
  const after = dayOf(year, month, day) - first;
  if (after < -30 || after > 14) return '平时';
  return after < 0 ? '年前' : '年后';
}
