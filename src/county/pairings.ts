/** 结对: which leader keeps contact with which talent, and how each stands. */
import type { KnownPerson } from '../dialogue/contact/people.ts';
import {
  type Cadence,
  type ContactFact,
  isFaceToFace,
  type Standing,
  standing,
} from '../schedule/cadence.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn, isoDate } from './calendar.ts';
import type { Settings } from './settings.ts';

export interface ActivePairing {
  id: string;
  leaderId: string;
  post: string;
  talent: KnownPerson;
  /** Why reminders are held back, in Chinese; null while they are not. */
  paused: string | null;
}

/** The pairings of a leader on a day, by the talent's name. */
export async function pairingsOf(
  tx: Tx,
  countyId: string,
  leaderId: string,
  today: string,
): Promise<ActivePairing[]> {
  const rows = await tx.pairing.findMany({
    where: { ...activeOn(countyId, today), leaderId },
    include: { talent: true },
  });
  return rows
    .map((row) => ({
      id: row.id,
      leaderId: row.leaderId,
      post: row.post,
      talent: row.talent,
      paused: row.paused,
    }))
    .sort((a, b) => a.talent.name.localeCompare(b.talent.name, 'zh'));
}

/** The leaders who keep contact with a talent on a day. */
export async function leadersOf(
  tx: Tx,
  countyId: string,
  talentId: string,
  today: string,
): Promise<{ pairingId: string; leader: KnownPerson; post: string }[]> {
  const rows = await tx.pairing.findMany({
    where: { ...activeOn(countyId, today), talentId },
    include: { leader: true },
  });
  return rows.map((row) => ({ pairingId: row.id, leader: row.leader, post: row.post }));
}

/** Leaders who have an active pairing on a day. */
export async function pairedLeaders(tx: Tx, countyId: string, today: string): Promise<string[]> {
  const rows = await tx.pairing.findMany({
    where: activeOn(countyId, today),
    select: { leaderId: true },
    distinct: ['leaderId'],
  });
  return rows.map((row) => row.leaderId);
}

export interface PairingStanding extends ActivePairing {
  standing: Standing;
}

/**
 * Where each pairing of a leader stands on a day, counted from the contacts that
 * were really recorded: those of the pairing itself, whoever went, and those of
 * its earlier holders (domain.md 1.7: history stays with the pair).
 */
export async function standingsOf(
  tx: Tx,
  countyId: string,
  leaderId: string,
  today: string,
  settings?: Pick<Settings, 'C2' | 'C3'>,
): Promise<PairingStanding[]> {
  const pairings = await pairingsOf(tx, countyId, leaderId, today);
  const talentIds = pairings.map((pairing) => pairing.talent.id);
  const lines = await tx.pairing.findMany({
    where: { countyId, talentId: { in: talentIds }, post: { in: pairings.map((pairing) => pairing.post) } },
    select: { id: true, post: true, talentId: true },
  });
  const contacts = await tx.contact.findMany({
    where: { countyId, pairingId: { in: lines.map(({ id }) => id) }, undoneAt: null },
    select: { pairingId: true, date: true, method: true },
    orderBy: { date: 'asc' },
  });
  const tiers = await tiersOf(tx, talentIds, settings);
  return pairings.map((pairing) => {
    const line = new Set(
      lines
        .filter((one) => one.talentId === pairing.talent.id && one.post === pairing.post)
        .map(({ id }) => id),
    );
    const facts = contacts.filter((contact) => line.has(contact.pairingId ?? '')).map(toFact);
    const cadence = settings ? cadenceFor(settings, tiers.get(pairing.talent.id) ?? '') : undefined;
    return { ...pairing, standing: standing(facts, today, cadence) };
  });
}

/** The tiers of talents, where the county's cadence looks at them at all. */
async function tiersOf(
  tx: Tx,
  talentIds: string[],
  settings: Pick<Settings, 'C2' | 'C3'> | undefined,
): Promise<Map<string, string>> {
  if (!settings || Object.keys({ ...settings.C2.tiers, ...settings.C3.tiers }).length === 0) return new Map();
  const files = await tx.talentFile.findMany({
    where: { personId: { in: talentIds } },
    select: { personId: true, tier: true },
  });
  return new Map(files.map(({ personId, tier }) => [personId, tier]));
}

/** How often a talent of a tier is to be contacted: the tier's own rule, else the county's. */
export const cadenceFor = ({ C2, C3 }: Pick<Settings, 'C2' | 'C3'>, tier: string): Cadence => ({
  contact: tier in C2.tiers ? (C2.tiers[tier] ?? null) : C2.every,
  meeting: tier in C3.tiers ? (C3.tiers[tier] ?? null) : C3.every,
});

const toFact = (row: { date: Date; method: string }): ContactFact => ({
  date: isoDate(row.date),
  method: row.method,
  faceToFace: isFaceToFace(row.method),
});

/** A pairing holds from its first day up to the day before `to`. */
export const activeOn = (countyId: string, today: string) => ({
  countyId,
  from: { lte: dateColumn(today) },
  OR: [{ to: null }, { to: { gt: dateColumn(today) } }],
});
