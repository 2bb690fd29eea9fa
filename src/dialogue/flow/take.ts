/** Takes what a message answers: the asked question first, then what was volunteered. */
import { find } from '../understand/index.ts';
import { isAboutAsking, isQuestion } from './cues.ts';
import type { Field } from './flow.ts';
import { type Judgement, judge } from './judge.ts';
import { takeItem, takeItems } from './list.ts';
import { needsVerifying, type Question, visibleFields } from './next.ts';
import { clausesFor, phraseIn } from './phrases.ts';
import { proposedClaims } from './proposals.ts';
import { answerIn, itemSlot } from './state.ts';
import { type AskedTaken, put, question, readContext, sayValue, type Turn, write } from './turn.ts';
import { halfOf } from './types/date.ts';
import { isSensitive, type Reading, TYPES } from './types/index.ts';
import { unknownIn } from './types/reading.ts';
import { blank, type Claim, claimsIn, foreignNumbers, isBlank } from './volunteer.ts';

/** What of a message was used. */
export interface Taken {
  /** Something became an answer, is one already, or is being asked about. */
  any: boolean;
  /** What nobody used, places kept. */
  rest: string;
  /** It was meant as an answer and broke a rule, or looked like one and was none. */
  refused: boolean;
}

/** Questions where any words, or words like a yes or a name, would do: other fields' claims come first. */
const EASILY_FOOLED = new Set([
  '是否',
  '人名',
  '文字',
  '地址',
  '单位',
  '人员',
  '列表',
  '数字',
  '金额',
  '金额范围',
  '电话',
]);

/** Runs a message past the asked question and then past the others. Numbers of other people are left out first. */
export function take(turn: Turn, said: string): Taken {
  const foreign = foreignNumbers(said, turn.flow, readContext(turn));
  if (foreign.length > 0) turn.complaints.push('别人的号码要请他本人同意后自己登记，我先不存。');
  const text = blank(said, foreign).trimEnd();
  const asked = question(turn);
  const own = asked && asked.kind !== 'more' ? asked.slot : undefined;
  const claims = claimsIn(text, turn.flow, turn.draft, readContext(turn), own);
  const before = turn.draft.events.length + turn.remarks.length;
  const first =
    asked && !EASILY_FOOLED.has(asked.field.type) ? takeAsked(turn, asked, text, false) : undefined;
  if (first?.whole) return { any: !first.refused, rest: '', refused: first.refused };
  const open = claims.filter(
    ({ span, clauses }) =>
      clauses !== undefined || !first?.span || span[1] <= first.span[0] || span[0] >= first.span[1],
  );
  const masked = blank(
    text,
    open.map(({ span }) => span),
  );
  const complaints = turn.complaints.length;
  const left = asked !== undefined && isLeftOver(asked, open, masked);
  const second =
    first ?? (asked && !isBlank(masked) ? takeAsked(turn, asked, masked, true, left) : undefined);
  for (const claim of open) takeClaim(turn, claim, text);
  agreeByGoingOn(turn, asked, open);
  const rest = blank(masked, second?.span ? [second.span] : []);
  takeProposed(turn, rest, own);
  return {
    any: turn.draft.events.length + turn.remarks.length > before || foreign.length > 0,
    rest,
    refused: first?.refused === true || turn.complaints.length > complaints,
  };
}

/** What the rules left over may be quoted by a proposer, if there is one. */
function takeProposed(turn: Turn, rest: string, asked: string | undefined): void {
  const { propose } = turn.input;
  if (!propose || isBlank(rest)) return;
  for (const claim of proposedClaims(propose, rest, turn.flow, readContext(turn)))
    if (claim.field.name !== asked) takeClaim(turn, claim, rest);
}

/** What is left of a long message when others took their parts is no answer to a question that has turns of phrase of its own. */
const isLeftOver = ({ field, kind }: Question, claims: Claim[], left: string): boolean =>
  kind === 'ask' &&
  claims.length > 0 &&
  TYPES[field.type].free === true &&
  (field.phrases.length > 0 || field.clauses.length > 0) &&
  !isOneClause(claims, left);

