/** Writing what happened to a case; its row and its timers follow from the timeline. */

import { setTimers } from '../../schedule/timers.ts';
import { momentOf } from '../../schedule/workdays.ts';
import type { Undo } from '../changes.ts';
import { holdingsOf, isHeld, letGo } from '../pools/holding.ts';
import { keepEntry } from '../rosters/entries.ts';
import { sealJson } from '../sealed.ts';
import { endOf } from './deadlines.ts';
import { type CaseFile, standing, type World } from './file.ts';
import { keepReminders } from './reminders.ts';
import type { Upcoming } from './stages.ts';
import type { Step } from './timeline.ts';

export const CASE_KINDS = [
  'case-warning',
  'case-overdue',
  'case-callback',
] as const satisfies Upcoming['kind'][];

export interface Actor {
  /** Person or identity; absent for the clock. */
  by?: string;
  eventId?: bigint;
}

/**
 * Adds a step to the case's timeline and brings row and timers up to it.
 * `note` is what was said with it and is kept sealed; `undoable` steps can be
 * taken back by whoever did them.
 */
export async function recordStep(
  world: World,
  file: CaseFile,
  actor: Actor,
  step: Step,
  words: { what: string; note?: string; undoable?: boolean },
): Promise<CaseFile> {
  const { at, ...stored } = step;
  const undo: Undo = { kind: 'case', no: file.row.no };
  await world.tx.change.create({
    data: {
      countyId: world.county.id,
      subject: `case:${file.row.no}`,
      what: words.what,
      by: actor.by ?? null,
      eventId: actor.eventId ?? null,
      at: new Date(at),
      step: stored,
      ...(words.note ? { detail: sealJson(world.secrets, { note: words.note }) } : {}),
      ...(words.undoable ? { undo } : {}),
    },
  });
  return bringUp(world, { ...file, steps: [...file.steps, step] });
}

/** Computes the case anew from its steps, and writes what its row and its timers repeat of it. */
export async function bringUp(world: World, file: CaseFile): Promise<CaseFile> {
  const { tx, county, now } = world;
  const stands = standing(world, file.stages, file.answers, file.steps);
  const unitId = unitOf(file.steps);
  const unit = unitId ? await tx.unit.findFirst({ where: { countyId: county.id, id: unitId } }) : null;
  const known = stands.due !== undefined && stands.due !== 'unknown' ? new Date(endOf(stands.due)) : null;
  const row = await tx.case.update({
    where: { id: file.row.id },
    data: {
      stage: stands.stage.name,
      unitId,
      dueAt: known,
      closedAt: stands.stage.final ? (file.row.closedAt ?? new Date(now)) : null,
      urgent: file.row.urgent || file.steps.some((step) => step.action === '加急'),
    },
  });
  const holding = await keepHolding(world, file, stands.stage.final);
  await keepEntry(world, file);
  await keepTimers(world, row.no, stands.upcoming);
  await keepReminders(world, { ...file, standing: stands }, false);
  const { unit: _unit, holding: _holding, ...rest } = file;
  return {
    ...rest,
    row: { ...row, guard: file.row.guard },
    standing: stands,
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    ...(holding ? { holding } : {}),
  };
}

/** Whoever is done with a unit lets it go: at the end of the case, or at the step that its file names (让出). */
async function keepHolding(
  { tx, now }: World,
  { row, flow, steps, holding }: CaseFile,
  over: boolean,
): Promise<CaseFile['holding']> {
  const last = steps.at(-1);
  const leaves = over || flow?.occupies?.yields.includes(last?.action ?? '');
  if (!leaves || (holding && !isHeld(holding))) return holding;
  // Also where the file names no pool any more.
  await letGo(tx, [row.id], last?.at ?? now);
  if (!holding) return undefined;
  return (await holdingsOf(tx, [row.id])).get(row.id);
}

/** The unit that has the case: the last it was given to, unless it came back to the office since. */
function unitOf(steps: readonly Step[]): string | null {
  const last = steps.findLastIndex((step) => step.unit !== undefined || step.action === '退回');
  return steps[last]?.unit ?? null;
}

/** When something of a case is told on its day. */
export const dueMoment = (world: Pick<World, 'county'>, date: string): number =>
  momentOf(date, world.county.settings.N8.at);

/** Sets what is still to come and takes back what no longer holds; a timer that is due already and still holds stays. */
async function keepTimers(
  { tx, county, now }: World,
  no: string,
  upcoming: readonly Upcoming[],
): Promise<void> {
  const wanted = upcoming.map(({ kind, date }) => ({ kind, due: dueMoment({ county }, date) }));
  const unfired = await tx.timer.findMany({
    where: { countyId: county.id, subject: no, kind: { in: [...CASE_KINDS] }, firedAt: null },
    select: { id: true, kind: true, due: true },
  });
  const stale = unfired.filter(
    (timer) => !wanted.some(({ kind, due }) => kind === timer.kind && due === timer.due.getTime()),
  );
  if (stale.length > 0) await tx.timer.deleteMany({ where: { id: { in: stale.map(({ id }) => id) } } });
  await setTimers(
    tx,
    wanted.filter(({ due }) => due > now).map((timer) => ({ ...timer, countyId: county.id, subject: no })),
  );
}
