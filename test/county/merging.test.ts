import { beforeEach, describe, expect, it } from 'vitest';
import { mergePeople, whyNotMerge } from '../../src/county/merging/merge.ts';
import { following, special, staying } from '../../src/county/merging/references.ts';
import { unmerge } from '../../src/county/merging/unmerge.ts';
import { addPerson } from '../../src/county/people.ts';
import { sealJson, sealText } from '../../src/county/sealed.ts';
import { COUNTY, random, secrets } from '../support/county.ts';
import { databaseOfTest, type FreshDatabase } from '../support/postgres.ts';

const now = Date.parse('2026-09-17T10:00:00+08:00');
const day = new Date('2026-01-12');

let db: FreshDatabase;
let ids: { kept: string; gone: string; leader: string; other: string };

beforeEach(async () => {
  db = await databaseOfTest();
  const add = (name: string, more: object = {}) =>
    addPerson(db.prisma, { secrets, random }, COUNTY, { name, roles: ['人才'], ...more }, now);
  ids = {
    kept: await add('张伟', { unit: '县中医院' }),
    gone: await add('张伟', { title: '副主任医师', phone: '13900001001', roles: ['人才', '乡贤'] }),
    leader: await add('向国平', { roles: ['领导'] }),
    other: await add('彭春华', { roles: ['领导'] }),
  };
  await fill();
});

/** Everything that can hang on a person, some of it on both. */
async function fill(): Promise<void> {
  const { kept, gone, leader, other } = ids;
  const { prisma } = db;
  await prisma.person.update({
    where: { id: gone },
    data: {
      idNumber: sealText(secrets, '431100199001011234'),
      idLookup: secrets.lookup('431100199001011234'),
    },
  });
  const identity = { countyId: COUNTY, appId: 'a', seenAt: new Date(now) };
  await prisma.identity.create({ data: { id: 'i1', ...identity, accountId: 'x', personId: kept } });
  await prisma.identity.create({ data: { id: 'i2', ...identity, accountId: 'y', personId: gone } });
  const pairing = { countyId: COUNTY, post: '副县长', from: day };
  await prisma.pairing.create({ data: { id: 'p1', ...pairing, leaderId: leader, talentId: kept } });
  await prisma.pairing.create({
    data: { id: 'p2', ...pairing, leaderId: leader, talentId: gone, paused: '核对' },
  });
  await prisma.pairing.create({ data: { id: 'p3', ...pairing, leaderId: other, talentId: gone } });
  const contact = { countyId: COUNTY, leaderId: leader, date: day, method: '走访', enteredAt: new Date(now) };
  for (const [no, pairingId, talentId] of [
    ['L-1', 'p1', kept],
    ['L-2', 'p2', gone],
    ['L-3', 'p3', gone],
  ] as const)
    await prisma.contact.create({
      data: { id: no, no, ...contact, pairingId, talentId, recorderId: gone, notes: sealJson(secrets, {}) },
    });
  const one = {
    countyId: COUNTY,
    matter: 'need',
    version: 1,
    stage: '已受理',
    revision: 1,
    createdAt: new Date(now),
  };
  await prisma.case.create({
    data: {
      id: 'c1',
      no: 'N-1',
      ...one,
      draftId: 'd1',
      personId: gone,
      raisedBy: gone,
      answers: sealJson(secrets, {}),
    },
  });
  await prisma.case.create({
    data: {
      id: 'c2',
      no: 'N-2',
      ...one,
      draftId: 'd2',
      recused: [leader, gone, kept],
      answers: sealJson(secrets, {}),
    },
  });
  const file = {
    countyId: COUNTY,
    answers: sealJson(secrets, { 姓名: '张伟' }),
    createdAt: day,
    updatedAt: day,
  };
  await prisma.talentFile.create({ data: { id: 'f2', no: 'RC0002', personId: gone, ...file } });
  await prisma.change.create({
    data: { countyId: COUNTY, subject: `person:${gone}`, what: '登记', at: new Date(now) },
  });
  const timer = { countyId: COUNTY, kind: 'k', due: new Date(now) };
  await prisma.timer.create({ data: { ...timer, subject: kept } });
  await prisma.timer.create({ data: { ...timer, subject: gone } });
  await prisma.timer.create({ data: { ...timer, subject: gone, kind: 'other' } });
}

const tables = [
  'person',
  'role',
  'identity',
  'pairing',
  'contact',
  'case',
  'talent_file',
  'change',
  'timer',
  'consent',
  'bind_request',
];

