/**
 * A leader's plain sentence about a contact: "今天下午去华科高新看望了李教授，他说
 * 孩子上学的事还没落实". Gives what it tells, or undefined when it tells of none.
 */
import { read } from '../understand/index.ts';
import type { ReadContext, Value } from '../understand/value.ts';
import { type ContactMethod, readMethod } from './methods.ts';

export interface ContactSentence {
  method: ContactMethod;
  /** Local date; `precision` says how exact it was meant. Absent when the sentence names no day. */
  when?: { date: string; precision: string };
  halfDay?: '上午' | '中午' | '下午' | '晚上';
  place?: string;
  attendees?: string;
  /** What was said, without the words that say that there was a contact. */
  notes: string;
  /** Tried, but they did not meet: not a contact. */
  missed: boolean;
}

/** A plan or a wish is no contact. */
const plan =
  /明天|后天|下周|下星期|下礼拜|下个?月|打算|准备|计划|安排一下|提醒我|想去|要去|约一下|改天|抽空|周[一二三四五六日天].{0,4}(?:去|约)|记得|帮我约|定个时间|过几天/u;
const past = /上午|中午|下午|晚上|今早|了|过|刚|刚才|今天|昨天|前天|上周|上个?月|上午刚|已经|见到|看望|拜访/u;
const question = /[?？]\s*$|吗[。！]?$|多少|怎么(?:样|办|回事)|还差谁|是谁|哪里|为什么|什么时候/u;
const missed =
  /没(?:有)?(?:见到|见着|碰到|打通|联系上|找到|遇到|接|在)|不在(?:家|单位|办公室|所里|厂里|学校)?|扑(?:了)?(?:个)?空|无人接听|没人接|打不通|没空见/u;
const halfDays = /上午|中午|下午|晚上/u;

/** @param context its bias should be 过去: a contact lies behind us. */
export function readContact(text: string, context: ReadContext): ContactSentence | undefined {
  const found = readMethod(text);
  if (!found || question.test(text)) return undefined;
  const when = dayOf(text, context);
  const first = firstClause(text, found.at);
  if (plan.test(first) && !/了|过/u.test(first)) return undefined;
  if (!past.test(first) && !when) return undefined;
  const halfDay = halfDays.exec(first)?.[0] as ContactSentence['halfDay'] | undefined;
  const place = placeIn(first);
  const attendees = attendeesIn(text);
  return {
    method: found.method,
    ...(when ? { when } : {}),
    ...(halfDay ? { halfDay } : {}),
    ...(place ? { place } : {}),
    ...(attendees ? { attendees } : {}),
    notes: text
      .slice(first.length)
      .replace(/^[，,。；;！!\s]+/u, '')
      .trim(),
    missed: missed.test(text),
  };
}

/** The sentence up to the end of the clause that tells of the contact. */
function firstClause(text: string, at: number): string {
  const end = text.slice(at).search(/[，,。；;！!\n]|(?=他说|她说|反映|提出|建议|说是|说他|说她)/u);
  return end < 0 ? text : text.slice(0, at + end);
}

function dayOf(text: string, context: ReadContext): ContactSentence['when'] {
  for (const { value } of read('日期', text, context)) {
    const day = asDay(value);
    if (day) return day;
  }
  return undefined;
}

function asDay(value: Value): ContactSentence['when'] {
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

const placeWords =
  /(?:去|到|在|赴|前往)(?:了|过)?(?!看|走访|拜访|探望|慰问|见|他|她|家)([一-龥A-Za-z0-9（）()·]{2,18}?)(?=看望|看了|看看|看|走访|拜访|探望|慰问|和|与|跟|同|见|开|参加|座谈|调研|了解|聊|谈|[，,。；;\s]|$)/u;

function placeIn(clause: string): string | undefined {
  return placeWords.exec(clause)?.[1];
}

function attendeesIn(text: string): string | undefined {
  return /(?:陪同|同行|一起去|参加)(?:的|人员)?(?:还)?(?:有|是|：|:)([^。；;\n]+)/u.exec(text)?.[1]?.trim();
}
