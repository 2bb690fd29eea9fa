/** What the clock says of cases: warnings, yellow cards, proposals of red, call-backs that nobody answered. */
import type { Post } from '../../dialogue/post.ts';
import { type Reply, say } from '../../dialogue/reply.ts';
import type { DueTimer, Fired, TimerHandler } from '../../schedule/timers.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { within } from '../hours.ts';
import type { Party } from '../roles.ts';
import { detailsOpen, UNIT } from './actions.ts';
import { caseCard, dayOf, leftOf, titleOf } from './cards.ts';
import { type CaseFile, type CaseTimerDeps, loadCase, loadCases, type World } from './file.ts';
import { peopleOf } from './parties.ts';
import { redProposal } from './propose.ts';
import { bringUp, CASE_KINDS, dueMoment, recordStep } from './record.ts';
import type { Upcoming } from './stages.ts';
import { postsFor } from './tell.ts';
import { RED, YELLOW } from './timeline.ts';

/** The handlers of every kind of case timer: within hours, on working days, each due once, late once after a stop. */
export function caseTimers(deps: CaseTimerDeps): Record<string, TimerHandler> {
  const handler: TimerHandler = {
    ...within(deps.viewNow, 'office'),
    async fire(timer, tx, now) {
      const county = await deps.view(tx, timer.countyId);
      return fire({ tx, secrets: deps.secrets, county, now, book: deps.flows() }, timer);
    },
  };
  return Object.fromEntries(CASE_KINDS.map((kind) => [kind, handler]));
}

/** Looks anew at open cases whose due day was not known: the calendar may cover it now. */
export async function lookAgain(world: World): Promise<void> {
  for (const file of await loadCases(world, { closedAt: null, dueAt: null })) {
    if (file.standing.due !== undefined && file.standing.due !== 'unknown') await bringUp(world, file);
  }
}

async function fire(world: World, timer: DueTimer): Promise<Fired> {
  const file = await loadCase(world, timer.subject, true);
  if (!file) return { posts: [], outcome: 'no such case' };
  const { upcoming } = file.standing;
  const due = upcoming.filter(
    ({ kind, date }) => kind === timer.kind && dueMoment(world, date) === timer.due,
  );
  if (due.length === 0) return { posts: [], outcome: 'no longer due' };
  const posts: Post[] = [];
  const outcomes: string[] = [];
  for (const one of due) {
    const said = overtaken(one, upcoming, dateOf(world.now)) ? [] : await tell(world, file, one);
    outcomes.push(said.length > 0 ? one.what : `${one.what} superseded`);
    posts.push(...said);
  }
  return { posts: timer.kind === 'case-overdue' ? posts : onceEach(posts), outcome: outcomes.join(', ') };
}

/** Two warnings of one day are one message: that of the nearer date, whose card shows both. */
const onceEach = (posts: readonly Post[]): Post[] => [
  ...new Map(posts.map((post) => ['person' in post.to ? post.to.person : post, post])).values(),
];

/** After a stop only the newest warning speaks; cards and overdue days are never passed over. */
const overtaken = (one: Upcoming, all: readonly Upcoming[], today: string): boolean =>
  one.kind !== 'case-overdue' &&
  all.some(({ date, what }) => date > one.date && date <= today && !apart.includes(what));

/** What says nothing of the deadline, and takes no other warning's place. */
const apart: readonly string[] = ['外限', '最后外限', '首次联系'];

async function tell(world: World, file: CaseFile, { what }: Upcoming): Promise<Post[]> {
  const acting: Party = file.standing.stage.who.includes(UNIT) ? UNIT : '人才办';
  const left = leftOf(world, file);
  switch (what) {
    case '首次联系':
      return detailsOpen(file)
        ? cards(world, file, [acting], '请今天和本人联系一次，联系后点“已联系”记下：')
        : [];
    case '预警':
      return cards(world, file, [acting], `${left}，请抓紧办理：`);
    case '重点督办':
      return cards(world, file, [acting, '人才办'], `重点督办，${left}：`);
    case '到期':
      return cards(
        world,
        file,
        [acting],
        signing(file) ? '请今天签收，或者说明理由退回：' : '今天要办，请抓紧：',
      );
    case '回访':
      return words(
        world,
        file,
        ['人才办'],
        `“${titleOf(file)}”（${file.row.no}）本人还没答复回访，请电话回访，再发“/回访 ${file.row.no} 满意”记下。没回访到不算满意。`,
      );
    case '黄牌':
      return yellow(world, file);
    case '提请红牌':
      return runHas(file, RED) ? [] : redProposal(world, file);
    case '外限':
    case '最后外限':
      return words(
        world,
        file,
        ['人才办'],
        `“${titleOf(file)}”（${file.row.no}）受理已满 ${what === '外限' ? 60 : 90} 天还没办结，请尽快研究${what === '外限' ? '；确需延长的，最多再延 30 天' : ''}。`,
      );
    case '催办':
      return cards(world, file, [acting, '人才办'], '已经逾期，请尽快办理：');
    default:
      return cards(
        world,
        file,
        ['人才办'],
        signing(file) ? '承办单位还没签收：' : `${left || '已经逾期'}，请尽快处理：`,
      );
  }
}

const signing = (file: CaseFile): boolean => file.standing.stageDue !== undefined;

/** Whether something was done since the unit got the case. */
const runHas = (file: CaseFile, action: string): boolean =>
  file.steps
    .slice(file.steps.findLastIndex((step) => step.unit !== undefined || step.action === '不满意'))
    .some((step) => step.action === action);

/** One working day late: the card is on record, and its unit and the office hear of it (domain.md N9). */
async function yellow(world: World, file: CaseFile): Promise<Post[]> {
  if (runHas(file, YELLOW)) return [];
  const step = { action: YELLOW, at: world.now, to: file.standing.stage.name };
  const after = await recordStep(world, file, {}, step, { what: `黄牌 ${file.row.no}（系统）` });
  const action = { name: YELLOW, needs: [], may: [], tells: [] };
  const posts = await postsFor(world, { action, before: file, after, given: false, as: [] });
  const office = `“${titleOf(file)}”（${file.row.no}）${file.unit?.name ?? ''}应于${dayOf(file.standing.due)}办结，已逾期，系统已发黄牌催办。`;
  return [...posts, ...(await words(world, after, ['人才办'], office))];
}

/** The card to everybody of these parties, each once, with what they may do. */
async function cards(world: World, file: CaseFile, parties: Party[], opening: string): Promise<Post[]> {
  return toAll(world, file, parties, (party) =>
    caseCard(world, file, { parties: [party], group: false }, opening),
  );
}

const words = (world: World, file: CaseFile, parties: Party[], text: string): Promise<Post[]> =>
  toAll(world, file, parties, () => say(text));

async function toAll(
  world: World,
  file: CaseFile,
  parties: Party[],
  reply: (party: Party) => Reply,
): Promise<Post[]> {
  const posts = new Map<string, Post>();
  for (const party of parties)
    for (const person of await peopleOf(world.tx, file, party))
      if (!posts.has(person)) posts.set(person, { to: { person }, reply: reply(party) });
  return [...posts.values()];
}
