/**
 * 青岚县, the invented county that a newcomer's first start is filled with, so
 * that there is something to ask and somebody to be. Nobody in it is real.
 */
import type { Random } from '../../ports.ts';
import { addWorkdays, dateOf, momentOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Secrets } from '../../store/secrets.ts';
import { calendarOf, dateColumn, storeCalendar } from '../calendar.ts';
import { sealJson, sealText } from '../sealed.ts';
import { readSettings } from '../settings.ts';
import { qinglanCalendar } from './calendar.ts';
import { historyBefore, type PastContact } from './history.ts';
import { leaders } from './leaders.ts';
import { everybody, leaderPeople, memberUnit, type SeedPerson, talentPeople } from './people.ts';
import { serves } from './staff.ts';
import { registered, type SeedTalent, talentCalled, talents } from './talents.ts';
import { units } from './units.ts';

export interface SeedDeps {
  tx: Tx;
  secrets: Secrets;
  random: Random;
  /** Of a county that exists. */
  countyId: string;
  /** ms; contacts are told up to the day before. */
  now: number;
}

/** The day of the yearly revision of the pairings (domain.md C8). */
const REVISION = '2026-01-12';

/** Ids of what was made, by what it was made from. */
interface Made {
  people: Map<SeedPerson, string>;
  pairings: Map<SeedTalent, string>;
}

/**
 * Fills a county with people, units, pairings, contacts, files and the calendar
 * of 2026. Does nothing when the county has people; of several processes that
 * try at once, one fills it.
 */
export async function seedQinglan(deps: SeedDeps): Promise<void> {
  const { tx, countyId } = deps;
  await tx.$queryRaw`select 1 from county where id = ${countyId} for update`;
  if ((await tx.person.count({ where: { countyId } })) > 0) return;
  await storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil);
  const unitIds = await addUnits(deps);
  const made: Made = { people: await addPeople(deps, unitIds), pairings: new Map() };
  await addPairings(deps, made);
  await addOfficers(deps, made);
  await addContacts(deps, made);
  await addFiles(deps, made);
}

async function addUnits({ tx, random, countyId }: SeedDeps): Promise<Map<string, string>> {
  const ids = new Map(units.map(({ name }) => [name, newId(random)]));
  await tx.unit.createMany({
    data: units.map(({ name, aliases }) => ({ id: idOf(ids, name), countyId, name, aliases })),
  });
  return ids;
}

async function addPeople(deps: SeedDeps, unitIds: Map<string, string>): Promise<Made['people']> {
  const { tx, secrets, random, countyId } = deps;
  const ids = new Map(everybody.map((person) => [person, newId(random)]));
  const since = foundedBefore(deps.now);
  await tx.person.createMany({
    data: everybody.map((person) => {
      const unit = memberUnit(person.unit);
      return {
        id: idOf(ids, person),
        countyId,
        name: person.name,
        title: person.title,
        unit: person.unit,
        unitId: unit ? idOf(unitIds, unit.name) : null,
        phone: sealText(secrets, person.phone),
        phoneLookup: secrets.lookup(person.phone),
        createdAt: since,
      };
    }),
  });
  await tx.role.createMany({
    data: everybody.flatMap((person) =>
      person.roles.map((role) => ({ personId: idOf(ids, person), role, countyId, since })),
    ),
  });
  return ids;
}

async function addPairings({ tx, random, countyId }: SeedDeps, made: Made): Promise<void> {
  for (const talent of talents) made.pairings.set(talent, newId(random));
  await tx.pairing.createMany({
    data: talents.map((talent) => ({
      id: idOf(made.pairings, talent),
      countyId,
      post: leaders.find(({ name }) => name === talent.leader)?.post ?? '',
      leaderId: leaderId(made, talent),
      talentId: talentId(made, talent),
      from: dateColumn(REVISION),
    })),
  });
}

async function addOfficers({ tx, random, countyId, now }: SeedDeps, made: Made): Promise<void> {
  const idCalled = (name: string): string => {
    const person = everybody.find((one) => one.name === name);
    if (!person) throw new Error(`Nobody of the county is called ${name}.`);
    return idOf(made.people, person);
  };
  await tx.leaderOfficer.createMany({
    data: Object.entries(serves).flatMap(([officer, own]) =>
      own.map((leader) => ({
        id: newId(random),
        countyId,
        leaderId: idCalled(leader),
        officerId: idCalled(officer),
        since: foundedBefore(now),
      })),
    ),
  });
}

async function addContacts({ tx, secrets, random, countyId, now }: SeedDeps, made: Made): Promise<void> {
  const past = historyBefore(dateOf(now));
  await tx.contact.createMany({
    data: past.map((contact, index) => {
      const talent = talentCalled(contact.talent);
      return {
        id: newId(random),
        countyId,
        no: `L-2026-${pad(index + 1)}`,
        pairingId: idOf(made.pairings, talent),
        leaderId: leaderId(made, talent),
        talentId: talentId(made, talent),
        date: dateColumn(contact.date),
        method: contact.method,
        place: ['走访', '慰问'].includes(contact.method) ? (talent.place ?? talent.unit) : '',
        notes: sealJson(secrets, { notes: contact.notes }),
        recorderId: leaderId(made, talent),
        enteredAt: new Date(momentOf(contact.entered, '17:20')),
        late: isLate(contact),
      };
    }),
  });
  await tx.sequence.create({ data: { countyId, name: 'L-2026', last: past.length } });
}

const calendar = calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil);

/** domain.md C7 */
const isLate = ({ date, entered }: PastContact): boolean =>
  entered > addWorkdays(calendar, date, readSettings({}).C7);

async function addFiles({ tx, secrets, random, countyId, now }: SeedDeps, made: Made): Promise<void> {
  const at = foundedBefore(now);
  await tx.talentFile.createMany({
    data: registered.map(talentCalled).map((talent, index) => ({
      id: newId(random),
      countyId,
      personId: talentId(made, talent),
      no: `RC${pad(index + 1)}`,
      tier: talent.tier,
      answers: sealJson(secrets, {
        姓名: talent.name,
        手机: personOf(talent).phone,
        单位: talent.unit,
        职称: talent.title,
        专业方向: talent.field,
      }),
      createdAt: at,
      updatedAt: at,
    })),
  });
  await tx.sequence.create({ data: { countyId, name: 'RC', last: registered.length } });
}

/** When the county's people were entered: at the yearly revision, or now if that is still to come. */
const foundedBefore = (now: number): Date => new Date(Math.min(now, momentOf(REVISION, '09:00')));

const personOf = (talent: SeedTalent): SeedPerson => {
  const person = talentPeople[talents.indexOf(talent)];
  if (!person) throw new Error(`${talent.name} is not among the seeded people.`);
  return person;
};

const talentId = (made: Made, talent: SeedTalent): string => idOf(made.people, personOf(talent));

function leaderId(made: Made, talent: SeedTalent): string {
  const leader = leaderPeople.find(({ name }) => name === talent.leader);
  if (!leader)
    throw new Error(`${talent.name} is paired with ${talent.leader}, who is not among the leaders.`);
  return idOf(made.people, leader);
}

function idOf<K>(ids: Map<K, string>, key: K): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error('Something seeded refers to something that was not.');
  return id;
}

const pad = (n: number): string => String(n).padStart(4, '0');