/** Whether one clause is left, and nobody took a part of it. */
function isOneClause(claims: Claim[], left: string): boolean {
  const clauses = [...left.matchAll(/[^\s，,。；;]+/gu)];
  const [only] = clauses;
  if (clauses.length !== 1 || !only) return false;
  const end = only.index + only[0].length;
  return claims.every(({ span }) => span[1] !== only.index && span[0] !== end);
}

/** 默许: the notice was shown and the person went on with what it is about. */
function agreeByGoingOn(turn: Turn, asked: Question | undefined, claims: Claim[]): void {
  if (!asked?.field.tacit || asked.field.type !== '是否' || answerIn(turn.draft, asked.slot)) return;
  if (!turn.draft.events.some((event) => event.type === 'asked' && event.slot === asked.slot)) return;
  if (!claims.some(({ field }) => answerIn(turn.draft, field.name))) return;
  put(turn, asked.slot, true, '接着填写', { source: '推算' });
}

/** Words that say no more than that there is no answer. */
const NO_ANSWER =
  /^(?:我?(?:也)?(?:不知道|不清楚|不晓得|不记得|忘了|忘记了|记不清|记不得|想不起来?|没想好|看不懂|听不懂|没听懂|随便|什么|啥|嗯|哦|你好|您好|在吗|谢谢|哈哈+)(?:了|啊|呢|吧|哦)*)?[\s。.!！?？~…,，]*$/u;

/** A 否 that ends everything must be a refusal; 没有 is none. */
const REFUSAL = /不|否|拒|别|反对|莫|冇|no/iu;

function takeAsked(
  turn: Turn,
  asked: Question,
  text: string,
  last: boolean,
  leftOver = false,
): AskedTaken | undefined {
  const { field, slot } = asked;
  const type = TYPES[field.type];
  if (turn.input.place === 'group' && isSensitive(field)) return undefined;
  if (field.type === '列表') return takeItems(turn, asked, text);
  if (field.type === '文件' || field.type === '照片') {
    const [yes] = asked.kind === 'more' ? TYPES.是否.read(text, field, readContext(turn)) : [];
    return yes?.full && yes.value === true ? { whole: true, refused: false } : undefined;
  }
  if (itemSlot(slot) && takeItem(turn, slot, text)) return { whole: true, refused: false };
  if (
    type.free &&
    (NO_ANSWER.test(text) || isAboutAsking(text) || (field.type !== '长文' && isQuestion(text)))
  )
    return undefined;
  if (asked.kind === 'verify' && verify(turn, asked, text)) return { whole: true, refused: false };
  const clauses = asked.kind === 'change' ? undefined : clausesFor(text, field);
  if (clauses && text.trim().split(/[\s，,。；;]+/u).length > clauses.spans.length) {
    put(turn, slot, clauses.words, clauses.words, { note: `${field.name} ${clauses.words}` });
    const [from, to] = [clauses.spans[0]![0], clauses.spans.at(-1)![1]];
    return { whole: false, span: [from, to], refused: false };
  }
  const phrase = asked.kind === 'change' ? undefined : phraseIn(text, field, readContext(turn));
  if (phrase) {
    const settled = settle(turn, slot, field, phrase.readings, text, true);
    if (settled && !settled.refused)
      return { ...settled, span: phrase.span, whole: isBlank(blank(text, [phrase.span])) };
  }
  if (leftOver) return undefined;
  if (isTimeForAnother(turn, field, text)) {
    turn.complaints.push(`“${text.trim()}”像是时间，问到日子时请您再说一遍。${field.ask ?? ''}`);
    return { whole: true, refused: true };
  }
  const readings =
    field.endOnNo === undefined ? type.read(text, field, readContext(turn)) : consentIn(turn, asked, text);
  if (field.endOnNo !== undefined && readings.some(({ value }) => value === false) && !REFUSAL.test(text))
    return undefined;
  return readings.length > 0 || last
    ? settle(turn, slot, field, readings, text, asked.kind === 'change')
    : undefined;
}

const NAMES = new Set(['文字', '单位', '人员']);
const TIMES = new Set(['日期', '时间', '日期时间', '时间段', '年月', '起止年月']);

