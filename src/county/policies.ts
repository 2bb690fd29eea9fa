/** Policy questions in a chat: answered by clause, or handed to a person; what was cited is kept, not what was told. */
import { answerPolicy, asksPolicy, type PolicyAnswer, type Topic } from '../dialogue/policy/answer.ts';
import type { Policy } from '../dialogue/policy/policy.ts';
import type { Post } from '../dialogue/post.ts';
import { say } from '../dialogue/reply.ts';
import { withoutNumbers } from './cases/cards.ts';
import { noteChange } from './changes.ts';
import type { Conversation } from './conversation.ts';
import type { Outcome, Turn } from './turn.ts';

/** The answer of the policy base, noted in the log of questions. */
export async function replyPolicy(
  turn: Turn,
  question: string,
  policies: readonly Policy[],
  before?: Topic,
): Promise<PolicyAnswer | undefined> {
  const answer = answerPolicy(question, { policies, now: turn.now, calendar: turn.county.calendar }, before);
  if (answer)
    await noteChange(turn, `policy:${turn.speaker.identityId}`, `咨询：${answer.topic.cited.join('、')}`);
  return answer;
}

/** Nothing speaks of it: said so, and a person of the office answers. */
export async function unknownPolicy(turn: Turn, question: string): Promise<{ words: string; posts: Post[] }> {
  await noteChange(turn, `policy:${turn.speaker.identityId}`, '咨询：没有查到依据，转人工');
  const who = turn.speaker.person?.name ?? '一位来访者';
  return {
    words: '这个问题在政策库里没有查到依据，我不能乱说。已转给人才办，请同事答复您。',
    posts: [
      {
        to: { role: '人才办' },
        reply: say(
          `${who}问：“${withoutNumbers(question.slice(0, 200))}”。政策库里没有依据，请答复，并看看要不要补进政策库。`,
        ),
      },
    ],
  };
}

/**
 * A question that a clause answers, in a group too; undefined when it is none.
 * It goes before the matters: who asks what a rule says has not complained.
 */
export async function takePolicy(
  turn: Turn,
  state: Conversation,
  text: string,
  policies: readonly Policy[],
): Promise<Outcome | undefined> {
  if (!asksPolicy(text) && !state.policy) return undefined;
  const answer = await replyPolicy(turn, text, policies, state.policy);
  if (!answer) return undefined;
  return {
    conversation: { ...state, policy: answer.topic },
    posts: [{ to: { chat: turn.chat.id }, reply: say(answer.words) }],
  };
}

/** A question about policies that nobody answered: a person does. Undefined when it is none. */
export async function passOnPolicy(turn: Turn, text: string): Promise<Outcome | undefined> {
  if (!asksPolicy(text)) return undefined;
  const { words, posts } = await unknownPolicy(turn, text);
  return { posts: [{ to: { chat: turn.chat.id }, reply: say(words) }, ...posts] };
}
