/** The end of a turn: what follows by itself, what is asked next, and the one reply. */
import type { Reply, ReplyPart } from '../reply.ts';
import type { Field, Flow, Json } from './flow.ts';
import type { Effect, Input } from './input.ts';
import { brokenAnswer } from './judge.ts';
import { isFilled, submission, visibleFields } from './next.ts';
import { confirmParts, pendingParts, questionParts, reprompt } from './render.ts';
import { type Draft, withoutUndone } from './state.ts';
import { after, intoWindow } from './time.ts';
import { handOver, put, question, readContext, sayValue, type Turn, write } from './turn.ts';
import { isSensitive, TYPES } from './types/index.ts';

/** Fills what needs no asking, until nothing more follows: the record's values, inferred choices, notices. */
export function follow(turn: Turn): void {
  for (let round = 0; round < 8; round++) {
    const before = turn.draft.events.length;
    fromRecord(turn);
    inferred(turn);
    notices(turn);
    if (turn.draft.events.length === before) return;
  }
}

const everFilled = (draft: Draft, slot: string, source: '档案' | '推算'): boolean => {
  const events = withoutUndone(draft.events);
  const start = events.findLastIndex((event) => event.type === 'restarted') + 1;
  return events
    .slice(start)
    .some((event) => event.type === 'filled' && event.slot === slot && event.source === source);
};

/** 来自: what is known is put in unconfirmed, once; it is read out when its turn comes. */
function fromRecord(turn: Turn): void {
  for (const field of visibleFields(turn.flow, turn.draft, turn.world)) {
    if (field.from === undefined || turn.draft.answers[field.name] || turn.draft.skipped.includes(field.name))
      continue;
    if (everFilled(turn.draft, field.name, '档案') || (turn.input.place === 'group' && isSensitive(field)))
      continue;
    const known = turn.input.known(field.from);
    if (known === undefined || known === null || known === '') continue;
    const raw = typeof known === 'object' ? JSON.stringify(known) : String(known);
    const reading = TYPES[field.type].read(raw, field, readContext(turn))[0];
    const value: Json = reading?.value ?? known;
    const at = turn.input.now;
    write(turn, { type: 'filled', slot: field.name, value, raw, source: '档案', at, confirmed: false });
  }
}

/** 推: a choice that another answer's words already hold: the only one, or the one they hold most of. */
function inferred(turn: Turn): void {
  for (const field of visibleFields(turn.flow, turn.draft, turn.world)) {
    if (field.inferFrom === undefined || turn.draft.answers[field.name]) continue;
    const text = turn.draft.answers[field.inferFrom]?.value;
    if (typeof text !== 'string' || everFilled(turn.draft, field.name, '推算')) continue;
    const values = new Set(
      TYPES[field.type].read(text, field, readContext(turn)).map(({ value }) => JSON.stringify(value)),
    );
    const value = values.size === 1 ? (JSON.parse([...values][0]!) as Json) : mostNamed(field, text);
    if (value === undefined) continue;
    put(turn, field.name, value, text, {
      source: '推算',
      note: `${field.name} ${sayValue(turn, field, value)}`,
    });
  }
}

/** The option whose words take up more of a text than any other's. */
function mostNamed(field: Field, text: string): string | undefined {
  const weight = ({ label, words }: Field['options'][number]): number =>
    [label, ...words].reduce((sum, word) => sum + (text.includes(word) ? word.length : 0), 0);
  const [first, second] = field.options
    .map((option) => ({ label: option.label, weight: weight(option) }))
    .toSorted((a, b) => b.weight - a.weight);
  return first && first.weight > (second?.weight ?? 0) ? first.label : undefined;
}

/** 说明 is said once, when its turn comes. */
function notices(turn: Turn): void {
  const next = question(turn);
  if (next?.field.type !== '说明') return;
  if (next.field.ask) turn.remarks.push(next.field.ask.replace(/[。.]$/u, ''));
  write(turn, { type: 'skipped', slot: next.slot });
}

/** A message that was not understood, or was and will not do: one step up the ladder. */
export function miss(turn: Turn): void {
  const asked = question(turn);
  const slot = asked?.slot ?? '确认';
  write(turn, { type: 'missed', slot });
  const tries = turn.draft.asked?.tries ?? 1;
  if (tries >= turn.flow.tolerance.tries) {
    giveUp(turn);
    return;
  }
  const refused = turn.complaints.length > 0;
  if (!refused)
    turn.complaints.push(
      asked ? '不好意思，没听明白。' : '没听明白。没问题就说“确认”，要改就说“改手机”这样。',
    );
  if (!asked || turn.draft.pending !== null) return;
  turn.parts.push(...reprompt(turn, asked, tries, refused));
  turn.posed = true;
}

function giveUp(turn: Turn): void {
  const { fallback } = turn.flow.tolerance;
  if (fallback === '转人工') {
    handOver(turn, '几次没听明白');
    return;
  }
  turn.complaints.push(
    fallback === '取消' ? '先到这里吧，需要时再找我。' : '先放一放，已填的都留着，想接着填就说“继续”。',
  );
  write(turn, { type: 'status', status: fallback === '取消' ? '已取消' : '填写中' });
  turn.quiet = true;
}

