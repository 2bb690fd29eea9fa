/** Matters that lie on one another: begin, put aside, take up again, leave. */
import type { Reply } from '../reply.ts';
import { say } from '../reply.ts';
import { closeTurn, expiryOf, follow, isOpen, timersOf } from './close.ts';
import type { Flow } from './flow.ts';
import type { Conversation, Effect, Input, Output } from './input.ts';
import { migrate } from './migrate.ts';
import { type Draft, type DraftStatus, fold, record } from './state.ts';
import { take } from './take.ts';
import { beginTurn, type Turn, write } from './turn.ts';
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
export function begin(desk: Desk, flow: Flow, text: string): void {
  const { input, conversation } = desk;
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
  if (claimsIn(text, flow, draft, input, undefined).length > 0) take(turn, text);
  if (flow.summary) turn.remarks.push(flow.summary.replace(/[。.]$/u, ''));
  if (flow.render === '卡片') turn.card = { errors: {} };
  finishTurn(desk, turn);
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
  comeBack(desk, words);
}

/** Says what was done and, where another matter waits beneath, reads one line of where it was. */
export function comeBack(desk: Desk, words: string): void {
  const turn = turnOnTop(desk);
  if (!turn) {
    desk.replies.push(say(/[。！？]$/u.test(words) ? words : `${words}。`));
    return;
  }
  turn.remarks.push(words.replace(/[。]$/u, ''), `我们继续${turn.flow.name}`);
  turn.brief = true;
  finishTurn(desk, turn);
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
}

/** Drafts that may be reminded of: the one in hand, and those put aside. */
export const waiting = (conversation: Conversation): Draft[] =>
  [...conversation.stack.slice(-1), ...conversation.parked].filter(isOpen);
