/** What a chat remembers between turns, in one versioned value. */

import type { Topic } from '../dialogue/policy/answer.ts';
import type { PendingAct } from './cases/wish.ts';

import type { PendingContact } from './contacts/pending.ts';
import type { Memory } from './contacts/spoken-of.ts';
import type { NeedTalk } from './needs/talk.ts';

export interface Conversation {
  v: 1;
  /** A contact waiting for its one-tap confirmation. */
  contact?: PendingContact;
  /** What the talk with a leader was about. */
  talk?: Memory;
  /** What somebody just brought up, and the cases it became. */
  needs?: NeedTalk;
  /** A command that waits for a missing argument from the one who gave it. */
  command?: { word: string; given: Record<string, string>; asks: string; by: string };
  /** An action on a case that waits for one more word. */
  caseAct?: PendingAct;
  /** The case whose person may say in the next sentence why they are not satisfied. */
  caseNote?: string;
  /** The policy asked about last. */
  policy?: Topic;
  /** The flow engine's own state. */
  flow?: unknown;
}

/** Reads what the last turn left; an unreadable or older value starts anew. */
export const conversationOf = (stored: unknown): Conversation =>
  typeof stored === 'object' && stored !== null && (stored as { v?: unknown }).v === 1
    ? (stored as Conversation)
    : { v: 1 };
