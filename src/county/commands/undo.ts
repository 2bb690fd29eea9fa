/** /撤销 */
import { say } from '../../dialogue/reply.ts';
import { undoLast } from '../changes.ts';
import { type CommandHandler, replied } from './handler.ts';

export const undo: CommandHandler = async ({ turn }) => {
  const what = await undoLast(turn);
  const minutes = turn.county.settings.undoMinutes;
  return replied(turn, say(what ? `已撤销：${what}。` : `${minutes} 分钟内没有可以撤销的操作。`));
};
