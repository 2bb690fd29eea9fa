/** What may be done with a case now, and by whom: its file's actions, and those every case has. */
import type { StageAction } from '../../dialogue/flow/flow.ts';
import { caseRules, type Party, stageParties } from '../roles.ts';
import type { CaseFile } from './file.ts';
import { CONTACTED, PAUSE, RED, RESUME, SHELF, SHELVED, URGE, YELLOW } from './timeline.ts';

export const UNIT = '承办单位';

export interface Move {
  action: StageAction;
  /** Parties that may do it. */
  who: readonly Party[];
  /** Why it cannot be done now, in Chinese. */
  closed?: string;
}

const own = (name: string, needs: string[] = [], to?: string): StageAction => ({
  name,
  needs,
  may: [],
  tells: [],
  ...(to ? { to } : {}),
});

/** An accusation is only handed on to those who may look into it; it goes to no unit. */
const handOn: Move = { action: own('转纪检信访', ['去向'], '已转出'), who: caseRules.转纪检信访 };
const withdraw: Move = { action: own('撤回', [], '已撤回'), who: caseRules.撤回 };

/** Every move of the case, those of its stage first. */
export function movesOf(file: CaseFile): Move[] {
  const { stage, actions, pausedSince } = file.standing;
  if (stage.final) return [];
  if (file.row.guard === '限主任') return [handOn, withdraw];
  const paused = pausedSince ? '已暂停，恢复后再办' : undefined;
  const declared = actions.map(({ action, closed }): Move => {
    const why = closed ?? paused;
    return { action, who: stageParties(stage.who), ...(why ? { closed: why } : {}) };
  });
  return [...declared, ...builtIn(file)];
}

const every = (name: keyof typeof caseRules, needs: string[] = [], to?: string): Move => ({
  action: own(name, needs, to),
  who: caseRules[name],
});

const tellingAsker = (move: Move): Move => ({ ...move, action: { ...move.action, tells: ['本人'] } });

/** Said once by a unit: the clock of N2 stops. */
const contacted = (file: CaseFile): Move =>
  hasContacted(file) ? { ...every(CONTACTED), closed: '已经记过联系本人' } : every(CONTACTED);

/** Whether the unit that has the case now has spoken to the person. */
const hasContacted = ({ steps }: CaseFile): boolean =>
  steps
    .slice(steps.findLastIndex((step) => step.unit !== undefined))
    .some((step) => step.action === CONTACTED);

/** From the shelf it goes to a unit again, or the office ends it with a result. */
const offTheShelf = (dispatched: string | undefined): Move[] => [
  ...(dispatched ? [every('改派', [UNIT], dispatched)] : []),
  tellingAsker({ action: own('办结', ['结果'], '办结'), who: caseRules.挂账 }),
];

function builtIn(file: CaseFile): Move[] {
  const { stage, pausedSince } = file.standing;
  const withUnit = stage.who.includes(UNIT) && file.row.unitId !== null;
  const dispatch = file.stages
    .flatMap(({ actions }) => actions)
    .find((action) => action.needs.includes(UNIT));
  return [
    ...(withUnit ? [every(URGE), every(YELLOW), every(RED)] : []),
    ...(withUnit && dispatch?.to ? [every('改派', [UNIT], dispatch.to)] : []),
    ...(withUnit ? [contacted(file), tellingAsker(every(SHELVED, ['解决方案和时间'], SHELF))] : []),
    ...(stage.name === SHELF ? offTheShelf(dispatch?.to) : []),
    ...(file.row.raisedBy || needsConsent(file) ? [every('同意转达'), every('不同意转达')] : []),
    pausedSince ? every(RESUME) : every(PAUSE, ['理由']),
    every('加急'),
    every('补充', ['说明']),
    tellingAsker(every('终止', ['原因'], '已终止')),
    every('合并', ['主单号'], '已合并'),
    withdraw,
  ];
}

/** Kinds of need whose details are a child's, a patient's or a family's (PIPL 23, 28, 31). */
const delicate = new Set(['子女入学', '医疗', '配偶就业']);

/**
 * Whether a unit may see what the person said only after the person agreed:
 * second-hand needs, and delicate ones (domain.md 1.6).
 */
export const needsConsent = (file: CaseFile): boolean =>
  file.row.raisedBy !== null ||
  delicate.has(String(file.answers.类别 ?? '')) ||
  isDelicate(String(file.answers.内容 ?? ''));

/** What is delicate, by whom or what it tells of. */
const delicacies = [
  /孩子|小孩|娃|儿子|女儿|子女|宝宝/u,
  /怀孕|生育|生病|病历|手术|住院|残疾|癌|抑郁/u,
  /离婚|爱人|配偶|老婆|老公|妻子|丈夫/u,
];
const kinds: Readonly<Record<string, string>> = { 子女入学: '孩子', 医疗: '生病', 配偶就业: '配偶' };

/** Whether a text tells of a child, of health or of a family. Rather one too many. */
export const isDelicate = (text: string): boolean => delicacies.some((words) => words.test(text));

/** Whether the unit that has the case now may see the details. A change of unit asks anew, and so does what the person has not confirmed. */
export function detailsOpen(file: CaseFile): boolean {
  if (!needsConsent(file)) return true;
  const given = file.steps.findLastIndex((step) => step.unit !== undefined || step.unconfirmed);
  const answer = file.steps.slice(given).findLast((step) => step.action.endsWith('同意转达'));
  return answer?.action === '同意转达';
}

/**
 * Whether a leader now tells of the child, the health or the family of somebody
 * who has agreed to hand on a need in which there was nothing of that kind. More
 * of the same need is covered by what they agreed to (domain.md 1.6).
 */
export function isUnconfirmed(file: CaseFile, as: readonly Party[], note = ''): boolean {
  if (!as.includes('转达领导') || file.row.raisedBy === null || !detailsOpen(file)) return false;
  const agreed = `${String(file.answers.内容 ?? '')}${kinds[String(file.answers.类别)] ?? ''}`;
  return delicacies.some((words) => words.test(note) && !words.test(agreed));
}

/** What an answer to the call-back does: 不满意 for the second time is 仍不满意, where the file has it. */
export function openAnswer(file: CaseFile, judgement: string): string {
  const closed = file.standing.actions.find(({ action }) => action.name === judgement)?.closed;
  return judgement === '不满意' && closed ? '仍不满意' : judgement;
}