/** Sets the status, asks what is next, and says everything as one reply. */
export function closeTurn(turn: Turn): Reply {
  if (turn.draft.untold) {
    turn.remarks.push(`“${turn.flow.name}”的表更新过，按新的接着填，您填过的都在`);
    write(turn, { type: 'told' });
  }
  if (!turn.quiet) setStatus(turn);
  const reply = assemble(turn);
  const next = question(turn);
  if (next && !turn.quiet) write(turn, { type: 'asked', slot: next.slot });
  return reply;
}

/** An answer that breaks a rule since another changed is asked about again. */
export function reopenBroken(turn: Turn): void {
  if (question(turn) === undefined) {
    const broken = brokenAnswer(
      visibleFields(turn.flow, turn.draft, turn.world),
      turn.flow,
      turn.draft,
      turn.world,
    );
    if (broken) {
      turn.complaints.push(broken.message);
      write(turn, { type: 'reopened', slot: broken.slot });
    }
  }
}

function setStatus(turn: Turn): void {
  reopenBroken(turn);
  const status = question(turn) === undefined ? '待确认' : '填写中';
  if (turn.draft.status !== status) write(turn, { type: 'status', status });
}

/** What a turn has to say, without its next question; undefined when there is nothing. */
export function spoken(turn: Turn): string | undefined {
  const words = wordsOf(turn);
  return words === '' ? undefined : words;
}

const wordsOf = (turn: Turn): string =>
  [
    ...turn.remarks.map((remark) => `${remark}。`),
    ...noteLine('好的，', turn.notes.filter(isChange)),
    ...noteLine(
      '记下了：',
      turn.notes.filter((note) => !isChange(note)),
    ),
    ...turn.complaints,
  ].join('\n');

function assemble(turn: Turn): Reply {
  const words = wordsOf(turn);
  const parts = joined([
    ...(words ? [{ type: 'text' as const, text: words }] : []),
    ...turn.parts,
    ...nextParts(turn),
  ]);
  const form = parts.some((part) => part.type === 'form') || turn.draft.status === '待确认';
  return { ...(form ? { title: turn.flow.name } : {}), parts };
}

const isChange = (note: string): boolean => /^\S+改成 /u.test(note);
const noteLine = (lead: string, notes: string[]): string[] =>
  notes.length > 0 ? [`${lead}${notes.join('；')}。`] : [];

function nextParts(turn: Turn): ReplyPart[] {
  if (turn.quiet || turn.posed) return [];
  if (turn.draft.pending) return pendingParts(turn);
  const next = question(turn);
  if (!next) return confirmParts(turn);
  if (turn.input.place === 'group' && isSensitive(next.field))
    return [{ type: 'text', text: `下一项是${next.field.name}，请私聊发给我，别发在群里。` }];
  return questionParts(turn, next);
}

/** Texts that follow each other become one. */
function joined(parts: ReplyPart[]): ReplyPart[] {
  const out: ReplyPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.type === 'text' && part.type === 'text')
      out[out.length - 1] = { type: 'text', text: `${last.text}\n${part.text}` };
    else out.push(part);
  }
  return out;
}

/** What submitting a draft hands to the caller. */
export function submitEffect(turn: Turn): Effect {
  const { flow, draft } = turn;
  const answers = submission(flow, draft, turn.world);
  const field = flow.submit?.key;
  const value = field === undefined ? undefined : answers[field];
  return {
    type: 'submit',
    draft: draft.id,
    flow: flow.id,
    version: draft.version,
    revision: draft.revision,
    action: flow.submit?.action ?? '立案',
    ...(field !== undefined && value !== undefined ? { key: { field, value } } : {}),
    answers,
    copyTo: flow.submit?.copyTo ?? [],
    ...(draft.events.some((event) => event.type === 'status' && event.status === '已完成')
      ? { again: true as const }
      : {}),
  };
}

/** Whether somebody still has to be reminded of a draft. */
export const isOpen = (draft: Draft): boolean => draft.status === '填写中' || draft.status === '待确认';

/** The moments a draft wants to be looked at, from the last time its person wrote. */
export function nudgeTimes(flow: Flow, draft: Draft, input: Input): number[] {
  return flow.timing.nudges.map((span) =>
    intoWindow(after(draft.heardAt, span, input.calendar), flow.timing.window, input.calendar),
  );
}

export const expiryOf = (flow: Flow, draft: Draft, input: Input): number =>
  after(draft.heardAt, flow.timing.expiry, input.calendar);

/** The timers a draft wants from now on. */
export function timersOf(flow: Flow, draft: Draft, input: Input): Effect[] {
  if (!isOpen(draft)) return [{ type: 'timers-off', draft: draft.id }];
  if (draft.paused)
    return [
      { type: 'timers-off', draft: draft.id },
      { type: 'draft-expires-at', draft: draft.id, at: expiryOf(flow, draft, input) },
    ];
  const nudges = nudgeTimes(flow, draft, input).flatMap((at, index): Effect[] =>
    index >= draft.nudged
      ? [{ type: 'nudge-at', draft: draft.id, nth: index + 1, at: Math.max(at, input.now) }]
      : [],
  );
  return [...nudges, { type: 'draft-expires-at', draft: draft.id, at: expiryOf(flow, draft, input) }];
}

/** The required questions still open, for 还差 N 项. */
export function openCount(turn: Turn): number {
  return visibleFields(turn.flow, turn.draft, turn.world).filter(
    (field) =>
      !field.optional &&
      field.type !== '说明' &&
      !isFilled(turn.draft, field.name) &&
      !turn.draft.closed.includes(field.name) &&
      !turn.draft.skipped.includes(field.name),
  ).length;
}
