import { rangeSeparator } from '../measures.ts';
import { isNumeral, NUMBER_FIRST, numberEnd } from '../numerals.ts';
import { onceAt, onceOf } from '../once.ts';
import { digitsEnd, isDigit, letterTable } from '../source.ts';
import { cohortAt } from './cohorts.ts';
import { FEAST_FIRST, feastAt } from './feasts.ts';
import { LUNAR_FIRST, lunarAt } from './lunar-words.ts';
import { withNth } from './nth.ts';
import type { Point, PointAt } from './point.ts';
import {
  BARE_PARTS,
  DAY_BEFORE_PART,
  DAYS,
  HALVES_OF_YEAR,
  PARTS,
  RELATIVE,
  SEASONS,
  VACATION,
  WEEK,
  WEEKDAYS,
  YEARS,
} from './point-words.ts';
import { countedYearAt, isCode, isYear, smallAt, writtenAt } from './written.ts';

/** What the grammar needs to know beside the text. */
export interface GrammarContext {
  thisYear: number;
  /** A date was asked for: 12.1 is one. */
  asked: boolean;
}

const NOT_MONTH = /^(?:饼|亮|球|光|子|怀|经|台|嫂|票|供|租|老|牙|季|刊|报|薪|色|考|嫂|儿|兰|桂|半弯)/;
const NOT_DAY =
  /^(?:楼|院|线|店|机|房|门|桌|台|厂|码|车|球|位|文|馆|柜|窗|仓|库|坑|井|铺|人|信箱|会议室|选手|学生|教学|宿舍|公寓|馆|床|病|电|墙|公告|令|技|航|高速|公路|地块|产|别墅|家属|大院|元|后[1-9]|本|用|常|语|报|记|志|程)/;
const BEFORE_NOT_DAY =
  /(?:路|街|巷|弄|道|楼|栋|幢|单元|室|村|组|座|区|园|庄|门牌|房间|窗口|车间|第|No\.?|学号|工号|编号|[A-Za-z])$/;

/** 一月..十二月, 元月, 3月份. */
function monthAt(s: string, i: number): { month: number; end: number } | undefined {
  if (s[i] === '元' && s[i + 1] === '月') return { month: 1, end: i + (s[i + 2] === '份' ? 3 : 2) };
  const n = smallAt(s, i);
  if (n === undefined || s[n.end] !== '月' || n.n < 1 || n.n > 12) return undefined;
  if (s[i] === '两' || NOT_MONTH.test(s.slice(n.end + 1, n.end + 3))) return undefined;
  return { month: n.n, end: n.end + (s[n.end + 1] === '份' ? 2 : 1) };
}

/** 5号, 二十日; `bare`: after a month the word may be missing (12月1). */
export function dayAt(s: string, i: number, bare: boolean): { day: number; end: number } | undefined {
  const n = smallAt(s, i);
  if (n === undefined || n.n < 1 || n.n > 31 || s[i] === '零') return undefined;
  const c = s.charAt(n.end);
  if (c === '日' || c === '号') {
    if (
      c === '日' &&
      /^(?:三餐|游|千|之计|不见|常|报|记|志|元|本|历|程|用|式|语|照)/.test(s.slice(n.end + 1, n.end + 3))
    )
      return undefined;
    if (c === '号' && NOT_DAY.test(s.slice(n.end + 1, n.end + 4))) return undefined;
    return { day: n.n, end: n.end + 1 };
  }
  if (
    !bare ||
    isNumeral(c) ||
    isDigit(c) ||
    /[个人万千百元块%岁.:点时年月天周小分位名件项家份刻几多来]/.test(c)
  )
    return undefined;
  return { day: n.n, end: n.end };
}

