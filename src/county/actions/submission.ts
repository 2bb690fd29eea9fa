/** What a submitted draft asks of the county, and what comes of it. */
import type { Effect, SubmitResult } from '../../dialogue/flow/input.ts';
import type { Post } from '../../dialogue/post.ts';
import type { Turn } from '../turn.ts';

export type Submission = Extract<Effect, { type: 'submit' }>;

export interface Submitted {
  result: SubmitResult;
  posts: Post[];
}

export type SubmitAction = (turn: Turn, submission: Submission) => Promise<Submitted>;
