/**
 * What somebody says unasked (flow-format.md 3, step 5): a value behind a
 * label (电话：…), one that tells by its looks what it is (手机号, 身份证, 邮箱),
 * a name behind 我叫, and 我是〈option〉. Bare numbers, dates and words never
 * reach a question that was not asked.
 */
import { FOUND_MAX } from '../understand/hits.ts';
import { read } from '../understand/index.ts';
import type { ReadContext } from '../understand/value.ts';
import { ending } from '../understand/words.ts';
import type { Field, Flow } from './flow.ts';
import { clausesFor, phraseIn } from './phrases.ts';
import type { Draft } from './state.ts';
import { type Reading, TYPES } from './types/index.ts';

/** A value for a field, and what of the message it took. */
export interface Claim {
  field: Field;
  readings: Reading[];
  /** Label included. */
  span: [number, number];
  /** It was named, so it may replace an answer without being asked about. */
  labelled: boolean;
  /** Whole clauses kept as they were said: they are added to what stands, and other fields may read them too. */
  clauses?: [number, number][];
}

type Cut = { field: Field; from: number; to: number };

/** Words that name a field: its own name, its old names, and its type's words where no other field has them. */
export function labelsOf(flow: Flow, field: Field): string[] {
  const rivals = flow.fields.filter((other) => other !== field);
  const own = [field.name, ...field.formerNames];
  const shared = TYPES[field.type].labels.filter(
    (label) => !rivals.some((other) => other.name === label || TYPES[other.type].labels.includes(label)),
  );
  return [...new Set([...own, ...shared])].toSorted((a, b) => b.length - a.length);
}

/** The fields a few words name, the longest name first. */
export function fieldsNamed(flow: Flow, words: string): Field[] {
  return flow.fields
    .flatMap((field) => {
      const label = labelsOf(flow, field).find((one) => words.includes(one));
      return label === undefined ? [] : [{ field, size: label.length }];
    })
    .toSorted((a, b) => b.size - a.size)
    .map(({ field }) => field);
}

/** Every claim in a message on fields other than the one asked. Spans do not overlap. */
export function claimsIn(
  text: string,
  flow: Flow,
  draft: Draft,
  context: ReadContext,
  asked: string | undefined,
): Claim[] {
  const fields = flow.fields.filter(
    (field) => field.name !== asked && !['列表', '文件', '照片', '说明'].includes(field.type),
  );
  const claims: Claim[] = [];
  const free = ([from, to]: [number, number]) => claims.every(({ span }) => to <= span[0] || from >= span[1]);
  const take = (claim: Claim | undefined) => {
    if (claim && free(claim.span)) claims.push(claim);
  };
  const phrases = fields.flatMap((field) =>
    isUnheld(draft, field) ? (phrased(text, field, context) ?? []) : [],
  );
  for (const cut of cutsIn(text, flow, fields)) {
    // 十八号回来 初六走: a name of a question that is a word of talk as well needs a mark behind it.
    if (phrases.some(({ field }) => field === cut.field) && !/^\s*[:：=是]/u.test(text.slice(cut.to)))
      continue;
    take(labelled(text, cut, context));
  }
  for (const claim of announced(
    text,
    fields,
    draft,
    context,
    asked === undefined ? undefined : typeOf(flow, asked),
  ))
    take(claim);
  for (const field of fields) if (field.type === '人名') take(introduced(text, field, context));
  for (const claim of phrases) take(claim);
  for (const claim of chosen(text, fields, draft)) take(claim);
  for (const field of fields) {
    const claim = collected(text, field);
    if (claim) claims.push(claim);
  }
  return claims;
}

const isUnheld = (draft: Draft, field: Field): boolean =>
  !TYPES[field.type].free || draft.answers[field.name] === undefined;

function phrased(text: string, field: Field, context: ReadContext): Claim | undefined {
  const hit = phraseIn(text, field, context);
  return hit && { field, ...hit, labelled: false };
}

