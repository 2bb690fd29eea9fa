/** 结对: which leader keeps contact with which talent, and how each stands. */
import { contactMethods } from '../dialogue/contact/methods.ts';
import type { KnownPerson } from '../dialogue/contact/people.ts';
import {
  type Cadence,
  type ContactFact,
  isFaceToFace,
  type Standing,
  standing,
} from '../schedule/cadence.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn } from './calendar.ts';
import type { Settings } from './settings.ts';

export interface ActivePairing {
  id: string;
  leaderId: string;
  post: string;
  talent: KnownPerson;
  /** Why reminders are held back, in Chinese; null while they are not. */
  paused: string | null;
}

/** The pairings of a leader, or of several, on a day, by the talent's name. */
export async function pairingsOf(
  tx: Tx,
  countyId: string,
  leader: string | readonly string[],
  today: string,
): Promise<ActivePairing[]> {
  const rows = await tx.pairing.findMany({
    where: {
      ...activeOn(countyId, today),
      leaderId: typeof leader === 'string' ? leader : { in: [...leader] },
    },
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
    .sort((a, b) => byName.compare(a.talent.name, b.talent.name));
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

export interface LeaderOf {
  countyId: string;
  leaderId: string;
  /** Left out: the usual cadence. */
  settings?: Pick<Settings, 'C2' | 'C3'>;
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
  const leader = { countyId, leaderId, ...(settings ? { settings } : {}) };
  return (await standingsOfMany(tx, [leader], today))[0] ?? [];
}

/**
 * What the database says of one pairing: id, post, why it is paused; the talent's
 * id, name, title, unit and tier; the last contact and the last meeting as
 * `2026-09-17 走访`.
 */
type PairingRow = [
  id: string,
  post: string,
  paused: string | null,
  talent: string,
  name: string,
  title: string,
  unit: string,
  tier: string | null,
  last: string | null,
  met: string | null,
];

const MEETINGS = contactMethods.filter((method) => isFaceToFace(method));

/**
 * The same for many leaders in one statement, in their order. Its lists stand in
 * selects of their own: the plan then does not hang on how long they are, and is
 * kept.
 */
export async function standingsOfMany(
  tx: Tx,
  leaders: readonly LeaderOf[],
  today: string,
): Promise<PairingStanding[][]> {
  const found = await tx.$queryRawUnsafe<{ n: bigint; rows: PairingRow[] }[]>(
    `select l.n, json_agg(array[p.id, p.post, p.paused, t.id, t.name, t.title, t.unit, f.tier, k.last, k.met]) as rows
     from unnest((select $1::text[]), (select $2::text[])) with ordinality as l(county_id, leader_id, n)
     join pairing p on p.county_id = l.county_id and p.leader_id = l.leader_id
       and p."from" <= $3::date and (p."to" is null or p."to" > $3::date)
     join person t on t.id = p.talent_id
     left join talent_file f on f.person_id = p.talent_id
     cross join lateral (
       select max(told) as last, max(told) filter (where c.method = any((select $4::text[])::text[])) as met
       from pairing line join contact c on c.pairing_id = line.id
       cross join lateral (select (to_char(c.date, 'YYYY-MM-DD') || ' ' || c.method) collate "C" as told) w
       where line.county_id = p.county_id and line.talent_id = p.talent_id and line.post = p.post
         and c.undone_at is null and c.date <= $3::date
     ) k
     group by l.n`,
    leaders.map(({ countyId }) => countyId),
    leaders.map(({ leaderId }) => leaderId),
    dateColumn(today),
    MEETINGS,
  );
  const byLeader = new Map(found.map(({ n, rows }) => [Number(n) - 1, rows]));
  return leaders.map((leader, index) =>
    (byLeader.get(index) ?? [])
      .map((row) => standingOf(leader, row, today))
      .sort((a, b) => byName.compare(a.talent.name, b.talent.name)),
  );
}

const byName = new Intl.Collator('zh');

function standingOf({ leaderId, settings }: LeaderOf, row: PairingRow, today: string): PairingStanding {
  const [id, post, paused, talent, name, title, unit, tier, last, met] = row;
  const facts: ContactFact[] = [];
  if (met) facts.push(toFact(met));
  if (last && last !== met) facts.push(toFact(last));
  const cadence = settings ? cadenceFor(settings, tier ?? '') : undefined;
  return {
    id,
    leaderId,
    post,
    talent: { id: talent, name, title, unit },
    paused,
    standing: standing(facts, today, cadence),
  };
}

function toFact(told: string): ContactFact {
  const method = told.slice(11);
  return { date: told.slice(0, 10), method, faceToFace: isFaceToFace(method) };
}

/** How often a talent of a tier is to be contacted: the tier's own rule, else the county's. */
export const cadenceFor = ({ C2, C3 }: Pick<Settings, 'C2' | 'C3'>, tier: string): Cadence => ({
  contact: tier in C2.tiers ? (C2.tiers[tier] ?? null) : C2.every,
  meeting: tier in C3.tiers ? (C3.tiers[tier] ?? null) : C3.every,
});

/** A pairing holds from its first day up to the day before `to`. */
export const activeOn = (countyId: string, today: string) => ({
  countyId,
  from: { lte: dateColumn(today) },
  OR: [{ to: null }, { to: { gt: dateColumn(today) } }],
});
