/**
 * Answers by clause, with the number of the document, or not at all
 * (domain.md S39, 5.4). It tells what stands written and what does not fit; it
 * never says that somebody will or will not get something.
 */
import { addDays, localDate, weekdayOf } from '../flow/time.ts';
import type { WorkCalendar } from '../understand/value.ts';
import { type Clause, citationOf, clausesOn, type Policy } from './policy.ts';

/** What was talked about just before, kept between turns. JSON. */
export interface Topic {
  /** Citations of the last answer. */
  cited: string[];
  /** The year somebody said they came. */
  came?: number;
  /** ms */
  at: number;
}

export interface PolicyWorld {
  policies: readonly Policy[];
  now: number;
  calendar: WorkCalendar;
}

export interface PolicyAnswer {
  words: string;
  topic: Topic;
}

/** How long a question may lean on the one before it. */
const LEANS_MS = 30 * 60_000;
/** An answer names at most this many clauses. */
const MOST = 2;

/** What the policy base says to a question; undefined when no clause speaks of it. */
export function answerPolicy(text: string, world: PolicyWorld, before?: Topic): PolicyAnswer | undefined {
  const clauses = clausesOn(world.policies, localDate(world.now));
  const earlier = before && world.now - before.at < LEANS_MS ? before : undefined;
  const found = matching(text, clauses);
  const used = found.length > 0 ? found : leaningOn(text, clauses, earlier);
  if (used.length === 0) return undefined;
  const came = cameIn(text, world.now) ?? earlier?.came;
  const words = [
    ...used.map(
      (clause) => `《${clause.policy.名称}》（${clause.policy.文号}）${clause.name}：${clause.text}`,
    ),
    ...used.flatMap((clause) => [...contractRemark(text, clause), ...deadlineRemark(text, clause, world)]),
    ...yearRemark(text, earlier?.came),
    `能不能享受以审核为准；您个人的情况请私聊我，或问${used[0]?.policy.咨询}。`,
  ];
  return {
    words: words.join('\n'),
    topic: { cited: used.map(citationOf), ...(came === undefined ? {} : { came }), at: world.now },
  };
}

/** The clauses whose sayings stand in the question, the best first; those far behind the best are left out. */
function matching(text: string, clauses: Clause[]): Clause[] {
  const scored = clauses
    .map((clause) => ({ clause, score: scoreOf(text, clause) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }) => score >= best * 0.6)
    .slice(0, MOST)
    .map(({ clause }) => clause);
}

/** The length of the longest saying that stands in the text. */
const scoreOf = (text: string, clause: Clause): number =>
  Math.max(
    0,
    ...clause.sayings.map((saying) => {
      const words = saying.split('+');
      return words.every((word) => text.includes(word)) ? words.join('').length : 0;
    }),
  );

/** 合同两年 after a question about the subsidy is about the subsidy. */
const leaningOn = (text: string, clauses: Clause[], before: Topic | undefined): Clause[] =>
  before && /合同/u.test(text)
    ? clauses.filter(
        (clause) => clause.contractYears !== undefined && before.cited.includes(citationOf(clause)),
      )
    : [];

function contractRemark(text: string, clause: Clause): string[] {
  if (clause.contractYears === undefined || !text.includes('合同')) return [];
  const tail = text.slice(text.indexOf('合同'));
  const said = /合同[^0-9一二两三四五六七八九十]{0,4}([0-9]{1,2}|[一二两三四五六七八九十])\s*年/u.exec(
    tail,
  )?.[1];
  if (said === undefined) return [];
  const years = Number(said) || '一二三四五六七八九十'.indexOf(said.replace('两', '二')) + 1;
  return years < clause.contractYears
    ? [
        `您说合同是 ${years} 年，条文要求 ${clause.contractYears} 年以上，按条文对不上；能不能补签，请单位问${clause.policy.咨询}。`,
      ]
    : [];
}

/** The next deadline, and when it falls on a day off the last working day before it. */
function deadlineRemark(text: string, clause: Clause, { now, calendar }: PolicyWorld): string[] {
  if (clause.deadlines.length === 0) return [];
  const today = localDate(now);
  const year = Number(today.slice(0, 4));
  const dates = [year, year + 1]
    .flatMap((one) => clause.deadlines.map((day) => `${one}-${day}`))
    .filter((date) => date >= today)
    .sort();
  const month = monthIn(text);
  const date = dates.find((one) => month !== undefined && Number(one.slice(5, 7)) === month) ?? dates[0];
  if (date === undefined) return [];
  const words = `最近一批的截止日是 ${sayDate(date)}`;
  const workday = calendar.isWorkday(date);
  if (workday === 'unknown') return [`${words}；那天上不上班，放假安排公布后才知道。`];
  if (workday) return [`${words}。`];
  const last = lastWorkday(date, calendar);
  return [`${words}，那天不上班，建议最晚 ${sayDate(last)} 前交给单位。`];
}

const sayDate = (date: string): string =>
  `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日（${weekdayOf(date)}）`;

function lastWorkday(date: string, calendar: WorkCalendar): string {
  let day = date;
  while (calendar.isWorkday(day) === false) day = addDays(day, -1);
  return day;
}

/** A month that is named: 十月份, 10月. */
function monthIn(text: string): number | undefined {
  const said = /(十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])月/u.exec(text)?.[1];
  if (said === undefined) return undefined;
  const spelled = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'].indexOf(said);
  return spelled >= 0 ? spelled + 1 : Number(said);
}

/** The year somebody says they came: 去年来的. */
function cameIn(text: string, now: number): number | undefined {
  const year = Number(localDate(now).slice(0, 4));
  const said = /(前年|去年|今年)(?=[^，。]{0,6}来)/u.exec(text)?.[1];
  return said === undefined ? undefined : year - ['今年', '去年', '前年'].indexOf(said);
}

/** What was said before and the contract's date do not agree. */
function yearRemark(text: string, came: number | undefined): string[] {
  const said = /(?:20)?(\d{2})年(\d{1,2})月[^，。]{0,4}签/u.exec(text);
  if (!said || came === undefined) return [];
  const signed = 2000 + Number(said[1]);
  return signed === came
    ? []
    : [`您刚才说 ${came} 年来的，合同是 ${signed} 年 ${said[2]} 月签的，两处对不上，以合同为准。`];
}

const ABOUT = /政策|补贴|津贴|公寓|驿站|绿卡|落户|贷款|购房|租房|安家费|奖励|申报|职称|子女入学|配偶/u;

/** Whether a message asks about a policy, so that not knowing is said and handed over instead of shrugged off. */
export const asksPolicy = (text: string): boolean =>
  ABOUT.test(text) && /[?？吗呢么]|多少|怎么|哪|几|能不能|可不可以|有没有|什么/u.test(text);