/** After a month: its day, its part, its nth something. */
function inMonth(s: string, i: number, point: Point): PointAt {
  const gap = s[i] === '的' || s[i] === ' ' || s[i] === ',' ? i + 1 : i;
  const part = PARTS.at(s, i);
  // 八月初一 is a lunar day, and 中 begins too many words.
  if (
    part !== undefined &&
    !/^(?:中[国心学专级午秋间层]|底层|初[一二三四五六七八九十级])/.test(s.slice(i, i + 2))
  ) {
    return withNth(s, part.end, { ...point, part: part.value });
  }
  const day = dayAt(s, gap, gap === i && (point.month !== undefined || point.monthRel !== undefined));
  if (day !== undefined) return { point: { ...point, day: day.day }, end: day.end };
  return withNth(s, i, point);
}

const QUARTER_FIRST = new Set('Qq第首一二三四1234');
const QUARTERS: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  首: 1,
};

function quarterAt(s: string, i: number): { quarter: number; end: number } | undefined {
  const c = s.charAt(i);
  if (!QUARTER_FIRST.has(c)) return undefined;
  if (
    (c === 'Q' || c === 'q') &&
    /[1-4]/.test(s.charAt(i + 1)) &&
    !/[A-Za-z]/.test(s.charAt(i - 1)) &&
    !/[\dA-Za-z]/.test(s.charAt(i + 2))
  ) {
    return { quarter: Number(s[i + 1]), end: i + 2 };
  }
  const at = s[i] === '第' ? i + 1 : i;
  const quarter = QUARTERS[s.charAt(at)];
  const next = s[at + 1] === '个' ? at + 2 : at + 1;
  if (quarter === undefined || s[next] !== '季' || (s[next + 1] !== '度' && at === i)) return undefined;
  return { quarter, end: s[next + 1] === '度' ? next + 2 : next + 1 };
}

/** Letters that what is within a year begins with; 元 is a month. */
const WITHIN_YEAR = letterTable(
  [
    ...[HALVES_OF_YEAR, VACATION].flatMap((words) => words.firsts),
    ...[QUARTER_FIRST, LUNAR_FIRST, FEAST_FIRST, NUMBER_FIRST, Object.keys(SEASONS), '元'].flatMap(
      (firsts) => [...firsts],
    ),
  ].join(''),
);

/** What may follow a year, or stand alone with the year left out: halves, quarters, seasons, months, feasts. */
function withinYear(s: string, i: number, year: Point): PointAt | undefined {
  const at = s[i] === '的' || s[i] === ' ' ? i + 1 : i;
  if (WITHIN_YEAR[s.charCodeAt(at)] !== 1) return undefined;
  const half = HALVES_OF_YEAR.at(s, at);
  if (half !== undefined) return { point: { ...year, half: half.value }, end: half.end };
  const quarter = quarterAt(s, at);
  if (quarter !== undefined) return inMonth(s, quarter.end, { ...year, quarter: quarter.quarter });
  const month = monthAt(s, at);
  const lunar = lunarAt(s, at);
  if (lunar !== undefined) return { point: { ...year, lunar: lunar.lunar }, end: lunar.end };
  if (month !== undefined) return inMonth(s, month.end, { ...year, month: month.month });
  const season = SEASONS[s.charAt(at)];
  if (season !== undefined && /[天季]/.test(s.charAt(at + 1)))
    return { point: { ...year, season }, end: at + 2 };
  const vacation = VACATION.at(s, at);
  if (vacation !== undefined) return { point: { ...year, vacation: true }, end: vacation.end };
  const feast = feastAt(s, at);
  if (feast === undefined) return undefined;
  const leave = /^(?:假期|期间|长假|放假|小长假|黄金周|那几天|节假期|节期间|放假期间|假日)/.exec(
    s.slice(feast.end, feast.end + 4),
  )?.[0];
  const said = /(?:假期|黄金周|长假|期间)$/.test(s.slice(i, feast.end));
  if (leave !== undefined || said)
    return { point: { ...year, feast: feast.feast, leave: true }, end: feast.end + (leave?.length ?? 0) };
  return {
    point: { ...year, feast: feast.feast },
    end: s.startsWith('当天', feast.end) ? feast.end + 2 : feast.end,
  };
}

