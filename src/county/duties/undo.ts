/** Taking back who takes a kind of matter. */
import { z } from 'zod';
import type { Tx } from '../../store/database.ts';

const row = z.object({ unitId: z.string().nullable(), source: z.string() });

export const dutyUndoSchema = z.object({
  kind: z.literal('duty'),
  topic: z.string(),
  /** Null: the default held. */
  before: row.nullable(),
  after: row,
});

/** As it was before; resolves with why not, where somebody has set it otherwise since. */
export async function takeBackDuty(
  tx: Tx,
  countyId: string,
  { topic, before, after }: z.output<typeof dutyUndoSchema>,
): Promise<string | undefined> {
  const where = { countyId_topic: { countyId, topic } };
  const now = await tx.duty.findUnique({ where });
  if (now?.unitId !== after.unitId || now.source !== after.source)
    return `“${topic}”后来又改过，不能撤销。发“/分工 ${topic}”看现在归谁。`;
  if (before) await tx.duty.update({ where, data: before });
  else await tx.duty.delete({ where });
  return undefined;
}
