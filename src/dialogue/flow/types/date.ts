/**
 * Dates and times. Exact ones are ISO strings; an inexact date is kept as
 * {从, 到, 精度} with both days inclusive, and is never said as one day.
 */
import type { ReadContext, Value } from '../../understand/value.ts';
import type { Field, Json } from '../flow.ts';
import { addDays, weekdayOf } from '../time.ts';
import { seasonOf } from './new-year.ts';
import { readingsOf } from './reading.ts';
import { type FieldType, objectOf, part } from './type.ts';

/** '11月25日 周三' in the message's year, '2027年1月5日 周二' spelled out always with the year when it matters. */
export function sayDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日 ${weekdayOf(date)}`;
}

const sayMonth = (month: string): string => {
  if (month === '至今') return month;
  const [year, number] = month.split('-');
  return number === undefined ? `${year}年` : `${year}年${Number(number)}月`;
};

/** An inexact date as a span of days, both ends inclusive. */
function inexact(value: Extract<Value, { kind: 'daterange' }>): Json | undefined {
  if (value.from === undefined && value.to === undefined) return undefined;
  return {
    ...(value.from === undefined ? {} : { 从: value.from }),
    ...(value.to === undefined ? {} : { 到: addDays(value.to, -1) }),
    精度: value.precision,
  };
}

function sayInexact(value: Json): string {
  const {
    从: from,
    到: to,
    精度: precision,
  } = objectOf(value) as { 从?: string; 到?: string; 精度?: string };
  if (from && to) {
    if (precision === '月' && from.slice(0, 7) === to.slice(0, 7)) return sayMonth(from.slice(0, 7));
    if (precision === '年' && from.slice(0, 4) === to.slice(0, 4)) return `${from.slice(0, 4)}年`;
    if (precision === '半年') return `${from.slice(0, 4)}年${from.slice(5, 7) === '01' ? '上' : '下'}半年`;
    return from === to ? sayDay(from) : `${sayDay(from)}到${sayDay(to)}之间`;
  }
  if (from) return `${sayDay(from)}以后`;
  return to ? `${sayDay(to)}以前` : '';
}

const keepDate = (value: Value): Json | undefined => {
  if (value.kind === 'date')
    return value.precision === '日' ? value.date : { 从: value.date, 到: value.date, 精度: value.precision };
  if (value.kind === 'daterange') return inexact(value);
  return value.kind === 'datetime' ? value.datetime.slice(0, 10) : undefined;
};

export const 日期: FieldType = {
  input: 'date',
  labels: [],
  echoes: true,
  example: (field) => field.example ?? '2026年12月1日',
  read: (text, field, context) => readingsOf('日期', text, field, context, keepDate),
  say: (value) => (typeof value === 'string' ? sayDay(value) : sayInexact(value)),
  parts: {
    从: part('从'),
    到: part('到'),
    精度: (value) => (typeof value === 'string' ? '日' : objectOf(value).精度),
    春节: (value) => (typeof value === 'string' ? seasonOf(value) : undefined),
  },
  plain: (value) => (typeof value === 'string' ? value : (objectOf(value).从 ?? objectOf(value).到)),
};

export const 时间: FieldType = {
  input: 'text',
  labels: [],
  echoes: true,
  example: () => '下午三点',
  read: (text, field, context) =>
    readingsOf('时间', text, field, context, (value) => (value.kind === 'time' ? value.time : undefined)),
  say: (value) => String(value),
};

export const 日期时间: FieldType = {
  input: 'datetime',
  labels: [],
  echoes: true,
  example: (field) => field.example ?? '下周三下午三点',
  read: (text, field, context) =>
    readingsOf('日期时间', text, field, context, (value) =>
      value.kind === 'datetime' ? value.datetime : undefined,
    ),
  say: (value) => `${sayDay(String(value).slice(0, 10))} ${String(value).slice(11)}`,
};

/** Half of what is wanted: a day (null when none was said) and the words for the time of it. */
export interface Half {
  day: string | null;
  words: string;
}

const DAY_PART = /早上|上午|中午|下午|傍晚|晚上/u;

/** A day without an hour or an hour without a day, where both are wanted. */
export function halfOf(text: string, field: Field, context: ReadContext): Half | undefined {
  const days = readingsOf('日期', text, field, context, (value) =>
    value.kind === 'date' && value.precision === '日' ? value.date : undefined,
  );
  if (days.length === 1) return { day: String(days[0]!.value), words: DAY_PART.exec(text)?.[0] ?? '' };
  const times = 时间.read(text, field, context);
  return days.length === 0 && times[0] ? { day: null, words: text.slice(...times[0].span) } : undefined;
}

export const 时间段: FieldType = {
  input: 'text',
  labels: [],
  echoes: true,
  example: () => '下周三上午九点到十一点',
  read: (text, field, context) =>
    readingsOf('时间段', text, field, context, (value): Json | undefined => {
      if (value.kind === 'daterange') return inexact(value);
      if (value.kind !== 'timerange' && value.kind !== 'datetimerange') return undefined;
      return {
        ...(value.from === undefined ? {} : { 从: value.from }),
        ...(value.to === undefined ? {} : { 到: value.to }),
      };
    }),
  say: (value) => {
    const { 从: from, 到: to } = objectOf(value);
    return `${sayPoint(from)}到${sayPoint(to)}`;
  },
  parts: { 从: part('从'), 到: part('到') },
  plain: (value) => objectOf(value).从,
};

function sayPoint(value: Json | undefined): string {
  if (typeof value !== 'string') return '';
  if (value.length <= 5) return value;
  return value.length > 10 ? `${sayDay(value.slice(0, 10))} ${value.slice(11)}` : sayDay(value);
}

export const 年月: FieldType = {
  input: 'text',
  labels: [],
  example: (field) => field.example ?? '2026年7月',
  read: (text, field, context) =>
    readingsOf('年月', text, field, context, (value) => {
      if (value.kind === 'date') return value.date.slice(0, 7);
      if (value.kind !== 'daterange' || value.from === undefined) return undefined;
      return value.precision === '年' ? value.from.slice(0, 4) : value.from.slice(0, 7);
    }),
  say: (value) => sayMonth(String(value)),
};

export const 起止年月: FieldType = {
  input: 'text',
  labels: [],
  example: (field) => field.example ?? '2008年9月到2012年6月',
  read: (text, field, context) => readingsOf('起止年月', text, field, context, keepMonths),
  say: (value) =>
    Array.isArray(value)
      ? value.map((end) => sayMonth(String(end))).join(value[1] === '至今' ? '' : '到')
      : '',
  parts: {
    起: (value) => (Array.isArray(value) ? value[0] : undefined),
    止: (value) => (Array.isArray(value) ? value[1] : undefined),
  },
};

/** ['2008-09', '2012-06'] with the last month included; an open end is 至今. */
function keepMonths(value: Value): Json | undefined {
  if (value.kind !== 'daterange' || value.from === undefined) return undefined;
  const size = value.precision === '年' ? 4 : 7;
  const end = value.to === undefined ? '至今' : addDays(value.to, -1).slice(0, size);
  return [value.from.slice(0, size), end];
}

export const 时长: FieldType = {
  input: 'text',
  labels: [],
  example: () => '三个月',
  read: (text, field, context) =>
    readingsOf('时长', text, field, context, (value): Json | undefined => {
      if (value.kind === 'duration') return { 秒: value.seconds };
      if (value.kind === 'workdays') return { 工作日: value.days };
      if (value.kind !== 'durationrange') return undefined;
      return {
        ...(value.low === undefined ? {} : { 低: value.low }),
        ...(value.high === undefined ? {} : { 高: value.high }),
      };
    }),
  say: (value, _field?: Field) => {
    const { 秒: seconds, 工作日: workdays, 低: low, 高: high } = objectOf(value);
    if (typeof workdays === 'number') return `${workdays}个工作日`;
    if (typeof seconds === 'number') return sayLength(seconds);
    return [low, high].flatMap((end) => (typeof end === 'number' ? [sayLength(end)] : [])).join('到');
  },
  parts: { 秒: part('秒'), 工作日: part('工作日') },
  plain: (value) => objectOf(value).秒,
};

const LENGTHS: [number, string][] = [
  [365 * 86_400, '年'],
  [30 * 86_400, '个月'],
  [7 * 86_400, '周'],
  [86_400, '天'],
  [3_600, '小时'],
  [60, '分钟'],
];

function sayLength(seconds: number): string {
  const [size, unit] = LENGTHS.find(([one]) => seconds >= one && seconds % one === 0) ?? [86_400, '天'];
  return `${Math.round((seconds / size) * 10) / 10}${unit}`;
}
