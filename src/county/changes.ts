/**
 * Who did what to which row, when, through which event; and taking it back
 * within ten minutes.
 */
import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { Turn } from './turn.ts';

/** What can be taken back, and how: exactly what the undo needs to know. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), id: z.string() }),
  z.object({ kind: z.literal('role'), personId: z.string(), role: z.string() }),
  z.object({ kind: z.literal('binding'), identityId: z.string() }),
]);
export type Undo = z.output<typeof undoSchema>;

/** Notes a change in the timeline of its subject (`person:…`, `contact:…`). `what` is Chinese, without personal values. */
export async function noteChange(turn: Turn, subject: string, what: string, undo?: Undo): Promise<void> {
  await turn.tx.change.create({
    data: {
      countyId: turn.county.id,
      subject,
      what,
      by: turn.speaker.person?.id ?? turn.speaker.identityId,
      eventId: turn.eventId,
      at: new Date(turn.now),
      ...(undo ? { undo } : {}),
    },
  });
}

/**
 * Takes back the speaker's last change that can be taken back and is young
 * enough. Resolves with what it was, or undefined when there is none.
 */
export async function undoLast(turn: Turn): Promise<string | undefined> {
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const since = new Date(turn.now - turn.county.settings.undoMinutes * 60_000);
  const candidates = await turn.tx.change.findMany({
    where: { countyId: turn.county.id, by, at: { gte: since }, undoneAt: null },
    orderBy: { id: 'desc' },
    take: 20,
  });
  const change = candidates.find((candidate) => candidate.undo !== null);
  if (!change) return undefined;
  await takeBack(turn.tx, undoSchema.parse(change.undo), turn.now);
  await turn.tx.change.update({ where: { id: change.id }, data: { undoneAt: new Date(turn.now) } });
  await noteChange(turn, change.subject, `撤销：${change.what}`);
  return change.what;
}

async function takeBack(tx: Tx, undo: Undo, now: number): Promise<void> {
  switch (undo.kind) {
    case 'contact':
      await tx.contact.update({ where: { id: undo.id }, data: { undoneAt: new Date(now) } });
      return;
    case 'role':
      await tx.role.deleteMany({ where: { personId: undo.personId, role: undo.role } });
      return;
    case 'binding':
      await tx.identity.update({
        where: { id: undo.identityId },
        data: { personId: null, boundBy: null, boundAt: null },
      });
  }
}
