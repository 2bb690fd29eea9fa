/** How long a talk about what is wrong goes on. */
import type { Conversation } from '../conversation.ts';
import type { Turn } from '../turn.ts';
import type { NeedTalk } from './talk.ts';

/** After this what is said belongs to no earlier case, ms. */
const FORGETS = 30 * 60_000;

export const talkOf = (turn: Turn, state: Conversation): NeedTalk | undefined =>
  state.needs && turn.now - state.needs.at <= FORGETS ? state.needs : undefined;
