/** The trace of whoever took data out: who, what, which rows, what for, when (domain.md section 8). */
import type { Turn } from '../turn.ts';

/** Notes an export. `what` and `purpose` are Chinese; `subject` names what was taken: `ledger:结对名单`. */
export async function noteAudit(turn: Turn, what: string, subject: string, purpose: string): Promise<void> {
  await turn.tx.audit.create({
    data: {
      countyId: turn.county.id,
      by: turn.speaker.person?.id ?? turn.speaker.identityId,
      what,
      subject,
      purpose,
      at: new Date(turn.now),
    },
  });
}
