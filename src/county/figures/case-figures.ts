/**
 * Figures of needs and suggestions, counted apart (domain.md 1.5). Accusations
 * are the head's alone and in no figure; a case that is about somebody is not
 * shown to them.
 */
import type { Stage } from '../../dialogue/flow/flow.ts';
import { addDays, dateOf, momentOf } from '../../schedule/workdays.ts';
import { stagesOf } from '../cases/file.ts';
import { stageNamed, standingOf } from '../cases/stages.ts';
import { type Step, stepSchema } from '../cases/timeline.ts';
import { openJson } from '../sealed.ts';
import type { Asked, Figure, Row } from './figure.ts';

/** A case as figures look at it. */
interface Counting {
  no: string;
  stages: readonly Stage[];
  steps: Step[];
  kinds: string[];
  category: string;
  stage: string;
  createdOn: string;
  closedOn?: string;
  unit: string;
  person: string;
  recused: readonly string[];
}

type Which = { createdAt: object } | { closedAt: object };

async function casesOf(asked: Asked, matter: 'need' | 'suggestion', which: Which): Promise<Counting[]> {
  const { tx, county, secrets, book } = asked;
  const rows = await tx.case.findMany({
    where: { countyId: county.id, matter, guard: { not: '限主任' }, stage: { not: '已合并' }, ...which },
    orderBy: { no: 'asc' },
  });
  const [changes, units, people] = await Promise.all([
    tx.change.findMany({
      where: { countyId: county.id, subject: { in: rows.map(({ no }) => `case:${no}`) }, undoneAt: null },
      select: { subject: true, at: true, step: true },
      orderBy: { id: 'asc' },
    }),
    tx.unit.findMany({
      where: { countyId: county.id, id: { in: rows.flatMap(({ unitId }) => unitId ?? []) } },
    }),
    tx.person.findMany({
      where: { countyId: county.id, id: { in: rows.flatMap(({ personId }) => personId ?? []) } },
    }),
  ]);
  const told = Map.groupBy(changes, ({ subject }) => subject);
  return rows.map((row) => {
    const answers = Object.entries(openJson(secrets, row.answers) as Record<string, unknown>);
    const text = (name: string): string => String(answers.find(([key]) => key === name)?.[1] ?? '');
    return {
      no: row.no,
      stages: stagesOf(book.get(row.matter)),
      steps: (told.get(`case:${row.no}`) ?? []).flatMap(({ at, step }) => {
        const parsed = stepSchema.safeParse(step);
        return parsed.success ? [{ ...parsed.data, at: at.getTime() }] : [];
      }),
      kinds: answers.flatMap(([, value]) => (typeof value === 'string' ? [value] : [])),
      category: text('类别') || text('领域') || '未分类',
      stage: row.stage,
      createdOn: dateOf(row.createdAt.getTime()),
      ...(row.closedAt ? { closedOn: dateOf(row.closedAt.getTime()) } : {}),
      unit: units.find(({ id }) => id === row.unitId)?.name ?? '',
      person: people.find(({ id }) => id === row.personId)?.name ?? '',
      recused: row.recused,
    };
  });
}

const within = ({ period, asOf }: Asked) => ({
  gte: new Date(momentOf(period.from)),
  lt: new Date(momentOf(addDays(asOf, 1))),
});

const received = (asked: Asked, matter: 'need' | 'suggestion') =>
  casesOf(asked, matter, { createdAt: within(asked) });

/** Needs that reached 办结 in the period: not those turned down, taken back or passed to the head. */
const closed = async (asked: Asked) =>
  (await casesOf(asked, 'need', { closedAt: within(asked) })).filter(({ stage }) => stage === '办结');

const toRow = (one: Counting, cells: string[], counted = true): Row => ({
  id: one.no,
  counted,
  group: one.category,
  cells,
  recused: one.recused,
});

export const suggestions: Figure = {
  name: '意见建议条数',
  unit: '条',
  scope: '当期',
  rule: '期内登记的意见建议，一件计一条；与诉求分开计，合并到另一条的不重复计。列明细时不显示提建议的人。',
  also: ['意见建议', '建议条数', '建议数'],
  columns: ['编号', '登记日', '领域', '环节'],
  groupedBy: '领域',
  rows: async (asked) =>
    (await received(asked, 'suggestion')).map((one) =>
      toRow(one, [one.no, one.createdOn, one.category, one.stage]),
    ),
};

