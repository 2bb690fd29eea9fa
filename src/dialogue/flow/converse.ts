/**
 * One turn of a conversation about flows (flow-format.md 3): what was said,
 * over the drafts as they stand, gives the drafts as they are then, one reply
 * and the effects to carry out. Pure.
 */
import { say } from '../reply.ts';
import { answeredBy, raisedIn } from './about.ts';
import { miss, nudgeTimes, openCount, timersOf } from './close.ts';
import { obey, type Steered } from './commands.ts';
import { correct } from './correct.ts';
import { isQuestion, tidy } from './cues.ts';
import { takeFiles } from './files.ts';
import { takeForm } from './form.ts';
import { hearIdle, pressBegin } from './idle.ts';
import type { ButtonPayload, Input, Output, SubmitResult } from './input.ts';
import type { Question } from './next.ts';
import { answerPending } from './pending.ts';
import { press } from './press.ts';
import {
  begin,
  DEPTH,
  type Desk,
  deskOf,
  expire,
  finishTurn,
  leave,
  leaveTurn,
  mayTurnInto,
  mayUse,
  outputOf,
  park,
  skipsConfirming,
  submitTurn,
  turnInto,
  turnOnTop,
  waiting,
} from './stack.ts';
import { type Draft, record } from './state.ts';
import { take } from './take.ts';
import { intoWindow } from './time.ts';
import { type Wanted, wantedIn } from './trigger.ts';
import { beginTurn, question, type Turn, write } from './turn.ts';
import { shown, TYPES } from './types/index.ts';
import { saysNothing } from './volunteer.ts';

/** A message longer than this is cut; nobody answers a question at such length. */
const MESSAGE_MAX = 4000;

/** Works one turn. Never throws on anything a person can say or press. */
export function converse(input: Input): Output {
  if (input.messageId !== undefined && input.conversation.seen.includes(input.messageId))
    return { conversation: input.conversation, replies: [], effects: [], heard: true };
  const desk = deskOf(input);
  expire(desk);
  switch (input.said.kind) {
    case 'tick':
      return tick(desk);
    case 'text':
      return hearText(desk, tidy(input.said.text).slice(0, MESSAGE_MAX));
    case 'files':
      return hearFiles(desk);
    case 'press':
      return hearPress(desk, input.said.payload);
    case 'form':
      return hearForm(desk, input.said.payload, input.said.values);
  }
}

function hearText(desk: Desk, text: string): Output {
  const turn = turnOnTop(desk);
  if (!turn) return hearIdle(desk, text);
  write(turn, { type: 'turn', at: desk.input.now });
  const settled = answerPending(turn, text);
  if (settled === 'done') return closed(desk, turn);
  if (settled === 'refused') {
    miss(turn);
    return closed(desk, turn);
  }
  if (settled) return push(desk, turn, desk.input.flows.get(settled.push)!, text);
  const steered = obey(turn, text);
  if (steered) return steer(desk, turn, steered);
  if (correct(turn, text)) return closed(desk, turn);
  const wanted = otherWanted(turn, text);
  if (wanted?.whole) return divert(desk, turn, wanted, text);
  if (wanted && turnsInto(desk, turn, wanted)) {
    turnInto(desk, turn, wanted.flow, text);
    return outputOf(desk, true);
  }
  const answer = answeredBy(turn.flow, text);
  const later = raiseLater(desk, turn, text);
  const asked = question(turn);
  const taken = take(turn, later ?? text);
  if (taken.any && asked) passOver(turn, asked);
  if (endsOnNo(desk, turn)) return outputOf(desk, true);
  if (answer !== undefined) turn.complaints.push(answer);
  if (answer !== undefined || later !== undefined) return closed(desk, turn);
  if (isQuestion(taken.rest) && (!taken.any || !saysNothing(taken.rest))) answerQuestion(turn, taken.rest);
  else if (!taken.any && !taken.refused && wanted) return divert(desk, turn, wanted, text);
  else if (!taken.any) miss(turn);
  return closed(desk, turn);
}

/** Whoever twice goes on with something else will not answer what need not be answered. */
function passOver(turn: Turn, { field, slot, kind }: Question): void {
  const put = turn.draft.events.filter((event) => event.type === 'asked' && event.slot === slot).length;
  const open = question(turn);
  if (kind === 'ask' && field.optional && put >= 2 && open?.slot === slot && !turn.draft.pending)
    write(turn, { type: 'skipped', slot });
}

function closed(desk: Desk, turn: Turn): Output {
  if (turn.draft.status === '已取消') leave(desk, turn, '已取消', turn.complaints.at(-1) ?? '好的，先到这里');
  else if (skipsConfirming(turn)) submitTurn(desk, turn);
  else finishTurn(desk, turn);
  return outputOf(desk, true);
}

