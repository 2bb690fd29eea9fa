/** /我联系谁: the leader's own talents and where each stands. Nobody else's are shown. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { standingsOf } from '../pairings.ts';
import { standingsReply } from '../standings.ts';
import { type CommandHandler, replied } from './handler.ts';

export const mine: CommandHandler = async ({ turn }) => {
  const today = dateOf(turn.now);
  const rows = await standingsOf(turn.tx, turn.county.id, turn.speaker.person?.id ?? '', today);
  if (rows.length === 0) return replied(turn, say('您名下目前没有结对的人才。如有疑问，请联系县委人才办。'));
  return replied(turn, standingsReply(rows, today));
};
