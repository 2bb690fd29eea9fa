/** Whoever was promised a unit says that they do not want it: it is let go once they have confirmed. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { worldOf } from '../cases/act.ts';
import { titleOf } from '../cases/cards.ts';
import { loadCases } from '../cases/file.ts';
import type { Conversation } from '../conversation.ts';
import type { Outcome, Turn } from '../turn.ts';
import { isHeld } from './holding.ts';
import { stayWords } from './wanted.ts';

const GIVING_UP =
  /^我?(?:们)?(?:不要了|不需要了|不住了|不来住了|不来了|不去住了|不租了|取消(?:我的)?(?:申请|入住|预订|住宿)|撤回(?:我的)?申请)(?:[了吧啊呀哈]|谢谢)?[。！!~，,\s]*(?:谢谢)?[。！!]?$/u;

/** Undefined where the words say something else, or the speaker has no unit. */
export async function takeGivingUp(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  if (turn.chat.kind === 'group' || !GIVING_UP.test(text)) return undefined;
  const personId = turn.speaker.person?.id ?? null;
  const own = personId === null ? { personId, chatId: turn.chat.id } : { personId };
  const files = await loadCases(worldOf(turn, book), { ...own, closedAt: null });
  const held = files.flatMap(({ holding, ...file }) => (isHeld(holding) ? [{ file, holding }] : []));
  if (held.length === 0) return undefined;
  const today = dateOf(turn.now);
  const lines = held.map(
    ({ file, holding }) => `${titleOf(file)}（${file.row.no}）：${holding.pool}${stayWords(holding, today)}`,
  );
  const buttons = held.slice(0, 5).map(({ file }) => ({
    label: held.length === 1 ? '撤回申请' : `撤回 ${file.row.no}`,
    style: 'danger' as const,
    payload: { for: 'case', no: file.row.no, act: '撤回' },
  }));
  return {
    conversation: state,
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: ask(`确定不要了吗？撤回以后就让给别人。\n${lines.join('\n')}`, buttons),
      },
    ],
  };
}
