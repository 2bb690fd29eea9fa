/** Taking a whole import back. */
import { z } from 'zod';
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import { dateColumn } from '../calendar.ts';
import { openJson } from '../sealed.ts';

/** What was made, and how what was changed had been. Dates are local, bytes base64. */
export const importUndoSchema = z.object({
  people: z.array(z.string()),
  roles: z.array(z.object({ personId: z.string(), role: z.string() })),
  updated: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      unit: z.string(),
      phone: z.string().nullable(),
      phoneLookup: z.string().nullable(),
    }),
  ),
  pairings: z.array(z.string()),
  changed: z.array(
    z.object({
      id: z.string(),
      post: z.string(),
      from: z.string(),
      to: z.string().nullable(),
      reason: z.string(),
      paused: z.string().nullable(),
    }),
  ),
});
export type ImportUndo = z.output<typeof importUndoSchema>;

/**
 * Everything an import made goes, everything it changed is as it was. Contacts
 * recorded meanwhile stay, without the pairing that never was; so does a new
 * person who has begun to use the service.
 */
export async function takeBackImport(tx: Tx, secrets: Secrets, id: string): Promise<void> {
  const row = await tx.import.findUniqueOrThrow({ where: { id } });
  if (row.status !== 'done' || !row.undo) return;
  const undo = importUndoSchema.parse(openJson(secrets, row.undo));
  await tx.contact.updateMany({ where: { pairingId: { in: undo.pairings } }, data: { pairingId: null } });
  await tx.pairing.deleteMany({ where: { id: { in: undo.pairings } } });
  for (const { id: pairing, from, to, ...rest } of undo.changed) {
    await tx.pairing.update({
      where: { id: pairing },
      data: { ...rest, from: dateColumn(from), to: to ? dateColumn(to) : null },
    });
  }
  await tx.role.deleteMany({ where: { OR: undo.roles.map((role) => role) } });
  for (const { id: person, phone, ...rest } of undo.updated) {
    const bytes = phone ? Uint8Array.from(Buffer.from(phone, 'base64')) : null;
    await tx.person.update({ where: { id: person }, data: { ...rest, phone: bytes } });
  }
  const unused = await unusedOf(tx, undo.people);
  await tx.role.deleteMany({ where: { personId: { in: unused } } });
  await tx.person.deleteMany({ where: { id: { in: unused } } });
  await tx.import.update({ where: { id }, data: { status: 'undone' } });
}

async function unusedOf(tx: Tx, people: string[]): Promise<string[]> {
  const used = await Promise.all([
    tx.identity.findMany({ where: { personId: { in: people } }, select: { personId: true } }),
    tx.contact.findMany({
      where: { OR: [{ talentId: { in: people } }, { leaderId: { in: people } }] },
      select: { talentId: true, leaderId: true },
    }),
    tx.case.findMany({ where: { personId: { in: people } }, select: { personId: true } }),
    tx.talentFile.findMany({ where: { personId: { in: people } }, select: { personId: true } }),
    tx.pairing.findMany({
      where: { OR: [{ talentId: { in: people } }, { leaderId: { in: people } }] },
      select: { talentId: true, leaderId: true },
    }),
  ]);
  const ids = new Set(used.flat().flatMap((row) => Object.values(row)));
  return people.filter((id) => !ids.has(id));
}
