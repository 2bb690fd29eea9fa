import { clockOf } from './dates/civil.ts';
import { feastAt } from './dates/feasts.ts';
import { dayAt } from './dates/points.ts';
import { smallAt } from './dates/written.ts';
import { cnDigit } from './numerals.ts';
import { isDigit } from './source.ts';
import { clockAt, clockRangeAt, halfDayAt } from './times.ts';
import { wordSet } from './words.ts';

/** A recurrence as TIMEX, and where its words end. */
export interface SetAt {
  timex: string;
  end: number;
}

const EACH = wordSet('每隔 每逢 每 逢 隔');
/** Letters a recurrence begins with; a number may begin one too. */
export const SET_FIRST = [...EACH.firsts, '半', '工'];

const WEEKDAYS = '一二三四五六日';
const two = (n: number): string => String(n).padStart(2, '0');

function weekdayOf(c: string): number | undefined {
  if (c === '天') return 7;
  if (/^[1-7]$/.test(c)) return Number(c);
  const k = c === '' ? -1 : WEEKDAYS.indexOf(c);
  return k < 0 ? undefined : k + 1;
}

/** 一三五, 二、四, 一到五, 1和3. */
function weekdaysAt(s: string, i: number): { days: number[]; end: number } | undefined {
  const days: number[] = [];
  let p = i;
  for (;;) {
    const day = weekdayOf(s.charAt(p));
    if (day === undefined || isDigit(s[p + 1])) break;
    days.push(day);
    p++;
    const range = /^(?:到|至|-|~)(?:周|星期|礼拜)?(?=[一二三四五六日天1-7])/.exec(s.slice(p, p + 4))?.[0];
    const last = range === undefined ? undefined : weekdayOf(s.charAt(p + range.length));
    if (range !== undefined && last !== undefined && last > day) {
      for (let d = day + 1; d <= last; d++) days.push(d);
      p += range.length + 1;
    }
    const joint = /^(?:[、,和及跟与]|周|星期|礼拜){1,2}(?=[一二三四五六日天1-7](?!点|个|月|号|日))/.exec(
      s.slice(p, p + 6),
    )?.[0];
    if (joint !== undefined) p += joint.length;
  }
  return days.length === 0 ? undefined : { days: [...new Set(days)], end: p };
}

const UNITS: [RegExp, string, number][] = [
  [/^(?:个)?(?:星期|礼拜|周)/, 'W', 1],
  [/^(?:个)?季度/, 'M', 3],
  [/^个?月/, 'M', 1],
  [/^年度?/, 'Y', 1],
  [/^(?:天|日)/, 'D', 1],
  [/^个?(?:小时|钟头)/, 'H', 1],
  [/^分钟/, 'm', 1],
];

function periodAt(
  s: string,
  i: number,
  skipped: boolean,
): { unit: string; n: number; end: number } | undefined {
  if (s.startsWith('半年', i)) return { unit: 'M', n: 6, end: i + 2 };
  if (/^半个?月/.test(s.slice(i, i + 3))) return { unit: 'D', n: 15, end: i + (s[i + 1] === '个' ? 3 : 2) };
  const count = smallAt(s, i);
  const at = count?.end ?? i;
  for (const [pattern, unit, size] of UNITS) {
    const found = pattern.exec(s.slice(at, at + 4));
    // 每隔一天 is every other day.
    if (found !== null)
      return {
        unit,
        n: ((count?.n ?? 1) + (skipped && unit !== 'H' ? 1 : 0)) * size,
        end: at + found[0].length,
      };
  }
  return undefined;
}

const timex = (unit: string, n: number): string =>
  /[Hm]/.test(unit) ? `PT${n}${unit.toUpperCase()}` : `P${n}${unit}`;

