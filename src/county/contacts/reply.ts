/** Answers in the chat. */
import type { Reply } from '../../dialogue/reply.ts';
import type { Conversation } from '../conversation.ts';
import type { Outcome, Turn } from '../turn.ts';

/** One answer; a card that was pressed is replaced by it. */
export function answered(turn: Turn, state: Conversation, reply: Reply): Outcome {
  const replaces = turn.said.kind === 'press' ? turn.messageId : undefined;
  return {
    conversation: state,
    posts: [{ to: { chat: turn.chat.id }, reply, ...(replaces ? { replaces } : {}) }],
  };
}
