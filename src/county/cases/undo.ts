/** Taking back the newest step of a case, and telling those who were told of it. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { type Holding, holdingsOf, takeAgain } from '../pools/holding.ts';
import { stayWords } from '../pools/wanted.ts';
import type { Turn } from '../turn.ts';
import { worldOf } from './act.ts';
import { dayOf, titleOf } from './cards.ts';
import { type CaseFile, loadCase } from './file.ts';
import { peopleOf } from './parties.ts';
import { bringUp, recordStep } from './record.ts';

/**
 * Takes back a step by its change, if nothing happened to the case since.
 * Resolves with why not, or with nothing; the messages are added to `posts`.
 */
export async function takeBackStep(
  turn: Turn,
  book: FlowBook,
  no: string,
  changeId: bigint,
  posts: Post[],
): Promise<string | undefined> {
  const world = worldOf(turn, book);
  const before = await loadCase(world, no, true);
  if (!before) return `没有查到 ${no}。`;
  const later = await turn.tx.change.count({
    where: {
      countyId: turn.county.id,
      subject: `case:${no}`,
      id: { gt: changeId },
      undoneAt: null,
      step: { not: 'DbNull' },
    },
  });
  if (later > 0) return `${no} 后面已经有人接着办了，不能撤销。`;
  const regained = await regain(turn, before);
  if (typeof regained === 'string') return regained;
  const file = await bringUp(world, { ...before, steps: before.steps.slice(0, -1), ...regained });
  const told = new Set([turn.speaker.person?.id]);
  const undone = before.steps.at(-1)?.action ?? '';
  const unit = [
    ...(await peopleOf(turn.tx, before, '承办单位')),
    ...(await peopleOf(turn.tx, file, '承办单位')),
  ];
  const others = [...(await peopleOf(turn.tx, file, '本人')), ...(await peopleOf(turn.tx, file, '转达领导'))];
  const { stage, due } = file.standing;
  const held = regained.holding
    ? `，${regained.holding.pool}${stayWords(regained.holding, dateOf(turn.now))}`
    : '';
  const now = `现在是“${stage.name}”${due ? `，期限${dayOf(due)}` : ''}${held}`;
  const reply = say(`“${titleOf(file)}”（${no}）刚才的“${undone}”已撤销，请以此为准：${now}。`);
  for (const person of [...unit, ...others]) {
    if (told.has(person)) continue;
    told.add(person);
    posts.push({ to: { person }, reply });
  }
  const { personId, chatId } = file.row;
  if (personId === null && chatId !== null && chatId !== turn.chat.id)
    posts.push({ to: { chat: chatId }, reply });
  return undefined;
}

/** The unit that the undone step let go is had again; in words why not, where nothing is free any more. */
async function regain(turn: Turn, { holding, steps }: CaseFile): Promise<{ holding?: Holding } | string> {
  if (!holding || holding.releasedAt === undefined || holding.releasedAt !== steps.at(-1)?.at) return {};
  if (!(await takeAgain({ ...turn, countyId: turn.county.id }, holding)))
    return `“${holding.unit}”已经给了别人，这几天也没有别的空着，不能撤销。`;
  const now = (await holdingsOf(turn.tx, [holding.caseId])).get(holding.caseId);
  return now ? { holding: now } : {};
}

/** Steps that leave a case as it was received: nobody has worked on it. */
const untouched = new Set(['受理', '派单', '转办', '补充', '加急', '同意转达', '不同意转达']);

/**
 * Withdraws cases that were opened by mistake, and tells a unit that has heard
 * of one. What a unit has taken up stays; resolves with why, where none went.
 */
export async function withdrawCases(
  turn: Turn,
  book: FlowBook,
  nos: readonly string[],
  posts: Post[],
): Promise<string | undefined> {
  const world = worldOf(turn, book);
  const kept: string[] = [];
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  for (const no of nos) {
    const file = await loadCase(world, no, true);
    if (!file || file.standing.stage.final) continue;
    if (file.steps.some(({ action }) => !untouched.has(action))) {
      kept.push(no);
      continue;
    }
    const told = file.unit ? await peopleOf(turn.tx, file, '承办单位') : [];
    await recordStep(
      world,
      file,
      { by, eventId: turn.eventId },
      { action: '撤回', at: turn.now, to: '已撤回' },
      {
        what: `撤回 ${no}`,
      },
    );
    for (const person of told)
      posts.push({ to: { person }, reply: say(`“${titleOf(file)}”（${no}）已经撤回，不用办了。`) });
  }
  return kept.length > 0 && kept.length === nos.length
    ? `${kept.join('、')} 已经有人接着办了，不能撤销。`
    : undefined;
}
