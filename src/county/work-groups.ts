/** 群台账: the office's work groups, each with its owner, its use and the day it is dissolved (domain.md 5.2). */
import { ask, type Reply, say } from '../dialogue/reply.ts';
import { say as sayValue } from '../dialogue/understand/index.ts';
import { setTimers, type TimerHandler } from '../schedule/timers.ts';
import { dateOf, momentOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { dateColumn, isoDate } from './calendar.ts';
import { noteChange } from './changes.ts';
import { yearNumber } from './numbers.ts';
import type { Turn } from './turn.ts';
import { undoWords } from './undo-words.ts';
import { GROUP_DISSOLVE } from './work-group-undo.ts';

const dayWords = (date: string): string => sayValue({ kind: 'date', date, precision: '日' });

/** All that are not dissolved, by their numbers. */
export async function listGroups({ tx, county, now }: Turn): Promise<Reply> {
  const rows = await tx.workGroup.findMany({
    where: { countyId: county.id, dissolvedAt: null },
    orderBy: { no: 'asc' },
  });
  if (rows.length === 0)
    return say('群台账还是空的。登记这样写：/群台账 青年人才工作群 驿站入住 12月31日解散。');
  const owners = await tx.person.findMany({ where: { id: { in: rows.map(({ ownerId }) => ownerId) } } });
  const today = dateOf(now);
  return {
    title: `群台账（${rows.length} 个在用）`,
    parts: [
      {
        type: 'list',
        items: rows.map((row) => ({
          label: `${row.no} ${row.name}`,
          text: [
            `负责人${owners.find(({ id }) => id === row.ownerId)?.name ?? '已离开'}`,
            row.purpose,
            `${dayWords(isoDate(row.since))}建`,
            `${dayWords(isoDate(row.until))}解散${isoDate(row.until) < today ? '，已经过了' : ''}`,
          ].join('，'),
        })),
      },
      { type: 'text', text: '群解散以后，发“/群台账 编号 解散”记下。' },
    ],
  };
}

/** Puts a group on the ledger, with a reminder on the day it is to be dissolved. */
export async function registerGroup(
  turn: Turn,
  wanted: { name: string; purpose: string; until: string },
): Promise<Reply> {
  const { tx, county, now } = turn;
  const today = dateOf(now);
  const no = await yearNumber(tx, county.id, 'Q', today.slice(0, 4));
  const id = newId(turn.random);
  const { name, purpose, until } = wanted;
  await tx.workGroup.create({
    data: {
      id,
      countyId: county.id,
      no,
      name,
      ownerId: turn.speaker.person?.id ?? '',
      purpose,
      since: dateColumn(today),
      until: dateColumn(until),
    },
  });
  await setTimers(tx, [
    { countyId: county.id, kind: GROUP_DISSOLVE, subject: id, due: momentOf(until, '09:00') },
  ]);
  await noteChange(turn, `group:${id}`, `登记 ${no}`, { kind: 'group', id, made: true });
  return say(`已登记 ${no}：${name}，${purpose}，到${dayWords(until)}解散，那天提醒您。${undoWords(turn)}`);
}

/** The open group of that number or name. */
export async function groupNamed(tx: Tx, countyId: string, words: string) {
  const digits = /^(?:Q-)?(?:\d{4}-)?(\d{1,4})$/iu.exec(words.normalize('NFKC').trim())?.[1];
  const rows = await tx.workGroup.findMany({
    where: {
      countyId,
      dissolvedAt: null,
      ...(digits ? { no: { endsWith: `-${digits.padStart(4, '0')}` } } : { name: words.trim() }),
    },
    orderBy: { no: 'desc' },
  });
  return rows[0];
}

/** Notes that a group was dissolved. */
export async function dissolveGroup(turn: Turn, words: string): Promise<Reply> {
  const row = await groupNamed(turn.tx, turn.county.id, words);
  if (!row) return say(`群台账里没有在用的“${words}”。发“/群台账”看看编号。`);
  await turn.tx.workGroup.update({ where: { id: row.id }, data: { dissolvedAt: new Date(turn.now) } });
  await noteChange(turn, `group:${row.id}`, `解散 ${row.no}`, { kind: 'group', id: row.id, made: false });
  return say(`已记下：${row.no} ${row.name}解散了。${undoWords(turn)}`);
}

/** On its last day the owner is asked to dissolve it, once. */
export const dissolveReminder = (hours: Pick<TimerHandler, 'allowed' | 'hours'>): TimerHandler => ({
  ...hours,
  async fire(timer, tx) {
    const row = await tx.workGroup.findFirst({ where: { id: timer.subject, countyId: timer.countyId } });
    if (!row || row.dissolvedAt) return { posts: [], outcome: 'gone' };
    const reply = ask(
      `工作群“${row.name}”（${row.no}，${row.purpose}）到了该解散的日子。事情办完了，请解散并记一下。`,
      [{ label: '已经解散', style: 'primary', payload: { for: 'command', text: `/群台账 ${row.no} 解散` } }],
    );
    return { posts: [{ to: { person: row.ownerId }, reply }], outcome: 'reminded' };
  },
});
