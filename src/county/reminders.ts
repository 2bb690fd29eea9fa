/**
 * Reminding leaders (C6): at most three times a quarter, one message for all
 * they owe, in private, on a working day within the hours.
 */
import { z } from 'zod';
import type { Reply } from '../dialogue/reply.ts';
import { reminderDays } from '../schedule/cadence.ts';
import { isRemindable } from '../schedule/quiet-days.ts';
import { setTimers, type TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf, quarterOf, timeOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { type PairingStanding, pairedLeaders, standingsOf } from './pairings.ts';
import { owed, standingItem } from './standings.ts';
import type { CountyView } from './turn.ts';

export const CONTACT_REMINDER = 'contact-reminder';

const dataSchema = z.object({ step: z.union([z.literal(1), z.literal(2), z.literal(3)]) });

/**
 * Sets the reminders of this quarter and the next for every leader with a
 * pairing. May be called as often as one likes: what is set stays as it is.
 */
export async function setContactReminders(tx: Tx, county: CountyView, now: number): Promise<void> {
  const quarter = quarterOf(dateOf(now));
  const next = quarterOf(addDays(quarter.to, 1));
  const days = [quarter, next].flatMap((period) =>
    reminderDays(county.calendar, period, county.settings.C6.daysBeforeEnd),
  );
  const leaders = await pairedLeaders(tx, county.id, dateOf(now));
  const timers = days
    .map(({ step, date }) => ({ step, due: momentOf(date, county.settings.C6.at) }))
    .filter(({ due }) => due > county.since)
    .flatMap(({ step, due }) =>
      leaders.map((subject) => ({
        countyId: county.id,
        kind: CONTACT_REMINDER,
        subject,
        due,
        data: { step },
      })),
    );
  await setTimers(tx, timers);
}

/** Whether people may be spoken to unasked at this moment. */
export function maySpeak(county: CountyView, now: number): boolean {
  const { from, to } = county.settings.hours;
  const time = timeOf(now);
  return time >= from && time <= to && isRemindable(county.calendar, dateOf(now));
}

/** Fires a leader's reminder: says what is owed as of now, or nothing when nothing is. */
export function contactReminder(
  view: (tx: Tx, countyId: string) => Promise<CountyView>,
  viewNow: (countyId: string) => Promise<CountyView>,
): TimerHandler {
  return {
    allowed: async (countyId, now) => maySpeak(await viewNow(countyId), now),
    async fire(timer, tx, now) {
      // After a stop several may be due at once: only the newest speaks.
      const newer = await tx.timer.count({
        where: {
          countyId: timer.countyId,
          kind: timer.kind,
          subject: timer.subject,
          due: { gt: new Date(timer.due), lte: new Date(now) },
        },
      });
      if (newer > 0) return { posts: [], outcome: 'superseded' };
      const county = await view(tx, timer.countyId);
      const rows = await standingsOf(tx, county.id, timer.subject, dateOf(now));
      const due = rows.filter((row) => owed(row));
      if (due.length === 0) return { posts: [], outcome: 'nothing owed' };
      const { step } = dataSchema.parse(timer.data);
      return {
        posts: [{ to: { person: timer.subject }, reply: reminder(due, step) }],
        outcome: `reminded of ${due.length}`,
      };
    },
  };
}

function reminder(due: PairingStanding[], step: 1 | 2 | 3): Reply {
  const quarter = due[0]?.standing.quarter.name ?? '';
  const opening = {
    1: `您好，${quarter}开始了，以下 ${due.length} 位人才等您联系：`,
    2: `您好，${quarter}还剩半个月，以下 ${due.length} 位还没联系：`,
    3: `您好，${quarter}快结束了，以下 ${due.length} 位还没联系：`,
  }[step];
  return {
    title: '联系人才提醒',
    parts: [
      { type: 'text', text: opening },
      { type: 'list', items: due.map(standingItem) },
      {
        type: 'text',
        text: '电话、微信、走访都算。联系后回我一句话就记下，比如“今天上午去所里看望了吴昊博士”。',
      },
    ],
  };
}
