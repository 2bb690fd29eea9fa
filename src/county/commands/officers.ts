/** `/联络员 <领导> <专员>`: from now on the officer serves the leader; with 解除 no more; alone it lists them. */
import { say } from '../../dialogue/reply.ts';
import { listOfficers, releaseOfficer, tieOfficer } from '../officers.ts';
import type { Outcome } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';
import { bothOf } from './named.ts';

export const officers: CommandHandler = async ({ turn, state, given }) => {
  const { 领导: named, 专员: whom, 操作: act } = given;
  if (!named) return replied(turn, await listOfficers(turn));
  if (!whom) {
    const by = turn.speaker.identityId;
    return {
      ...replied(turn, say('哪位专员？请写姓名。')),
      conversation: { ...state, command: { word: '联络员', given, asks: '专员', by } },
    };
  }
  const people = await bothOf(turn, '联络员', [named, '领导'], [whom, '专员'], act);
  if ('parts' in people) return replied(turn, people);
  const [leader, officer] = people;
  const told = (here: string, toLeader: string, toOfficer: string): Outcome => ({
    posts: [
      { to: { chat: turn.chat.id }, reply: say(`${here}${undoWords(turn)}`) },
      { to: { person: leader.id }, reply: say(toLeader) },
      { to: { person: officer.id }, reply: say(toOfficer) },
    ],
  });
  if (act && /解除|取消|不再|撤/u.test(act))
    return (await releaseOfficer(turn, { leader, officer }))
      ? told(
          `已解除：${officer.name}不再是${leader.name}的联络员。以往的记录都留着。`,
          `${officer.name}不再担任您的联络员，也看不到您的名单了。`,
          `您不再担任${leader.name}同志的联络员，名单和记录不再给您看了。`,
        )
      : replied(turn, say(`${officer.name}不是${leader.name}的联络员，不用解除。`));
  if (act) return replied(turn, say('登记这样写：/联络员 领导 专员；解除这样写：/联络员 领导 专员 解除。'));
  return (await tieOfficer(turn, { leader, officer }))
    ? told(
        `已登记：${officer.name}是${leader.name}的联络员。`,
        `${leader.name}同志，${officer.name}是您的联络员，可以替您记联系。您自己说一句也一样能记。`,
        `请您担任${leader.name}同志的联络员。联系过人才，直接说“今天下午${leader.name}去看望了某某”就能记下；看名单说“我联系谁”。`,
      )
    : replied(turn, say(`${officer.name}已经是${leader.name}的联络员了。`));
};
