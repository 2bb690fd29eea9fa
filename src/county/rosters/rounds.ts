/**
 * 每: a matter that comes round. Who submitted it in one period is told once, when
 * the next begins, that it is due again; a submission belongs to its period.
 */
import type { Flow, FlowBook } from '../../dialogue/flow/flow.ts';
import { beginning } from '../../dialogue/flow/idle.ts';
import type { Post } from '../../dialogue/post.ts';
import { ask } from '../../dialogue/reply.ts';
import { setTimers, type TimerHandler } from '../../schedule/timers.ts';
import { addDays, dateOf, momentOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import type { Submission } from '../actions/submission.ts';
import type { CaseTimerDeps } from '../cases/file.ts';
import { builtInEnds } from '../cases/timeline.ts';
import { type Period, periodOf } from '../figures/period.ts';
import { within } from '../hours.ts';
import type { CountyView, Turn } from '../turn.ts';

export const MATTER_AGAIN = 'matter-again';

type Every = NonNullable<Flow['every']>;

/** The period a day is in. */
export function roundOf(every: Every, date: string): Period {
  const period = periodOf(every, date);
  if (!period) throw new Error(`No period is called ${every}.`);
  return period;
}

const roundBefore = (every: Every, round: Period): Period => roundOf(every, addDays(round.from, -1));

/** The name of the period a submission belongs to: that of its draft where it corrects one; empty where the matter does not come round. */
export async function batchOf(
  turn: Turn,
  flow: Flow | undefined,
  { draft }: Pick<Submission, 'draft'>,
): Promise<string> {
  if (!flow?.every) return '';
  const first = await turn.tx.round.findUnique({ where: { id: draft }, select: { batch: true } });
  return first?.batch ?? roundOf(flow.every, dateOf(turn.now)).name;
}

/** Notes that a matter was submitted in its period; the same draft notes it once. */
export async function noteRound(turn: Turn, flow: Flow | undefined, submission: Submission): Promise<void> {
  if (!flow?.every) return;
  const identity = await turn.tx.identity.findUnique({ where: { id: turn.speaker.identityId } });
  await turn.tx.round.createMany({
    data: [
      {
        id: submission.draft,
        countyId: turn.county.id,
        matter: flow.id,
        batch: await batchOf(turn, flow, submission),
        personId: turn.speaker.person?.id ?? identity?.personId ?? null,
        // Nobody is reminded of their own matter in a group.
        chatId: turn.chat.kind === 'p2p' ? turn.chat.id : null,
        at: new Date(turn.now),
      },
    ],
    skipDuplicates: true,
  });
}

/** Whoever took a consent back is not told again; `matters` undefined: of any. */
export async function stopRounds(turn: Turn, matters: readonly string[] | undefined): Promise<void> {
  const personId = turn.speaker.person?.id;
  await turn.tx.round.updateMany({
    where: {
      countyId: turn.county.id,
      ...(personId ? { personId } : { personId: null, chatId: turn.chat.id }),
      ...(matters ? { matter: { in: [...matters] } } : {}),
    },
    data: { stopped: true },
  });
}

/**
 * Sets, for every matter that comes round and was submitted in the period
 * before, the one timer of the period `now` is in. It is due on the first day
 * and told on the first on which people may be told.
 */
export async function setRounds(tx: Tx, county: CountyView, now: number, book: FlowBook): Promise<void> {
  for (const { id, every } of book.values()) {
    if (!every) continue;
    const round = roundOf(every, dateOf(now));
    const batch = roundBefore(every, round).name;
    if ((await tx.round.count({ where: { countyId: county.id, matter: id, batch } })) === 0) continue;
    const due = momentOf(round.from, county.settings.N8.at);
    await setTimers(tx, [{ countyId: county.id, kind: MATTER_AGAIN, subject: `${id}/${round.name}`, due }]);
  }
}

/** Tells all of them in one transaction with its mark, so that nobody is told twice and nobody left out. */
export const matterAgain = (deps: Omit<CaseTimerDeps, 'secrets'>): TimerHandler => ({
  ...within(deps.viewNow, 'office'),
  async fire({ countyId, subject }, tx, now) {
    const [id = '', name] = subject.split('/');
    const flow = deps.flows().get(id);
    if (!flow?.every) return { posts: [], outcome: 'no longer due' };
    const round = roundOf(flow.every, dateOf(now));
    // Missed for so long that the next period's is there: that one tells it.
    if (round.name !== name) return { posts: [], outcome: 'gone by' };
    const reply = ask(`“${flow.name}”到新的一期了，${round.name}的请您抽空办一下。`, [
      { label: '现在办', style: 'primary', payload: beginning(id) },
    ]);
    const posts = (await dueIn(tx, countyId, flow, round)).map((to): Post => ({ to, reply }));
    return { posts, outcome: posts.length > 0 ? 'told' : 'nobody due' };
  },
});

type To = { person: string } | { chat: bigint };

/** Person, or chat where nobody knows the person. */
const keyOf = (row: { personId: string | null; chatId: bigint | null }): string =>
  row.personId ?? `chat ${row.chatId}`;

/** Whoever submitted it in the period before and not yet in this one, is still there, and did not withdraw. */
async function dueIn(tx: Tx, countyId: string, flow: Flow, round: Period): Promise<To[]> {
  const before = roundBefore(flow.every as Every, round);
  const rows = await tx.round.findMany({
    where: { countyId, matter: flow.id, batch: { in: [before.name, round.name] }, stopped: false },
    orderBy: { id: 'asc' },
  });
  const done = new Set(rows.filter(({ batch }) => batch === round.name).map(keyOf));
  const withdrawn = await withdrawnIn(tx, countyId, flow.id, before);
  const people = await tx.person.findMany({
    where: { countyId, leftAt: null, id: { in: rows.flatMap(({ personId }) => personId ?? []) } },
    select: { id: true, roles: { select: { role: true } } },
  });
  const may = new Set(
    people
      .filter(({ roles }) => flow.who.includes('所有人') || roles.some(({ role }) => flow.who.includes(role)))
      .map(({ id }) => id),
  );
  const due = new Map<string, To>();
  for (const row of rows) {
    const key = keyOf(row);
    if (done.has(key) || withdrawn.has(key)) continue;
    if (row.personId === null && row.chatId !== null) due.set(key, { chat: row.chatId });
    if (row.personId !== null && may.has(row.personId)) due.set(key, { person: row.personId });
  }
  return [...due.values()];
}

/** Whose cases of that period all ended as withdrawn, ended by the office, or as another's. */
async function withdrawnIn(
  tx: Tx,
  countyId: string,
  matter: string,
  { from, to }: Period,
): Promise<Set<string>> {
  const cases = await tx.case.findMany({
    where: {
      countyId,
      matter,
      createdAt: { gte: new Date(momentOf(from)), lt: new Date(momentOf(addDays(to, 1))) },
    },
    select: { personId: true, chatId: true, stage: true },
  });
  const whose = Map.groupBy(cases, keyOf);
  return new Set(
    [...whose].filter(([, own]) => own.every(({ stage }) => builtInEnds.includes(stage))).map(([key]) => key),
  );
}