/** Every row of the county, in no order. */
async function everything(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await db.pool.query(`select to_jsonb(t)::text as row from "${table}" t order by 1`);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

const merge = (kept: string, gone: string) =>
  db.prisma.$transaction((tx) =>
    mergePeople({ tx, secrets, random, countyId: COUNTY, now, by: 'staff' }, kept, gone),
  );
const takeApart = (id: string) => db.prisma.$transaction((tx) => unmerge(tx, secrets, id, now));

describe('merging two people', () => {
  it('moves everything of the second to the first', async () => {
    const { kept, gone, leader } = ids;
    await merge(kept, gone);
    const { prisma } = db;
    expect(await prisma.person.findUnique({ where: { id: gone } })).toBeNull();
    expect(JSON.stringify(await everything())).not.toContain(`"${gone}"`);
    const person = await prisma.person.findUniqueOrThrow({ where: { id: kept }, include: { roles: true } });
    expect(person).toMatchObject({
      unit: '县中医院',
      title: '副主任医师',
      phoneLookup: secrets.lookup('13900001001'),
    });
    expect(person.roles.map(({ role }) => role).sort()).toEqual(['乡贤', '人才'].sort());
    expect(await prisma.identity.count({ where: { personId: kept } })).toBe(2);
    expect(
      await prisma.pairing.findMany({ where: { talentId: kept }, orderBy: { id: 'asc' } }),
    ).toMatchObject([{ id: 'p1' }, { id: 'p3' }]);
    expect(
      await prisma.contact.findMany({ where: { talentId: kept }, orderBy: { no: 'asc' } }),
    ).toMatchObject([{ pairingId: 'p1' }, { pairingId: 'p1' }, { pairingId: 'p3' }]);
    expect((await prisma.case.findUniqueOrThrow({ where: { id: 'c2' } })).recused).toEqual([leader, kept]);
  });

  it('can be taken apart exactly', async () => {
    const before = await everything();
    const id = await merge(ids.kept, ids.gone);
    expect(await everything()).not.toEqual(before);
    expect(await takeApart(id)).toBeUndefined();
    expect(await everything()).toEqual(before);
    expect(await takeApart(id)).toContain('已经拆开');
  });

  it('can be taken apart exactly where both had a file, and the other way round', async () => {
    await db.prisma.talentFile.create({
      data: {
        id: 'f1',
        countyId: COUNTY,
        no: 'RC0001',
        personId: ids.kept,
        answers: sealJson(secrets, {}),
        createdAt: day,
        updatedAt: day,
      },
    });
    const before = await everything();
    const id = await merge(ids.gone, ids.kept);
    expect(await db.prisma.talentFile.findMany()).toMatchObject([{ no: 'RC0002' }]);
    expect(await takeApart(id)).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it('leaves what came since with the one who was kept', async () => {
    const id = await merge(ids.kept, ids.gone);
    await db.prisma.contact.update({ where: { id: 'L-1' }, data: { place: '新地点' } });
    await db.prisma.person.update({ where: { id: ids.kept }, data: { title: '主任医师' } });
    await takeApart(id);
    const kept = await db.prisma.person.findUniqueOrThrow({ where: { id: ids.kept } });
    expect(kept).toMatchObject({ title: '主任医师', phone: null });
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: ids.gone } })).toMatchObject({
      phoneLookup: secrets.lookup('13900001001'),
    });
  });

  it('comes apart in the order it was put together, last first', async () => {
    const before = await everything();
    const first = await merge(ids.kept, ids.gone);
    const second = await merge(ids.other, ids.kept);
    expect(await takeApart(first)).toContain('先拆开后一次');
    expect(await takeApart(second)).toBeUndefined();
    expect(await takeApart(first)).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it('is refused for a pair, for one person, and for somebody who is gone', async () => {
    const why = (a: string, b: string) => whyNotMerge(db.prisma, COUNTY, a, b);
    expect(await why(ids.leader, ids.kept)).toContain('结对');
    expect(await why(ids.kept, ids.kept)).toContain('同一个人');
    expect(await why(ids.kept, 'nobody')).toContain('不在库里');
    expect(await whyNotMerge(db.prisma, 'another county', ids.kept, ids.gone)).toContain('不在库里');
    expect(await why(ids.kept, ids.gone)).toBeUndefined();
  });

  it('knows every column that names a person', async () => {
    const { rows } = await db.pool.query<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and table_name not like '\\_prisma%'
         and (column_name like '%person\\_id' or column_name in ('leader_id', 'talent_id', 'recorder_id', 'raised_by', 'recused', 'deputy_id', 'owner_id', 'officer_id')
              or column_name = 'by' or column_name like '%\\_by')`,
    );
    const known = [...following.map(({ table, column }) => `${table}.${column}`), ...special, ...staying];
    expect(rows.map(({ place }) => place).sort()).toEqual([...known].sort());
  });
});
