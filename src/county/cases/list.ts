/** What waits of cases: for the office all, for a unit its own (D04). Nobody is ranked. */
import { dateOf } from '../../schedule/workdays.ts';
import { commandRules, reachOf } from '../roles.ts';
import type { SpeakerPerson } from '../turn.ts';
import { UNIT } from './actions.ts';
import { askerOf, dayOf, leftOf, marksOf, titleOf } from './cards.ts';
import { type Day, shift } from './deadlines.ts';
import { type CaseFile, loadCases, type World } from './file.ts';
import { partiesOf } from './parties.ts';

export interface Waiting {
  /** 逾期 1 件，临期 1 件，待派 1 件 */
  headline: string;
  items: { label: string; text: string }[];
}

type Group = '逾期' | '临期' | '待派' | '待办' | '回访' | '在办';
const order: readonly Group[] = ['逾期', '临期', '待派', '待办', '回访', '在办'];

/** Open cases of a person's concern; undefined when there are none. */
export async function waitingCases(
  world: World,
  person: SpeakerPerson | undefined,
  group: boolean,
): Promise<Waiting | undefined> {
  const staff = reachOf(commandRules.待办, person) === '全县';
  const files = (await openCases(world, person, { staff, group }))
    .map((file) => ({ file, group: groupOf(world, file) }))
    // The office looks after what is due, unassigned or to be called back; the rest is with the units.
    .filter((one) => !staff || one.group !== '在办');
  if (files.length === 0) return undefined;
  const shown = files.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  const counts = order.flatMap((name) => {
    const count = shown.filter((one) => one.group === name).length;
    return count > 0 ? [`${name} ${count} 件`] : [];
  });
  return {
    headline: `${counts.join('，')}。`,
    items: shown.slice(0, 20).map(({ file, group: name }) => ({
      label: `${name} ${file.row.no}`,
      text: lineOf(file, { staff, group, when: dueWords(world, file) }),
    })),
  };
}

/** Open cases of a person's concern with a day by which something must be done, up to `until`. */
export async function casesDueBy(
  world: World,
  person: SpeakerPerson | undefined,
  { group, until }: { group: boolean; until: string },
): Promise<{ date: string; text: string }[]> {
  const staff = reachOf(commandRules.到期, person) === '全县';
  return (await openCases(world, person, { staff, group })).flatMap((file) => {
    const date = soonest(file);
    if (date === undefined || date > until) return [];
    const { due } = file.standing;
    // Its own day stands before the line already; where the stage's comes first, it says for what that is.
    const [what, when] =
      date === due ? ['', leftOf(world, file)] : [' 签收', due === undefined ? '' : `${dayOf(due)}到期`];
    return [{ date, text: `${file.row.no}${what}，${lineOf(file, { staff, group, when })}` }];
  });
}

/** The nearer of the case's own day and its stage's; undefined where neither is known. */
const soonest = ({ standing: { due, stageDue } }: CaseFile): string | undefined =>
  [due, stageDue].filter((day) => day !== undefined && day !== 'unknown').sort()[0];

/** For the office all, for a unit its own. */
async function openCases(
  world: World,
  person: SpeakerPerson | undefined,
  { staff, group }: { staff: boolean; group: boolean },
): Promise<CaseFile[]> {
  if (!person || (!staff && !person.unitId)) return [];
  const mine = staff ? {} : { unitId: person.unitId as string };
  return (await loadCases(world, { closedAt: null, ...mine }))
    .filter((file) => partiesOf(file, person).some((party) => party !== '本人' && party !== '转达领导'))
    .filter((file) => !(group && file.row.guard === '限主任'));
}

function groupOf(world: World, file: CaseFile): Group {
  const today = dateOf(world.now);
  const { due, stage, stageDue } = file.standing;
  if (due !== undefined && due !== 'unknown') {
    if (isOver(world, due) || isOver(world, stageDue)) return '逾期';
    const near = shift(world.county.calendar, due, { amount: 2, unit: '工作日' }, -1);
    if (stage.who.includes(UNIT) && near !== 'unknown' && today >= near) return '临期';
  }
  if (stage.who.includes('本人')) return '回访';
  if (stage.who.includes(UNIT)) return '在办';
  // What no unit ever has, the office does itself.
  return file.stages.some(({ who }) => who.includes(UNIT)) ? '待派' : '待办';
}

const isOver = (world: World, day: Day | undefined): boolean =>
  day !== undefined && day !== 'unknown' && dateOf(world.now) > day;

/** 10月8日到期，已逾期 2 个工作日; or, where only the stage's day is over, 应于9月29日签收，10月8日到期. */
function dueWords(world: World, file: CaseFile): string {
  const { due, stageDue, pausedSince } = file.standing;
  const until = due === undefined ? '' : `${dayOf(due)}到期`;
  const late = isOver(world, stageDue) && !isOver(world, due) && !pausedSince;
  return (late ? [`应于${dayOf(stageDue)}签收`, until] : [until, leftOf(world, file)])
    .filter(Boolean)
    .join('，');
}

/** 教育局，子女入学，李**，10月8日到期，已逾期 2 个工作日，黄牌 */
function lineOf(
  file: CaseFile,
  { staff, group, when }: { staff: boolean; group: boolean; when: string },
): string {
  return [
    ...(staff ? [file.unit?.name ?? ''] : []),
    titleOf(file),
    ...(staff ? [askerOf(file, group)] : []),
    when,
    marksOf(file),
  ]
    .filter(Boolean)
    .join('，');
}
