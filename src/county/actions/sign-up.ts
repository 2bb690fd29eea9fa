/** 报名: one place in one activity a person; signing up again brings the first sign-up up to date. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Turn } from '../turn.ts';
import { dueDate, sayDue } from './days.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({ 活动: z.string(), 手机: z.string() });

/** Working days within which somebody hears whether they have a place; as activity-sign-up.yaml says. */
const ANSWER_WITHIN = 3;

export async function signUp(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const { 活动: activity, 手机: phone } = answersSchema.parse(submission.answers);
  const key = { field: '活动', value: `${activity.replace(/\s/gu, '')}|${phone}` };
  const opened = await openCase(turn, { ...submission, key }, book);
  if (!opened.result.ok) return opened;
  const due = dueDate(turn.county.calendar, turn.now, ANSWER_WITHIN);
  const words = `${sayDue(due, ANSWER_WITHIN)}告诉您是否录取。`;
  return { ...opened, result: { ok: true, values: { ...opened.result.values, 提示: words } } };
}
