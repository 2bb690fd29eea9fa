/** /群台账: the list; with a name, a use and a day it registers a group, with 解散 it notes its end. */
import { say } from '../../dialogue/reply.ts';
import { read } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { Turn } from '../turn.ts';
import { dissolveGroup, listGroups, registerGroup } from '../work-groups.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';

export const groups: CommandHandler = async (call) => {
  const { turn, given } = call;
  const { 群名: name, 用途: purpose, 解散日: day } = given;
  if (!name) return replied(turn, await listGroups(turn));
  if (/^(?:已经?)?解散了?$/u.test(purpose ?? '')) return replied(turn, await dissolveGroup(turn, name));
  if (!purpose) return asks(call, '用途', '这个群做什么用？一句话就行。已经解散的话，回“解散”。');
  if (!day) return asks(call, '解散日', '打算哪天解散？比如：12月31日。');
  const until = dayIn(turn, day);
  if (!until) return asks(call, '解散日', `“${day.slice(0, 20)}”没看懂是哪天，请写日期，比如：12月31日。`);
  if (until <= dateOf(turn.now)) return replied(turn, say('解散日要在今天以后，请重新发一次。'));
  return replied(
    turn,
    await registerGroup(turn, { name: name.slice(0, 60), purpose: purpose.slice(0, 100), until }),
  );
};

/** Asks for a word that is needed once there is a name. */
function asks({ turn, state, given }: CommandCall, argument: string, words: string) {
  const by = turn.speaker.identityId;
  return {
    ...replied(turn, say(words)),
    conversation: { ...state, command: { word: '群台账', given, asks: argument, by } },
  };
}

function dayIn(turn: Turn, words: string): string | undefined {
  const found = read('日期', words, { now: turn.now, bias: '将来', calendar: turn.county.calendar });
  return found.flatMap(({ value }) => (value.kind === 'date' ? [value.date] : []))[0];
}
