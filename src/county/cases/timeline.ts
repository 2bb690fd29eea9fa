/** What happened to a case, oldest first. Everything else about it is computed from this. */
import { z } from 'zod';
import type { Span } from '../../dialogue/flow/flow.ts';

const spanSchema = z.object({
  amount: z.number(),
  unit: z.enum(['分钟', '小时', '天', '工作日', '周', '个月', '年']),
}) satisfies z.ZodType<Span>;

/** What one action did, as `change.step` holds it: words of the matter's file, no personal values. */
export const stepSchema = z.object({
  action: z.string(),
  /** The stage the case is in afterwards. */
  to: z.string(),
  /** The member unit it was given to. */
  unit: z.string().optional(),
  /** A time limit in place of the file's: as given at dispatch, or for a redo. */
  limit: spanSchema.optional(),
  /** Tells what the person has not agreed to hand on: their unit sees no details until they do. */
  unconfirmed: z.literal(true).optional(),
  /** Time added to the deadline. */
  extend: spanSchema.optional(),
});
export type StoredStep = z.output<typeof stepSchema>;

export interface Step extends StoredStep {
  /** ms */
  at: number;
}

/** Actions every case knows, beside those of its matter's file. */
export const PAUSE = '暂停';
export const RESUME = '恢复';
export const URGE = '催办';
export const YELLOW = '黄牌';
export const RED = '红牌';
/** The unit has spoken to the person (domain.md N2). */
export const CONTACTED = '已联系';
/** It cannot be done yet, there is a way and a time: the office looks at it again (domain.md 2.2). */
export const SHELVED = '挂账';
export const SHELF = '已挂账';

/** Stages a case may end in though no file names them. */
export const builtInEnds: readonly string[] = ['已撤回', '已合并', '已转出', '已终止'];

export const countOf = (steps: readonly Step[], action: string): number =>
  steps.filter((step) => step.action === action).length;

/** How often a unit was urged; a yellow card is an urging too (domain.md N9). */
export const timesUrged = (steps: readonly Step[]): number => countOf(steps, URGE) + countOf(steps, YELLOW);
