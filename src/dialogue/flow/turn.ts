/** One turn while it is being worked out: the draft in hand and what is to be said about it. */
import type { ReplyPart } from '../reply.ts';
import type { ReadContext } from '../understand/value.ts';
import type { Field, Flow, Json } from './flow.ts';
import type { ButtonPayload, Conversation, Effect, Input } from './input.ts';
import { nextQuestion, type Question, submission, type World } from './next.ts';
import { type Draft, type DraftEvent, record, type Source } from './state.ts';
import { isSensitive, shown } from './types/index.ts';

export interface Turn {
  input: Input;
  world: World;
  conversation: Conversation;
  flow: Flow;
  draft: Draft;
  /** Said first: what was done. Whole sentences without their full stop. */
  remarks: string[];
  /** Read back: what was understood, as '手机 138****5678'. */
  notes: string[];
  /** Why something was not taken, or what to do about it. */
  complaints: string[];
  /** Shown after the words: buttons of a question put between. */
  parts: ReplyPart[];
  effects: Effect[];
  /** How the question is put again: whole, or by its name. */
  brief: boolean;
  /** `parts` put the question already. */
  posed: boolean;
  /** Something was refused or has to be settled: it is not submitted of itself. */
  stays: boolean;
  /** Nothing more is to be asked this turn: the words stand alone. */
  quiet: boolean;
  /** Set when the question should come as a form. */
  card?: { errors: Record<string, string[]> };
}

/** What the asked question took of a message. */
export interface AskedTaken {
  /** The whole message went into the answer. */
  whole: boolean;
  span?: [number, number];
  /** It was meant as an answer and will not do; a complaint says why. */
  refused: boolean;
}

/** Begins a turn on the draft on top of the stack. */
export function beginTurn(input: Input, conversation: Conversation, flow: Flow, draft: Draft): Turn {
  return {
    input,
    world: { now: input.now, calendar: input.calendar, office: input.office },
    conversation,
    flow,
    draft,
    remarks: [],
    notes: [],
    complaints: [],
    parts: [],
    effects: [],
    brief: false,
    posed: false,
    stays: false,
    quiet: false,
  };
}

/** Records events on the draft in hand. */
export function write(turn: Turn, ...events: DraftEvent[]): void {
  turn.draft = record(turn.draft, ...events);
}

export const question = (turn: Turn): Question | undefined => nextQuestion(turn.flow, turn.draft, turn.world);

export const readContext = (turn: Turn): ReadContext => ({
  now: turn.input.now,
  calendar: turn.input.calendar,
});

/** Puts a value into a slot and, when asked to, a line of what was understood. */
export function put(
  turn: Turn,
  slot: string,
  value: Json,
  raw: string,
  options: { source?: Source; note?: string } = {},
): void {
  const source = options.source ?? '本人';
  write(turn, { type: 'filled', slot, value, raw, source, at: turn.input.now, confirmed: true });
  if (options.note) turn.notes.push(options.note);
}

/** A value as it is read back: never a sensitive one in a group. */
export const sayValue = (turn: Turn, field: Field, value: Json): string =>
  turn.input.place === 'group' && isSensitive(field) ? '（已记下）' : shown(field, value);

/** A button of the draft as it stands when the reply is sent; `stamp` puts the revision in. */
export const payload = (
  turn: Turn,
  act: ButtonPayload['act'],
  more: { slot?: string; value?: Json } = {},
): ButtonPayload => ({
  for: 'flow',
  draft: turn.draft.id,
  revision: turn.draft.revision,
  act,
  ...more,
});

/** Hands the draft to a person and keeps it. */
export function handOver(turn: Turn, reason: string): void {
  const slot = question(turn)?.slot;
  write(turn, { type: 'status', status: '转人工' });
  turn.effects.push({
    type: 'hand-over',
    draft: turn.draft.id,
    flow: turn.flow.id,
    ...(slot === undefined ? {} : { slot }),
    reason,
    answers: submission(turn.flow, turn.draft, turn.world),
  });
  turn.complaints.push('我请工作人员来帮您，已填的都留着。想自己接着填，随时说“继续”。');
  turn.quiet = true;
}
