/** Whom a leader means: first among those they are paired with, then in the whole county. */
import { type KnownPerson, mayBeCalled, mentionsIn, strangersIn } from '../../dialogue/contact/people.ts';
import type { ActivePairing } from '../pairings.ts';
import { findByName, talentsBySurname } from '../people.ts';
import type { Turn } from '../turn.ts';
import type { PendingContact } from './pending.ts';

export interface Resolved {
  talents: PendingContact['talents'];
  /** Not empty when it must be asked who was meant. */
  candidates: PendingContact['candidates'];
  /** The words that left a doubt. */
  said?: string;
}

/** Everybody the text names. Two people who fit one name are asked about, never guessed. */
export async function resolvePeople(turn: Turn, text: string, pairings: ActivePairing[]): Promise<Resolved> {
  const byPerson = new Map(pairings.map((pairing) => [pairing.talent.id, pairing]));
  const mentions = mentionsIn(
    text,
    pairings.map((pairing) => pairing.talent),
  );
  const doubtful = mentions.find((mention) => mention.people.length > 1);
  if (doubtful) {
    return {
      talents: [],
      candidates: doubtful.people.map((person) => toCandidate(person, byPerson)),
      said: doubtful.said,
    };
  }
  const talents = mentions.flatMap((mention) =>
    mention.people.map((person) => toCandidate(person, byPerson)),
  );
  for (const stranger of strangersIn(text, mentions)) {
    const found = stranger.name
      ? await findByName(turn.tx, turn.county.id, stranger.name)
      : (await talentsBySurname(turn.tx, turn.county.id, stranger.surname)).filter((person) =>
          mayBeCalled(person.title, stranger.form ?? ''),
        );
    const fitting = found.filter((person) => !talents.some((talent) => talent.id === person.id));
    if (fitting.length === 1 && stranger.name) talents.push(toCandidate(fitting[0] as KnownPerson, byPerson));
    else if (fitting.length > 0 && talents.length === 0) {
      return {
        talents: [],
        candidates: fitting.map((person) => toCandidate(person, byPerson)),
        said: stranger.said,
      };
    }
  }
  if (talents.length > 0) return { talents, candidates: [] };
  const named = await namedAnywhere(turn, text);
  if (named.length === 1)
    return { talents: named.map((person) => toCandidate(person, byPerson)), candidates: [] };
  if (named.length > 1)
    return { talents: [], candidates: named.map((person) => toCandidate(person, byPerson)) };
  return { talents: [], candidates: pairings.map((pairing) => toCandidate(pairing.talent, byPerson)) };
}

/** Talents of the county whose whole name stands in the text. */
async function namedAnywhere(turn: Turn, text: string): Promise<KnownPerson[]> {
  return turn.tx.$queryRawUnsafe<KnownPerson[]>(
    `select p.id, p.name, p.title, p.unit from person p
     join role r on r.person_id = p.id and r.role = '人才'
     where p.county_id = $1 and p.left_at is null and position(p.name in $2) > 0 limit 8`,
    turn.county.id,
    text,
  );
}

function toCandidate(
  person: KnownPerson,
  pairings: Map<string, ActivePairing>,
): PendingContact['candidates'][number] {
  const pairing = pairings.get(person.id);
  return {
    id: person.id,
    name: person.name,
    detail: [person.unit, person.title].filter(Boolean).join(' '),
    ...(pairing ? { pairingId: pairing.id } : {}),
  };
}
