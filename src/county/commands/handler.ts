/** What a slash command's handler is given. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Policy } from '../../dialogue/policy/policy.ts';
import type { Reply } from '../../dialogue/reply.ts';
import type { Conversation } from '../conversation.ts';
import type { Outcome, Turn } from '../turn.ts';

/** What commands need of the program. */
export interface CommandDeps {
  flows(): FlowBook;
  policies?(): readonly Policy[];
  claimCode: string;
}

export interface CommandCall {
  turn: Turn;
  state: Conversation;
  /** Arguments by the name they are declared with; all that must be there are. */
  given: Record<string, string>;
  claimCode: string;
  book: FlowBook;
  policies: readonly Policy[];
}

export type CommandHandler = (call: CommandCall) => Promise<Outcome>;

/** The usual outcome: one reply in the chat. */
export const replied = (turn: Turn, reply: Reply): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply }],
});