/** A day or an hour and nothing else is no name of a school where a question for a time is still open. */
function isTimeForAnother(turn: Turn, field: Field, text: string): boolean {
  if (!NAMES.has(field.type)) return false;
  const open = visibleFields(turn.flow, turn.draft, turn.world).some(
    ({ name, type }) => TIMES.has(type) && turn.draft.answers[name] === undefined,
  );
  if (!open) return false;
  const [only, ...more] = find(text, readContext(turn));
  return more.length === 0 && only?.full === true && /^(?:date|time)/u.test(only.value.kind);
}

/**
 * A yes or no to a notice that was shown: the whole message, or its first
 * clause. A 是 somewhere in what somebody tells is no consent.
 */
function consentIn(turn: Turn, { field, slot }: Question, text: string): Reading[] {
  if (!turn.draft.events.some((event) => event.type === 'asked' && event.slot === slot)) return [];
  const whole = TYPES.是否.read(text, field, readContext(turn)).filter(({ full }) => full);
  if (whole.length > 0) return whole;
  const first = /[^\s，,。；;！!]+/u.exec(text);
  if (!first) return [];
  const span: [number, number] = [first.index, first.index + first[0].length];
  return TYPES.是否
    .read(first[0], field, readContext(turn))
    .filter(({ full }) => full)
    .map((reading) => ({ ...reading, span, full: false }));
}

/** 对 keeps what the record holds; 不对 alone asks for another. */
function verify(turn: Turn, { slot, field }: Question, text: string): boolean {
  if (
    TYPES[field.type].read(text, field, readContext(turn)).length > 0 &&
    field.type !== '是否' &&
    !TYPES[field.type].free
  )
    return false;
  const [reading] = TYPES.是否.read(text, field, readContext(turn));
  if (!reading?.full) return false;
  if (reading.value === true) agree(turn, slot);
  else write(turn, { type: 'cleared', slot });
  return true;
}

/** The person says that what the record holds is right. */
export function agree(turn: Turn, slot: string): void {
  const answer = answerIn(turn.draft, slot);
  if (answer) write(turn, { type: 'filled', slot, ...answer, confirmed: true, at: turn.input.now });
}

/** A bare weekday that breaks a rule this week may be the one of next week: 下周五回来，周日走. */
function weighed(turn: Turn, slot: string, field: Field, readings: Reading[], text: string): Judgement {
  const judged = judge(turn.flow, turn.draft, turn.world, slot, readings);
  if (judged.is !== 'broken' || field.type !== '日期') return judged;
  const later = readings
    .filter(
      ({ value, span }) =>
        typeof value === 'string' && /^(?:周|星期|礼拜)[一二三四五六日天]/u.test(text.slice(...span)),
    )
    .map((reading) => ({ ...reading, value: weekAfter(String(reading.value)) }));
  const again = judge(turn.flow, turn.draft, turn.world, slot, later);
  return again.is === 'good' ? again : judged;
}

const weekAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10);

/** Accepts, asks which, or says what is wrong. `told`: say what was understood in any case. */
export function settle(
  turn: Turn,
  slot: string,
  field: Field,
  readings: Reading[],
  raw: string,
  told: boolean,
): AskedTaken | undefined {
  const judged = weighed(turn, slot, field, readings, raw);
  switch (judged.is) {
    case 'good': {
      const { value, span, full } = judged.reading;
      const verb = told && answerIn(turn.draft, slot) ? '改成' : '';
      const said = `${field.name}${verb} ${sayValue(turn, field, value)}`;
      const note = told || isReadBack(field, value, raw) ? said : undefined;
      put(turn, slot, value, raw.slice(...span).trim() || raw, note === undefined ? {} : { note });
      return { whole: full, span, refused: false };
    }
    case 'several':
      askWhich(turn, slot, field, judged.readings, raw);
      return { whole: true, refused: false };
    case 'broken': {
      // Who said 下周三 hears which day was refused.
      const { value } = judged.reading;
      const heard = isReadBack(field, value, raw) ? `${sayValue(turn, field, value)}：` : '';
      turn.complaints.push(`${heard}${judged.message}`);
      return { whole: judged.reading.full, span: judged.reading.span, refused: true };
    }
    case 'nothing':
      return object(turn, slot, field, raw);
  }
}

