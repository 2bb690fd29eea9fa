import type { Flow, FlowBook, Json, Stage } from '../../dialogue/flow/flow.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { CaseModel } from '../../store/client/models.ts';
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import { type Holding, holdingsOf } from '../pools/holding.ts';
import { openAnswers } from '../sealed.ts';
import type { CountyView, View, ViewNow } from '../turn.ts';
import type { Guard } from './guard.ts';
import { type Standing, standingOf } from './stages.ts';
import { type Step, stepSchema } from './timeline.ts';

/** What is needed to look at cases: a turn has it, a timer has it. */
export interface World {
  tx: Tx;
  secrets: Secrets;
  county: CountyView;
  now: number;
  book: FlowBook;
}

/** What a timer needs to look at cases. */
export interface CaseTimerDeps {
  secrets: Secrets;
  flows(): FlowBook;
  view: View;
  viewNow: ViewNow;
}

export interface CaseFile {
  row: Omit<CaseModel, 'guard'> & { guard: Guard };
  /** 诉求, 意见建议 … */
  matter: string;
  flow?: Flow;
  stages: readonly Stage[];
  answers: Record<string, Json>;
  steps: Step[];
  standing: Standing;
  unit?: { id: string; name: string };
  person?: { id: string; name: string; phone: Uint8Array | null };
  /** The unit of a pool that it has, or had. */
  holding?: Holding;
}

/** Stages of a matter that names none: received, then done. */
const plain: readonly Stage[] = [
  {
    name: '已受理',
    line: 0,
    who: ['人才办'],
    warnings: [],
    overdue: [],
    final: false,
    actions: [{ name: '办结', to: '办结', needs: ['结果'], may: [], tells: ['本人'] }],
  },
  { name: '办结', line: 0, who: [], warnings: [], overdue: [], final: true, actions: [] },
];

export const stagesOf = (flow: Flow | undefined): readonly Stage[] =>
  flow && flow.stages.length > 0 ? flow.stages : plain;

/**
 * The number a person meant: N-2026-0345 whole, or 0345, N0345, J41 for the
 * newest year that has it. Undefined when the county has none.
 */
export async function resolveNumber(tx: Tx, countyId: string, typed: string): Promise<string | undefined> {
  const match = /^#?\s*([A-Z])?-?(?:(\d{4})-)?(\d{1,6})$/u.exec(typed.normalize('NFKC').trim().toUpperCase());
  if (!match) return undefined;
  const [, letter, year, digits = ''] = match;
  const rows = await tx.case.findMany({
    where: {
      countyId,
      no: { endsWith: `-${digits.padStart(4, '0')}`, startsWith: letter ? `${letter}-` : '' },
    },
    select: { no: true },
  });
  const found = rows.map(({ no }) => no).filter((no) => !year || no.includes(`-${year}-`));
  // Needs before suggestions and the rest, the newest year first.
  const rank = (no: string): string => `${no.slice(2, 6)}${no.startsWith('N') ? 1 : 0}`;
  return found.sort((a, b) => rank(b).localeCompare(rank(a)))[0];
}

/** Reads a case; with `lock`, nobody else changes it until the transaction ends. */
export async function loadCase(world: World, no: string, lock = false): Promise<CaseFile | undefined> {
  if (lock)
    await world.tx
      .$queryRaw`select 1 from "case" where county_id = ${world.county.id} and no = ${no} for update`;
  const [file] = await loadCases(world, { no });
  return file;
}

/** Reads many; at most 500, the oldest due first. */
export async function loadCases(
  world: World,
  where: {
    id?: { in: string[] };
    no?: string;
    unitId?: string;
    personId?: string | null;
    chatId?: bigint;
    closedAt?: null;
    dueAt?: null;
    stage?: string;
  },
): Promise<CaseFile[]> {
  const { tx, county } = world;
  const rows = await tx.case.findMany({
    where: { countyId: county.id, ...where },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { no: 'asc' }],
    take: 500,
  });
  if (rows.length === 0) return [];
  const taking = rows.filter(({ matter }) => world.book.get(matter)?.occupies);
  const [changes, units, people, holdings] = await Promise.all([
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
    holdingsOf(
      tx,
      taking.map(({ id }) => id),
    ),
  ]);
  const told = Map.groupBy(changes, ({ subject }) => subject.slice('case:'.length));
  return rows.map((row) => {
    const flow = world.book.get(row.matter);
    const unit = units.find(({ id }) => id === row.unitId);
    const person = people.find(({ id }) => id === row.personId);
    const holding = holdings.get(row.id);
    const answers = openAnswers(world.secrets, row.answers);
    const steps = (told.get(row.no) ?? []).flatMap(({ at, step }) => toStep(at, step));
    const known = steps.length > 0 ? steps : [{ action: '受理', at: row.createdAt.getTime(), to: row.stage }];
    return {
      row: { ...row, guard: row.guard as Guard },
      matter: flow?.name ?? '办件',
      ...(flow ? { flow } : {}),
      stages: stagesOf(flow),
      answers,
      steps: known,
      standing: standing(world, stagesOf(flow), answers, known),
      ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
      ...(person ? { person: { id: person.id, name: person.name, phone: person.phone } } : {}),
      ...(holding ? { holding } : {}),
    };
  });
}

/** Rows of a case's timeline that moved nothing (somebody looked at a number) carry no step. */
const toStep = (at: Date, step: unknown): Step[] => {
  const parsed = stepSchema.safeParse(step);
  return parsed.success ? [{ ...parsed.data, at: at.getTime() }] : [];
};

/** Where a case with these steps stands today. */
export const standing = (
  world: Pick<World, 'county' | 'now'>,
  stages: readonly Stage[],
  answers: Record<string, unknown>,
  steps: readonly Step[],
): Standing =>
  standingOf({
    stages,
    steps,
    kinds: Object.values(answers).filter((value) => typeof value === 'string'),
    calendar: world.county.calendar,
    today: dateOf(world.now),
  });