export const needs: Figure = {
  name: '诉求件数',
  unit: '件',
  scope: '当期',
  rule: '期内受理的诉求，一个编号计一件；合并到另一件的不重复计，后来撤回的仍计；检举控告由主任另行掌握，不计在内。',
  also: ['诉求数', '受理件数', '诉求'],
  columns: ['编号', '受理日', '类别', '诉求人', '承办单位', '环节'],
  groupedBy: '类别',
  rows: async (asked) =>
    (await received(asked, 'need')).map((one) =>
      toRow(one, [one.no, one.createdOn, one.category, one.person, one.unit, one.stage]),
    ),
};

export const solved: Figure = {
  name: '解决问题件数',
  unit: '件',
  scope: '当期',
  rule: '期内办结、回访时本人没有异议的诉求件数；最后一次回访不满意、经会商办结的不计。',
  also: ['解决问题', '解决件数', '解决困难'],
  columns: ['编号', '办结日', '类别', '诉求人', '承办单位', '回访'],
  groupedBy: '类别',
  rows: async (asked) =>
    (await closed(asked))
      .filter((one) => !disputed(one))
      .map((one) =>
        toRow(one, [
          one.no,
          one.closedOn ?? '',
          one.category,
          one.person,
          one.unit,
          lastAnswer(one) ?? '未评价',
        ]),
      ),
};

export const satisfied: Figure = {
  name: '满意率',
  unit: '%',
  scope: '当期',
  rule: '期内办结的诉求中，最后一次回访为“满意”或“基本满意”的占比；未接通、不愿评价的不算满意，仍计入分母。',
  also: ['满意度', '回访满意率'],
  columns: ['编号', '办结日', '诉求人', '回访'],
  rows: async (asked) =>
    (await closed(asked)).map((one) => {
      const answer = lastAnswer(one);
      const good = answer === '满意' || answer === '基本满意';
      return toRow(one, [one.no, one.closedOn ?? '', one.person, answer ?? '未评价'], good);
    }),
};

export const onTime: Figure = {
  name: '按时办结率',
  unit: '%',
  scope: '当期',
  rule: '期内办结的诉求中，每一次交出办理结果都没有超过当时期限（含批准的延期）的占比；重办超期也算超期，期限无从计算的不算按时。',
  also: ['按期办结率', '办结率', '按时率'],
  columns: ['编号', '办结日', '承办单位', '期限内'],
  rows: async (asked) =>
    (await closed(asked)).map((one) => {
      const inTime = keptLimits(one, asked);
      return toRow(one, [one.no, one.closedOn ?? '', one.unit, inTime ? '按时' : '超期'], inTime);
    }),
};

export const open: Figure = {
  name: '在办件数',
  unit: '件',
  scope: '当前',
  rule: '当日已受理、还没有办结的诉求件数，含暂停的。',
  also: ['在办诉求', '在办'],
  columns: ['编号', '受理日', '类别', '承办单位', '环节'],
  async rows(asked) {
    const end = new Date(momentOf(addDays(asked.asOf, 1)));
    const rows = await casesOf(asked, 'need', { createdAt: { lt: end } });
    return rows
      .filter(({ closedOn }) => closedOn === undefined || closedOn > asked.asOf)
      .map((one) => toRow(one, [one.no, one.createdOn, one.category, one.unit, one.stage]));
  },
};

/** The stage a case was in when a step was taken. */
const stageBefore = ({ stages, steps }: Counting, index: number): Stage =>
  stageNamed(stages, steps[index - 1]?.to ?? '');

const asksPerson = (stage: Stage): boolean => stage.who.includes('本人');

/** What the person said at the last call-back; undefined when there was none. */
function lastAnswer(one: Counting): string | undefined {
  const index = one.steps.findLastIndex(
    (step, at) => at > 0 && asksPerson(stageBefore(one, at)) && step.to !== one.steps[at - 1]?.to,
  );
  return one.steps[index]?.action;
}

const disputed = (one: Counting): boolean => /不满意/u.test(lastAnswer(one) ?? '');

/** Whether every result was handed in (to the person, or as the end) by the day it was due. */
function keptLimits(one: Counting, { county }: Asked): boolean {
  return one.steps.every((step, index) => {
    if (index === 0 || asksPerson(stageBefore(one, index))) return true;
    const next = stageNamed(one.stages, step.to);
    if (!next.final && !asksPerson(next)) return true;
    const day = dateOf(step.at);
    const { due } = standingOf({
      stages: one.stages,
      steps: one.steps.slice(0, index),
      kinds: one.kinds,
      calendar: county.calendar,
      today: day,
    });
    return due !== undefined && due !== 'unknown' && day <= due;
  });
}
