/** Red is proposed to the head of the office, who alone can press it (domain.md N10). */
import type { Post } from '../../dialogue/post.ts';
import { ask } from '../../dialogue/reply.ts';
import { button, dayOf, titleOf } from './cards.ts';
import type { CaseFile, World } from './file.ts';
import { peopleOf } from './parties.ts';
import { RED, timesUrged } from './timeline.ts';

export async function redProposal(world: World, file: CaseFile): Promise<Post[]> {
  const reply = ask(
    `提请红牌：“${titleOf(file)}”（${file.row.no}），${file.unit?.name ?? '承办单位'}，应于${dayOf(file.standing.due)}办结，已催办 ${timesUrged(file.steps)} 次，至今没有反馈。是否发红牌由您决定。`,
    [{ ...button(file, RED), label: '发红牌', style: 'danger', confirm: '红牌会通报承办单位，确定要发吗？' }],
  );
  return (await peopleOf(world.tx, file, '主任')).map((person) => ({ to: { person }, reply }));
}