function object(turn: Turn, slot: string, field: Field, raw: string): AskedTaken | undefined {
  const context = readContext(turn);
  const half = field.type === '日期时间' ? halfOf(raw, field, context) : undefined;
  if (half) {
    write(turn, { type: 'pending', pending: { kind: 'half', slot, ...half } });
    return { whole: true, refused: false };
  }
  const words = unknownIn(field, raw, context) ?? TYPES[field.type].objection?.(raw, field, context);
  if (words === undefined) return undefined;
  turn.complaints.push(words);
  return { whole: false, refused: true };
}

/** Read back what was put differently from how it is kept: dates always, options by another word. */
function isReadBack(field: Field, value: unknown, raw: string): boolean {
  if (TYPES[field.type].echoes) return true;
  return field.type === '单选' && !raw.includes(String(value));
}

function askWhich(turn: Turn, slot: string, field: Field, readings: Reading[], raw: string): void {
  const options = readings
    .slice(0, 6)
    .map(({ value }) => ({ label: sayValue(turn, field, value), value, raw }));
  write(turn, { type: 'pending', pending: { kind: 'which-value', slot, options } });
}

/** A value for a question that was not asked. An answer that stands is not overwritten without a word. */
function takeClaim(turn: Turn, claim: Claim, text: string): void {
  const { field } = claim;
  const slot = field.name;
  if (turn.input.place === 'group' && isSensitive(field)) {
    turn.complaints.push(`${field.name}请不要发在群里，私聊发给我就行；刚才那条请撤回。`);
    return;
  }
  const held = answerIn(turn.draft, slot);
  if (claim.clauses) {
    addClauses(turn, claim, held ? String(held.value) : '');
    return;
  }
  const raw = text.slice(...claim.readings[0]!.span);
  const judged = weighed(turn, slot, field, claim.readings, text);
  if (judged.is === 'broken') {
    turn.complaints.push(judged.message);
    if (!held) write(turn, { type: 'reopened', slot });
  }
  if (judged.is === 'several') askWhich(turn, slot, field, judged.readings, raw);
  if (judged.is !== 'good') return;
  const { value } = judged.reading;
  if (held && isSame(held.value, value)) {
    if (needsVerifying(held)) agree(turn, slot);
    else if (isAll(claim, text)) turn.remarks.push(`${slot}已经记下了`);
    return;
  }
  if (held && !needsVerifying(held) && !claim.labelled) {
    const known = isAll(claim, text) && heldBy(turn, field, value);
    if (known) {
      turn.remarks.push(`${known}已经记下了`);
      return;
    }
    write(turn, { type: 'pending', pending: { kind: 'overwrite', slot, value, raw } });
    return;
  }
  const verb = held && !needsVerifying(held) ? '改成' : '';
  put(turn, slot, value, raw, { note: `${field.name}${verb} ${sayValue(turn, field, value)}` });
  if (!held) comment(turn, field);
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a message says nothing else. */
const isAll = ({ span }: Claim, text: string): boolean => isBlank(blank(text, [span]));

/** The other question of this type that a bare value has answered already: it was said twice, and changes neither. */
const heldBy = (turn: Turn, { type, name }: Field, value: unknown): string | undefined =>
  turn.flow.fields.find(
    (other) =>
      other.type === type && other.name !== name && isSame(turn.draft.answers[other.name]?.value, value),
  )?.name;

/** What was said about a matter is added to what was said before, each clause once. */
function addClauses(turn: Turn, { field, readings }: Claim, held: string): void {
  const fresh = String(readings[0]!.value)
    .split('，')
    .filter((clause) => !held.includes(clause))
    .join('，');
  if (fresh === '') return;
  put(turn, field.name, held ? `${held}，${fresh}` : fresh, fresh, { note: `${field.name} ${fresh}` });
  if (!held) comment(turn, field);
}

const comment = (turn: Turn, field: Field): void => {
  if (field.remark !== undefined && !turn.complaints.includes(field.remark))
    turn.complaints.push(field.remark);
};
