/**
 * Two people who are one: everything of the second becomes the first's. The
 * second's row is gone afterwards, so that nothing else needs to know of it, and
 * is kept with all that moved, to be taken apart again exactly.
 */
import type { Random } from '../../ports.ts';
import type { Tx } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Secrets } from '../../store/secrets.ts';
import { sealJson } from '../sealed.ts';
import type { Moved, Row } from './moved.ts';
import { following } from './references.ts';
import { repoint, rowsOf } from './rows.ts';

export interface MergeWorld {
  tx: Tx;
  secrets: Secrets;
  random: Random;
  countyId: string;
  now: number;
  by: string;
}

/** Why two people cannot be merged, in Chinese; undefined when they can. */
export async function whyNotMerge(
  tx: Tx,
  countyId: string,
  keptId: string,
  goneId: string,
): Promise<string | undefined> {
  if (keptId === goneId) return '这是同一个人，不用合并。';
  const people = await tx.person.count({ where: { countyId, id: { in: [keptId, goneId] } } });
  if (people !== 2) return '其中一位已经不在库里了，请重新查一下。';
  const paired = await tx.pairing.count({
    where: {
      countyId,
      OR: [
        { leaderId: keptId, talentId: goneId },
        { leaderId: goneId, talentId: keptId },
      ],
    },
  });
  return paired > 0 ? '两人之间有结对关系，不会是同一个人。' : undefined;
}

/** Merges; the caller has made sure that they can be (`whyNotMerge`). Resolves with the merge's id. */
export async function mergePeople(world: MergeWorld, keptId: string, goneId: string): Promise<string> {
  const { tx, countyId } = world;
  await tx.$queryRaw`select 1 from person where id in (${keptId}, ${goneId}) order by id for update`;
  const [person] = await rowsOf(tx, 'person', 'id = $1', goneId);
  if (!person) throw new Error('The person to merge is gone.');
  const roles = await rowsOf(tx, 'role', 'person_id = $1', goneId);
  const newRoles = await takeRoles(world, keptId, roles, goneId);
  const rows: Moved['rows'] = {};
  for (const place of following)
    rows[`${place.table}.${place.column}`] = await repoint(tx, place, goneId, keptId);
  rows['change.subject'] = await repoint(
    tx,
    { table: 'change', column: 'subject' },
    `person:${goneId}`,
    `person:${keptId}`,
  );
  const { moved: timers, dropped } = await takeTimers(tx, countyId, keptId, goneId);
  rows['timer.subject'] = timers;
  const twins = await joinTwins(tx, countyId, keptId, rows);
  const recused = await takeRecusals(tx, countyId, keptId, goneId);
  const { followed, file } = await takeFile(tx, keptId, goneId);
  rows['talent_file.person_id'] = followed;
  await tx.person.delete({ where: { id: goneId } });
  const { before, after } = await fillBlanks(tx, keptId, person);
  const moved: Moved = {
    person,
    roles,
    newRoles,
    before,
    after,
    rows,
    recused,
    twins,
    file,
    timers: dropped,
  };
  const id = newId(world.random);
  await tx.merge.create({
    data: {
      id,
      countyId,
      keptId,
      goneId,
      by: world.by,
      at: new Date(world.now),
      moved: sealJson(world.secrets, moved),
    },
  });
  return id;
}

async function takeRoles(
  { tx, countyId }: MergeWorld,
  keptId: string,
  roles: Row[],
  goneId: string,
): Promise<string[]> {
  const own = new Set((await tx.role.findMany({ where: { personId: keptId } })).map(({ role }) => role));
  const lacking = roles.filter(({ role }) => !own.has(String(role)));
  await tx.role.createMany({
    data: lacking.map(({ role, since }) => ({
      personId: keptId,
      role: String(role),
      countyId,
      since: new Date(String(since)),
    })),
  });
  await tx.role.deleteMany({ where: { personId: goneId } });
  return lacking.map(({ role }) => String(role));
}

