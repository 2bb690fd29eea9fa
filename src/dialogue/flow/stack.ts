/** Matters that lie on one another: begin, put aside, take up again, leave. */
import type { Reply } from '../reply.ts';
import { say } from '../reply.ts';
import { ending } from '../understand/words.ts';
import { answeredBy, fitsIn } from './about.ts';
import {
  closeTurn,
  expiryOf,
  follow,
  isOpen,
  reopenBroken,
  spoken,
  submitEffect,
  timersOf,
} from './close.ts';
import { bare, WISH } from './cues.ts';
import type { Flow } from './flow.ts';
import { type Conversation, type Effect, type Input, type Output, RECENT_MS } from './input.ts';
import { migrate } from './migrate.ts';
import { isFilled, visibleFields } from './next.ts';
import { clausesFor } from './phrases.ts';
import { type Draft, type DraftStatus, fold, record } from './state.ts';
import { take } from './take.ts';
import { saysOnly } from './trigger.ts';
import { beginTurn, put, question, type Turn, write } from './turn.ts';
import { maskInside } from './types/index.ts';
import { claimsIn } from './volunteer.ts';

/** How many matters may be open over one another. */
export const DEPTH = 2;

/** A conversation being changed; the input's own is left alone. */
export interface Desk {
  input: Input;
  conversation: Conversation;
  replies: Reply[];
  effects: Effect[];
}

export const deskOf = (input: Input): Desk => ({
  input,
  conversation: {
    v: 1,
    stack: [...input.conversation.stack],
    parked: [...input.conversation.parked],
    ...(input.conversation.queue ? { queue: input.conversation.queue } : {}),
    ...(input.conversation.offer ? { offer: input.conversation.offer } : {}),
    ...(input.conversation.parting ? { parting: input.conversation.parting } : {}),
    ...(input.conversation.recent ? { recent: input.conversation.recent } : {}),
    seen:
      input.messageId === undefined
        ? input.conversation.seen
        : [...input.conversation.seen, input.messageId].slice(-50),
  },
  replies: [],
  effects: [],
});

export const outputOf = (desk: Desk, heard: boolean): Output => ({
  conversation: desk.conversation,
  replies: desk.replies,
  effects: desk.effects,
  heard,
});

/** Closes a turn on the draft on top, with its timers. */
export function finishTurn(desk: Desk, turn: Turn): void {
  follow(turn);
  desk.replies.push(closeTurn(turn));
  leaveTurn(desk, turn);
  desk.effects.push(...timersOf(turn.flow, turn.draft, desk.input));
}

/** Puts the draft back on the stack and takes the turn's effects, saying nothing. */
export function leaveTurn(desk: Desk, turn: Turn): void {
  const { stack, parked } = desk.conversation;
  const at = stack.findIndex((draft) => draft.id === turn.draft.id);
  if (at >= 0) stack[at] = turn.draft;
  if (at >= 0 && turn.draft.status === '转人工') {
    stack.splice(at, 1);
    parked.push(turn.draft);
  }
  desk.effects.push(...turn.effects);
}

/** A turn on the draft on top, under its flow's present version; undefined when its flow is gone. */
export function turnOnTop(desk: Desk): Turn | undefined {
  const draft = desk.conversation.stack.at(-1);
  const flow = draft && desk.input.flows.get(draft.flow);
  if (!draft || !flow) return undefined;
  const { now, calendar, office } = desk.input;
  return beginTurn(desk.input, desk.conversation, flow, migrate(draft, flow, { now, calendar, office }));
}

/** Whether somebody may use a flow here. */
export const mayUse = (flow: Flow, input: Input): boolean => refusal(flow, input) === undefined;

/** Why somebody may not use a flow here; undefined when they may. */
function refusal(flow: Flow, input: Input): string | undefined {
  if (!flow.who.includes('所有人') && !flow.who.some((role) => input.roles.includes(role)))
    return `“${flow.name}”由${flow.who.join('、')}办理，您这边暂时办不了。有疑问可以说“转人工”。`;
  if (flow.place === '私聊' && input.place === 'group')
    return `“${flow.name}”要用到个人信息，请私聊我办理，别在群里发。`;
  if (flow.place === '群聊' && input.place === 'p2p') return `“${flow.name}”请在工作群里办理。`;
  return undefined;
}

