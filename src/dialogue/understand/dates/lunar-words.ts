import { skip, wordSet } from '../words.ts';
import { smallAt } from './written.ts';

/** A lunar day as said; the month is missing in 初六. A leap month is negative. */
export interface LunarWords {
  month?: number;
  day: number;
}

const MONTHS: Record<string, number> = { 正: 1, 冬: 11, 腊: 12, 元: 1 };

function lunarDayAt(s: string, i: number): { day: number; end: number } | undefined {
  const early = s[i] === '初' ? 1 : 0;
  const n = smallAt(s, i + early);
  if (n === undefined || n.n < 1 || n.n > 30 || (early === 1 && n.n > 10) || /[\d]/.test(s.charAt(i + early)))
    return undefined;
  return { day: n.n, end: n.end };
}

const CALENDARS = wordSet('农历 阴历 旧历 夏历 农历的 阴历的 旧历的 夏历的');

/** Letters a lunar day begins with, numbers aside. */
export const LUNAR_FIRST = [...'农阴旧夏大年闰正冬腊元初'];
const FIRST = new Set([...LUNAR_FIRST, ...'0123456789一二三四五六七八九十']);

/** 农历八月十五, 正月初三, 腊月廿三, 八月初一, 年初三, 初六; also 八月十五 with no 号. */
export function lunarAt(s: string, i: number): { lunar: LunarWords; end: number } | undefined {
  if (!FIRST.has(s.charAt(i))) return undefined;
  const said = skip(CALENDARS, s, i) - i;
  let p = i + said;
  if (s.startsWith('大年初', p) || s.startsWith('年初', p)) {
    const day = lunarDayAt(s, s.indexOf('初', p));
    return day === undefined ? undefined : { lunar: { month: 1, day: day.day }, end: day.end };
  }
  const leap = s[p] === '闰' ? -1 : 1;
  if (leap < 0) p++;
  const named = MONTHS[s.charAt(p)];
  const counted = smallAt(s, p);
  const month = named !== undefined && s[p + 1] === '月' ? named : counted?.n;
  const afterMonth =
    named !== undefined && s[p + 1] === '月'
      ? p + 2
      : counted !== undefined && s[counted.end] === '月'
        ? counted.end + 1
        : -1;
  if (afterMonth >= 0 && month !== undefined && month >= 1 && month <= 12) {
    const day = lunarDayAt(s, afterMonth) ?? (said > 0 ? smallDay(s, afterMonth) : undefined);
    const marked =
      said > 0 ||
      leap < 0 ||
      /[正冬腊]/.test(s.charAt(p)) ||
      s[afterMonth] === '初' ||
      s[afterMonth] === '廿' ||
      isMidAutumn(s, p, afterMonth, day?.end);
    if (day === undefined || !marked) return undefined;
    return {
      lunar: { month: month * leap, day: day.day },
      end: /[日号]/.test(s.charAt(day.end)) && said > 0 ? day.end + 1 : day.end,
    };
  }
  if (s[p] !== '初' || /[年月级]/.test(s.charAt(p - 1))) return undefined;
  const day = lunarDayAt(s, p);
  // 初一, 初二, 初三 are school years as well.
  if (day === undefined || /[班的学年级上下生]/.test(s.charAt(day.end)) || /[上读升]/.test(s.charAt(p - 1)))
    return undefined;
  return { lunar: { day: day.day }, end: day.end };
}

function smallDay(s: string, i: number): { day: number; end: number } | undefined {
  const n = smallAt(s, i);
  return n === undefined || n.n < 1 || n.n > 30 ? undefined : { day: n.n, end: n.end };
}

/** 八月十五 without 号 is the feast. */
function isMidAutumn(s: string, from: number, afterMonth: number, end: number | undefined): boolean {
  return (
    end !== undefined &&
    s.slice(from, afterMonth) === '八月' &&
    s.slice(afterMonth, end) === '十五' &&
    !/[日号]/.test(s.charAt(end))
  );
}
