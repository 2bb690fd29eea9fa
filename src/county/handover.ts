/** 换人: a successor takes over a leader's pairings; staff confirm within five working days (domain.md C9). */
import { z } from 'zod';
import { type Payload, type Reply, say } from '../dialogue/reply.ts';
import { setTimers, type TimerHandler } from '../schedule/timers.ts';
import { momentOf } from '../schedule/workdays.ts';
import { termOf } from './actions/days.ts';
import { noteChange } from './changes.ts';
import { mustVisit } from './must-visits.ts';
import { refusedPress } from './roles.ts';
import type { Outcome, Turn, View } from './turn.ts';
import { undoWords } from './undo-words.ts';

export const HANDOVER = 'pairing-handover';

export const handoverSchema = z.object({
  for: z.literal('contact'),
  act: z.literal('inherit'),
  pairings: z.array(z.string()),
});

const CONFIRMED = '确认承接';

/** Sets the day by which staff confirm, and gives the card to do it with. */
export async function askToConfirm(
  turn: Turn,
  made: string[],
  names: { from: string; to: string; talents: string[] },
): Promise<Reply> {
  const { words, lookAt } = termOf(turn.county.calendar, turn.now, turn.county.settings.C9.confirm);
  const [first = ''] = made;
  await setTimers(turn.tx, [
    {
      countyId: turn.county.id,
      kind: HANDOVER,
      subject: first,
      due: momentOf(lookAt, '09:00'),
      data: { pairings: made },
    },
  ]);
  return {
    title: `换人：${names.from} → ${names.to}`,
    parts: [
      {
        type: 'text',
        text: `${names.to}承接 ${names.talents.length} 位：${names.talents.join('、')}。以往的联系记录跟着结对走。`,
      },
      {
        type: 'text',
        text: `请在${words}确认；确认后通知双方。${undoWords(turn)}`,
      },
      {
        type: 'buttons',
        buttons: [
          {
            label: '确认承接，通知双方',
            style: 'primary',
            payload: { for: 'contact', act: 'inherit', pairings: made },
          },
        ],
      },
    ],
  };
}

/** Staff confirm: both sides hear of it, once. */
export async function decideHandover(turn: Turn, payload: Payload): Promise<Outcome> {
  const { pairings: ids } = handoverSchema.parse(payload);
  const refused = refusedPress(turn, '确认承接');
  if (refused) return refused;
  const pairings = await turn.tx.pairing.findMany({
    where: { countyId: turn.county.id, id: { in: ids }, to: null },
    include: { leader: true, talent: true },
  });
  const [first] = pairings;
  const confirmed = await turn.tx.change.count({
    where: { countyId: turn.county.id, subject: { in: ids.map((id) => `pairing:${id}`) }, what: CONFIRMED },
  });
  if (!first || confirmed > 0)
    return { posts: [], answer: { toast: '这件事已经处理过了。', tone: 'warning' } };
  await turn.tx.timer.deleteMany({
    where: { countyId: turn.county.id, kind: HANDOVER, subject: { in: ids }, firedAt: null },
  });
  for (const pairing of pairings) {
    await noteChange(turn, `pairing:${pairing.id}`, CONFIRMED);
    await mustVisit(turn, pairing.talentId, '新任联系领导');
  }
  const names = pairings.map(({ talent }) => talent.name).join('、');
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: say(`已确认：${first.leader.name}联系${names}，双方都通知了。`),
        ...(turn.messageId ? { replaces: turn.messageId } : {}),
      },
      {
        to: { person: first.leaderId },
        reply: say(
          `${first.leader.name}同志，您接任${first.post}，由您联系${names}。以往的联系记录都在，发“/准备 ${pairings[0]?.talent.name ?? ''}”就能看。`,
        ),
      },
      ...pairings.map(({ talentId, leader, post }) => ({
        to: { person: talentId },
        reply: say(`您的联系领导现在是${post}${leader.name}同志。有困难和建议，随时告诉我。`),
      })),
    ],
    answer: { toast: '已确认', tone: 'success' },
  };
}

/** On the last day staff hear of a successor whom nobody has confirmed. */
export function handoverReminder(view: View, hours: Pick<TimerHandler, 'allowed' | 'hours'>): TimerHandler {
  const dataSchema = z.object({ pairings: z.array(z.string()) });
  return {
    ...hours,
    async fire(timer, tx) {
      const county = await view(tx, timer.countyId);
      const { pairings: ids } = dataSchema.parse(timer.data);
      const pairings = await tx.pairing.findMany({
        where: { countyId: county.id, id: { in: ids }, to: null },
        include: { leader: true, talent: true },
      });
      const [first] = pairings;
      if (!first) return { posts: [], outcome: 'gone' };
      const names = pairings.map(({ talent }) => talent.name).join('、');
      return {
        posts: [
          {
            to: { role: '人才办' },
            reply: say(`${first.leader.name}承接${names}，今天是确认的最后一天，请在之前的卡片上确认。`),
          },
        ],
        outcome: 'reminded',
      };
    },
  };
}