/** Begins a matter, or takes up the draft of it that was put aside. `text` may answer some of it at once. */
export function begin(desk: Desk, flow: Flow, text: string, lead?: string, from?: Draft): void {
  const { input, conversation } = desk;
  dropQueued(conversation, flow);
  const refused = refusal(flow, input);
  if (refused !== undefined) {
    desk.replies.push(say(refused));
    return;
  }
  const parked = conversation.parked.find((draft) => draft.flow === flow.id);
  if (parked) {
    takeUp(desk, parked, '上次填了一半，接着填（要重新填就说“重来”）');
    return;
  }
  const id = input.newId();
  const draft = fold([{ type: 'started', id, flow: flow.id, version: flow.version, at: input.now }]);
  conversation.stack.push(draft);
  const turn = beginTurn(input, conversation, flow, draft);
  follow(turn);
  write(turn, { type: 'turn', at: input.now });
  if (from) carryOver(turn, from);
  if (lead) turn.remarks.push(lead);
  const story = storyIn(text, flow);
  const open = visibleFields(flow, draft, turn.world);
  const telling =
    story === undefined ? undefined : open.find(({ type, optional }) => type === '长文' && !optional);
  if (telling && story !== undefined && !clausesFor(text, telling))
    put(turn, telling.name, story, story, { note: `${telling.name} ${maskInside(story)}` });
  if (claimsIn(text, flow, turn.draft, input, undefined).length > 0) take(turn, text);
  // Read back to whoever said no more than that, it is an echo.
  if (flow.triggers.some((trigger) => saysOnly(text, trigger))) turn.notes = [];
  const said = answeredBy(flow, text);
  if (said !== undefined) turn.complaints.push(said);
  if (flow.summary) turn.remarks.push(flow.summary.replace(/[。.]$/u, ''));
  if (flow.render === '卡片') turn.card = { errors: {} };
  if (skipsConfirming(turn)) submitTurn(desk, turn);
  else finishTurn(desk, turn);
}

/** Answers that both matters ask for are not asked twice. Consent is given to each notice anew. */
function carryOver(turn: Turn, from: Draft): void {
  for (const field of turn.flow.fields) {
    const answer = from.answers[field.name];
    if (answer && field.endOnNo === undefined && isFilled(from, field.name))
      write(turn, { type: 'filled', slot: field.name, ...answer });
  }
}

/** Whether everything said so far belongs to the other matter as well, so that nothing is lost by turning to it. */
export function mayTurnInto(turn: Turn, flow: Flow): boolean {
  const said = turn.flow.fields.filter(
    (field) =>
      field.endOnNo === undefined && isFilled(turn.draft, field.name) && field.inferFrom === undefined,
  );
  return (
    said.length > 0 &&
    Object.keys(turn.draft.items).length === 0 &&
    said.every(({ name, type }) => flow.fields.some((field) => field.name === name && field.type === type))
  );
}

/** The matter in hand turns out to be another one: what was said goes along. */
export function turnInto(desk: Desk, turn: Turn, flow: Flow, text: string): void {
  const { conversation } = desk;
  conversation.stack = conversation.stack.filter(({ id }) => id !== turn.draft.id);
  desk.effects.push({ type: 'timers-off', draft: turn.draft.id });
  begin(desk, flow, text, `那就按“${flow.name}”办，刚才说的都带过来了`, turn.draft);
}

/** A matter that begins is no longer waited with. */
function dropQueued(conversation: Conversation, flow: Flow): void {
  const at = conversation.queue?.findIndex((one) => one.flow === flow.id) ?? -1;
  if (at >= 0) conversation.queue = conversation.queue?.toSpliced(at, 1) ?? [];
}

const MARKS = ending('[\\s，,。]', 'u');

/** What a message tells beside asking for the matter; undefined when it only asks for it. */
function storyIn(text: string, flow: Flow): string | undefined {
  const trigger = flow.triggers.find((one) => text.includes(one));
  const left = trigger !== undefined && text.startsWith(trigger) ? text.slice(trigger.length) : text;
  const story = left.replace(/^[\s，,。：:]+/u, '').replace(MARKS, '');
  if (trigger === undefined) return fitsIn(text, [flow])[0] ? story : undefined;
  return bare(story).replace(trigger, '').replace(WISH, '').length >= 6 ? story : undefined;
}

/** 确认: 不用 submits as soon as nothing is missing. */
export const skipsConfirming = (turn: Turn): boolean =>
  turn.flow.confirm === '不用' &&
  !turn.quiet &&
  !turn.draft.pending &&
  !turn.stays &&
  question(turn) === undefined;

/** Only the revision that was shown, and only once: then the draft waits for `finished`. `again`: it was submitted before; with nothing new it is only answered. */
export function submitTurn(desk: Desk, turn: Turn, changed = true): void {
  const again = turn.draft.events.some((event) => event.type === 'status' && event.status === '已完成');
  if (again) follow(turn);
  reopenBroken(turn);
  const left = question(turn);
  if (again && (!changed || left || turn.draft.pending || turn.stays)) {
    answerSubmitted(desk, turn);
    return;
  }
  // What broke a rule just now is asked about; it is not submitted.
  if (left) {
    finishTurn(desk, turn);
    return;
  }
  write(turn, { type: 'status', status: '提交中' });
  const said = spoken(turn);
  if (said !== undefined) desk.conversation.parting = said;
  turn.effects.push(submitEffect(turn), { type: 'timers-off', draft: turn.draft.id });
  leaveTurn(desk, turn);
}

