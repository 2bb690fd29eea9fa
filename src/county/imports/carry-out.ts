/** Doing what a plan says, all of it within the caller's transaction, and keeping what the undo needs. */
import type { Random } from '../../ports.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { dateColumn, isoDate } from '../calendar.ts';
import { addPerson } from '../people.ts';
import { sealText } from '../sealed.ts';
import type { Plan, Ref } from './plan.ts';
import type { ImportWorld } from './plan-pairings.ts';
import type { ImportUndo } from './undo.ts';

export interface CarryOut extends ImportWorld {
  random: Random;
  /** The person, or who typed it at the terminal. */
  by: string;
  eventId?: bigint;
}

/** Whether what the sheet does not name ends today. */
export type Outside = 'leave' | 'end';

export async function carryOut(world: CarryOut, plan: Plan, outside: Outside): Promise<ImportUndo> {
  const made: string[] = [];
  for (const { line: _line, ...person } of plan.people)
    made.push(await addPerson(world.tx, world, world.county.id, person, world.now));
  const undo: ImportUndo = {
    people: made,
    roles: [],
    updated: [],
    pairings: [],
    changed: [],
  };
  for (const update of plan.updates) await updatePerson(world, update, undo);
  await addPairings(world, plan, made, undo);
  await changePairings(world, plan, outside, undo);
  await noteAll(world, undo);
  return undo;
}

async function updatePerson(
  world: CarryOut,
  update: Plan['updates'][number],
  undo: ImportUndo,
): Promise<void> {
  const { tx, secrets, county, now } = world;
  const before = await tx.person.findFirstOrThrow({ where: { id: update.id, countyId: county.id } });
  const { phone, ...words } = update.set;
  if (Object.keys(update.set).length > 0) {
    undo.updated.push({
      id: before.id,
      title: before.title,
      unit: before.unit,
      phone: before.phone ? Buffer.from(before.phone).toString('base64') : null,
      phoneLookup: before.phoneLookup,
    });
    const sealed = phone ? { phone: sealText(secrets, phone), phoneLookup: secrets.lookup(phone) } : {};
    await tx.person.update({ where: { id: before.id }, data: { ...words, ...sealed } });
  }
  const { count } = await tx.role.createMany({
    data: update.roles.map((role) => ({
      personId: before.id,
      role,
      countyId: county.id,
      since: new Date(now),
    })),
    skipDuplicates: true,
  });
  if (count > 0) undo.roles.push(...update.roles.map((role) => ({ personId: before.id, role })));
}

async function addPairings(world: CarryOut, plan: Plan, made: string[], undo: ImportUndo): Promise<void> {
  const idOf = (ref: Ref): string => ('id' in ref ? ref.id : (made[ref.fresh] ?? ''));
  const rows = plan.pairings.map((pairing) => ({
    id: newId(world.random),
    countyId: world.county.id,
    post: pairing.post,
    leaderId: idOf(pairing.leader),
    talentId: idOf(pairing.talent),
    from: dateColumn(pairing.from),
  }));
  await world.tx.pairing.createMany({ data: rows });
  undo.pairings.push(...rows.map(({ id }) => id));
}

async function changePairings(
  { tx, county, now }: CarryOut,
  plan: Plan,
  outside: Outside,
  undo: ImportUndo,
): Promise<void> {
  const today = dateOf(now);
  const ends = [
    ...plan.ends.map(({ id, to }) => ({ id, to })),
    ...(outside === 'end' ? plan.outside.map(({ id }) => ({ id, to: today })) : []),
  ];
  const data = new Map<string, { post?: string; from?: Date; to?: Date; reason?: string; paused?: null }>();
  for (const { id, post, from } of plan.changes)
    data.set(id, { ...(post ? { post } : {}), ...(from ? { from: dateColumn(from) } : {}) });
  for (const { id, to } of ends) data.set(id, { to: dateColumn(to), reason: '名单调整', paused: null });
  const before = await tx.pairing.findMany({ where: { countyId: county.id, id: { in: [...data.keys()] } } });
  for (const row of before) {
    undo.changed.push({
      id: row.id,
      post: row.post,
      from: isoDate(row.from),
      to: row.to ? isoDate(row.to) : null,
      reason: row.reason,
      paused: row.paused,
    });
    await tx.pairing.update({ where: { id: row.id }, data: data.get(row.id) ?? {} });
  }
}

/** Every row that was touched says so in its own timeline. */
async function noteAll({ tx, county, by, eventId, now }: CarryOut, undo: ImportUndo): Promise<void> {
  const notes = [
    ...undo.people.map((id) => ({ subject: `person:${id}`, what: '导入新增' })),
    ...undo.updated.map(({ id }) => ({ subject: `person:${id}`, what: '导入更新' })),
    ...undo.roles.map(({ personId, role }) => ({ subject: `person:${personId}`, what: `导入加上${role}` })),
    ...undo.pairings.map((id) => ({ subject: `pairing:${id}`, what: '导入结对' })),
    ...undo.changed.map(({ id }) => ({ subject: `pairing:${id}`, what: '导入调整' })),
  ];
  await tx.change.createMany({
    data: notes.map((note) => ({
      ...note,
      countyId: county.id,
      by,
      ...(eventId === undefined ? {} : { eventId }),
      at: new Date(now),
    })),
  });
}
