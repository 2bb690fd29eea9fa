/** 立案 and every matter that has no table of its own: one submitted instance, with its number and its date. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { CaseModel } from '../../store/client/models.ts';
import { worldOf } from '../cases/act.ts';
import { dayOf } from '../cases/cards.ts';
import { loadCase } from '../cases/file.ts';
import { beginCase } from '../cases/open.ts';
import { keepReminders } from '../cases/reminders.ts';
import { noteChange } from '../changes.ts';
import { hold, letGo } from '../pools/holding.ts';
import type { Place } from '../pools/place.ts';
import { HOW_TO_GIVE_UP, lookFor, promiseWords, stayWords } from '../pools/wanted.ts';
import { keepEntry } from '../rosters/entries.ts';
import { batchOf } from '../rosters/rounds.ts';
import { sealJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import type { Submission, Submitted } from './submission.ts';

export async function openCase(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const flow = book.get(submission.flow);
  const batch = await batchOf(turn, flow, submission);
  const key = batch ? [submission.key?.value, batch] : submission.key?.value;
  const uniqueKey = submission.key ? turn.secrets.lookup(JSON.stringify(key)) : null;
  const before = await earlierCase(turn, submission, uniqueKey);
  // A stay that is over cannot be had again by correcting it: it is asked for anew.
  const over = flow?.occupies !== undefined && before?.closedAt != null;
  const earlier = over ? null : before;
  const wanted = await lookFor(turn, flow, submission.answers, earlier?.id);
  if ('refused' in wanted) return { result: { ok: false, message: wanted.refused }, posts: [] };
  const { place } = wanted;
  if (over) await turn.tx.case.update({ where: { id: before.id }, data: { uniqueKey: null } });
  if (earlier) return renewed(turn, submission, book, earlier, place);
  const opened = await beginCase(turn, book, {
    matter: submission.flow,
    version: submission.version,
    answers: submission.answers,
    draftId: submission.draft,
    revision: submission.revision,
    uniqueKey,
    ...(place?.kind === 'free' ? { place } : {}),
  });
  if (!opened) return { result: { ok: true, values: {}, instead: ELSEWHERE }, posts: [] };
  const { file, posts } = opened;
  const anew = over ? `这是新的申请，编号 ${file.row.no}。` : '';
  const promised = `${anew}${promiseOf(turn, place)}`;
  const values = { 编号: file.row.no, 期限: dayOf(file.standing.due), 占用: promised };
  const restricted = file.row.guard === '限主任' ? { instead: FOR_THE_HEAD } : {};
  return { result: { ok: true, values, ...restricted }, posts };
}

/** The case that this submission brings up to date: of the same business key, or of the same draft. */
async function earlierCase(
  { tx, county }: Turn,
  submission: Submission,
  uniqueKey: string | null,
): Promise<CaseModel | null> {
  if (uniqueKey)
    return tx.case.findUnique({
      where: { countyId_matter_uniqueKey: { countyId: county.id, matter: submission.flow, uniqueKey } },
    });
  if (!submission.again) return null;
  return tx.case.findFirst({
    where: { countyId: county.id, draftId: submission.draft },
    orderBy: { revision: 'desc' },
  });
}

/** What the person is promised; nothing where the matter takes no unit, or people arrange it by hand. */
const promiseOf = (turn: Turn, place: Place | undefined): string =>
  place?.kind === 'free' ? `${promiseWords(place, dateOf(turn.now))}${HOW_TO_GIVE_UP}` : '';

const FOR_THE_HEAD =
  '收到，编号 {编号}。您反映的情况涉及干部，只有人才办主任能看到，不会转给被反映的人和单位。也可以直接向纪检监察机关反映，电话 12388。';
const ELSEWHERE =
  '您反映的情况涉及人才办负责人，我们不便经手，这里没有保存。请直接向纪检监察机关反映，电话 12388。';

/** The same business key again: the case is brought up to date. */
async function renewed(
  turn: Turn,
  submission: Submission,
  book: FlowBook,
  earlier: { id: string; no: string },
  place: Place | undefined,
): Promise<Submitted> {
  const answers = sealJson(turn.secrets, submission.answers);
  await turn.tx.case.update({ where: { id: earlier.id }, data: { answers, version: submission.version } });
  if (place?.kind === 'free') await hold({ ...turn, countyId: turn.county.id }, earlier.id, place);
  else if (!place && book.get(submission.flow)?.occupies) await letGo(turn.tx, [earlier.id], turn.now);
  await noteChange(turn, `case:${earlier.no}`, `更新 ${earlier.no}`);
  const world = worldOf(turn, book);
  const file = await loadCase(world, earlier.no);
  if (file) {
    await keepReminders(world, file, true);
    await keepEntry(world, file, true);
  }
  const holds = place?.kind === 'free' ? `现在占${stayWords(place, dateOf(turn.now))}。` : '';
  const news = `${turn.speaker.person?.name ?? '一位来访者'}更新了 ${earlier.no}，请查看。${holds}`;
  return {
    result: { ok: true, values: { 编号: earlier.no, 占用: promiseOf(turn, place) } },
    posts: [{ to: { role: '人才办' }, reply: say(news) }],
  };
}
