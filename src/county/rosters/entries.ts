/** 造册: the people a matter's cases put on its roster, as each case's timeline has it. */
import type { Tx } from '../../store/database.ts';
import type { CaseFile, World } from '../cases/file.ts';
import { builtInEnds, type Step } from '../cases/timeline.ts';

/**
 * Brings a case's place on its roster up to its timeline: put there once, taken
 * off when the case ends without having been carried out, back when that is
 * undone. Told by the case, so that whatever is done twice changes nothing.
 */
export async function keepEntry(
  { tx, county }: World,
  { row, flow, steps }: Pick<CaseFile, 'row' | 'flow' | 'steps'>,
): Promise<void> {
  const offAt = offSince(steps, flow?.roster?.drops ?? []);
  const until = offAt === undefined ? null : new Date(offAt);
  if (!flow?.roster) {
    // The file names no roster any more: what is on one can still be taken off.
    if (until) await tx.rosterEntry.updateMany({ where: { caseId: row.id, until: null }, data: { until } });
    return;
  }
  const { personId } = row;
  await tx.rosterEntry.upsert({
    where: { caseId: row.id },
    create: {
      id: row.id,
      countyId: county.id,
      matter: row.matter,
      roster: flow.roster.name,
      personId,
      caseId: row.id,
      since: row.createdAt,
      until,
    },
    update: { personId, until },
  });
}

/** Since when a case is off its roster, ms: the action that took it off led to the stage it still is in. */
export function offSince(steps: readonly Step[], drops: readonly string[]): number | undefined {
  const stage = steps.at(-1)?.to;
  const here = steps.slice(steps.findLastIndex(({ to }) => to !== stage) + 1);
  return here.find(({ action, to }) => builtInEnds.includes(to) || drops.includes(action))?.at;
}

/** Takes a person off every roster that these matters fill; `matters` undefined: all of them. */
export async function takeOff(
  tx: Tx,
  whose: { countyId: string; personId: string },
  matters: readonly string[] | undefined,
  now: number,
): Promise<void> {
  await tx.rosterEntry.updateMany({
    where: { ...whose, until: null, ...(matters ? { matter: { in: [...matters] } } : {}) },
    data: { until: new Date(now) },
  });
}
