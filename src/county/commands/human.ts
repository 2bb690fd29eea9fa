/** /转人工: what the bot cannot do is passed to the office, with who asks and in their words. */
import { say } from '../../dialogue/reply.ts';
import { isWithin } from '../hours.ts';
import { type CommandHandler, replied } from './handler.ts';

export const human: CommandHandler = async ({ turn, given }) => {
  const { person, name } = turn.speaker;
  const who = person
    ? [person.name, [person.unit, person.title].filter(Boolean).join(' ')].filter(Boolean).join('，')
    : `一位还没登记的同志${name ? `（账号名“${name}”）` : ''}`;
  const open = isWithin(turn.county, 'office', turn.now);
  const answer = replied(
    turn,
    say(
      `已经转给人才办，${open ? '会有同志联系您' : '上班后会有同志联系您'}。等的时候，别的事照样可以跟我说。`,
    ),
  );
  const told = `${who}请人才办联系：“${given.事情 ?? ''}”。请直接回复本人。`;
  return { ...answer, posts: [...answer.posts, { to: { role: '人才办' }, reply: say(told) }] };
};