/** The recurrence at `i`: 每天, 每周一三五, 每月15号, 每两周一次, 每个工作日上午九点, 一周一次. */
export function setAt(s: string, i: number): SetAt | undefined {
  const each = EACH.at(s, i);
  const found = each === undefined ? perPeriod(s, i) : setBody(s, each.end, s.slice(i, each.end));
  if (found === undefined) return undefined;
  return withTime(s, found);
}

/** 一周一次, 两个月一次, 隔周, 双周. */
function perPeriod(s: string, i: number): SetAt | undefined {
  const c = s.charAt(i);
  if (!isDigit(c) && cnDigit(c) === undefined && c !== '半' && c !== '十') {
    if (
      s.startsWith('工作日', i) &&
      (/^每/.test(s.charAt(i + 3)) ||
        clockAt(s, i + 3, true) !== undefined ||
        clockRangeAt(s, i + 3, true) !== undefined)
    ) {
      return { timex: 'XXXX-WXX-WD', end: i + 3 };
    }
    return undefined;
  }
  if (!/[次回趟]/.test(s.slice(i + 2, i + 8))) return undefined;
  const period = periodAt(s, i, false);
  if (period === undefined || !/^[一1](?:次|回|趟)/.test(s.slice(period.end, period.end + 2)))
    return undefined;
  return { timex: timex(period.unit, period.n), end: period.end + 2 };
}

function setBody(s: string, i: number, word: string): SetAt | undefined {
  const skipped = word.includes('隔');
  const at = s[i] === '个' ? i + 1 : i;
  if (s.startsWith('工作日', at)) return { timex: 'XXXX-WXX-WD', end: at + 3 };
  if (/^(?:晚|早)/.test(s.slice(at)) && word === '每')
    return { timex: s[at] === '晚' ? 'P1DTEV' : 'P1DTMO', end: at + (s[at + 1] === '上' ? 2 : 1) };
  if (s.startsWith('周末', at)) return { timex: 'XXXX-WXX-WE', end: at + 2 };
  const week = /^(?:周|星期|礼拜)的?/.exec(s.slice(at, at + 3))?.[0];
  if (week !== undefined) {
    const days = weekdaysAt(s, at + week.length);
    if (days !== undefined && !/^[一1]次/.test(s.slice(days.end - 1, days.end + 1)))
      return { timex: `XXXX-WXX-${days.days.join(',')}`, end: days.end };
  }
  const period = periodAt(s, at, skipped);
  if (period === undefined || (word === '逢' && period.unit !== 'W')) return undefined;
  const inside =
    period.n === 1 && period.unit === 'M'
      ? inMonth(s, period.end)
      : period.unit === 'Y' && period.n === 1
        ? inYear(s, period.end)
        : undefined;
  if (inside !== undefined) return inside;
  const quarter = period.unit === 'M' && period.n === 3 ? inQuarter(s, period.end) : undefined;
  if (quarter !== undefined) return quarter;
  const once = /^(?:[一1](?:次|回|趟))/.exec(s.slice(period.end, period.end + 2))?.[0].length ?? 0;
  return { timex: timex(period.unit, period.n), end: period.end + once };
}

function inMonth(s: string, i: number): SetAt | undefined {
  const at = s[i] === '的' ? i + 1 : i;
  const days: string[] = [];
  let end = at;
  for (;;) {
    const day =
      dayAt(s, end, false) ?? (/^\d{1,2}[、,和]/.test(s.slice(end, end + 3)) ? sharedDay(s, end) : undefined);
    if (day === undefined) break;
    days.push(two(day.day));
    end = day.end;
    if (/[、,和及]/.test(s.charAt(end)) && dayAt(s, end + 1, false) !== undefined) end++;
    else if (!/[、,和及]/.test(s.charAt(end - 1))) break;
  }
  if (days.length > 0) {
    const timex = `XXXX-XX-${days.join(',')}`;
    const before = /^(?:之前|以前|前)/.exec(s.slice(end, end + 2))?.[0];
    return before === undefined ? { timex, end } : { timex: `(,${timex})`, end: end + before.length };
  }
  const nth = /^(?:最后一天|月底|底|末)/.exec(s.slice(at, at + 4))?.[0];
  if (nth !== undefined) return { timex: 'XXXX-XX-L', end: at + nth.length };
  if (/^(?:月?初)/.test(s.slice(at, at + 2)))
    return { timex: 'XXXX-XX-01/10', end: at + (s[at] === '月' ? 2 : 1) };
  const work = /^(第一个|最后一个|首个)(工作日|(?:周|星期)([一二三四五六日天]))/.exec(s.slice(at, at + 8));
  if (work === null) return undefined;
  const day = work[3] === undefined ? 'WD' : String(weekdayOf(work[3]));
  return { timex: `XXXX-XX-WXX-${day}#${work[1] === '最后一个' ? -1 : 1}`, end: at + work[0].length };
}

