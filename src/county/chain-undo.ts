/** Taking back who is in charge of a chain of industry. */
import { z } from 'zod';
import type { Tx } from '../store/database.ts';

export const chainUndoSchema = z.object({
  kind: z.literal('chain'),
  id: z.string(),
  name: z.string(),
  /** The leader's id; null where nobody was. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** As it was before; resolves with why not, where somebody has set it otherwise since. */
export async function takeBackChain(
  tx: Tx,
  countyId: string,
  { id, name, before, after }: z.output<typeof chainUndoSchema>,
): Promise<string | undefined> {
  const now = await tx.chain.findUnique({ where: { countyId_name: { countyId, name } } });
  if ((now?.leaderId ?? null) !== after) return `“${name}”的链长后来又改过，不能撤销。发“/链长”看现在是谁。`;
  if (before === null) await tx.chain.deleteMany({ where: { countyId, name } });
  else if (now) await tx.chain.update({ where: { id: now.id }, data: { leaderId: before } });
  else await tx.chain.create({ data: { id, countyId, name, leaderId: before } });
  return undefined;
}