function collected(text: string, field: Field): Claim | undefined {
  const found = clausesFor(text, field);
  const first = found?.spans[0];
  if (!found || !first) return undefined;
  return {
    field,
    readings: [{ value: found.words, span: first, full: true }],
    span: first,
    labelled: false,
    clauses: found.spans,
  };
}

const NUMBERED = new Set(['手机号', '电话', '身份证', '邮箱']);
const SOMEBODY =
  /(?:他|她|侄|儿子|女儿|孩子|爱人|老婆|老公|媳妇|妻子|丈夫|对象|女朋友|男朋友|同学|朋友|同事|亲戚|[哥姐弟妹爸妈叔舅姨伯]|(?<![是叫我])(?:小[^，,。；;\s时学]|老(?!家|师)[一-龥]))(?:们|的|那边|他|她)*[^，,。；;\s]{0,4}?(?:电话|手机|号码|联系方式|身份证|微信|邮箱)?(?:号码?)?[:：是\s]*$/u;

/**
 * Where numbers of people stand who did not speak for themselves (我侄儿电话139…):
 * they have not agreed to be written down (domain.md 5.1, 个保法 23). A matter
 * that asks for somebody else's number names them in a question (紧急联系人电话).
 */
export function foreignNumbers(text: string, flow: Flow, context: ReadContext): [number, number][] {
  if (flow.fields.some(({ name, type }) => NUMBERED.has(type) && SOMEBODY.test(name))) return [];
  return (['手机号', '身份证'] as const).flatMap((type) =>
    read(type, text, context)
      .map(({ span }) => span)
      .filter(([from]) => SOMEBODY.test(text.slice(Math.max(0, from - 16), from))),
  );
}

const typeOf = (flow: Flow, name: string): string | undefined =>
  flow.fields.find((field) => field.name === name)?.type;

/** Where labels stand, each with the stretch up to the next label or the end of the clause. */
function cutsIn(text: string, flow: Flow, fields: Field[]): Cut[] {
  const cuts: Cut[] = [];
  for (const field of fields)
    for (const label of labelsOf(flow, field)) {
      for (let at = text.indexOf(label); at >= 0 && cuts.length < FOUND_MAX; at = text.indexOf(label, at + 1))
        if (cuts.every((cut) => at + label.length <= cut.from || at >= cut.to))
          cuts.push({ field, from: at, to: at + label.length });
    }
  return cuts.toSorted((a, b) => a.from - b.from);
}

const LINK = /^\s*(?:号码?|码)?\s*(?:[:：=]|就?是|为|填|写|叫)?\s*(?:那个|这个)?\s*/u;
const SAID_LINK = /^\s*(?:[:：=]|就?是|为|填|写)\s*(?:那个|这个)?\s*/u;

function labelled(text: string, cut: Cut, context: ReadContext): Claim | undefined {
  const { field } = cut;
  const rest = text.slice(cut.to);
  const type = TYPES[field.type];
  const link = (type.free ? SAID_LINK : LINK).exec(rest);
  if (!link) return undefined;
  const start = cut.to + link[0].length;
  // Behind a colon a value may hold a blank; in talk a blank ends it.
  const ends =
    type.free && field.type !== '长文' && !/[:：=]/u.test(link[0]) ? /[，,。；;\s]/u : /[，,。；;\n]|\s{2,}/u;
  const end = start + (ends.exec(text.slice(start))?.index ?? text.length - start);
  const segment = text.slice(start, end);
  const readings = type
    .read(segment, field, context)
    .filter(({ span }) => type.free || span[0] <= 4)
    .map((reading) => ({
      ...reading,
      span: [start + reading.span[0], start + reading.span[1]] as [number, number],
    }));
  if (readings.length === 0) return undefined;
  const reach = Math.max(...readings.map(({ span }) => span[1]));
  return { field, readings, span: [cut.from, reach], labelled: true };
}

