/** Taking back the newest step of a case, and telling those who were told of it. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import type { Turn } from '../turn.ts';
import { worldOf } from './act.ts';
import { dayOf, titleOf } from './cards.ts';
import { loadCase } from './file.ts';
import { peopleOf } from './parties.ts';
import { bringUp } from './record.ts';

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
  const file = await bringUp(world, { ...before, steps: before.steps.slice(0, -1) });
  const told = new Set([turn.speaker.person?.id]);
  const undone = before.steps.at(-1)?.action ?? '';
  const unit = [
    ...(await peopleOf(turn.tx, before, '承办单位')),
    ...(await peopleOf(turn.tx, file, '承办单位')),
  ];
  const others = [...(await peopleOf(turn.tx, file, '本人')), ...(await peopleOf(turn.tx, file, '转达领导'))];
  for (const person of [...unit, ...others]) {
    if (told.has(person)) continue;
    told.add(person);
    const now = `现在是“${file.standing.stage.name}”${file.standing.due ? `，期限${dayOf(file.standing.due)}` : ''}`;
    posts.push({
      to: { person },
      reply: say(`“${titleOf(file)}”（${no}）刚才的“${undone}”已撤销，请以此为准：${now}。`),
    });
  }
  return undefined;
}
