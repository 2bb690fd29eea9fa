/** 同意: who agreed to what, in the wording of which version, and who took it back (domain.md 5.1, articles 14–16). */
import { newId } from '../store/ids.ts';
import type { Turn } from './turn.ts';

/** Whose rows they are: the person's, and those of this account from before it was bound. */
export async function ownRows(
  turn: Turn,
): Promise<{ OR: ({ identityId: string } | { personId: string })[] }> {
  const identity = await turn.tx.identity.findUnique({ where: { id: turn.speaker.identityId } });
  const personId = turn.speaker.person?.id ?? identity?.personId;
  return {
    OR: [{ identityId: turn.speaker.identityId }, ...(personId ? [{ personId }] : [])],
  };
}

/** Notes the consent a submitted draft rests on. The same draft notes it once. */
export async function noteConsent(
  turn: Turn,
  draft: { id: string; matter: string; notice: number },
): Promise<void> {
  const identity = await turn.tx.identity.findUnique({ where: { id: turn.speaker.identityId } });
  await turn.tx.consent.createMany({
    data: [
      {
        id: newId(turn.random),
        countyId: turn.county.id,
        identityId: turn.speaker.identityId,
        personId: turn.speaker.person?.id ?? identity?.personId ?? null,
        matter: draft.matter,
        notice: draft.notice,
        draftId: draft.id,
        eventId: turn.eventId,
        givenAt: new Date(turn.now),
      },
    ],
    skipDuplicates: true,
  });
}

/** Takes consents back; `matters` undefined: all of them. Resolves with the matters that had one. */
export async function takeBackConsents(turn: Turn, matters?: readonly string[]): Promise<string[]> {
  const where = {
    countyId: turn.county.id,
    withdrawnAt: null,
    ...(matters ? { matter: { in: [...matters] } } : {}),
    ...(await ownRows(turn)),
  };
  const rows = await turn.tx.consent.findMany({ where, select: { matter: true } });
  await turn.tx.consent.updateMany({ where, data: { withdrawnAt: new Date(turn.now) } });
  return [...new Set(rows.map(({ matter }) => matter))];
}
