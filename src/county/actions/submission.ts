/** What a submitted draft asks of the county, and what comes of it. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Effect, SubmitResult } from '../../dialogue/flow/input.ts';
import type { Policy } from '../../dialogue/policy/policy.ts';
import type { Post } from '../../dialogue/post.ts';
import type { Turn } from '../turn.ts';

export type Submission = Extract<Effect, { type: 'submit' }>;

export interface Submitted {
  result: SubmitResult;
  posts: Post[];
}

/** `book` and `policies`: the county's files as they are loaded now. */
export type SubmitAction = (
  turn: Turn,
  submission: Submission,
  book: FlowBook,
  policies: readonly Policy[],
) => Promise<Submitted>;