function steer(desk: Desk, turn: Turn, steered: NonNullable<Steered>): Output {
  switch (steered) {
    case 'done':
      return closed(desk, turn);
    case 'cancel':
      leave(desk, turn, '已取消', cancelWords(turn));
      return outputOf(desk, true);
    case 'park':
      park(desk, turn);
      return outputOf(desk, true);
    case 'card':
      turn.card = { errors: {} };
      return closed(desk, turn);
    case 'submit':
      submitTurn(desk, turn);
      return outputOf(desk, true);
  }
}

/** What was submitted before is not taken back by not going on with a correction of it. */
const cancelWords = ({ flow, draft }: Turn): string =>
  draft.events.some((event) => event.type === 'status' && event.status === '已完成')
    ? `好的，不改了，之前提交的${flow.name}照旧`
    : `好的，${flow.name}不办了，什么都没有提交`;

/** 答否: 结束. Nothing of the draft is kept. */
function endsOnNo(desk: Desk, turn: Turn): boolean {
  const no = turn.flow.fields.find(
    (field) => field.endOnNo !== undefined && turn.draft.answers[field.name]?.value === false,
  );
  if (!no) return false;
  leave(desk, turn, '已取消', no.endOnNo!, false);
  return true;
}

function otherWanted(turn: Turn, text: string): Wanted | undefined {
  const wanted = wantedIn(text, turn.input.flows);
  if (!wanted) return undefined;
  const asked = question(turn);
  return wanted.whole || !(asked && TYPES[asked.field.type].free) ? wanted : undefined;
}

/**
 * Another matter raised in passing (还有…, 另外…) is kept for later and said to
 * be. Gives what is left for the matter in hand; undefined when none was raised.
 */
function raiseLater(desk: Desk, turn: Turn, text: string): string | undefined {
  const may = (flow: Turn['flow']) => mayUse(flow, desk.input);
  const raised = raisedIn(text, desk.input.flows, may, turn.flow);
  if (!raised) return undefined;
  desk.conversation.queue = [
    ...(desk.conversation.queue ?? []),
    { flow: raised.flow.id, text: raised.text },
  ].slice(-5);
  turn.remarks.push(`“${raised.flow.name}”这件我记着，先把“${turn.flow.name}”办完`);
  return raised.rest;
}

const turnsInto = (desk: Desk, turn: Turn, wanted: Wanted): boolean =>
  !wanted.asks &&
  wanted.flow !== turn.flow &&
  mayUse(wanted.flow, desk.input) &&
  mayTurnInto(turn, wanted.flow);

/** Another matter is asked for: at once when they said 先, else they are asked which first. */
function divert(desk: Desk, turn: Turn, wanted: Wanted, text: string): Output {
  if (wanted.flow.id === turn.flow.id) turn.remarks.push(`正在办${turn.flow.name}`);
  else if (desk.conversation.stack.length >= DEPTH)
    turn.complaints.push(`手上已经有两件事没办完，先把“${turn.flow.name}”办完，或者说“退出”。`);
  else if (wanted.first) return push(desk, turn, wanted.flow, text);
  else write(turn, { type: 'pending', pending: { kind: 'other-flow', flow: wanted.flow.id } });
  return closed(desk, turn);
}

function push(desk: Desk, turn: Turn, flow: NonNullable<Turn['flow']>, text: string): Output {
  leaveTurn(desk, turn);
  begin(desk, flow, text);
  return outputOf(desk, true);
}

/** Says why, or what the knowledge base says; never a guess. Costs no try. */
function answerQuestion(turn: Turn, text: string): void {
  const asked = question(turn);
  const aboutThis =
    /为什么|为啥|干嘛|干什么用|什么用|凭什么|什么意思|啥意思|一定要|必须|必填|能不填|可以不填/u.test(text);
  const why = asked?.field.why;
  const known = aboutThis && why !== undefined ? why : turn.input.knowledge?.(text);
  if (known !== undefined) turn.complaints.push(known);
  else if (aboutThis)
    turn.complaints.push(
      turn.flow.summary
        ? `办“${turn.flow.name}”要用到。${turn.flow.summary}`
        : `办“${turn.flow.name}”要用到。`,
    );
  else turn.complaints.push('这个我答不准，可以说“转人工”请工作人员答复您。');
  turn.brief = true;
}

function hearFiles(desk: Desk): Output {
  const turn = turnOnTop(desk);
  const { said } = desk.input;
  if (!turn || said.kind !== 'files') return outputOf(desk, false);
  write(turn, { type: 'turn', at: desk.input.now });
  if (!takeFiles(turn, said.files)) return outputOf(deskOf(desk.input), false);
  if (said.text) take(turn, tidy(said.text).slice(0, MESSAGE_MAX));
  return closed(desk, turn);
}

/** Brings up the draft a card belongs to; says so when it is gone or lies beneath another. */
function turnOfCard(desk: Desk, payload: ButtonPayload): Turn | undefined {
  const top = desk.conversation.stack.at(-1);
  const parked = desk.conversation.parked.find((draft) => draft.id === payload.draft);
  if (top?.id !== payload.draft && !(parked && !top)) {
    desk.replies.push(
      say(top ? '手上这件事先办完，再回来点那张卡片。' : '这张卡片对应的事已经办完或者取消了。'),
    );
    return undefined;
  }
  if (parked) {
    desk.conversation.parked = desk.conversation.parked.filter((draft) => draft !== parked);
    desk.conversation.stack.push(record(parked, { type: 'status', status: '填写中' }));
  }
  const turn = turnOnTop(desk);
  if (turn) write(turn, { type: 'turn', at: desk.input.now });
  return turn;
}

