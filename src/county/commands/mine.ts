/** /我联系谁: the leader's own talents and where each stands. Nobody else's are shown. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { besidesOf } from '../contacts/besides.ts';
import { standingsOf } from '../pairings.ts';
import { standingsReply } from '../standings.ts';
import { type CommandHandler, replied } from './handler.ts';

export const mine: CommandHandler = async ({ turn }) => {
  const { tx, county, now } = turn;
  const leader = turn.speaker.person?.id ?? '';
  const rows = await standingsOf(tx, county.id, leader, dateOf(now), county.settings);
  if (rows.length === 0) return replied(turn, say('您名下目前没有结对的人才。如有疑问，请联系县委人才办。'));
  const talents = rows.map(({ talent }) => talent.id);
  const besides = await besidesOf(tx, [county.id], talents, now);
  return replied(turn, standingsReply(rows, dateOf(now), besides));
};