function yearAt(s: string, i: number, context: GrammarContext): PointAt | undefined {
  const relative = YEARS.at(s, i);
  const counted = relative === undefined ? countedYearAt(s, i, context.thisYear) : undefined;
  const end = relative?.end ?? counted?.end;
  if (end === undefined) return undefined;
  const year: Point = relative === undefined ? { year: counted?.year ?? 0 } : { yearRel: relative.value };
  const more = withinYear(s, end, year);
  if (more !== undefined) return more;
  // 2026年12/1, 2026年,12月1日
  const part = PARTS.at(s, end);
  if (
    part !== undefined &&
    /^(?:年?[初底末中]|年尾)/.test(s.slice(end, part.end)) &&
    !/^中[国心学专级]/.test(s.slice(end, end + 2))
  ) {
    return withNth(s, part.end, { ...year, part: part.value });
  }
  // 2026年13月 is no date, and not the year either.
  const odd = smallAt(s, end);
  if (counted?.needsMore || (odd !== undefined && s[odd.end] === '月')) return undefined;
  return withNth(s, end, year);
}

function weekAt(s: string, i: number): PointAt | undefined {
  const relative = RELATIVE.at(s, i);
  const week = WEEK.at(s, relative?.end ?? i);
  if (week === undefined) return undefined;
  const c = s.charAt(week.end);
  const rel = relative === undefined ? {} : { weekRel: relative.value };
  const weekday = WEEKDAYS[c];
  if (c === '末') return { point: { ...rel, weekend: true }, end: week.end + 1 };
  const digits = isDigit(c) && (isDigit(s[week.end + 1]) || /[个人.:点]/.test(s.charAt(week.end + 1)));
  if (weekday !== undefined && !digits && !/^(?:[一天]到?[晚]|日报)/.test(s.slice(week.end, week.end + 2))) {
    return { point: { ...rel, weekday }, end: week.end + 1 };
  }
  if (relative === undefined || /[年岁期边围刊报]/.test(c)) return undefined;
  if (/[初中]/.test(c) === false) return withNth(s, week.end, rel);
  return { point: rel, end: week.end };
}

function relativeAt(s: string, i: number): PointAt | undefined {
  const relative = RELATIVE.at(s, i);
  if (relative === undefined) return undefined;
  const { value, end } = relative;
  if (s[end] === '月' && !NOT_MONTH.test(s.slice(end + 1, end + 3)))
    return inMonth(s, end + (s[end + 1] === '份' ? 2 : 1), { monthRel: value });
  if (s.startsWith('季度', end)) return inMonth(s, end + 2, { quarterRel: value });
  if (s.startsWith('工作日', end) && value >= 1) return { point: { workdayFromNow: value }, end: end + 3 };
  return undefined;
}

/** 2026Q4; and 2026 alone where a date was asked for. */
function bareYearAt(s: string, i: number, context: GrammarContext): PointAt | undefined {
  if (digitsEnd(s, i) < i + 4) return undefined;
  const year = Number(s.slice(i, i + 4));
  if (!isYear(year) || isCode(s, i)) return undefined;
  const quarter = quarterAt(s, s[i + 4] === ' ' || s[i + 4] === '-' ? i + 5 : i + 4);
  if (quarter !== undefined && /[Qq]/.test(s.slice(i + 4, i + 6)))
    return { point: { year, quarter: quarter.quarter }, end: quarter.end };
  return context.asked && s.length === i + 4 ? { point: { year }, end: i + 4 } : undefined;
}

/** Letters a point begins with; a number may begin one too. */
export const POINT_FIRST = [
  ...[YEARS, DAYS, DAY_BEFORE_PART, RELATIVE, WEEK, BARE_PARTS].flatMap((words) => words.firsts),
  ...LUNAR_FIRST,
  ...FEAST_FIRST,
  ...Object.keys(SEASONS),
  ...'上下前后Qq第首元暑年月',
];

/** What may follow a number that a point begins with, in either script. */
const AFTER_NUMBER = letterTable('年月日号届级后季Qq');

