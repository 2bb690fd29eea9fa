/** 造册: the people a matter's cases put on its roster, as each case's timeline has it. */
import { dateOf } from '../../schedule/workdays.ts';
import type { CaseFile, World } from '../cases/file.ts';
import { builtInEnds, type Step } from '../cases/timeline.ts';
import type { Turn } from '../turn.ts';
import { roundOf } from './rounds.ts';

/**
 * Brings a case's place on its roster up to its timeline: put there once, taken
 * off when the case ends without having been carried out, back when that is
 * undone. Told by the case, so that whatever is done twice changes nothing.
 * `again`: the person submitted it again, after whatever consent was taken back.
 */
export async function keepEntry(
  { tx, county }: World,
  { row, flow, steps }: Pick<CaseFile, 'row' | 'flow' | 'steps'>,
  again = false,
): Promise<void> {
  const offAt = offSince(steps, flow?.roster?.drops ?? []);
  const until = offAt === undefined ? null : new Date(offAt);
  if (!flow?.roster) {
    // The file names no roster any more: what is on one can still be taken off.
    if (until) await tx.rosterEntry.updateMany({ where: { caseId: row.id, until: null }, data: { until } });
    return;
  }
  const { personId } = row;
  const { count } = await tx.rosterEntry.updateMany({
    where: { caseId: row.id, ...(again ? {} : { stopped: false }) },
    data: { personId, until, stopped: false },
  });
  if (count > 0) return;
  await tx.rosterEntry.createMany({
    data: [
      {
        id: row.id,
        countyId: county.id,
        matter: row.matter,
        roster: flow.roster.name,
        batch: flow.every ? roundOf(flow.every, dateOf(row.createdAt.getTime())).name : '',
        personId,
        caseId: row.id,
        since: row.createdAt,
        until,
      },
    ],
    skipDuplicates: true,
  });
}

/** Since when a case is off its roster, ms: the action that took it off led to the stage it still is in. */
export function offSince(steps: readonly Step[], drops: readonly string[]): number | undefined {
  const stage = steps.at(-1)?.to;
  const here = steps.slice(steps.findLastIndex(({ to }) => to !== stage) + 1);
  return here.find(({ action, to }) => builtInEnds.includes(to) || drops.includes(action))?.at;
}

/** Takes whoever speaks off every roster that these matters fill, until they submit again; `matters` undefined: all of them. */
export async function takeOff(turn: Turn, matters: readonly string[] | undefined): Promise<void> {
  const { tx, county, chat, now } = turn;
  const personId = turn.speaker.person?.id;
  // Of somebody nobody knows yet, what they submitted in this chat.
  const own = personId
    ? []
    : await tx.case.findMany({
        where: { countyId: county.id, personId: null, chatId: chat.id },
        select: { id: true },
      });
  const where = {
    countyId: county.id,
    ...(personId ? { personId } : { caseId: { in: own.map(({ id }) => id) } }),
    ...(matters ? { matter: { in: [...matters] } } : {}),
  };
  await tx.rosterEntry.updateMany({ where: { ...where, until: null }, data: { until: new Date(now) } });
  await tx.rosterEntry.updateMany({ where, data: { stopped: true } });
}
