/** The pairing list a sheet holds, against the one the county has. */
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import { isoDate } from '../calendar.ts';
import { activeOn } from '../pairings.ts';
import type { CountyView } from '../turn.ts';
import type { PairingColumn } from './columns.ts';
import { Directory, type Known, knownPeople } from './directory.ts';
import { emptyPlan, type Plan, type Ref } from './plan.ts';
import type { SheetTable } from './table.ts';
import { dateIn, phoneIn } from './values.ts';

export interface ImportWorld {
  tx: Tx;
  secrets: Secrets;
  county: CountyView;
  now: number;
}

interface Active {
  id: string;
  leaderId: string;
  talentId: string;
  post: string;
  from: string;
  words: string;
}

export async function planPairings(world: ImportWorld, { lines }: SheetTable): Promise<Plan> {
  const { tx, secrets, county, now } = world;
  const plan = emptyPlan('pairings');
  const directory = new Directory(secrets, plan, await knownPeople(tx, county.id));
  const today = dateOf(now);
  const active = await activeNow(tx, county.id, today);
  const named = new Map<string, number>();
  for (const { line, cells } of lines) planLine({ plan, directory, active, named, today }, line, cells);
  const kept = new Set([...plan.changes, ...plan.ends].map(({ id }) => id));
  plan.outside = active
    .filter(
      (pairing) =>
        !kept.has(pairing.id) && !named.has(keyOf({ id: pairing.leaderId }, { id: pairing.talentId })),
    )
    .map(({ id, words }) => ({ id, words }));
  remarkLoads(plan, active, county.settings.C1.warnAbove);
  return plan;
}

interface Planning {
  plan: Plan;
  directory: Directory;
  active: Active[];
  /** Pairs the sheet has named, by the line that did. */
  named: Map<string, number>;
  today: string;
}

type Cells = Partial<Record<PairingColumn, string>>;

function planLine(planning: Planning, line: number, cells: Cells): undefined {
  const { plan, directory, named, today } = planning;
  const fault = (words: string): undefined => void plan.faults.push({ line, words });
  const { 联系领导: leaderName, 人才姓名: talentName } = cells;
  if (!leaderName || !talentName) return fault(leaderName ? '没有填人才姓名' : '没有填联系领导');
  const dates = datesOf(cells, today);
  if ('fault' in dates) return fault(dates.fault);
  const { phone, fault: wrong } = phoneIn(cells.人才手机);
  if (wrong) return fault(`${talentName}的${wrong}`);
  const post = cells.领导职务 ?? '';
  const leader = directory.find({ line, name: leaderName, unit: '', title: post, role: '领导' });
  if (!leader) return;
  const talent = directory.find({
    line,
    name: talentName,
    unit: cells.人才单位 ?? '',
    title: cells.人才职称 ?? '',
    role: '人才',
    ...(phone ? { phone } : {}),
  });
  if (!talent) return;
  if (sameRef(leader.ref, talent.ref)) return fault(`${leaderName}不能和自己结对`);
  const earlier = named.get(keyOf(leader.ref, talent.ref));
  if (earlier !== undefined) return fault(`和第 ${earlier} 行是同一对，只按第 ${earlier} 行导入`);
  named.set(keyOf(leader.ref, talent.ref), line);
  giveRole(plan, line, leader, '领导');
  giveRole(plan, line, talent, '人才');
  planPair(planning, line, { leader, talent, post, ...dates });
}

interface Dates {
  from?: string;
  to?: string;
}

function datesOf(cells: Cells, today: string): Dates | { fault: string } {
  const from = cells.结对日期 ? dateIn(cells.结对日期) : undefined;
  const to = cells.解除日期 ? dateIn(cells.解除日期) : undefined;
  if (cells.结对日期 && !from) return { fault: `结对日期“${cells.结对日期}”不是日期，请写成 ${today} 这样` };
  if (cells.解除日期 && !to) return { fault: `解除日期“${cells.解除日期}”不是日期，请写成 ${today} 这样` };
  if (from && to && to < from) return { fault: '解除日期早于结对日期' };
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function planPair(
  { plan, active, today }: Planning,
  line: number,
  pair: { leader: Known; talent: Known; post: string } & Dates,
): void {
  const { leader, talent, post, from, to } = pair;
  const words = `${leader.name} — ${talent.name}`;
  const existing = active.find(
    ({ leaderId, talentId }) =>
      sameRef(leader.ref, { id: leaderId }) && sameRef(talent.ref, { id: talentId }),
  );
  if (to) {
    if (existing) plan.ends.push({ line, id: existing.id, to, words });
    else plan.faults.push({ line, words: `${words}现在没有结对，不用解除` });
    return;
  }
  if (!existing) {
    plan.pairings.push({
      line,
      leader: leader.ref,
      talent: talent.ref,
      post: post || leader.title,
      from: from ?? today,
      words,
    });
    return;
  }
  const changed = {
    ...(post && post !== existing.post ? { post } : {}),
    ...(from && from !== existing.from ? { from } : {}),
  };
  if (Object.keys(changed).length === 0) plan.same += 1;
  else plan.changes.push({ line, id: existing.id, ...changed, words: changeWords(words, existing, changed) });
}

const changeWords = (words: string, before: Active, after: { post?: string; from?: string }): string =>
  [
    words,
    ...(after.post ? [`职务由“${before.post}”改为“${after.post}”`] : []),
    ...(after.from ? [`结对日期由 ${before.from} 改为 ${after.from}`] : []),
  ].join('，');

/** A known person who lacks the role gets it; a new one has it already. */
function giveRole(plan: Plan, line: number, person: Known, role: '领导' | '人才'): void {
  if (person.roles.includes(role)) return;
  person.roles.push(role);
  if ('fresh' in person.ref) return;
  plan.updates.push({ line, id: person.ref.id, name: person.name, set: {}, roles: [role] });
}

/** C1: more talents than usual for one leader is pointed out. */
function remarkLoads(plan: Plan, active: Active[], warnAbove: number): void {
  const ended = new Set(plan.ends.map(({ id }) => id));
  const loads = new Map<string, number>();
  for (const { id, leaderId } of active) {
    if (!ended.has(id)) loads.set(`id:${leaderId}`, (loads.get(`id:${leaderId}`) ?? 0) + 1);
  }
  for (const { line, leader, words } of plan.pairings) {
    const load = (loads.get(refKey(leader)) ?? 0) + 1;
    loads.set(refKey(leader), load);
    if (load === warnAbove + 1)
      plan.remarks.push({ line, words: `${words.split(' — ')[0]}联系的人才会超过 ${warnAbove} 名` });
  }
}

async function activeNow(tx: Tx, countyId: string, today: string): Promise<Active[]> {
  const rows = await tx.pairing.findMany({
    where: activeOn(countyId, today),
    include: { leader: true, talent: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, leaderId, talentId, post, from, leader, talent }) => ({
    id,
    leaderId,
    talentId,
    post,
    from: isoDate(from),
    words: `${leader.name} — ${talent.name}`,
  }));
}

const refKey = (ref: Ref): string => ('id' in ref ? `id:${ref.id}` : `fresh:${ref.fresh}`);
const keyOf = (leader: Ref, talent: Ref): string => `${refKey(leader)} ${refKey(talent)}`;
const sameRef = (one: Ref, other: Ref): boolean => refKey(one) === refKey(other);
