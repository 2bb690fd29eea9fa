/**
 * Who did what to which row, when, through which event; and taking it back
 * within ten minutes.
 */
import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { chainUndoSchema, takeBackChain } from './chain-undo.ts';
import { contactEditSchema, raisedBy, takeBackContacts, takeBackEdit } from './contacts/edits.ts';
import { dutyUndoSchema, takeBackDuty } from './duties/undo.ts';
import { takeBackImport } from './imports/undo.ts';
import { unmerge } from './merging/unmerge.ts';
import { takeBackOfficer } from './officer-undo.ts';
import { pairingsUndoSchema, takeBackPairings } from './pairing-undo.ts';
import { type HoldingUndo, holdingUndoSchema, poolUndoSchema, takeBackUnits } from './pools/undo.ts';
import type { Turn } from './turn.ts';
import { takeBackGroup } from './work-group-undo.ts';

/** What can be taken back, and how: exactly what the undo needs to know. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), id: z.string() }),
  z.object({ kind: z.literal('contacts'), ids: z.array(z.string()) }),
  contactEditSchema,
  pairingsUndoSchema,
  z.object({ kind: z.literal('role'), personId: z.string(), role: z.string() }),
  z.object({ kind: z.literal('binding'), identityId: z.string() }),
  z.object({ kind: z.literal('case'), no: z.string() }),
  /** Cases opened by what somebody said. */
  z.object({ kind: z.literal('raised'), nos: z.array(z.string()) }),
  z.object({ kind: z.literal('import'), id: z.string() }),
  z.object({ kind: z.literal('merge'), id: z.string() }),
  z.object({ kind: z.literal('group'), id: z.string(), made: z.boolean() }),
  z.object({ kind: z.literal('officer'), id: z.string(), made: z.boolean() }),
  dutyUndoSchema,
  chainUndoSchema,
  /** Prompts to visit, by the ids of their timers. */
  z.object({ kind: z.literal('visit'), timers: z.array(z.string()) }),
  z.object({ kind: z.literal('deputy'), unitId: z.string(), before: z.string().nullable() }),
  /** A talent's file that was taken up. */
  z.object({ kind: z.literal('file-status'), id: z.string(), before: z.string() }),
  poolUndoSchema,
  holdingUndoSchema,
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

/** What came of an undo. `refused` says in Chinese why the last change stays. */
export type Undone = { done: string } | { refused: string };

/** What only the room of cases can take back. Each resolves with why not, where others have gone on with it. */
export interface CaseUndo {
  /** The newest step of a case. */
  step(no: string, changeId: bigint): Promise<string | undefined>;
  /** Cases as a whole; those that a unit has taken up stay. */
  withdraw(nos: string[]): Promise<string | undefined>;
  /** The unit of a pool that a case had. */
  holding(undo: HoldingUndo, changeId: bigint): Promise<string | undefined>;
}

/**
 * Takes back the speaker's last change that can be taken back and is young
 * enough; undefined when there is none.
 */
export async function undoLast(turn: Turn, cases: CaseUndo): Promise<Undone | undefined> {
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const since = new Date(turn.now - turn.county.settings.undoMinutes * 60_000);
  const candidates = await turn.tx.change.findMany({
    where: { countyId: turn.county.id, by, at: { gte: since }, undoneAt: null },
    orderBy: { id: 'desc' },
    take: 20,
  });
  const change = candidates.find((candidate) => candidate.undo !== null);
  if (!change) return undefined;
  const undo = undoSchema.parse(change.undo);
  const refused = await mayRefuse(turn, undo, change.id, cases);
  if (refused) return { refused };
  await takeBack(turn.tx, undo, turn.now);
  await turn.tx.change.update({ where: { id: change.id }, data: { undoneAt: new Date(turn.now) } });
  await noteChange(turn, change.subject, `撤销：${change.what}`);
  return { done: change.what };
}

/** What can only be taken back while nothing has come of it says so; the rest is taken back by `takeBack`. */
async function mayRefuse(
  { tx, secrets, now, county }: Turn,
  undo: Undo,
  changeId: bigint,
  cases: CaseUndo,
): Promise<string | undefined> {
  if (undo.kind === 'case') return cases.step(undo.no, changeId);
  if (undo.kind === 'raised') return cases.withdraw(undo.nos);
  if (undo.kind === 'holding') return cases.holding(undo, changeId);
  if (undo.kind === 'pool-units') return takeBackUnits(tx, undo, now);
  // A contact is taken back even where a unit works on what came of it.
  if (undo.kind === 'contact') await cases.withdraw(await raisedBy(tx, county.id, [undo.id]));
  if (undo.kind === 'contacts') await cases.withdraw(await raisedBy(tx, county.id, undo.ids));
  if (undo.kind === 'duty') return takeBackDuty(tx, county.id, undo);
  if (undo.kind === 'chain') return takeBackChain(tx, county.id, undo);
  if (undo.kind === 'merge') return unmerge(tx, secrets, undo.id, now);
  if (undo.kind === 'import') await takeBackImport(tx, secrets, undo.id);
  return undefined;
}

async function takeBack(tx: Tx, undo: Undo, now: number): Promise<void> {
  switch (undo.kind) {
    case 'contact':
      await takeBackContacts(tx, [undo.id], now);
      return;
    case 'contacts':
      await takeBackContacts(tx, undo.ids, now);
      return;
    case 'contact-edit':
      return takeBackEdit(tx, undo);
    case 'pairings':
      return takeBackPairings(tx, undo);
    case 'role':
      await tx.role.deleteMany({ where: { personId: undo.personId, role: undo.role } });
      return;
    case 'binding':
      await tx.identity.update({
        where: { id: undo.identityId },
        data: { personId: null, boundBy: null, boundAt: null },
      });
      return;
    case 'group':
      return takeBackGroup(tx, undo);
    case 'officer':
      return takeBackOfficer(tx, undo);
    case 'visit':
      await tx.timer.deleteMany({ where: { id: { in: undo.timers.map(BigInt) }, firedAt: null } });
      return;
    case 'deputy':
      await tx.unit.update({ where: { id: undo.unitId }, data: { deputyId: undo.before } });
      return;
    case 'file-status':
      await tx.talentFile.update({ where: { id: undo.id }, data: { status: undo.before } });
      return;
    case 'import':
    case 'merge':
    case 'duty':
    case 'chain':
    case 'case':
    case 'raised':
    case 'holding':
    case 'pool-units':
      // Marked as undone by the caller; what it changed was taken back by `mayRefuse`.
      return;
  }
}
