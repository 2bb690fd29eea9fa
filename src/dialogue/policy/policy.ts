/** The policy base: one file a document, clause by clause, with the words people use for each. */
import { z } from 'zod';
import { explain } from '../flow/faults.ts';
import type { Fault } from '../flow/flow.ts';
import { lintText } from '../flow/lint-text.ts';
import { locate } from '../flow/locate.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, { error: '要写成 2025-03-01 这样' });

const clauseSchema = z.strictObject({
  条: z.string(),
  题: z.string(),
  /** What people say; `甲+乙` asks for both words. */
  说法: z.array(z.string().min(2)).min(1),
  原文: z.string(),
  /** Days by which one must apply, MM-DD of every year. */
  截止: z.array(z.string().regex(/^\d{2}-\d{2}$/u, { error: '要写成 10-25 这样' })).optional(),
  /** Conditions that what somebody says can be held against: years of the contract. */
  条件: z.strictObject({ 合同年限: z.number() }).optional(),
});

const policySchema = z.strictObject({
  名称: z.string(),
  文号: z.string(),
  发文机关: z.string(),
  生效: day,
  失效: day.optional(),
  咨询: z.string().default('县委人才办'),
  条款: z.array(clauseSchema).min(1),
});

export type Policy = z.output<typeof policySchema>;

/** A clause with the document it stands in. */
export interface Clause {
  policy: Policy;
  name: string;
  topic: string;
  sayings: string[];
  text: string;
  deadlines: string[];
  contractYears?: number;
}

/** Reads the files of a policy base; what is wrong comes as sentences for the clerk. Never throws on bad text. */
export function loadPolicies(files: readonly { file: string; text: string }[]): {
  policies: Policy[];
  faults: Fault[];
} {
  const policies: Policy[] = [];
  const faults: Fault[] = [];
  for (const { file, text } of files) {
    const bare = lintText(file, text);
    const located = locate(file, text);
    if (bare.length > 0 || located.faults.length > 0) {
      faults.push(...(bare.length > 0 ? bare : located.faults));
      continue;
    }
    const parsed = policySchema.safeParse(located.value);
    if (parsed.success) policies.push(parsed.data);
    else
      for (const issue of parsed.error.issues)
        faults.push({
          file,
          line: located.lineOf(issue.path as (string | number)[]),
          message: explain(issue, policySchema),
        });
  }
  return { policies, faults };
}

/** The clauses in force on a local date. */
export const clausesOn = (policies: readonly Policy[], date: string): Clause[] =>
  policies
    .filter((policy) => policy.生效 <= date && (policy.失效 === undefined || date <= policy.失效))
    .flatMap((policy) =>
      policy.条款.map((clause) => ({
        policy,
        name: clause.条,
        topic: clause.题,
        sayings: clause.说法,
        text: clause.原文,
        deadlines: clause.截止 ?? [],
        ...(clause.条件 ? { contractYears: clause.条件.合同年限 } : {}),
      })),
    );

/** 青人才〔2025〕7号 第六条 */
export const citationOf = (clause: Clause): string => `${clause.policy.文号} ${clause.name}`;