/** Brings a draft back on top. */
export function takeUp(desk: Desk, draft: Draft, remark: string): void {
  const { conversation, input } = desk;
  conversation.parked = conversation.parked.filter((one) => one.id !== draft.id);
  conversation.stack.push(
    record(draft, { type: 'turn', at: input.now }, { type: 'status', status: '填写中' }),
  );
  const turn = turnOnTop(desk);
  if (!turn) return;
  turn.remarks.push(remark);
  finishTurn(desk, turn);
}

/** Puts the matter in hand aside, and goes back to the one beneath. */
export function park(desk: Desk, turn: Turn): void {
  const { conversation } = desk;
  conversation.stack = conversation.stack.filter((draft) => draft.id !== turn.draft.id);
  conversation.parked = [...conversation.parked, turn.draft].slice(-5);
  desk.effects.push(...turn.effects, ...timersOf(turn.flow, turn.draft, desk.input));
  comeBack(desk, '好的，填的都给您存着，想接着填就说“继续”');
}

/** Ends the matter in hand, and goes back to the one beneath. `keep`: staff may still want to see it. */
export function leave(desk: Desk, turn: Turn, status: DraftStatus, words: string, keep = true): void {
  const { conversation } = desk;
  conversation.stack = conversation.stack.filter((draft) => draft.id !== turn.draft.id);
  write(turn, { type: 'status', status });
  desk.effects.push(...turn.effects, { type: 'timers-off', draft: turn.draft.id });
  if (keep) desk.effects.push({ type: 'draft-closed', draft: turn.draft, status });
  if (status === '已完成' && turn.flow.fields.length > 1)
    conversation.recent = [
      ...(conversation.recent ?? []).filter(({ id }) => id !== turn.draft.id),
      turn.draft,
    ].slice(-2);
  comeBack(desk, words);
}

/** Says what was done and, where another matter waits beneath, reads one line of where it was. */
export function comeBack(desk: Desk, words: string): void {
  const turn = turnOnTop(desk);
  if (!turn) {
    const closing = /[。！？]$/u.test(words) || words === '' ? words : `${words}。`;
    if (!beginQueued(desk, closing) && closing) desk.replies.push(say(closing));
    return;
  }
  turn.remarks.push(words.replace(/[。]$/u, ''), `我们继续${turn.flow.name}`);
  turn.brief = true;
  finishTurn(desk, turn);
}

/** The next matter that was raised meanwhile and put off; false when there is none. */
function beginQueued(desk: Desk, words: string): boolean {
  for (;;) {
    const [next, ...rest] = desk.conversation.queue ?? [];
    if (!next) return false;
    desk.conversation.queue = rest;
    const flow = desk.input.flows.get(next.flow);
    if (!flow) continue;
    begin(desk, flow, next.text, `${words ? `${words}\n` : ''}接着办刚才说的“${flow.name}”`);
    return true;
  }
}

/** An answer about what was submitted, or a question it raises; nothing is submitted anew. */
function answerSubmitted(desk: Desk, turn: Turn): void {
  const open = question(turn) !== undefined || turn.draft.pending !== null || turn.stays;
  if (open) {
    desk.replies.push(closeTurn(turn));
    leaveTurn(desk, turn);
    return;
  }
  const said = spoken(turn);
  write(turn, { type: 'status', status: '已完成' });
  const { conversation } = desk;
  conversation.stack = conversation.stack.filter(({ id }) => id !== turn.draft.id);
  conversation.recent = [...(conversation.recent ?? []), turn.draft].slice(-2);
  if (said !== undefined) desk.replies.push(say(said));
}

/** Takes out drafts whose time is over. They are archived without a word. */
export function expire(desk: Desk): void {
  const { conversation, input } = desk;
  const live = (draft: Draft): boolean => {
    const flow = input.flows.get(draft.flow);
    if (!flow || expiryOf(flow, draft, input) > input.now) return true;
    const closed = record(draft, { type: 'status', status: '已过期' });
    desk.effects.push(
      { type: 'timers-off', draft: draft.id },
      { type: 'draft-closed', draft: closed, status: '已过期' },
    );
    return false;
  };
  conversation.stack = conversation.stack.filter(live);
  conversation.parked = conversation.parked.filter(live);
  if (conversation.recent)
    conversation.recent = conversation.recent.filter((draft) => input.now - draft.heardAt <= RECENT_MS);
}

/** Drafts that may be reminded of: the one in hand, and those put aside. */
export const waiting = (conversation: Conversation): Draft[] =>
  [...conversation.stack.slice(-1), ...conversation.parked].filter(isOpen);
