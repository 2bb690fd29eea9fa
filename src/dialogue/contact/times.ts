/** Days and halves of days in a clause. */
import { read } from '../understand/index.ts';
import type { Value, WorkCalendar } from '../understand/value.ts';
import { dateOf } from './day.ts';

export type HalfDay = '上午' | '中午' | '下午' | '晚上';

export interface SpokenDay {
  /** Local date; the first day of a stretch that was said (上个月). */
  date: string;
  /** 日, or as inexact as it was said: 月, 约… */
  precision: string;
}

/** The first day a clause names; bare weekdays lean to `bias`. */
export function dayIn(
  clause: string,
  context: { now: number; calendar: WorkCalendar },
  bias: '将来' | '过去',
): SpokenDay | undefined {
  for (const { value } of read('日期', clause, { now: context.now, calendar: context.calendar, bias })) {
    const day = asDay(value);
    if (day && !(bias === '过去' && tooLongAgo(day.date, clause, context.now))) return day;
  }
  return undefined;
}

/** A feast named without its year is not the one of a year ago: then no day was named. */
const tooLongAgo = (date: string, clause: string, now: number): boolean =>
  !/年/u.test(clause) && now - Date.parse(`${date}T00:00:00+08:00`) > 200 * 86_400_000;

function asDay(value: Value): SpokenDay | undefined {
  switch (value.kind) {
    case 'date':
      return { date: value.date, precision: value.precision };
    case 'datetime':
      return { date: value.datetime.slice(0, 10), precision: '日' };
    case 'daterange':
      return value.from ? { date: value.from, precision: value.precision } : undefined;
    case 'datetimerange':
      return value.from ? { date: value.from.slice(0, 10), precision: '日' } : undefined;
    default:
      return undefined;
  }
}

const halves: [HalfDay, RegExp][] = [
  ['上午', /上午|早上|今早|一早|早晨|清早|上半天|上昼/u],
  ['中午', /中午|午饭|晌午/u],
  ['下午', /下午|傍晚|下半天|下昼|午后/u],
  ['晚上', /晚上|昨晚|今晚|当晚|夜里|晚饭|夜晚/u],
];

/** The half of the day a clause names. */
export const halfDayIn = (clause: string): HalfDay | undefined =>
  halves.find(([, words]) => words.test(clause))?.[0];

/** When the half of a day begins, hour. */
const begins: Record<HalfDay, number> = { 上午: 8, 中午: 12, 下午: 14, 晚上: 18 };

/** Whether what is told of a day lies behind or ahead where only the time can tell. */
export function liesBehind(day: SpokenDay | undefined, half: HalfDay | undefined, now: number): boolean {
  const today = dateOf(now);
  if (day && day.date !== today) return day.date < today;
  if (!day && !half) return false;
  const hour = new Date(now + 8 * 3_600_000).getUTCHours();
  return hour >= (half ? begins[half] : 12);
}

/** 周四, without saying whether the last or the next one. */
export const bareWeekday = (clause: string): boolean =>
  /(?<!上|上个|下|下个)(?:周|星期|礼拜)[一二三四五六日天]/u.test(clause);

/** A clause that tells nothing but when: 昨天下午. */
export const isWhen = (clause: string): boolean =>
  /^(?:[今昨前大天早晚上中下午周星期礼拜一二三四五六日末两几\d月号年点钟半个的儿刚才多左右时候这那就在我]|国庆|中秋|春节|端午|五一)+$/u.test(
    clause,
  ) && /[天日午周期拜号早晚才国中春端五]/u.test(clause);

/** A clock time in a clause, HH:mm. */
export function timeIn(clause: string, context: { now: number; calendar: WorkCalendar }): string | undefined {
  for (const { value } of read('日期时间', clause, { ...context, bias: '将来' })) {
    if (value.kind === 'datetime') return value.datetime.slice(11, 16);
    if (value.kind === 'time') return value.time;
  }
  return undefined;
}