/** A timer both have is told once: the kept person's stays. */
async function takeTimers(tx: Tx, countyId: string, keptId: string, goneId: string) {
  const both = `subject = ($1::text[])[1] and fired_at is null and exists (
    select 1 from timer k where k.county_id = t.county_id and k.kind = t.kind and k.due = t.due
      and k.subject = ($1::text[])[2])`;
  const dropped = await rowsOf(tx, 'timer', both, [goneId, keptId]);
  await tx.timer.deleteMany({ where: { countyId, id: { in: dropped.map(({ id }) => BigInt(String(id))) } } });
  const open = await tx.timer.findMany({
    where: { countyId, subject: goneId, firedAt: null },
    select: { id: true },
  });
  const moved = await repoint(
    tx,
    { table: 'timer', column: 'subject' },
    goneId,
    keptId,
    open.map(({ id }) => String(id)),
  );
  return { moved, dropped };
}

/** Two open pairings with the same other side become one; its contacts follow. */
async function joinTwins(
  tx: Tx,
  countyId: string,
  keptId: string,
  rows: Moved['rows'],
): Promise<Moved['twins']> {
  const came = new Set([...(rows['pairing.leader_id'] ?? []), ...(rows['pairing.talent_id'] ?? [])]);
  const open = await tx.pairing.findMany({
    where: { countyId, to: null, OR: [{ leaderId: keptId }, { talentId: keptId }] },
    orderBy: { id: 'asc' },
  });
  const twins: Moved['twins'] = [];
  for (const one of open.filter(({ id }) => came.has(id))) {
    const kept = open.find(
      (other) => !came.has(other.id) && other.leaderId === one.leaderId && other.talentId === one.talentId,
    );
    if (!kept) continue;
    const [pairing] = await rowsOf(tx, 'pairing', 'id = $1', one.id);
    const contacts = await repoint(tx, { table: 'contact', column: 'pairing_id' }, one.id, kept.id);
    await tx.pairing.delete({ where: { id: one.id } });
    twins.push({ pairing: pairing ?? {}, contacts });
  }
  return twins;
}

/** A case that was kept from one of them is kept from the person they are. */
async function takeRecusals(
  tx: Tx,
  countyId: string,
  keptId: string,
  goneId: string,
): Promise<Moved['recused']> {
  const cases = await tx.case.findMany({
    where: { countyId, recused: { has: goneId } },
    select: { id: true, recused: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, recused } of cases) {
    const now = [...new Set(recused.map((one) => (one === goneId ? keptId : one)))];
    await tx.case.update({ where: { id }, data: { recused: now } });
  }
  return cases.map(({ id, recused }) => ({ id, before: recused }));
}

/** One person has one file: the kept one's stays, and the other is kept with the merge. */
async function takeFile(
  tx: Tx,
  keptId: string,
  goneId: string,
): Promise<{ followed: string[]; file: Row | null }> {
  const own = await tx.talentFile.findUnique({ where: { personId: keptId } });
  if (!own)
    return {
      followed: await repoint(tx, { table: 'talent_file', column: 'person_id' }, goneId, keptId),
      file: null,
    };
  const [file] = await rowsOf(tx, 'talent_file', 'person_id = $1', goneId);
  await tx.talentFile.deleteMany({ where: { personId: goneId } });
  return { followed: [], file: file ?? null };
}

/** Columns that are taken over together where the kept person has none. */
const blanks = [
  ['phone', 'phone_lookup'],
  ['id_number', 'id_lookup'],
  ['title'],
  ['unit', 'unit_id'],
] as const;

async function fillBlanks(tx: Tx, keptId: string, gone: Row): Promise<{ before: Row; after: Row }> {
  const [kept = {}] = await rowsOf(tx, 'person', 'id = $1', keptId);
  const columns = blanks.filter(([first]) => !kept[first] && gone[first]).flat();
  const pick = (row: Row): Row => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
  await setColumns(tx, keptId, pick(gone));
  return { before: pick(kept), after: pick(gone) };
}

/** Sets columns of a person from a row as JSON. */
export async function setColumns(tx: Tx, personId: string, columns: Row): Promise<void> {
  const names = Object.keys(columns);
  if (names.length === 0) return;
  await tx.$executeRawUnsafe(
    `update person p set ${names.map((name) => `"${name}" = r."${name}"`).join(', ')}
     from jsonb_populate_record(null::person, $1::jsonb) r where p.id = $2`,
    JSON.stringify(columns),
    personId,
  );
}
