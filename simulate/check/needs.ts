/** Needs: every step a legal one, and every deadline what domain.md 2 says, computed here from the timeline alone. */
import type { Database } from '../../src/store/database.ts';
import { at, dayOf, isWorkday, plus, workdaysAfter } from '../days.ts';

interface Step {
  action: string;
  to: string;
  unit?: string;
  limit?: { amount: number };
  extend?: { amount: number };
}

interface NeedRow {
  no: string;
  county: string;
  stage: string;
  dueAt: Date | null;
  steps: (Step & { at: string })[];
}

const ends = ['办结', '不予受理', '已撤回', '已合并', '已转出'];

/** From a stage by an action to a stage (domain.md 2.2; the rest may happen in any stage that is not an end). */
const legal: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  已受理: { 派单: '已派单', 即答: '回访中', 不予受理: '不予受理' },
  已派单: { 签收: '办理中', 退回: '已受理', 改派: '已派单' },
  办理中: { 反馈: '回访中', 改派: '已派单' },
  回访中: {
    满意: '办结',
    基本满意: '办结',
    不满意: '办理中',
    仍不满意: '会商中',
    未接通: '办结',
    不愿评价: '办结',
  },
  会商中: { 会商办结: '办结' },
};
const anywhere: Readonly<Record<string, string>> = { 撤回: '已撤回', 合并: '已合并', 转纪检信访: '已转出' };
const staying = ['延期', '催办', '黄牌', '红牌', '暂停', '恢复', '加急', '补充', '同意转达', '不同意转达'];

/** What is wrong with the needs that something happened to, or that are open. */
export async function faultsInNeeds(db: Database, now: number): Promise<string[]> {
  const rows = await db.prisma.$queryRawUnsafe<NeedRow[]>(
    `select c.no, c.county_id as county, c.stage, c.due_at as "dueAt",
       (select json_agg(h.step::jsonb || jsonb_build_object('at', h.at) order by h.id) from change h
         where h.county_id = c.county_id and h.subject = 'case:' || c.no and h.step is not null and h.undone_at is null) as steps
     from "case" c where c.matter = 'need' and (c.closed_at is null or c.closed_at > $1::timestamptz)`,
    new Date(now - 2 * 86_400_000),
  );
  const faults = rows.flatMap((row) => faultsOf(row));
  return [...faults, ...(await missingTimers(db, rows, now))];
}

function faultsOf({ no, county, stage, dueAt, steps }: NeedRow): string[] {
  const list = steps ?? [];
  const wrong: string[] = [];
  list.forEach((step, index) => {
    const before = list[index - 1];
    if (!before) {
      if (step.action !== '受理' || step.to !== '已受理') wrong.push(`${no} begins with ${step.action}`);
      return;
    }
    const to = legal[before.to]?.[step.action] ?? anywhere[step.action];
    const stays = staying.includes(step.action) && step.to === before.to;
    if (ends.includes(before.to) || (!stays && to !== step.to))
      wrong.push(`${no} goes from ${before.to} by ${step.action} to ${step.to}`);
  });
  if (list.at(-1)?.to !== stage)
    wrong.push(`${no} is ${stage} and its last step leads to ${list.at(-1)?.to}`);
  const due = dueOf(list);
  const expected = due === undefined ? null : at(plus(due, 1), '00:00') - 1;
  if ((dueAt?.getTime() ?? null) !== expected)
    wrong.push(
      `${no} (${stage}) is due ${dueAt?.toISOString() ?? 'never'} and should be due ${due ?? 'never'}`,
    );
  return wrong.map((fault) => `${county}: ${fault}`);
}

/** The last day for whoever has it now; undefined: none, or beyond the published calendar. */
export function dueOf(steps: readonly (Step & { at: string })[]): string | undefined {
  const last = steps.at(-1);
  if (!last || ends.includes(last.to)) return undefined;
  const since = steps.findLastIndex((step, index) => beginsAnew(step, steps[index - 1]));
  const start = steps[since];
  if (!start) return undefined;
  const usual = { 已受理: 1, 已派单: 5, 办理中: 5, 回访中: 1, 会商中: 5 }[start.to] ?? 0;
  let due = workdaysAfter(dayOf(Date.parse(start.at)), start.limit?.amount ?? usual);
  for (const { extend } of steps.slice(since)) if (extend && due) due = workdaysAfter(due, extend.amount);
  return due;
}

/** Signing gains nobody time; being given the need does. */
const beginsAnew = (step: Step, before: Step | undefined): boolean =>
  before === undefined || step.unit !== undefined || (step.to !== before.to && step.action !== '签收');

/** Warnings that must be set and are not: two working days before, one before (domain.md N8). */
async function missingTimers(db: Database, rows: NeedRow[], now: number): Promise<string[]> {
  const wanted = rows.flatMap((row) => {
    const due = ['已派单', '办理中'].includes(row.stage) ? dueOf(row.steps ?? []) : undefined;
    if (!due) return [];
    const since = dayOf(
      Date.parse((row.steps ?? []).findLast((step) => step.unit)?.at ?? new Date(0).toISOString()),
    );
    return [2, 1]
      .map((days) => workdaysBefore(due, days))
      .filter((date) => date > since && at(date, '09:00') > now)
      .map((date) => ({ county: row.county, no: row.no, due: new Date(at(date, '09:00')) }));
  });
  if (wanted.length === 0) return [];
  const missing = await db.prisma.$queryRawUnsafe<{ no: string; due: Date }[]>(
    `select w.no, w.due from unnest($1::text[], $2::text[], $3::timestamptz[]) as w(county, no, due)
     where not exists (select 1 from timer t where t.county_id = w.county and t.subject = w.no and t.due = w.due and t.kind = 'case-warning')`,
    wanted.map(({ county }) => county),
    wanted.map(({ no }) => no),
    wanted.map(({ due }) => due),
  );
  return missing.map(({ no, due }) => `${no} has no warning on ${dayOf(due.getTime())}`);
}

function workdaysBefore(date: string, days: number): string {
  let day = date;
  for (let left = days; left > 0; ) {
    day = plus(day, -1);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}
