/**
 * A leader says that a talent has left. Nothing is changed by that: reminders for
 * the pairing rest, staff check it and decide (domain.md C8, D03).
 */
import { z } from 'zod';
import type { Talk } from '../../dialogue/contact/spoken.ts';
import { type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { setTimers, type TimerHandler } from '../../schedule/timers.ts';
import { momentOf } from '../../schedule/workdays.ts';
import { termOf } from '../actions/days.ts';
import { noteChange } from '../changes.ts';
import { endPairings } from '../pairing-changes.ts';
import type { ActivePairing } from '../pairings.ts';
import { isLeader, refusedPress } from '../roles.ts';
import type { Outcome, Turn, View } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { dayWords } from './pending.ts';
import type { Ears } from './resolve.ts';

/** The day by which staff are to have checked a report. */
export const PAIRING_CHECK = 'pairing-check';

type Report = Talk['moved'][number];

export interface Departure {
  words: string;
  posts: Outcome['posts'];
  pairingId?: string;
}

/** Lets reminders rest and asks staff to check; said again, the report is made fuller and nobody is asked twice. */
export async function reportDeparture(turn: Turn, ears: Ears, report: Report): Promise<Departure> {
  const talent = report.who?.people.length === 1 ? report.who.people[0] : undefined;
  const pairing = ears.pairings.find((one) => one.talent.id === talent?.id);
  if (!talent) return { words: '您说的是哪一位？请带上姓名，我请人才办核实。', posts: [] };
  if (!pairing)
    return {
      words: `${talent.name}不在您的结对名单里，我已记下，请人才办核实。`,
      posts: [staffTask(turn, talent.name, report, undefined)],
    };
  const reason = reasonOf(turn, report);
  const already = pairing.paused;
  const better = report.since || !already;
  if (better) {
    await turn.tx.pairing.update({ where: { id: pairing.id }, data: { paused: reason } });
    await noteChange(turn, `pairing:${pairing.id}`, already ? `补充反映：${reason}` : `暂停提醒：${reason}`);
  }
  if (already) {
    return {
      words: `${talent.name}的情况补上了：${reason}。人才办核实前先不催您。`,
      posts: better
        ? [
            {
              to: { role: '人才办' },
              reply: say(`${leaderName(turn)}补充：${talent.name}，${reason}。请一并核实。`),
            },
          ]
        : [],
      pairingId: pairing.id,
    };
  }
  const { words, lookAt } = termOf(turn.county.calendar, turn.now, turn.county.settings.C9.check);
  await setTimers(turn.tx, [
    {
      countyId: turn.county.id,
      kind: PAIRING_CHECK,
      subject: pairing.id,
      due: momentOf(lookAt, '09:00'),
      data: { due: lookAt },
    },
  ]);
  return {
    words: `系统里还没有${talent.name}调离的记录，已请人才办在${words}核实，核实前先不催您。`,
    posts: [staffTask(turn, talent.name, report, pairing, words)],
    pairingId: pairing.id,
  };
}

const leaderName = (turn: Turn): string => turn.speaker.person?.name ?? '一位领导';

/** 据领导反映 2026年8月 调走，待核实 — an inexact month stays one. */
function reasonOf(turn: Turn, report: Report): string {
  const since = report.since
    ? report.since.precision === '月'
      ? `${report.since.date.slice(0, 4)}年${Number(report.since.date.slice(5, 7))}月`
      : dayWords(report.since)
    : '';
  const where = /(?:去|到|回)(?:了)?([一-龥]{2,4}?)(?:了|工作|上班|$)/u.exec(report.words)?.[1];
  const what = where
    ? `去了${where}`
    : (/(调走|调离|离职|辞职|退休|去世|跳槽)/u.exec(report.words)?.[1] ?? '已离开');
  return `据${isLeader(turn.speaker.person) ? '领导' : '联络员'}反映${since}${what}，待核实`;
}

function staffTask(
  turn: Turn,
  name: string,
  report: Report,
  pairing: ActivePairing | undefined,
  term?: string,
): Outcome['posts'][number] {
  const payload = (act: string, more: object = {}): Payload => ({
    for: 'contact',
    act,
    pairing: pairing?.id ?? '',
    ...more,
  });
  const reply: Reply = {
    title: '请核实：人才是否已调离',
    tone: 'warn',
    parts: [
      {
        type: 'list',
        items: [
          { label: '人才', text: [name, pairing?.talent.unit].filter(Boolean).join('，') },
          { label: '反映', text: `${leaderName(turn)}：${reasonOf(turn, report)}` },
          ...(term ? [{ label: '期限', text: term }] : []),
        ],
      },
      ...(pairing
        ? [
            {
              type: 'buttons' as const,
              buttons: [
                {
                  label: '已调离，解除结对',
                  style: 'danger' as const,
                  confirm: `解除${name}的结对？`,
                  payload: payload('lift', { reason: '调离' }),
                },
                {
                  label: '失联，解除结对',
                  confirm: `解除${name}的结对？`,
                  payload: payload('lift', { reason: '失联' }),
                },
                { label: '仍在，恢复提醒', style: 'primary' as const, payload: payload('resume') },
              ],
            },
          ]
        : []),
    ],
  };
  return { to: { role: '人才办' }, reply };
}

export const decisionSchema = z.object({
  for: z.literal('contact'),
  act: z.enum(['lift', 'resume']),
  pairing: z.string(),
  reason: z.string().optional(),
});

/** Staff decide: the pairing ends with a reason, or reminders go on. */
export async function decideDeparture(turn: Turn, payload: Payload): Promise<Outcome> {
  const press = decisionSchema.parse(payload);
  const refused = refusedPress(turn, '核实去留');
  if (refused) return refused;
  const pairing = await turn.tx.pairing.findFirst({
    where: { id: press.pairing, countyId: turn.county.id, to: null },
    include: { leader: true, talent: true },
  });
  if (!pairing?.paused) return { posts: [], answer: { toast: '这件事已经处理过了。', tone: 'warning' } };
  await turn.tx.timer.deleteMany({
    where: { countyId: turn.county.id, kind: PAIRING_CHECK, subject: pairing.id, firedAt: null },
  });
  const lifted = press.act === 'lift';
  if (lifted) await endPairings(turn, [pairing], press.reason ?? '调离');
  else {
    await turn.tx.pairing.update({ where: { id: pairing.id }, data: { paused: null } });
    await noteChange(
      turn,
      `pairing:${pairing.id}`,
      `恢复提醒 ${pairing.leader.name}—${pairing.talent.name}`,
      {
        kind: 'pairings',
        made: [],
        before: [{ id: pairing.id, to: null, reason: pairing.reason, paused: pairing.paused }],
      },
    );
  }
  const pair = `${pairing.leader.name}—${pairing.talent.name}`;
  const done = lifted ? `已解除 ${pair}（${press.reason ?? '调离'}）。` : `已恢复 ${pair} 的提醒。`;
  const news = lifted
    ? `${pairing.talent.name}的情况核实了：${press.reason ?? '调离'}。结对已解除，以后不再提醒您联系。`
    : `${pairing.talent.name}的情况核实了：仍在县里，请您照常联系。`;
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: say(`${done}${undoWords(turn)}`),
        ...(turn.messageId ? { replaces: turn.messageId } : {}),
      },
      { to: { person: pairing.leaderId }, reply: say(news) },
    ],
    answer: { toast: done, tone: 'success' },
  };
}

/** On the last day staff hear of a report that nobody has decided on. */
export function checkReminder(view: View, hours: Pick<TimerHandler, 'allowed' | 'hours'>): TimerHandler {
  return {
    ...hours,
    async fire(timer, tx) {
      const county = await view(tx, timer.countyId);
      const pairing = await tx.pairing.findFirst({
        where: { id: timer.subject, countyId: county.id, to: null, paused: { not: null } },
        include: { talent: true, leader: true },
      });
      if (!pairing) return { posts: [], outcome: 'decided' };
      const reply = say(
        `${pairing.leader.name}—${pairing.talent.name}：${pairing.paused}。今天是核实的最后一天，请在之前的卡片上处理。`,
      );
      return { posts: [{ to: { role: '人才办' }, reply }], outcome: 'reminded' };
    },
  };
}