function announced(
  text: string,
  fields: Field[],
  draft: Draft,
  context: ReadContext,
  askedType: string | undefined,
): Claim[] {
  const found: Claim[] = [];
  const spans: [number, number][] = [];
  for (const type of ['身份证', '手机号', '邮箱', '电话'] as const) {
    const rivals = fields.filter((field) => field.type === type);
    if (rivals.length === 0 || type === askedType) continue;
    for (const reading of TYPES[type].read(text, rivals[0]!, context)) {
      if (spans.some(([from, to]) => reading.span[0] < to && reading.span[1] > from)) continue;
      spans.push(reading.span);
      const field = rivals.find((one) => !draft.answers[one.name]?.confirmed) ?? rivals[0]!;
      found.push({ field, readings: [reading], span: reading.span, labelled: false });
    }
  }
  return found;
}

const INTRODUCTION =
  /(?:我叫|我名叫|名叫|我的名字(?:是|叫)|本人姓名|我姓名|叫我|本人(?=[一-龥]{2,4}(?:[，,。\s]|$)))/u;

/** 我是岩板镇的老周 周德发: a nickname, and the whole name after it. */
const NICKNAME = /[老小]([一-龥])[\s，,]+(\1[一-龥]{1,2})(?=[\s，,。；;！!]|$)/u;

function introduced(text: string, field: Field, context: ReadContext): Claim | undefined {
  const cue = INTRODUCTION.exec(text);
  const nick = cue ? null : NICKNAME.exec(text);
  if (nick && TYPES.人名.read(nick[2]!, field, context)[0]?.full) {
    const to = nick.index + nick[0].length;
    const span: [number, number] = [to - nick[2]!.length, to];
    return { field, readings: [{ value: nick[2]!, span, full: true }], span, labelled: true };
  }
  if (!cue) return undefined;
  const tail = text.slice(cue.index);
  const clause = tail.slice(0, (/[，,。；;\n]/u.exec(tail)?.index ?? tail.length) + 0);
  const [reading] = TYPES.人名.read(clause, field, context);
  if (!reading) return undefined;
  const span: [number, number] = [cue.index, cue.index + reading.span[1]];
  return { field, readings: [{ ...reading, span, full: true }], span, labelled: true };
}

/** Words too common to be taken for an answer unasked. */
const VAGUE = new Set(['其他', '其它', '一般', '暂无', '无', '是', '否', '有', '没有', '都可以']);
const AFTER_CHOICE = ending('吧|的|了|啊|类|呢', 'u');
const SELF = /^(?:我|本人)?(?:是|属于|算是?|选|就是|想要?|要|需要)?(?:一个|一名|个|名)?/u;

function chosen(text: string, fields: Field[], draft: Draft): Claim[] {
  const claims: Claim[] = [];
  for (const clause of text.matchAll(/[^，,。；;！!？?\s\n]+/gu)) {
    const word = clause[0].replace(SELF, '').replace(AFTER_CHOICE, '');
    const owners = fields.flatMap((field) => {
      if (field.type !== '单选') return [];
      const option = field.options.find(({ label, words }) => label === word || words.includes(word));
      return option ? [{ field, option }] : [];
    });
    const [owner] = owners;
    if (!owner || owners.length > 1 || word.length < 2 || VAGUE.has(word)) continue;
    if (draft.answers[owner.field.name]?.value === owner.option.label) continue;
    const span: [number, number] = [clause.index, clause.index + clause[0].length];
    claims.push({
      field: owner.field,
      readings: [{ value: owner.option.label, span, full: true }],
      span,
      labelled: false,
    });
  }
  return claims;
}

/** The text with stretches blanked out; places stay where they were. */
export function blank(text: string, spans: [number, number][]): string {
  let out = text;
  for (const [from, to] of spans) out = `${out.slice(0, from)}${' '.repeat(to - from)}${out.slice(to)}`;
  return out;
}

/** Whether only blanks and marks are left. */
export const isBlank = (text: string): boolean => text.replace(/[\s,，.。;；:：!！、~]/gu, '') === '';

/** Whether anything of weight is left beside blanks, marks and particles. */
export const saysNothing = (text: string): boolean =>
  text.replace(/[\s,，.。;；:：!！、~]|吧|的|了|啊|呢|嗯|哦|好|谢谢|就是|我|是/gu, '') === '';
