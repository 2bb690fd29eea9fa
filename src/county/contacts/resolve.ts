/** Whom a leader means: first among those they are paired with, then in the whole county. */
import type { Leader } from '../../dialogue/contact/on-behalf.ts';
import { type KnownPerson, mentionsIn } from '../../dialogue/contact/people.ts';
import type { SpokenContact, Talk, Who } from '../../dialogue/contact/spoken.ts';
import { nearly, readTalk } from '../../dialogue/contact/talk.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { type ActivePairing, pairingsOf } from '../pairings.ts';
import type { Turn } from '../turn.ts';
import type { Candidate, PendingRecord } from './pending.ts';

export interface Ears {
  pairings: ActivePairing[];
  others: KnownPerson[];
  /** An officer's leaders, whose pairings these are; then nobody else is heard of. */
  serves?: readonly Leader[];
}

/** The people a text may speak of: those the leader is paired with, and others of the county it may name. */
export async function earsFor(turn: Turn, leaderId: string, text: string): Promise<Ears> {
  const pairings = await pairingsOf(turn.tx, turn.county.id, leaderId, dateOf(turn.now));
  return { pairings, others: await namedIn(turn, text) };
}

/** The talents of the leaders an officer serves, and nobody else. */
export async function earsOfOfficer(turn: Turn, serves: readonly Leader[]): Promise<Ears> {
  const ids = serves.map(({ id }) => id);
  const pairings = await pairingsOf(turn.tx, turn.county.id, ids, dateOf(turn.now));
  return { pairings, others: [], serves };
}

/** The talents of the pairings, each once: two leaders may keep contact with one. */
export const talentsOf = ({ pairings }: Pick<Ears, 'pairings'>): KnownPerson[] => [
  ...new Map(pairings.map(({ talent }) => [talent.id, talent])).values(),
];

/** The pairing of a leader with a talent, if there is one. */
export const pairingIn = (
  { pairings }: Pick<Ears, 'pairings'>,
  leaderId: string,
  talentId: string,
): string | null =>
  pairings.find((one) => one.leaderId === leaderId && one.talent.id === talentId)?.id ?? null;

/** Talents of the county whose whole name, or whose surname with a title, stands in the text. */
const namedIn = (turn: Turn, text: string): Promise<KnownPerson[]> =>
  turn.tx.$queryRawUnsafe<KnownPerson[]>(
    `select p.id, p.name, p.title, p.unit from person p
     join role r on r.person_id = p.id and r.role = '人才'
     where p.county_id = $1 and p.left_at is null and (position(p.name in $2) > 0 or position(left(p.name, 1) in $2) > 0)
     order by position(p.name in $2) > 0 desc, p.id limit 300`,
    turn.county.id,
    text.slice(0, 4_000),
  );

/** What was said, with the people it may mean. `last` and `checking` come from the talk before. */
export const hear = (
  turn: Turn,
  ears: Ears,
  text: string,
  before: { last?: KnownPerson; checking?: boolean } = {},
): Talk =>
  readTalk(text, {
    now: turn.now,
    calendar: turn.county.calendar,
    people: talentsOf(ears),
    others: ears.others,
    ...before,
  });

export function toCandidate(person: KnownPerson, pairings: readonly ActivePairing[]): Candidate {
  const pairing = pairings.find(({ talent }) => talent.id === person.id);
  return {
    id: person.id,
    name: person.name,
    detail: [person.unit, person.title].filter(Boolean).join(' '),
    ...(pairing ? { pairingId: pairing.id } : {}),
  };
}

/** Two people who fit one name are asked about, never guessed; so is one who only fits by title. */
export function whoIs(
  who: Who | undefined,
  ears: Ears,
  place?: string,
): Pick<PendingRecord, 'talent' | 'candidates' | 'said'> {
  const candidate = (person: KnownPerson): Candidate => toCandidate(person, ears.pairings);
  const [only, ...more] = who?.people ?? [];
  if (only && more.length === 0 && !who?.doubtful) return { talent: candidate(only), candidates: [] };
  if (who && only) return { candidates: who.people.map(candidate), said: who.said };
  const own = talentsOf(ears);
  if (who) return { candidates: own.map(candidate), said: who.said };
  const there = place ? own.filter(({ unit }) => nearly(unit, place)) : [];
  const likely = there.length > 0 ? there : own;
  const [sole] = likely;
  return sole && likely.length === 1
    ? { talent: candidate(sole), candidates: [] }
    : { candidates: likely.map(candidate) };
}

/** A spoken contact as a record to be; without a day it was today. */
export function toRecord(contact: SpokenContact, ears: Ears, today: string): PendingRecord {
  return {
    ...whoIs(contact.who, ears, contact.place),
    date: contact.when?.date ?? today,
    precision: contact.when?.precision ?? '日',
    method: contact.method,
    notes: contact.notes.join('；'),
    needs: contact.needs,
    suggestions: contact.suggestions,
    ...(contact.halfDay ? { halfDay: contact.halfDay } : {}),
    ...(contact.place ? { place: contact.place } : {}),
    ...(contact.attendees ? { attendees: contact.attendees } : {}),
    ...(contact.instead ? { instead: contact.instead } : {}),
    ...(contact.through ? { through: contact.through } : {}),
  };
}

/** The people a name given by itself means: 李文博, 李教授. */
export function named(text: string, ears: Ears): Candidate[] {
  const mentions = mentionsIn(text, talentsOf(ears), ears.others);
  return (mentions[0]?.people ?? []).map((person) => toCandidate(person, ears.pairings));
}
