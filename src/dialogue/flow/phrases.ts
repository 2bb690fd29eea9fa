/**
 * Values that stand in ordinary talk, found by what a matter's file says of
 * its questions: 认 lists turns of phrase ("{}报到", "在{医院}", "老家{镇…}"), 句 the
 * words that mark a whole clause ("爱人…在"). Nothing is found that no file
 * names, and what is found passes the field's own parser.
 */
import { FOUND_MAX } from '../understand/hits.ts';
import type { ReadContext } from '../understand/value.ts';
import { ending } from '../understand/words.ts';
import type { Field } from './flow.ts';
import { maskInside, type Reading, TYPES } from './types/index.ts';

/** A turn of phrase: words before and after, and what the value must end with, or hold (`within`). */
interface Phrase {
  before: string;
  after: string;
  ending: string;
  within: string;
}

export interface PhraseHit {
  readings: Reading[];
  /** The value alone: the words that announce it may announce another value too (19号到21号). */
  span: [number, number];
}

/** How far a value may stand from the words that announce it, and how long it may be. */
const REACH = 24;
const MARK = '，,。；;、！!？?：:\\s';
const FILLER = /^(?:[:：]|就?是|的|那个|这个|那家|一个|一家|个|了|在|到)+/u;
/** A free value that stands before its words begins after the last of these. */
const LEAD = /^.*(?:[的啊是在了吧呢嘛从于给跟来去我你他她就]|那个|这个|毕业)(?=.{2,})/u;

const cache = new Map<string, Phrase>();

function phraseOf(template: string): Phrase {
  const known = cache.get(template);
  if (known) return known;
  const [, before = '', hint = '', after = ''] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/u.exec(template) ?? [];
  const within = hint.endsWith('…') ? hint.slice(0, -1) : '';
  const phrase = { before, after, within, ending: within ? '' : hint };
  cache.set(template, phrase);
  return phrase;
}

/** The pattern of words of a file; `…` in them leaves room for up to four characters. */
function patternOf(words: string): RegExp {
  const known = patterns.get(words);
  if (known) return known;
  const literally = words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll('…', `[^${MARK}]{0,4}?`);
  const pattern = new RegExp(literally, 'gu');
  patterns.set(words, pattern);
  return pattern;
}
const patterns = new Map<string, RegExp>();

/** Whether words stand in a text; `…` in them leaves room for up to four characters. Gives the place. */
export function placeOf(words: string, text: string): [number, number] | undefined {
  if (!words.includes('…')) {
    const at = text.indexOf(words);
    return at < 0 ? undefined : [at, at + words.length];
  }
  for (const match of text.matchAll(patternOf(words))) return [match.index, match.index + match[0].length];
  return undefined;
}

/** The first of a field's turns of phrase that carries a value it can read. */
export function phraseIn(text: string, field: Field, context: ReadContext): PhraseHit | undefined {
  for (const template of field.phrases) {
    const phrase = phraseOf(template);
    const hit = TYPES[field.type].free
      ? freeHit(text, phrase, field, context)
      : typedHit(text, phrase, field, context);
    if (hit) return hit;
  }
  return undefined;
}

/** Where a value may stand: after `before`, up to `after`. */
function* stretches(text: string, { before, after }: Phrase): Generator<[number, number]> {
  let looks = 0;
  for (const match of text.matchAll(patternOf(before || after))) {
    if (match[0] === '' || looks++ >= FOUND_MAX) return;
    if (!before) {
      yield [clauseStart(text, match.index), match.index];
      continue;
    }
    const end = match.index + match[0].length;
    const start = end + (FILLER.exec(text.slice(end))?.[0].length ?? 0);
    const stop = clauseEnd(text, start);
    const tail = after ? placeOf(after, text.slice(start, stop)) : undefined;
    if (after && !tail) continue;
    yield [start, tail ? start + tail[0] : stop];
  }
}

const A_MARK = new RegExp(`[${MARK}]`, 'u');

/** Where the clause ends, or how far a value may reach. */
const clauseEnd = (text: string, from: number): number => {
  const reach = text.slice(from, from + REACH);
  const at = reach.search(A_MARK);
  return from + (at < 0 ? reach.length : at);
};

const clauseStart = (text: string, to: number): number => {
  const least = Math.max(0, to - REACH);
  for (let at = to; at > least; at--) if (A_MARK.test(text[at - 1]!)) return at;
  return least;
};

