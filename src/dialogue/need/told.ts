/**
 * What somebody brings up in plain words: one or several matters in one breath,
 * each with what is wrong, what is asked for and how urgent it is. Pure; the
 * words alone decide, the county's topics are given.
 */
import { clausesOf } from '../contact/clauses.ts';
import { read } from '../understand/index.ts';
import type { Value, WorkCalendar } from '../understand/value.ts';
import { complainsOfConduct } from './conduct.ts';
import { inBrief, tellsOfFamily, withoutCompany } from './privacy.ts';
import { type Topic, topicOf } from './topics.ts';
import {
  adviceIn,
  asksForHelp,
  complainsPlainly,
  demands,
  droppedIn,
  hurries,
  LEAD,
  NEXT,
  onlyAsks,
  saysAgain,
  saysNothing,
  saysProblem,
  takesBack,
} from './words.ts';

/** A topic as this reader needs it. */
export interface MatterTopic extends Topic {
  /** Topics of one family are one matter: 公寓维修 and 住房安排. */
  family?: string;
  /** The matter is about the family itself: what is told of it belongs to it. */
  ofFamily?: true;
  /** Says too little to begin a matter of its own: 绿卡. */
  weak?: true;
}

export interface ToldMatter<T extends MatterTopic = MatterTopic> {
  kind: 'need' | 'suggestion';
  topic?: T;
  /** What is wrong, clause by clause, days as dates. */
  words: string[];
  /** Told of the family beside the matter: recorded only where the matter is about it. */
  asides: string[];
  /** What is asked for. */
  demands: string[];
  /** No longer asked for; may be empty words (算了 alone). */
  dropped: string[];
  urgent: boolean;
  /** It is about how somebody behaved. */
  conduct: boolean;
  /** Something is wrong, or help is asked for. */
  stated: boolean;
  /** Said with 还有, 另外 and the like. */
  another: boolean;
  /** Said to have been reported before. */
  repeated: boolean;
  /** The whole of it is taken back. */
  takenBack: boolean;
  /** Days that were not said as dates, with what they are read as. */
  days: { said: string; date: string }[];
  /** 5栋602 */
  place?: string;
  /** The day by which, or on which, somebody is to come. */
  day?: string;
  /** When somebody may come, as said. */
  hours?: string;
  /** HH:mm of it. */
  time?: string;
}

export interface ToldContext<T extends MatterTopic> {
  /** ms */
  now: number;
  calendar: WorkCalendar;
  topics: readonly T[];
}

const place =
  /(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])\s*(?:栋|幢|号楼|座)\s*(?:\d{1,2}\s*单元)?\s*\d{2,4}\s*(?:室|房|号)?|\d{1,2}\s*单元\s*\d{3,4}\s*(?:室|房|号)?|(?<!\d)\d{3,4}\s*(?:室|房间|房)|\d{1,2}-\d{3,4}(?!\d)/u;
const hoursOf =
  /白天|早上|上午|中午|下午|傍晚|晚上|下班|周末|双休|午休|(?:[零一二两三四五六七八九十]{1,3}|\d{1,2})点|随时|都(?:有人|在家|行)/u;

/** Reads a message; a matter that says nothing of its own joins the one before. */
export function readTold<T extends MatterTopic>(text: string, context: ToldContext<T>): ToldMatter<T>[] {
  const reader = new ToldReader(context);
  for (const clause of clausesIn(text)) reader.take(clause);
  return reader.end();
}

