/** 结对: which leader keeps contact with which talent, and how each stands. */
import type { KnownPerson } from '../dialogue/contact/people.ts';
import { type ContactFact, isFaceToFace, type Standing, standing } from '../schedule/cadence.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn, isoDate } from './calendar.ts';

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

/** Where each pairing of a leader stands on a day, counted from the contacts that were really recorded. */
export async function standingsOf(
  tx: Tx,
  countyId: string,
  leaderId: string,
  today: string,
): Promise<PairingStanding[]> {
  const pairings = await pairingsOf(tx, countyId, leaderId, today);
  const contacts = await tx.contact.findMany({
    where: { countyId, pairingId: { in: pairings.map((pairing) => pairing.id) }, undoneAt: null },
    select: { pairingId: true, date: true, method: true },
    orderBy: { date: 'asc' },
  });
  const facts = Map.groupBy(contacts, (contact) => contact.pairingId ?? '');
  return pairings.map((pairing) => ({
    ...pairing,
    standing: standing((facts.get(pairing.id) ?? []).map(toFact), today),
  }));
}

const toFact = (row: { date: Date; method: string }): ContactFact => ({
  date: isoDate(row.date),
  method: row.method,
  faceToFace: isFaceToFace(row.method),
});

export const activeOn = (countyId: string, today: string) => ({
  countyId,
  from: { lte: dateColumn(today) },
  OR: [{ to: null }, { to: { gte: dateColumn(today) } }],
});
