/**
 * 必访 (domain.md C5): a new leader, illness, a difficulty, something that went
 * wrong. The leaders paired with the talent are prompted within five working
 * days; when they have met by then, nothing is said.
 */
import { z } from 'zod';
import { remindableFrom } from '../schedule/quiet-days.ts';
import { setTimers } from '../schedule/timers.ts';
import { addDays, addWorkdays, dateOf, momentOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { leadersOf } from './pairings.ts';
import type { CountyView } from './turn.ts';

export const MUST_VISIT = 'contact-must';

export const mustReasons = ['新任联系领导', '生病住院', '有困难', '出现问题'] as const;
export type MustReason = (typeof mustReasons)[number];

export const mustSchema = z.object({
  pairing: z.string(),
  talent: z.string(),
  reason: z.enum(mustReasons),
  /** The day it began; a contact since then answers it. */
  since: z.string(),
  /** The day by which they should meet, or `unknown` past the calendar's end. */
  by: z.string(),
});
export type MustVisit = z.output<typeof mustSchema>;

/** What prompted somebody: how many leaders it asks, and the timers it set; none where all were asked already. */
export interface Prompted {
  leaders: number;
  /** Ids, as text. */
  timers: string[];
}

/** Prompts every leader paired with the talent on the next day they may be spoken to. */
export async function mustVisit(
  world: { tx: Tx; county: CountyView; now: number },
  talentId: string,
  reason: MustReason,
): Promise<Prompted> {
  const { tx, county, now } = world;
  const today = dateOf(now);
  const leaders = await leadersOf(tx, county.id, talentId, today);
  const by = addWorkdays(county.calendar, today, county.settings.C5);
  const due = momentOf(remindableFrom(county.calendar, addDays(today, 1)), county.settings.C6.at);
  const subjects = leaders.map(({ pairingId, leader }) => `${leader.id}/${pairingId}/${reason}`);
  const these = { countyId: county.id, kind: MUST_VISIT, subject: { in: subjects } };
  const before = (await tx.timer.findMany({ where: these, select: { id: true } })).map(({ id }) => id);
  await setTimers(
    tx,
    leaders.map(({ pairingId }, index) => ({
      countyId: county.id,
      kind: MUST_VISIT,
      subject: subjects[index] ?? '',
      due,
      data: { pairing: pairingId, talent: talentId, reason, since: today, by } satisfies MustVisit,
    })),
  );
  const made = await tx.timer.findMany({ where: { ...these, id: { notIn: before } }, select: { id: true } });
  return { leaders: leaders.length, timers: made.map(({ id }) => String(id)) };
}
