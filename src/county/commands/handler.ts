/** What a slash command's handler is given. */
import type { Reply } from '../../dialogue/reply.ts';
import type { Conversation } from '../conversation.ts';
import type { Outcome, Turn } from '../turn.ts';

export interface CommandCall {
  turn: Turn;
  state: Conversation;
  /** Arguments by the name they are declared with; all that must be there are. */
  given: Record<string, string>;
  claimCode: string;
}

export type CommandHandler = (call: CommandCall) => Promise<Outcome>;

/** The usual outcome: one reply in the chat. */
export const replied = (turn: Turn, reply: Reply): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply }],
});
