/** Taking back which officer serves which leader. */
import type { Tx } from '../store/database.ts';

/** A tie that was made never was; one that ended holds again. */
export async function takeBackOfficer(tx: Tx, undo: { id: string; made: boolean }): Promise<void> {
  if (undo.made) await tx.leaderOfficer.deleteMany({ where: { id: undo.id } });
  else await tx.leaderOfficer.update({ where: { id: undo.id }, data: { until: null } });
}
