/** Taking back what was written on the ledger of groups. */
import type { Tx } from '../store/database.ts';

export const GROUP_DISSOLVE = 'group-dissolve';

/** What was registered never was; what was dissolved is in use again. */
export async function takeBackGroup(tx: Tx, undo: { id: string; made: boolean }): Promise<void> {
  if (!undo.made) {
    await tx.workGroup.update({ where: { id: undo.id }, data: { dissolvedAt: null } });
    return;
  }
  await tx.timer.deleteMany({ where: { kind: GROUP_DISSOLVE, subject: undo.id, firedAt: null } });
  await tx.workGroup.deleteMany({ where: { id: undo.id } });
}
