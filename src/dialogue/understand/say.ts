import { fromIso, isoOf, partsOf, weekdayOf } from './dates/civil.ts';
import type { Value } from './value.ts';

const WEEK = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** Which year goes unsaid. Without it every date is said with its year. */
export interface SayOptions {
  year?: number;
}

function sayDate(iso: string, options: SayOptions, weekday = true): string {
  const day = fromIso(iso);
  const { year, month, day: d } = partsOf(day);
  const head = options.year === year ? '' : `${year}年`;
  return `${head}${month}月${d}日${weekday ? ` ${WEEK[weekdayOf(day)]}` : ''}`;
}

function sayDatetime(text: string, options: SayOptions): string {
  return `${sayDate(text.slice(0, 10), options)} ${text.slice(11)}`;
}

const NAMED: Record<string, string> = { '-01-01': '上半年', '-07-01': '下半年' };

/** A whole year, half-year, quarter or month by its name, or undefined. */
function sayWhole(from: string, to: string): string | undefined {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return undefined;
  const a = partsOf(fromIso(from));
  const months = (Number(to.slice(0, 4)) - a.year) * 12 + Number(to.slice(5, 7)) - a.month;
  if (months === 1) return `${a.year}年${a.month}月`;
  if (months === 12 && a.month === 1) return `${a.year}年`;
  if (months === 6 && NAMED[from.slice(4)] !== undefined) return `${a.year}年${NAMED[from.slice(4)]}`;
  if (months === 3 && a.month % 3 === 1) return `${a.year}年第${'一二三四'.charAt((a.month - 1) / 3)}季度`;
  return undefined;
}

function sayDates(from: string | undefined, to: string | undefined, options: SayOptions): string {
  const last = to === undefined ? undefined : isoOf(fromIso(to) - 1);
  if (from === undefined) return last === undefined ? '时间不限' : `${sayDate(last, options)}及以前`;
  if (last === undefined || to === undefined) return `${sayDate(from, options)}起`;
  const whole = sayWhole(from, to);
  if (whole !== undefined) return whole;
  if (from.endsWith('-01') && to.endsWith('-01') && from.slice(0, 7) !== to.slice(0, 7)) {
    const [a, b] = [partsOf(fromIso(from)), partsOf(fromIso(last))];
    return `${a.year}年${a.month}月至${b.year}年${b.month}月`;
  }
  return `${sayDate(from, options)}至${sayDate(last, options)}`;
}

function sayDatetimes(from: string | undefined, to: string | undefined, options: SayOptions): string {
  if (from === undefined) return to === undefined ? '时间不限' : `${sayDatetime(to, options)}以前`;
  if (to === undefined) return `${sayDatetime(from, options)}以后`;
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : ` ${sayDatetime(to, options)}`;
  return `${sayDatetime(from, options)}—${end.trim()}`;
}

/** 15000 -> 1.5万; up to two decimals; below ten thousand as it is. */
function sayNumber(n: number): string {
  const neat = (x: number): string => String(Math.round(x * 10_000) / 10_000);
  if (Math.abs(n) >= 1e8) return `${neat(n / 1e8)}亿`;
  if (Math.abs(n) >= 1e4) return `${neat(n / 1e4)}万`;
  return neat(n);
}

function sayRange(low: number | undefined, high: number | undefined, unit: string, about: boolean): string {
  const tail = about ? '左右' : '';
  if (low === undefined) return high === undefined ? '不限' : `${sayNumber(high)}${unit}以下`;
  if (high === undefined) return `${sayNumber(low)}${unit}以上`;
  // 二十多万 ends at 299999: said as it was meant, up to 30万.
  const top = high % 10 === 9 && high > 1000 ? high + 1 : high;
  return `${sayNumber(low)}—${sayNumber(top)}${unit}${tail}`;
}

const UNITS: [number, string][] = [
  [31_536_000, '年'],
  [2_592_000, '个月'],
  [86_400, '天'],
  [3600, '小时'],
  [60, '分钟'],
  [1, '秒'],
];

function sayDuration(seconds: number): string {
  if (seconds === 15_768_000) return '半年';
  const parts: string[] = [];
  let left = seconds;
  for (const [size, name] of UNITS) {
    const n = Math.floor(left / size);
    if (n > 0) parts.push(`${n}${name}`);
    left -= n * size;
  }
  return parts.length === 0 ? '0 秒' : parts.join('零');
}

function sayDurations(low: number | undefined, high: number | undefined): string {
  if (low === undefined) return high === undefined ? '不限' : `${sayDuration(high)}以内`;
  if (high === undefined) return `${sayDuration(low)}以上`;
  return `${sayDuration(low)}到${sayDuration(high)}`;
}

function saySet(timex: string): string {
  const weekly = /^XXXX-WXX-([\d,]+)/.exec(timex)?.[1];
  if (weekly !== undefined)
    return `每${weekly
      .split(',')
      .map((d) => WEEK[Number(d)])
      .join('、')}`;
  const monthly = /^XXXX-XX-(\d\d)$/.exec(timex)?.[1];
  if (monthly !== undefined) return `每月${Number(monthly)}日`;
  const period = /^P(\d+)([DWMY])$/.exec(timex);
  if (period === null) return '按周期';
  const unit = { D: '天', W: '周', M: '个月', Y: '年' }[period[2] ?? 'D'] ?? '';
  return period[1] === '1' ? `每${unit.replace('个', '')}` : `每${period[1]}${unit}`;
}

/**
 * How a value is read back to the one who said it: absolute (11月25日 周三
 * 15:00), and an approximate one as approximate (20万—25万元左右). With
 * `options.year` that year goes unsaid.
 */
export function say(value: Value, options: SayOptions = {}): string {
  switch (value.kind) {
    case 'date':
      return `${sayDate(value.date, options)}${value.precision === '约' ? '前后' : ''}`;
    case 'time':
      return `${value.time}${value.about ? '左右' : ''}`;
    case 'datetime':
      return `${sayDatetime(value.datetime, options)}${value.about ? '左右' : ''}`;
    case 'daterange':
      return sayDates(value.from, value.to, options);
    case 'datetimerange':
      return sayDatetimes(value.from, value.to, options);
    case 'timerange':
      return `${value.from}—${value.to}`;
    case 'duration':
      return sayDuration(value.seconds);
    case 'durationrange':
      return sayDurations(value.low, value.high);
    case 'workdays':
      return `${value.days}${value.most === undefined ? '' : `到${value.most}`}个工作日`;
    case 'set':
      return saySet(value.timex);
    case 'number':
      return sayNumber(value.n);
    case 'numberrange':
      return sayRange(value.low, value.high, '', value.approximate);
    case 'money':
      return `${sayNumber(value.yuan)}元`;
    case 'moneyrange':
      return sayRange(value.low, value.high, '元', value.approximate);
    case 'percent':
      return `${value.percent}%`;
    case 'phone':
      return sayPhone(value.phone, value.extension);
    case 'id-number':
      return value.id;
    case 'email':
      return value.email;
    case 'name':
      return value.name;
    case 'choice':
      return value.choice;
    case 'choices':
      return value.choices.join('、');
    case 'yes-no':
      return value.yes ? '是' : '否';
    case 'text':
      return value.text;
    case 'unknown':
      return value.reason;
  }
}

function sayPhone(phone: string, extension: string | undefined): string {
  const bare = phone.replace(/^\+86/, '');
  const local = bare === phone || /^1[3-9]\d{9}$/.test(bare) || /^[48]00/.test(bare) ? bare : `0${bare}`;
  return extension === undefined ? local : `${local}转${extension}`;
}
