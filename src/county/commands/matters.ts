/** /政策 and /建档: commands that stand for what a sentence does as well. */
import { answerPolicy } from '../../dialogue/policy/answer.ts';
import { say } from '../../dialogue/reply.ts';
import { takeFlow } from '../flows.ts';
import { replyPolicy, unknownPolicy } from '../policies.ts';
import { type CommandHandler, replied } from './handler.ts';

/** `/政策 <关键词>`: by clause, with its source; what no clause answers goes to a person. */
export const policy: CommandHandler = async ({ turn, given, state, policies }) => {
  const words = (given.关键词 ?? '').slice(0, 200);
  const world = { policies, now: turn.now, calendar: turn.county.calendar };
  const question = answerPolicy(words, world) ? words : `${words}政策`;
  const answer = await replyPolicy(turn, question, policies);
  if (answer)
    return { ...replied(turn, say(answer.words)), conversation: { ...state, policy: answer.topic } };
  const unknown = await unknownPolicy(turn, words);
  return { posts: [...replied(turn, say(unknown.words)).posts, ...unknown.posts] };
};

/** `/建档`: begins the matter, as its name does. */
export const openFile: CommandHandler = async ({ turn, state, book, policies }) => {
  const begun = await takeFlow({ ...turn, said: { kind: 'text', text: '人才建档' } }, state, book, policies);
  return begun ?? replied(turn, say('建档现在办不了，请联系县委人才办。'));
};
