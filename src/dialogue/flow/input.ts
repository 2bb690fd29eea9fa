/** What `converse` is given and gives back. All of it is data or a pure function. */
import type { Payload, Reply } from '../reply.ts';
import type { WorkCalendar } from '../understand/value.ts';
import type { OfficeHours } from './condition.ts';
import type { FlowBook, Json } from './flow.ts';
import type { Draft, DraftStatus } from './state.ts';
import type { SentFile } from './types/media.ts';

/** The flows going on in one chat. JSON; stored between turns. */
export interface Conversation {
  v: 1;
  /** The matter being talked about is the last one; at most two. */
  stack: Draft[];
  /** Put aside by 稍后再填, or waiting for a person (转人工). */
  parked: Draft[];
  /** Matters raised while another was being talked about, in order; `text` is how. */
  queue?: { flow: string; text: string }[];
  /** Matters a message may have been about: the person is being asked which. */
  offer?: { flows: string[]; text: string } | null;
  /** Drafts submitted a short while ago: what is said about them now is added. */
  recent?: Draft[];
  /** Said in the turn that submits, before what comes of it. */
  parting?: string;
  /** Ids of the last messages, so that one delivered again changes nothing. */
  seen: string[];
}

/** For how long what was submitted may still be added to in plain words. */
export const RECENT_MS = 24 * 3_600_000;

export const emptyConversation = (): Conversation => ({ v: 1, stack: [], parked: [], seen: [] });

/** What pressing one of our buttons means. `revision` is that of the draft when the button was shown. */
export type ButtonPayload = Payload & {
  for: 'flow';
  draft: string;
  revision: number;
  act:
    | 'answer'
    | 'verify'
    | 'change'
    | 'choose'
    | 'skip'
    | 'done'
    | 'confirm'
    | 'edit'
    | 'hand-over'
    | 'later'
    | 'card'
    | 'form'
    | 'overwrite'
    | 'keep'
    | 'begin'
    | 'switch'
    | 'stay';
  slot?: string;
  value?: Json;
};

export type Said =
  | { kind: 'text'; text: string }
  | { kind: 'files'; files: SentFile[]; text?: string }
  | { kind: 'press'; payload: ButtonPayload }
  | { kind: 'form'; payload: ButtonPayload; values: Record<string, string | string[]> }
  /** Time has passed: nudges and expiry that are due happen. */
  | { kind: 'tick' };

/** What a proposer is shown: the message with personal numbers masked, and the questions it may speak to. */
export interface Proposing {
  text: string;
  fields: { name: string; type: string; ask?: string }[];
}

/** Which words of a message answer which question. `quote` must stand in the message as it is. */
export type Propose = (asked: Proposing) => readonly { field: string; quote: string }[];

export interface Input {
  conversation: Conversation;
  said: Said;
  /** A message with an id that was seen before is dropped. */
  messageId?: string;
  place: 'p2p' | 'group';
  /** ms since the epoch. */
  now: number;
  calendar: WorkCalendar;
  office: OfficeHours;
  flows: FlowBook;
  /** What the record holds under a path such as 档案.手机. */
  known(path: string): Json | undefined;
  /** The speaker's roles, in the words of 权限.谁. */
  roles: readonly string[];
  newId(): string;
  /** An answer from the knowledge base, with its source, or undefined. */
  knowledge?(question: string): string | undefined;
  /** One more reader of messages; off where it is left out. What it says is checked like anybody's words. */
  propose?: Propose;
}

/** What the caller has to carry out, inside the turn's transaction. */
export type Effect =
  | {
      type: 'submit';
      draft: string;
      flow: string;
      version: number;
      revision: number;
      /** The registered action. */
      action: string;
      /** The business key of 唯一: its field and value. */
      key?: { field: string; value: Json };
      answers: Record<string, Json>;
      copyTo: string[];
      /** The draft was submitted before: this adds to what it made. */
      again?: true;
    }
  | {
      type: 'hand-over';
      draft: string;
      flow: string;
      slot?: string;
      reason: string;
      answers: Record<string, Json>;
    }
  /** A nudge is wanted at this moment; replaces the draft's earlier one of the same `nth` (from 1). */
  | { type: 'nudge-at'; draft: string; nth: number; at: number }
  | { type: 'draft-expires-at'; draft: string; at: number }
  /** No timers of this draft are wanted any more. */
  | { type: 'timers-off'; draft: string }
  /** The draft left the conversation for good; keep it, staff may restore it. */
  | { type: 'draft-closed'; draft: Draft; status: DraftStatus };

export interface Output {
  conversation: Conversation;
  /** One batch: what is said back, in order. */
  replies: Reply[];
  effects: Effect[];
  /** False when nothing of it concerned a flow; the caller may try other things. */
  heard: boolean;
}

/** What came of a submit. `values` fill the {…} of 完成, 占用 is said even where it has no place there; `instead` is said in its place. */
export type SubmitResult =
  | { ok: true; values: Record<string, string | number>; instead?: string }
  | { ok: false; message: string };