function hearPress(desk: Desk, payload: ButtonPayload): Output {
  if (payload.act === 'begin') return pressBegin(desk, payload);
  const turn = turnOfCard(desk, payload);
  if (!turn) return outputOf(desk, true);
  const pressed = press(turn, payload);
  if (typeof pressed === 'object') return push(desk, turn, desk.input.flows.get(pressed.push)!, '');
  if (pressed) return steer(desk, turn, pressed);
  if (endsOnNo(desk, turn)) return outputOf(desk, true);
  return closed(desk, turn);
}

function hearForm(desk: Desk, payload: ButtonPayload, values: Record<string, string | string[]>): Output {
  const turn = turnOfCard(desk, payload);
  if (!turn) return outputOf(desk, true);
  const errors = takeForm(turn, values, payload.revision !== turn.draft.revision);
  if (endsOnNo(desk, turn)) return outputOf(desk, true);
  const names = Object.keys(errors);
  const details = question(turn) ? '。' : `：${names.map((name) => errors[name]!.join('；')).join('；')}`;
  if (names.length > 0) turn.complaints.push(`${names.join('、')}还要改一下${details}`);
  turn.card = { errors };
  return closed(desk, turn);
}

/** Time has passed: at most one nudge a draft, only inside 时段, never the same one twice. */
function tick(desk: Desk): Output {
  const words = waiting(desk.conversation).flatMap((draft) => nudge(desk, draft));
  if (words.length > 0) desk.replies.push(say(words.join('\n')));
  migrateAll(desk);
  return outputOf(desk, true);
}

function migrateAll(desk: Desk): void {
  const { stack } = desk.conversation;
  const turn = turnOnTop(desk);
  if (turn) stack[stack.length - 1] = turn.draft;
}

function nudge(desk: Desk, draft: Draft): string[] {
  const { input, conversation } = desk;
  const flow = input.flows.get(draft.flow);
  if (draft.paused) return [];
  const due = flow ? nudgeTimes(flow, draft, input).filter((at) => at <= input.now).length : 0;
  if (!flow || due <= draft.nudged) return [];
  const allowed = intoWindow(input.now, flow.timing.window, input.calendar);
  if (allowed > input.now) {
    desk.effects.push({ type: 'nudge-at', draft: draft.id, nth: due, at: allowed });
    return [];
  }
  const next = record(draft, { type: 'nudged', count: due });
  for (const drafts of [conversation.stack, conversation.parked]) {
    const at = drafts.findIndex((one) => one.id === draft.id);
    if (at >= 0) drafts[at] = next;
  }
  desk.effects.push(...timersOf(flow, next, input).filter((effect) => effect.type !== 'draft-expires-at'));
  const turn = beginTurn(input, conversation, flow, next);
  const asked = question(turn);
  if (!asked) return [`“${flow.name}”都填好了，就差您说一声“确认”。`];
  return [
    `“${flow.name}”还差 ${Math.max(1, openCount(turn))} 项，下一项是${asked.field.name}。说“继续”接着填，不办了说“取消”。`,
  ];
}

/**
 * Tells the conversation what came of a submit. On success the draft is done
 * and the person gets the one 完成; otherwise it goes back to 待确认 and they
 * hear why. `input.said` is not looked at.
 */
export function finished(input: Input, draftId: string, result: SubmitResult): Output {
  const desk = deskOf({ ...input, said: { kind: 'tick' } });
  const turn = turnOnTop(desk);
  if (!turn || turn.draft.id !== draftId || turn.draft.status !== '提交中') return outputOf(desk, false);
  const { parting } = desk.conversation;
  delete desk.conversation.parting;
  if (!result.ok) {
    write(turn, { type: 'status', status: '待确认' });
    turn.complaints.push(result.message);
    finishTurn(desk, turn);
    return outputOf(desk, true);
  }
  // What somebody was promised of a pool is said whatever else is left out.
  const promised = String(result.values.占用 ?? '');
  const template = result.instead ?? turn.flow.done;
  const filled = template.replace(/\{([^}]+)\}/gu, (_all, name: string) => {
    const field = turn.flow.fields.find((one) => one.name === name);
    const held = turn.draft.answers[name];
    return String(result.values[name] ?? (field && held ? shown(field, held.value) : ''));
  });
  const words = template.includes('{占用}') ? filled : `${filled}${promised}`;
  const again =
    turn.draft.events.filter((event) => event.type === 'status' && event.status === '已完成').length > 0;
  leave(desk, turn, '已完成', [parting, again && parting ? promised : words].filter(Boolean).join('\n'));
  return outputOf(desk, true);
}
