/** /撤销 */
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import { takeBackStep, withdrawCases } from '../cases/undo.ts';
import { undoLast } from '../changes.ts';
import { takeBackHolding } from '../pools/staff.ts';
import { type CommandHandler, replied } from './handler.ts';

export const undo: CommandHandler = async ({ turn, book }) => {
  const posts: Post[] = [];
  const undone = await undoLast(turn, {
    step: (no, id) => takeBackStep(turn, book, no, id, posts),
    withdraw: (nos) => withdrawCases(turn, book, nos, posts),
    holding: (undo, id) => takeBackHolding(turn, book, undo, id, posts),
  });
  const minutes = turn.county.settings.undoMinutes;
  if (!undone) return replied(turn, say(`${minutes} 分钟内没有可以撤销的操作。`));
  const words = 'done' in undone ? `已撤销：${undone.done}。` : undone.refused;
  return { posts: [...replied(turn, say(words)).posts, ...posts] };
};
