/** What the undo of a change to a contact record needs. */
import { z } from 'zod';
import type { ContactModel } from '../../store/client/models.ts';
import type { Tx } from '../../store/database.ts';
import { dateColumn, isoDate } from '../calendar.ts';

export const contactEditSchema = z.object({
  kind: z.literal('contact-edit'),
  id: z.string(),
  date: z.string(),
  precision: z.string(),
  halfDay: z.string().nullable(),
  method: z.string(),
  attendees: z.string(),
  talentId: z.string(),
  pairingId: z.string().nullable(),
  /** As it was kept, sealed; base64. */
  notes: z.string(),
});
export type ContactEdit = z.output<typeof contactEditSchema>;

export const asEdit = (row: ContactModel): ContactEdit => ({
  kind: 'contact-edit',
  id: row.id,
  date: isoDate(row.date),
  precision: row.precision,
  halfDay: row.halfDay,
  method: row.method,
  attendees: row.attendees,
  talentId: row.talentId,
  pairingId: row.pairingId,
  notes: Buffer.from(row.notes).toString('base64'),
});

/** A contact as it was before an edit. */
export async function takeBackEdit(
  tx: Tx,
  { kind: _kind, id, date, notes, ...rest }: ContactEdit,
): Promise<void> {
  await tx.contact.update({
    where: { id },
    data: { ...rest, date: dateColumn(date), notes: Uint8Array.from(Buffer.from(notes, 'base64')) },
  });
}

/** Contacts that never were: they count no more. What they brought back is withdrawn by `withdraw`. */
export async function takeBackContacts(tx: Tx, ids: string[], now: number): Promise<void> {
  await tx.contact.updateMany({ where: { id: { in: ids } }, data: { undoneAt: new Date(now) } });
}

/** The open cases that contacts brought back. */
export async function raisedBy(tx: Tx, countyId: string, ids: string[]): Promise<string[]> {
  const cases = await tx.case.findMany({
    where: { countyId, OR: ids.map((id) => ({ draftId: { startsWith: `${id}:` } })), closedAt: null },
    select: { no: true },
  });
  return cases.map(({ no }) => no);
}
