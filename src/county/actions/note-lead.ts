/** 记线索: somebody who has not spoken for themselves; nothing to reach them by is kept. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Turn } from '../turn.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';
import { NOT_KEPT, withoutContacts } from './third-persons.ts';

export async function noteLead(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const { answers, removed } = withoutContacts(submission.answers, []);
  const opened = await openCase(turn, { ...submission, answers }, book);
  if (!opened.result.ok) return opened;
  const values = { ...opened.result.values, 提示: removed ? NOT_KEPT : '' };
  return { ...opened, result: { ...opened.result, values } };
}
