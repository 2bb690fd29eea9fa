/** /待办: what waits for the speaker. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { worldOf } from '../cases/act.ts';
import { waitingCases } from '../cases/list.ts';
import { servedBySpeaker } from '../officers.ts';
import { standingsOf } from '../pairings.ts';
import { commandRules, isLeader, reachOf } from '../roles.ts';
import { owed, standingItem } from '../standings.ts';
import { UNCHECKED } from '../talent-files.ts';
import type { Turn } from '../turn.ts';
import { type CommandHandler, replied } from './handler.ts';

export const todo: CommandHandler = async ({ turn, book }) => {
  const person = turn.speaker.person;
  const cases = await waitingCases(worldOf(turn, book), person, turn.chat.kind === 'group');
  const items = [
    ...(cases?.items ?? []),
    ...(reachOf(commandRules.待办, person) === '全县' ? await staffItems(turn) : []),
    ...(person && isLeader(person) && turn.chat.kind === 'p2p' ? await leaderItems(turn, person.id) : []),
    ...(turn.chat.kind === 'p2p' ? await servedItems(turn) : []),
  ];
  if (items.length === 0) return replied(turn, say('眼下没有待办。'));
  return replied(turn, {
    title: '待办',
    parts: [...(cases ? [{ type: 'text' as const, text: cases.headline }] : []), { type: 'list', items }],
  });
};

async function staffItems(turn: Turn): Promise<{ label: string; text: string }[]> {
  const countyId = turn.county.id;
  const [requests, files, reports, events, messages] = await Promise.all([
    turn.tx.bindRequest.count({ where: { countyId, decidedAt: null } }),
    turn.tx.talentFile.count({ where: { countyId, status: UNCHECKED } }),
    turn.tx.pairing.count({ where: { countyId, to: null, paused: { not: null } } }),
    turn.tx.event.count({ where: { countyId, status: 'aside' } }),
    turn.tx.message.count({ where: { countyId, status: 'aside' } }),
  ]);
  return [
    { label: '账号绑定申请', text: `${requests} 件待确认`, count: requests },
    { label: '新登记档案', text: `${files} 份待核对，发“/核对”逐份看`, count: files },
    { label: '人才是否调离', text: `${reports} 件待核实`, count: reports },
    { label: '没处理成的来件', text: `${events} 件，请管理员用 jinyue inbox list 查看`, count: events },
    { label: '没送到的消息', text: `${messages} 条，请管理员用 jinyue outbox list 查看`, count: messages },
  ].filter((item) => item.count > 0);
}

async function leaderItems(turn: Turn, leaderId: string): Promise<{ label: string; text: string }[]> {
  const rows = await standingsOf(turn.tx, turn.county.id, leaderId, dateOf(turn.now), turn.county.settings);
  return rows.filter((row) => owed(row)).map(standingItem);
}

/** What the leaders owe whom the speaker serves, with whose it is. */
async function servedItems(turn: Turn): Promise<{ label: string; text: string }[]> {
  const items = [];
  for (const { id, name } of await servedBySpeaker(turn))
    for (const { label, text } of await leaderItems(turn, id))
      items.push({ label: `${name}—${label}`, text });
  return items;
}
