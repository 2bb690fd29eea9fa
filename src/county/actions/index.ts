/** The handler of each 提交.做. */
import { enrolTalent } from './enrol-talent.ts';
import { openCase } from './open-case.ts';
import type { SubmitAction } from './submission.ts';

const actions: Readonly<Record<string, SubmitAction>> = { 写入人才库: enrolTalent };

/** The action of that name; a matter without a table of its own becomes a case. */
export const actionOf = (name: string): SubmitAction => actions[name] ?? openCase;
