/** The commands that work on cases: each is a word for an action of the case's matter. */
import { say } from '../../dialogue/reply.ts';
import { newId } from '../../store/ids.ts';
import { worldOf } from '../cases/act.ts';
import { openAnswer, UNIT } from '../cases/actions.ts';
import { dayOf } from '../cases/cards.ts';
import { type CaseFile, loadCase, resolveNumber } from '../cases/file.ts';
import { beginCase } from '../cases/open.ts';
import { partiesOf } from '../cases/parties.ts';
import { daysIn, doWish } from '../cases/take.ts';
import { RED, URGE, YELLOW } from '../cases/timeline.ts';
import type { Wish } from '../cases/wish.ts';
import { noteChange } from '../changes.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';

const wanted = (call: CommandCall, wish: Omit<Wish, 'no'>) =>
  doWish(call.turn, call.state, call.book, { no: call.given.单号 ?? '', ...wish });

/** The case a command names, if the speaker has a part in it; the action itself is checked when it is done. */
async function fileOf({ turn, given, book }: CommandCall): Promise<CaseFile | undefined> {
  const no = await resolveNumber(turn.tx, turn.county.id, given.单号 ?? '');
  const file = no ? await loadCase(worldOf(turn, book), no) : undefined;
  return file && partiesOf(file, turn.speaker.person, turn.chat.id).length > 0 ? file : undefined;
}

/** /派 0352 人社局 3: whatever the stage's file calls it, 派单 or 转办; a unit that has it already is replaced. */
export const dispatch: CommandHandler = async (call) => {
  const file = await fileOf(call);
  const { actions } = file?.standing ?? { actions: [] };
  const action = actions.find((one) => one.action.needs.includes(UNIT))?.action.name ?? '改派';
  const glued = /^(.+?)(\d{1,3})(?:天|个?工作日)?$/u.exec(call.given.单位 ?? '');
  const limit = call.given.时限 ?? glued?.[2];
  const days = limit === undefined ? undefined : daysIn(limit);
  if (limit !== undefined && days === undefined && !['咨询', '一般', '复杂'].includes(limit))
    return replied(call.turn, say(`时限“${limit}”没看懂，请写天数（如 3），或写 咨询、一般、复杂。`));
  if (days !== undefined && (days < 1 || days > 60))
    return replied(call.turn, say('时限请写 1 到 60 个工作日。'));
  return wanted(call, {
    action,
    unit: call.given.时限 ? (call.given.单位 ?? '') : (glued?.[1] ?? call.given.单位 ?? ''),
    ...(days === undefined ? (limit ? { kind: limit } : {}) : { days }),
  });
};

export const sign: CommandHandler = (call) => wanted(call, { action: '签收' });

export const giveBack: CommandHandler = (call) =>
  wanted(call, { action: '退回', note: call.given.理由 ?? '' });

export const extend: CommandHandler = async (call) => {
  const days = daysIn(call.given.天数 ?? '');
  if (days === undefined) return replied(call.turn, say('延几天没看懂，请这样写：/延 0350 5 理由。'));
  return wanted(call, { action: '延期', days, note: call.given.理由 ?? '' });
};

export const urge: CommandHandler = (call) => wanted(call, { action: URGE });

/** /结: the action of the stage that ends the work with a result, whatever its file calls it. */
export const close: CommandHandler = async (call) => {
  const file = await fileOf(call);
  const ends = file?.standing.actions.find(
    ({ action }) =>
      action.to !== undefined &&
      ['反馈', '即答', '直接答复', '采纳', '会商办结', '办结'].includes(action.name),
  );
  return wanted(call, { action: ends?.action.name ?? '反馈', note: call.given.结果 ?? '' });
};

const judgements: Record<string, string> = {
  满意: '满意',
  基本满意: '基本满意',
  不满意: '不满意',
  未接通: '未接通',
  不愿评价: '不愿评价',
};

export const callBack: CommandHandler = async (call) => {
  const said = (call.given.评价 ?? '').trim();
  const judgement = judgements[said];
  if (!judgement)
    return replied(call.turn, say('回访结果请写：满意、基本满意、不满意，或未接通、不愿评价。'));
  const file = await fileOf(call);
  return wanted(call, { action: file ? openAnswer(file, judgement) : judgement });
};

export const card: CommandHandler = async (call) => {
  const colour = (call.given.颜色 ?? '').replace(/牌$/u, '').trim();
  if (colour === '黄') return wanted(call, { action: YELLOW });
  if (colour === '红') return wanted(call, { action: RED });
  return replied(call.turn, say('只有黄牌和红牌，请写：/牌 0345 黄。'));
};

/** /办: any action of the case by its name. */
export const move: CommandHandler = async (call) => {
  const { 操作: name = '', 说明: note } = call.given;
  const file = await fileOf(call);
  const needsUnit = file?.standing.actions
    .find(({ action }) => action.name === name)
    ?.action.needs.includes(UNIT);
  return wanted(call, { action: name, ...(note ? (needsUnit ? { unit: note } : { note }) : {}) });
};

/** /诉求 <一句话>: a need without the questions; the office asks for what is missing. */
export const need: CommandHandler = async ({ turn, given, book }) => {
  const content = given.一句话 ?? '';
  const flow = book.get('need');
  const opened = await beginCase(turn, book, {
    matter: 'need',
    version: flow?.version ?? 1,
    answers: { 内容: content, ...kindIn(flow, content) },
    draftId: newId(turn.random),
    revision: 1,
  });
  if (!opened)
    return replied(
      turn,
      say('您反映的情况涉及人才办负责人，我们不便经手，这里没有保存。请向纪检监察机关反映，电话 12388。'),
    );
  const { file, posts } = opened;
  const { no } = file.row;
  await noteChange(turn, `case:${no}`, `反映 ${no}`, { kind: 'raised', nos: [no] });
  const words =
    file.row.guard === '限主任'
      ? `收到，编号 ${file.row.no}。您反映的情况涉及干部，只有人才办主任能看到，不会转给被反映的人和单位。`
      : `已经受理，编号 ${file.row.no}，${dayOf(file.standing.due)}前转给负责的单位，办到哪一步都会告诉您。`;
  return { posts: [{ to: { chat: turn.chat.id }, reply: say(`${words}${undoWords(turn)}`) }, ...posts] };
};

/** The kind that the words themselves name, if only one does. */
function kindIn(
  flow: { fields: { name: string; options: { label: string; words: string[] }[] }[] } | undefined,
  text: string,
) {
  const kinds = flow?.fields.find(({ name }) => name === '类别')?.options ?? [];
  const named = kinds.filter(({ label, words }) => [label, ...words].some((word) => text.includes(word)));
  const child = text.search(/孩子|小孩|娃|儿子|女儿|子女/u);
  if (child >= 0 && /上学|入学|转学|读书|幼儿园|学校|上[小初高中大一二三]/u.test(text.slice(child)))
    return { 类别: '子女入学' };
  return { 类别: named.length === 1 ? (named[0]?.label ?? '其他') : '其他' };
}