/** Whether the number at `i` can begin a point: what follows it tells, or it is the name of a feast. */
const numberMayBePoint = onceAt((s, i): boolean => {
  const end = numberEnd(s, i);
  if (AFTER_NUMBER[s.charCodeAt(end)] === 1 || s.startsWith('个季', end)) return true;
  if (isDigit(s[i])) {
    const run = digitsEnd(s, i) - i;
    if (run === 8 || run === 6 || s[i + run] === '.' || end >= s.length) return true;
    if (/^(?:[-/]\d|[- ][Qq])/.test(s.slice(end, end + 2))) return true;
  }
  return feastAt(s, i) !== undefined;
});

/** Whether the number at `i` can begin a date: a point, or the first of two numbers that share a unit (1到5号). */
export const numberMayBeDate = (s: string, i: number): boolean =>
  rangeSeparator(s, numberEnd(s, i)) !== undefined || numberMayBePoint(s, i);

/** The day or period named at `i`, as far as it was said. */
export function pointAt(s: string, i: number, context: GrammarContext): PointAt | undefined {
  return BEGINS[s.charCodeAt(i)] ? pointsFor(context)(s, i) : undefined;
}

/** What may begin a point: 的 and a blank before it are passed over. */
const BEGINS = letterTable([...POINT_FIRST, ...NUMBER_FIRST, '的', ' '].join(''));

const pointsFor = onceOf((context: GrammarContext) => onceAt((s, i) => parsePoint(s, i, context)));

function parsePoint(s: string, i: number, context: GrammarContext): PointAt | undefined {
  const c = s.charAt(i);
  const number = isDigit(c) || isNumeral(c);
  if (number) {
    if (!numberMayBePoint(s, i)) return undefined;
    const written = writtenAt(s, i, context.asked) ?? cohortAt(s, i, context.thisYear);
    if (written !== undefined) return written;
    const bare = bareYearAt(s, i, context);
    if (bare !== undefined) return bare;
  }
  const year = yearAt(s, i, context);
  if (year !== undefined) return year;
  const day = DAYS.at(s, i);
  if (day !== undefined && !/^[年月]/.test(s.charAt(day.end)))
    return { point: { dayRel: day.value }, end: day.end };
  const early = DAY_BEFORE_PART.at(s, i);
  if (
    early !== undefined &&
    /^(?:晚|早|晨|夜)/.test(s.charAt(early.end)) &&
    !/^(?:晚年|早知)/.test(s.slice(early.end, early.end + 2))
  ) {
    return { point: { dayRel: early.value }, end: early.end };
  }
  const within = withinYear(s, i, {});
  if (within !== undefined) return within;
  const other = weekAt(s, i) ?? relativeAt(s, i) ?? barePartAt(s, i);
  if (other !== undefined) return other;
  const bareDay = number ? dayAt(s, i, false) : undefined;
  if (
    bareDay === undefined ||
    /[\d一二三四五六七八九十]月$/.test(s.slice(Math.max(0, i - 2), i)) ||
    BEFORE_NOT_DAY.test(s.slice(Math.max(0, i - 3), i))
  )
    return undefined;
  return { point: { day: bareDay.day }, end: bareDay.end };
}

function barePartAt(s: string, i: number): PointAt | undefined {
  if (
    s[i + 1] === '内' &&
    /[年月]/.test(s.charAt(i)) &&
    !/[\d一二两三四五六七八九十几个半百多]/.test(s.charAt(i - 1))
  ) {
    return { point: s[i] === '年' ? { yearRel: 0 } : { monthRel: 0 }, end: i + 1 };
  }
  const found = BARE_PARTS.at(s, i);
  if (found !== undefined) {
    const rest: Point = found.value.of === 'year' ? {} : found.value.of === 'month' ? {} : { quarterRel: 0 };
    const scope =
      found.value.of === 'year' ? { part: found.value.part, nearYear: true } : { part: found.value.part };
    return withNth(s, found.end, { ...rest, ...scope });
  }
  return undefined;
}
