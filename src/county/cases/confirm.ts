/** The one line somebody gets for what they did to a case. */
import { type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { undoWords } from '../undo-words.ts';
import { caseCard, dayOf } from './cards.ts';
import type { World } from './file.ts';
import type { Deed } from './tell.ts';
import { CONTACTED, countOf, PAUSE, RED, RESUME, SHELVED, timesUrged, URGE, YELLOW } from './timeline.ts';

/** Whoever has signed in private gets the card with what comes next. */
export function confirmation(world: World, deed: Deed, group: boolean): Reply {
  const words = `${wordsOf(world, deed)}${deed.as.includes('本人') ? '' : undoWords(world)}`;
  return deed.action.name === '签收' && !group
    ? caseCard(world, deed.after, { parties: deed.as, group }, words)
    : say(words);
}

function wordsOf(world: World, deed: Deed): string {
  const { action, after, before } = deed;
  const { no } = after.row;
  const unit = after.unit?.name ?? before.unit?.name ?? '';
  const due = dayOf(after.standing.due);
  if (deed.given) return `${no} ${ruling(deed)}${unit}，${due}前答复。`;
  switch (action.name) {
    case '签收':
      return `${no} 已签收，请在${due}前办结并反馈。`;
    case '退回':
      return `${no} 已退回人才办，等人才办裁定。`;
    case '延期':
      return `${no} 延期到${due}${action.times === 1 ? '（首次也是最后一次）' : ''}，已告知本人。`;
    case URGE:
      return `${no} 已发第 ${timesUrged(after.steps)} 次催办给${unit}。${redFrom(world, deed)}`;
    case YELLOW:
      return `${no} 已发黄牌给${unit}。`;
    case RED:
      return `${no} 已发红牌给${unit}。`;
    case '满意':
    case '基本满意':
      return deed.as.includes('本人')
        ? '谢谢您的评价，这件事就办结了。'
        : `${no} 回访${action.name}，已办结。`;
    case '不满意':
      return deed.as.includes('本人')
        ? `收到，已退回${unit}重办，${due}前再答复您。哪里没办好，直接回我一句，会一并转过去。`
        : `${no} 回访不满意，已退回${unit}重办，限${due}。`;
    case '仍不满意':
      return deed.as.includes('本人')
        ? '收到，人才办会牵头会商，再联系您。'
        : `${no} 已转人才办会商，${due}前拿出办法。`;
    case '撤回':
      return `${no} 已撤回。以后需要，随时再说。`;
    case '同意转达':
      return `好的，已转给${unit}。`;
    case '不同意转达':
      return `好的，不转。${unit}会通过人才办联系您。`;
    case CONTACTED:
      return `${no} 已记下联系过本人。`;
    case SHELVED:
      return `${no} 已挂账，方案已告知本人，${due}再看。`;
    case '终止':
      return `${no} 已终止，原因已告知本人。`;
    case '补充':
      return `已补到 ${no}。`;
    case PAUSE:
      return `${no} 已暂停，恢复后接着计时。`;
    case RESUME:
      return `${no} 已恢复，${due}前办结。`;
    case '合并':
      return `${no} 已并到 ${deed.note ?? ''}。`;
  }
  if (after.standing.stage.who.includes('本人') && !before.standing.stage.who.includes('本人'))
    return `${no} 转已反馈，${due}前回访本人，本人满意才算办结。`;
  const stage = after.standing.stage.name;
  return `${no} ${action.name}${stage === before.standing.stage.name ? '' : `，现在是“${stage}”`}。`;
}

/** After a return the office's word stands (N6). */
function ruling({ before, after }: Deed): string {
  if (countOf(before.steps, '退回') === 0) return '已派';
  const first = before.steps.findLast((step) => step.unit !== undefined)?.unit;
  return first === after.row.unitId ? '裁定维持，仍派' : '裁定改派';
}

/** When red may be proposed, if that is still to come. */
function redFrom(world: World, { after }: Deed): string {
  const red = after.standing.upcoming.find(({ what }) => what === '提请红牌');
  if (!red || countOf(after.steps, YELLOW) === 0 || red.date <= dateOf(world.now)) return '';
  return `到${dayOf(red.date)}还没反馈，可以提请红牌（要主任批）。`;
}