function freeHit(text: string, phrase: Phrase, field: Field, context: ReadContext): PhraseHit | undefined {
  if (!phrase.before && !phrase.after) return endingHit(text, phrase, field, context);
  for (const [from, to] of stretches(text, phrase)) {
    const words = text.slice(from, to);
    const cut = phrase.before ? upTo(words, phrase) : fromLead(words, phrase);
    if (!cut) continue;
    const hit = reading(field, text, from + cut[0], from + cut[1], context);
    if (hit) return { readings: [hit], span: hit.span };
  }
  return undefined;
}

/** A value that is known by how it ends alone: 怀化学院. */
function endingHit(text: string, phrase: Phrase, field: Field, context: ReadContext): PhraseHit | undefined {
  for (const match of text.matchAll(new RegExp(`[^${MARK}]+`, 'gu'))) {
    const cut = fromLead(match[0].slice(0, lastEnd(match[0], phrase)), phrase);
    if (!cut) continue;
    const span: [number, number] = [match.index + cut[0], match.index + cut[1]];
    const hit = reading(field, text, ...span, context);
    if (hit) return { readings: [hit], span };
  }
  return undefined;
}

const lastEnd = (words: string, { ending, within }: Phrase): number => {
  if (!ending) return within && words.includes(within) ? words.length : 0;
  const at = words.lastIndexOf(ending);
  return at < 0 ? 0 : at + ending.length;
};

const PARTICLES = ending('吧|啊|呢|了|的|哦', 'u');

/** The part of a stretch behind its words that is the value. */
function upTo(words: string, phrase: Phrase): [number, number] | undefined {
  if (phrase.within) return words.includes(phrase.within) ? [0, words.length] : undefined;
  const end = phrase.ending ? lastEnd(words, phrase) : words.replace(PARTICLES, '').length;
  return end > phrase.ending.length || (!phrase.ending && end > 0) ? [0, end] : undefined;
}

/** The part of a stretch before its words that is the value: what leads up to it is left out. */
function fromLead(words: string, { ending, within }: Phrase): [number, number] | undefined {
  if (words === '' || (ending && !words.endsWith(ending)) || (within && !words.includes(within)))
    return undefined;
  const lead = LEAD.exec(words.slice(0, words.length - ending.length))?.[0].length ?? 0;
  return words.length - lead > ending.length ? [lead, words.length] : undefined;
}

function reading(
  field: Field,
  text: string,
  from: number,
  to: number,
  context: ReadContext,
): Reading | undefined {
  const value = TYPES[field.type].read(text.slice(from, to), field, context)[0]?.value;
  return value === undefined ? undefined : { value, span: [from, to], full: true };
}

function typedHit(text: string, phrase: Phrase, field: Field, context: ReadContext): PhraseHit | undefined {
  if (!phrase.before && !phrase.after) return wordHit(text, phrase, field, context);
  for (const [from, to] of stretches(text, phrase)) {
    const words = text.slice(from, to);
    const near = TYPES[field.type]
      .read(words, field, context)
      .filter(({ span }) => (phrase.before ? span[0] <= 4 : span[1] >= words.length - 3));
    const best = near[0];
    if (!best) continue;
    const span: [number, number] = [from + best.span[0], from + best.span[1]];
    const same = near.filter((one) => one.span[0] === best.span[0] && one.span[1] === best.span[1]);
    return { readings: same.map((one) => ({ ...one, span, full: true })), span };
  }
  return undefined;
}

/** A word that says it all by itself, wherever it stands: {年前}. */
function wordHit(
  text: string,
  { ending }: Phrase,
  field: Field,
  context: ReadContext,
): PhraseHit | undefined {
  const at = ending ? text.indexOf(ending) : -1;
  const value = at < 0 ? undefined : TYPES[field.type].read(ending, field, context)[0]?.value;
  if (value === undefined) return undefined;
  const span: [number, number] = [at, at + ending.length];
  return { readings: [{ value, span, full: true }], span };
}

const INTERJECTION = /^(?:哦对了?|对了|哦|嗯|啊|那个|然后|还有|就是)+/u;

/** The clauses of a message that a field collects, as they were said; numbers of people are left out. */
export function clausesFor(
  text: string,
  field: Field,
): { words: string; spans: [number, number][] } | undefined {
  if (field.clauses.length === 0) return undefined;
  const spans: [number, number][] = [];
  for (const clause of text.matchAll(/[^，,。；;！!？?\s\n]+/gu))
    if (field.clauses.some((words) => placeOf(words, clause[0])))
      spans.push([clause.index, clause.index + clause[0].length]);
  if (spans.length === 0) return undefined;
  const words = spans.map((span) => text.slice(...span).replace(INTERJECTION, '')).join('，');
  return { words: maskInside(words), spans };
}
