/** Taking back what staff did to a pool. Nobody loses a unit by it. */
import { z } from 'zod';
import type { Tx } from '../../store/database.ts';
import { dateColumn } from '../calendar.ts';
import { isFree, lockPool } from './place.ts';

/** What was done to units: those that were added, closed and opened. */
export const poolUndoSchema = z.object({
  kind: z.literal('pool-units'),
  made: z.array(z.number().int()),
  closed: z.array(z.number().int()),
  opened: z.array(z.number().int()),
});
export type PoolUndo = z.output<typeof poolUndoSchema>;

/** What a case held before staff gave it another unit, or none. */
export const holdingUndoSchema = z.object({
  kind: z.literal('holding'),
  no: z.string(),
  caseId: z.string(),
  id: z.string(),
  pool: z.string(),
  unitId: z.number().int(),
  unit: z.string(),
  from: z.string(),
  to: z.string(),
});
export type HoldingUndo = z.output<typeof holdingUndoSchema>;

/** Resolves with why not, where somebody has had one of the units that would go. */
export async function takeBackUnits(tx: Tx, undo: PoolUndo, now: number): Promise<string | undefined> {
  const had = await tx.poolUnit.findMany({
    where: { id: { in: undo.made }, allocations: { some: {} } },
    select: { name: true },
  });
  if (had.length > 0)
    return `${had.map(({ name }) => `“${name}”`).join('、')}已经给了人，不能撤销；不再用的可以停用。`;
  await tx.poolUnit.deleteMany({ where: { id: { in: undo.made } } });
  await tx.poolUnit.updateMany({ where: { id: { in: undo.closed } }, data: { closedAt: null } });
  await tx.poolUnit.updateMany({ where: { id: { in: undo.opened } }, data: { closedAt: new Date(now) } });
  return undefined;
}

/** Gives the very unit back, closed meanwhile or not; resolves with why not, where somebody else has it by now. */
export async function giveBack(tx: Tx, countyId: string, undo: HoldingUndo): Promise<string | undefined> {
  await lockPool(tx, countyId, undo.pool);
  const now = await tx.allocation.findFirst({ where: { caseId: undo.caseId, releasedAt: null } });
  const aside = [undo.id, ...(now ? [now.id] : [])];
  if (!(await isFree(tx, undo.unitId, undo, aside))) return `“${undo.unit}”已经给了别人，不能撤销。`;
  if (now && now.id !== undo.id) await tx.allocation.delete({ where: { id: now.id } });
  await tx.allocation.update({
    where: { id: undo.id },
    data: {
      unitId: undo.unitId,
      from: dateColumn(undo.from),
      to: dateColumn(undo.to),
      promised: dateColumn(undo.to),
      releasedAt: null,
    },
  });
  return undefined;
}