function sharedDay(s: string, i: number): { day: number; end: number } | undefined {
  const n = smallAt(s, i);
  return n === undefined || n.n < 1 || n.n > 31 ? undefined : { day: n.n, end: n.end + 1 };
}

function inYear(s: string, i: number): SetAt | undefined {
  const feast = feastAt(s, i);
  if (feast?.feast.kind === 'solar')
    return { timex: `XXXX-${two(feast.feast.month)}-${two(feast.feast.day)}`, end: feast.end };
  if (feast !== undefined) return { timex: 'P1Y', end: feast.end };
  const month = smallAt(s, s[i] === '的' ? i + 1 : i);
  if (month === undefined || s[month.end] !== '月' || month.n > 12) return undefined;
  const end = s[month.end + 1] === '份' ? month.end + 2 : month.end + 1;
  const day = dayAt(s, end, true);
  return day === undefined
    ? { timex: `XXXX-${two(month.n)}`, end }
    : { timex: `XXXX-${two(month.n)}-${two(day.day)}`, end: day.end };
}

function inQuarter(s: string, i: number): SetAt | undefined {
  const nth = /^的?(第一个|首|第二个|第三个|最后一个|最后)月/.exec(s.slice(i, i + 7));
  if (nth !== null) {
    const n = nth[1] === '第一个' || nth[1] === '首' ? 1 : nth[1] === '第二个' ? 2 : 3;
    return { timex: `XXXX-QX-M${n}`, end: i + nth[0].length };
  }
  const edge = /^(?:末|底|初)/.exec(s.slice(i, i + 1))?.[0];
  return edge === undefined ? undefined : { timex: `XXXX-QX-${edge === '初' ? 'S' : 'L'}`, end: i + 1 };
}

/** The time of day that belongs to it: T09:00, or T09:00/11:30. */
function withTime(s: string, set: SetAt): SetAt {
  const at = s[set.end] === ' ' || s[set.end] === ',' || s[set.end] === '的' ? set.end + 1 : set.end;
  const range = clockRangeAt(s, at, true);
  const best = range?.ranges[0];
  if (range !== undefined && best !== undefined) {
    return { timex: `${set.timex}T${clockOf(best[0] % 1440)}/${clockOf(best[1] % 1440)}`, end: range.end };
  }
  const clock = clockAt(s, at, true);
  const minute = clock?.minutes[0];
  if (clock !== undefined && minute !== undefined)
    return { timex: `${set.timex}T${clockOf(minute % 1440)}`, end: clock.end };
  const half = halfDayAt(s, at);
  const mark =
    half === undefined
      ? undefined
      : {
          上午: 'MO',
          早上: 'MO',
          下午: 'AF',
          晚上: 'EV',
          傍晚: 'EV',
          中午: 'MI',
          凌晨: 'NI',
          半夜: 'NI',
          全天: '',
        }[half.half];
  return half === undefined || mark === undefined || mark === ''
    ? set
    : { timex: `${set.timex}T${mark}`, end: half.end + (s[half.end] === '的' ? 1 : 0) };
}