/** Clauses; who spoke and what was said stay together. */
function clausesIn(text: string): string[] {
  const marked = text
    .replace(
      /(?<=[^\s，,。；;！!])(?=(?:还有(?=我|就是|一|个|件|那|公寓|上)|另外|再就是|再一个|其次|第[二三四](?:[个件点]|是)))/gu,
      '，',
    )
    .replace(/((?:跟|对|和|冲)我(?:说|讲|嚷)|(?:还|就|又|居然|竟然)说|回我)(?:一?句)?[\s，,：:“"]+/gu, '$1');
  const clauses: string[] = [];
  for (const clause of clausesOf(marked, [])) {
    const before = clauses.at(-1);
    if (before && /(?:说|讲|回我|态度)$/u.test(before) && before.length <= 20)
      clauses[clauses.length - 1] = `${before}${clause}`;
    else clauses.push(clause);
  }
  return clauses;
}

class ToldReader<T extends MatterTopic> {
  readonly #context: ToldContext<T>;
  readonly #matters: ToldMatter<T>[] = [];

  constructor(context: ToldContext<T>) {
    this.#context = context;
  }

  take(raw: string): void {
    const cue = NEXT.exec(raw);
    const clause = raw
      .slice(cue?.[0].length ?? 0)
      .replace(LEAD, '')
      .trim();
    if (saysNothing(clause)) {
      if (cue) this.#open(cue !== null);
      return;
    }
    const advice = adviceIn(clause);
    if (advice !== undefined) {
      const matter = this.#open(true, 'suggestion');
      if (advice) matter.words.push(advice);
      return;
    }
    const matter = this.#matterFor(clause, cue !== null);
    this.#tell(matter, clause);
  }

  /** Where a clause belongs: to a matter of its own, or to the one before it. */
  #matterFor(clause: string, cue: boolean): ToldMatter<T> {
    const last = this.#matters.at(-1);
    const conduct = complainsOfConduct(clause);
    const topic = topicOf(clause, this.#context.topics);
    const says = saysProblem(clause) || asksForHelp(clause);
    if (!last || cue) return Object.assign(this.#open(cue), conduct ? { conduct } : {});
    // A complaint of somebody takes in what led to it: 去办职称的事，窗口态度很差.
    if (conduct !== last.conduct && (conduct || (topic && says)))
      return conduct && !last.stated && last.kind === 'need'
        ? Object.assign(last, { conduct })
        : Object.assign(this.#open(false), { conduct });
    if (last.kind === 'suggestion' && !(topic && says)) return last;
    const held = topicOf(last.words.join('，'), this.#context.topics);
    const differs = topic && held && !topic.weak && !sameFamily(topic, held);
    return differs && says && !last.conduct ? this.#open(false) : last;
  }

  #open(another: boolean, kind: ToldMatter['kind'] = 'need'): ToldMatter<T> {
    const last = this.#matters.at(-1);
    // 还有 before 建议: announced twice.
    if (last && isEmpty(last)) return Object.assign(last, { kind, another: last.another || another });
    const matter: ToldMatter<T> = {
      kind,
      words: [],
      asides: [],
      demands: [],
      dropped: [],
      urgent: false,
      conduct: false,
      stated: kind === 'suggestion',
      another,
      repeated: false,
      takenBack: false,
      days: [],
    };
    this.#matters.push(matter);
    return matter;
  }

  #tell(matter: ToldMatter<T>, clause: string): void {
    if (saysAgain(clause)) matter.repeated = true;
    if (hurries(clause)) matter.urgent = true;
    if (takesBack(clause)) {
      matter.takenBack = true;
      matter.words.push(clause);
      return;
    }
    const dropped = droppedIn(clause);
    if (dropped !== undefined) {
      matter.dropped.push(dropped);
      return;
    }
    const spot = place.exec(clause)?.[0].replace(/\s+/gu, '');
    if (spot) matter.place = spot;
    if (spot && clause.replace(/\s+/gu, '').replace(spot, '').length <= 3) return;
    const topic = topicOf(clause, this.#context.topics);
    if (this.#tellHours(matter, clause, topic !== undefined)) return;
    const aside = tellsOfFamily(withoutCompany(clause)) && !topic?.ofFamily && !matter.conduct;
    if (aside && !(topic && saysProblem(clause))) {
      matter.asides.push(clause);
      matter.words.push(clause);
      return;
    }
    matter.stated ||=
      matter.conduct || complainsOfConduct(clause) || saysProblem(clause) || asksForHelp(clause);
    const wanted = demands(clause) && !saysProblem(clause);
    const day = this.#dayIn(clause, wanted);
    if (day && day.clause !== clause) matter.days.push({ said: day.said, date: day.date });
    const kept = withoutCompany(day?.clause ?? clause);
    if (wanted && day) matter.day = day.date;
    if (wanted) matter.demands.push(kept.replace(/^(?:你们|您们?|麻烦|请|就)+/u, ''));
    else matter.words.push(kept);
    if (wanted) matter.stated ||= hurries(clause);
  }

  /** When somebody may come: 白天没人, 晚上七点以后. */
  #tellHours(matter: ToldMatter<T>, clause: string, topical: boolean): boolean {
    if (
      topical ||
      matter.kind === 'suggestion' ||
      !hoursOf.test(clause) ||
      saysProblem(clause.replace(/没人/u, '')) ||
      clause.length > 20
    )
      return false;
    const { now, calendar } = this.#context;
    const time = read('时间', clause, { now, calendar, bias: '将来' }).flatMap(({ value }) =>
      value.kind === 'time' ? value.time : value.kind === 'timerange' ? value.from : [],
    )[0];
    const day = this.#dayIn(clause, true);
    if (day) matter.day = day.date;
    if (time) matter.time = time;
    matter.hours = [matter.hours, clause].filter(Boolean).join('，');
    return true;
  }

  /** The day a clause names, and the clause with the date in its place; a day written out stays as it is. */
  #dayIn(clause: string, ahead: boolean): { said: string; date: string; clause: string } | undefined {
    const { now, calendar } = this.#context;
    for (const { value, span } of read('日期', clause, { now, calendar, bias: ahead ? '将来' : '过去' })) {
      const date = dayOf(value);
      if (!date) continue;
      const said = clause.slice(...span).replace(/(?:以|之)?前$/u, '');
      span[1] = span[0] + said.length;
      const [, month, day] = date.split('-').map(Number);
      const written = /\d{1,2}\s*月\s*\d|[一二三四五六七八九十]月[一二三四五六七八九十]/u.test(said);
      return {
        said,
        date,
        clause: written ? clause : `${clause.slice(0, span[0])}${month}月${day}日${clause.slice(span[1])}`,
      };
    }
    return undefined;
  }

  end(): ToldMatter<T>[] {
    const matters: ToldMatter<T>[] = [];
    for (const matter of this.#matters) {
      if (isEmpty(matter) && matter.kind === 'suggestion') continue;
      const topic = this.#topicOf(matter);
      const words = topic?.ofFamily ? matter.words : wordsInBrief(matter);
      const stated =
        matter.stated ||
        (topic?.ofFamily === true && matter.asides.some((one) => saysProblem(one) || asksForHelp(one)));
      const whole: ToldMatter<T> = { ...matter, words, stated, ...(topic ? { topic } : {}) };
      const before = matters.at(-1);
      const says = whole.stated || whole.takenBack || whole.dropped.length > 0;
      if (before && !says && !topic) join(before, whole);
      else if (before || !isEmpty(whole)) matters.push(whole);
    }
    return matters;
  }

  /** What its first complaint is about, else all of it together. */
  #topicOf({ words, demands: wanted, dropped }: ToldMatter<T>): T | undefined {
    const { topics } = this.#context;
    const first = topicOf(words.find(saysProblem) ?? '', topics);
    return first && !first.weak ? first : topicOf([...words, ...wanted, ...dropped].join('，'), topics);
  }
}

/** What is told of the family is left out where the matter is another, but for what the work needs to know. */
const wordsInBrief = ({ words, asides }: ToldMatter): string[] => [
  ...new Set(words.flatMap((word) => (asides.includes(word) ? (inBrief(word) ?? []) : word))),
];

export const sameFamily = (one: MatterTopic, other: MatterTopic): boolean =>
  one.name === other.name || (one.family !== undefined && one.family === other.family) || other.weak === true;

const isEmpty = ({ words, demands, dropped, place, hours, takenBack, urgent }: ToldMatter): boolean =>
  words.length + demands.length + dropped.length === 0 && !place && !hours && !takenBack && !urgent;

function join(into: ToldMatter, more: ToldMatter): void {
  into.words.push(...more.words);
  into.asides.push(...more.asides);
  into.demands.push(...more.demands);
  into.days.push(...more.days);
  into.urgent ||= more.urgent;
  into.repeated ||= more.repeated;
  if (more.place) into.place = more.place;
  if (more.day) into.day = more.day;
  if (more.hours) into.hours = more.hours;
  if (more.time) into.time = more.time;
}

/** A day, or the day before which something is to be. */
function dayOf(value: Value): string | undefined {
  if (value.kind === 'date' && value.precision === '日') return value.date;
  return value.kind === 'daterange' && value.precision === '日' && value.from === undefined
    ? value.to
    : undefined;
}

/** Whether a matter is said plainly enough to become a case without another question. */
export const isPlain = (matter: ToldMatter): boolean => {
  const text = [...matter.words, ...matter.demands].join('，');
  if (!matter.stated || matter.words.length + matter.demands.length === 0 || matter.takenBack) return false;
  if (matter.conduct || matter.kind === 'suggestion') return text.length >= 4;
  if (matter.topic) return !onlyAsks(text) || complainsPlainly(text) || asksForHelp(text);
  return complainsPlainly(text) && text.length >= 8;
};
