/** What the undo of a change of pairings needs. */
import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { dateColumn } from './calendar.ts';

export const pairingsUndoSchema = z.object({
  kind: z.literal('pairings'),
  /** Ids of pairings that began. */
  made: z.array(z.string()),
  /** How those that changed were before. `to` is a local date. */
  before: z.array(
    z.object({
      id: z.string(),
      to: z.string().nullable(),
      reason: z.string(),
      paused: z.string().nullable(),
    }),
  ),
});
export type PairingsUndo = z.output<typeof pairingsUndoSchema>;

/** Takes a change of pairings back: what began never was, what changed is as before. */
export async function takeBackPairings(tx: Tx, undo: PairingsUndo): Promise<void> {
  await tx.contact.updateMany({ where: { pairingId: { in: undo.made } }, data: { pairingId: null } });
  await tx.pairing.deleteMany({ where: { id: { in: undo.made } } });
  for (const { id, to, reason, paused } of undo.before) {
    await tx.pairing.update({ where: { id }, data: { to: to ? dateColumn(to) : null, reason, paused } });
  }
  for (const id of undo.made) {
    await tx.timer.deleteMany({
      where: { firedAt: null, OR: [{ subject: id }, { subject: { contains: `/${id}/` } }] },
    });
  }
}
