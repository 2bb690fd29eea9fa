/** 查政策: the clause with its document's number; where nothing speaks of it that is said, and a person answers. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Policy } from '../../dialogue/policy/policy.ts';
import { replyPolicy, unknownPolicy } from '../policies.ts';
import type { Turn } from '../turn.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({ 问题: z.string() });

export async function lookUpPolicy(
  turn: Turn,
  submission: Submission,
  _book: FlowBook,
  policies: readonly Policy[],
): Promise<Submitted> {
  const { 问题: question } = answersSchema.parse(submission.answers);
  const answer = await replyPolicy(turn, question, policies);
  if (answer) return { result: { ok: true, values: { 答复: answer.words } }, posts: [] };
  const { words, posts } = await unknownPolicy(turn, question);
  return { result: { ok: true, values: { 答复: words } }, posts };
}
