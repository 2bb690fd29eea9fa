/** /我联系谁: the leader's own talents and where each stands; to an officer, their leaders' lists. Nobody else's are shown. */
import { type Reply, type ReplyPart, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { besidesOf } from '../contacts/besides.ts';
import { servedBySpeaker } from '../officers.ts';
import { standingsOfMany } from '../pairings.ts';
import { isLeader } from '../roles.ts';
import { standingsReply } from '../standings.ts';
import { type CommandHandler, replied } from './handler.ts';

export const mine: CommandHandler = async ({ turn }) => {
  const { tx, county, now } = turn;
  const { person } = turn.speaker;
  const serves = await servedBySpeaker(turn);
  if (!isLeader(person) && serves.length === 0)
    return replied(turn, say('还没有登记您是哪位领导的联络员，没有可看的名单。请联系县委人才办。'));
  const leaders = person && isLeader(person) ? [person] : serves;
  const lists = await standingsOfMany(
    tx,
    leaders.map(({ id }) => ({ countyId: county.id, leaderId: id, settings: county.settings })),
    dateOf(now),
  );
  const talents = lists.flat().map(({ talent }) => talent.id);
  const besides = await besidesOf(tx, [county.id], talents, now);
  const replies = lists.map((rows, index): Reply => {
    const whose = isLeader(person) ? '您' : `${leaders[index]?.name ?? ''}同志`;
    return rows.length === 0
      ? say(`${whose}名下目前没有结对的人才。如有疑问，请联系县委人才办。`)
      : standingsReply(rows, dateOf(now), besides, whose);
  });
  const [only, ...more] = replies;
  return replied(turn, only && more.length === 0 ? only : listsOfSeveral(replies));
};

/** One message; each list under its leader's name. */
const listsOfSeveral = (replies: Reply[]): Reply => ({
  title: '您服务的领导联系的人才',
  parts: replies.flatMap(({ title, parts }, index) => [
    ...(title ? [{ type: 'text' as const, text: title }] : []),
    // What to do next is said once.
    ...(index === replies.length - 1 ? parts : parts.slice(0, title ? parts.findIndex(isButtons) : 1)),
  ]),
});

const isButtons = ({ type }: ReplyPart): boolean => type === 'buttons';
