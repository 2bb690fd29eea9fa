import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/county/calendar.ts';
import { carryOut, type Outside } from '../../src/county/imports/carry-out.ts';
import { planOf } from '../../src/county/imports/incoming.ts';
import type { Plan } from '../../src/county/imports/plan.ts';
import { planLines } from '../../src/county/imports/reply.ts';
import { readTable, type SheetTable } from '../../src/county/imports/table.ts';
import { templateFile } from '../../src/county/imports/templates.ts';
import { takeBackImport } from '../../src/county/imports/undo.ts';
import { dateIn, phoneIn } from '../../src/county/imports/values.ts';
import { ledgers } from '../../src/county/ledgers/ledgers.ts';
import { type Cell, workbookOf } from '../../src/county/ledgers/sheet.ts';
import { addPerson } from '../../src/county/people.ts';
import { openText, sealJson } from '../../src/county/sealed.ts';
import { readSettings } from '../../src/county/settings.ts';
import { folderOfTest, type } from '../cli/terminal.ts';
import { COUNTY, random, secrets } from '../support/county.ts';
import { databaseOfTest, type FreshDatabase } from '../support/postgres.ts';

const now = Date.parse('2026-09-17T10:00:00+08:00');
const headings = [
  '联系领导',
  '领导职务',
  '人才姓名',
  '人才单位',
  '人才职称',
  '人才手机',
  '结对日期',
  '解除日期',
];

let db: FreshDatabase;
const view = {
  id: COUNTY,
  name: '青岚县',
  calendar: calendarOf([], '2026-12-31'),
  settings: readSettings({}),
  since: 0,
};

beforeEach(async () => {
  db = await databaseOfTest();
  await db.prisma.county.create({ data: { id: COUNTY, name: '青岚县', createdAt: new Date(0) } });
  const add = (name: string, more: object) =>
    addPerson(db.prisma, { secrets, random }, COUNTY, { name, roles: ['人才'], ...more }, now);
  const leader = await add('向国平', { roles: ['领导'], title: '副县长' });
  const lee = await add('李文博', { unit: '华科高新', title: '教授', phone: '13900001001' });
  const wu = await add('吴昊', { unit: '茶叶研究所' });
  await add('张伟', { unit: '县中医院' });
  await add('张伟', { unit: '三叶茶业' });
  for (const [id, talentId] of [
    ['p1', lee],
    ['p2', wu],
  ] as const)
    await db.prisma.pairing.create({
      data: {
        id,
        countyId: COUNTY,
        post: '副县长',
        leaderId: leader,
        talentId,
        from: new Date('2026-01-12'),
      },
    });
});

async function read(rows: Cell[][], columns = headings): Promise<SheetTable> {
  const table = await readTable(
    await workbookOf([{ name: '名单', notes: ['青岚县结对名单'], columns, rows }]),
  );
  if ('refused' in table) throw new Error(table.refused);
  return table;
}

const planFor = (table: SheetTable): Promise<Plan> =>
  planOf({ tx: db.prisma, secrets, county: view, now }, table);

async function run(plan: Plan, outside: Outside = 'leave'): Promise<string> {
  return db.prisma.$transaction(async (tx) => {
    const undo = await carryOut({ tx, secrets, random, county: view, now, by: 'staff' }, plan, outside);
    const { id } = await tx.import.create({
      data: {
        id: `import-${Math.random()}`,
        countyId: COUNTY,
        status: 'done',
        by: 'staff',
        createdAt: new Date(now),
        doneAt: new Date(now),
        undo: sealJson(secrets, undo),
      },
    });
    return id;
  });
}

async function everything(): Promise<string[]> {
  const { rows } = await db.pool.query(
    `select to_jsonb(t)::text as row from person t union all select to_jsonb(t)::text from role t
     union all select to_jsonb(t)::text from pairing t order by 1`,
  );
  return rows.map(({ row }) => row);
}

describe('a list of pairings', () => {
  const rows: Cell[][] = [
    ['向国平', '县委常委、副县长', '李文博', '', '', '', '2026-01-12', ''],
    ['向国平', '副县长', '郑可', '县二中', '教师', 13900001009, '2026年9月1日', ''],
    ['彭春华', '县人大常委会副主任', '张伟', '三叶茶业', '', '', '', ''],
    ['彭春华', '县人大常委会副主任', '张伟', '', '', '', '', ''],
    ['彭春华', '', '李春和', '', '', '1390000', '', ''],
    ['', '', '覃思齐', '', '', '', '', ''],
    ['向国平', '', '李博文', '', '', '13900001001', '', ''],
    ['彭春华', '', '石磊', '', '', '', '2026-02-30', ''],
    ['彭春华', '', '张伟', '三叶茶业', '', '', '', ''],
  ];

  it('is shown as what would be added, changed and left, with errors by row', async () => {
    const plan = await planFor(await read(rows));
    expect(plan.changes.map(({ line, post }) => [line, post])).toEqual([[3, '县委常委、副县长']]);
    expect(plan.pairings.map(({ line, words, from }) => [line, words, from])).toEqual([
      [4, '向国平 — 郑可', '2026-09-01'],
      [5, '彭春华 — 张伟', '2026-09-17'],
    ]);
    expect(plan.people.map(({ name, roles }) => [name, roles])).toEqual([
      ['郑可', ['人才']],
      ['彭春华', ['领导']],
    ]);
    expect(plan.outside.map(({ words }) => words)).toEqual(['向国平 — 吴昊']);
    const faults = Object.fromEntries(plan.faults.map(({ line, words }) => [line, words]));
    expect(faults[6]).toContain('叫张伟的有 2 位（');
    expect(faults[7]).toContain('不是 11 位');
    expect(faults[8]).toContain('没有填联系领导');
    expect(faults[9]).toContain('手机号和库里的李文博相同，可能是同一人');
    expect(faults[10]).toContain('“2026-02-30”不是日期');
    expect(faults[11]).toContain('和第 5 行是同一对');
    expect(planLines(plan).join('\n')).toContain('第 4 行：向国平 — 郑可');
  });

  it('is done as shown, and taken back whole', async () => {
    const before = await everything();
    const plan = await planFor(await read(rows));
    const id = await run(plan);
    expect(await db.prisma.pairing.count()).toBe(4);
    const talent = await db.prisma.person.findFirstOrThrow({ where: { name: '郑可' } });
    expect(openText(secrets, talent.phone)).toBe('13900001009');
    expect(await db.prisma.pairing.findUniqueOrThrow({ where: { id: 'p1' } })).toMatchObject({
      post: '县委常委、副县长',
    });
    expect((await planFor(await read(rows))).pairings).toEqual([]);
    await takeBackImport(db.prisma, secrets, id);
    expect(await everything()).toEqual(before);
  });

  it('ends what it does not name only when that is wished', async () => {
    const plan = await planFor(await read([['向国平', '', '李文博', '', '', '', '', '']]));
    expect([plan.same, plan.outside.length]).toEqual([1, 1]);
    const before = await everything();
    const id = await run(plan, 'end');
    expect(await db.prisma.pairing.findUniqueOrThrow({ where: { id: 'p2' } })).toMatchObject({
      to: new Date('2026-09-17'),
      reason: '名单调整',
    });
    await takeBackImport(db.prisma, secrets, id);
    expect(await everything()).toEqual(before);
  });

  it('ends a pair on the day it states', async () => {
    const plan = await planFor(await read([['向国平', '', '吴昊', '', '', '', '', '2026-10-01']]));
    expect(plan.ends).toMatchObject([{ id: 'p2', to: '2026-10-01' }]);
    expect(plan.outside.map(({ id }) => id)).toEqual(['p1']);
  });

  it('points out a leader with more talents than usual', async () => {
    const more = ['甲一', '乙二'].map((name): Cell[] => ['向国平', '', name, '', '', '', '', '']);
    expect((await planFor(await read(more))).remarks.map(({ words }) => words)).toEqual([
      '向国平联系的人才会超过 3 名',
    ]);
  });

  it('can be what was taken out: nothing changes then, though the phones are masked', async () => {
    const ledger = ledgers.find(({ name }) => name === '结对名单');
    const looking = {
      tx: db.prisma,
      secrets,
      countyId: COUNTY,
      now,
      purpose: '核对',
      viewer: { id: 'x', roles: ['人才办' as const] },
    };
    const out = (await ledger?.rows(looking)) ?? [];
    expect(out.flat()).toContain('139****1001');
    const plan = await planFor(await read(out));
    expect(plan).toMatchObject({ same: 2, outside: [], faults: [], changes: [], people: [], updates: [] });
  });
});

describe('a list of people', () => {
  const columns = ['姓名', '单位', '职称或职务', '手机', '角色'];

  it('adds who is new and updates who is known', async () => {
    const table = await read(
      [
        ['李文博', '华科高新专家工作站', '教授', '13900001001', '人才、乡贤'],
        ['何思雨', '县一中', '教师', '13900001010', '人才'],
        ['罗佩兰', '人才办', '', '', '主任'],
        ['吴昊', '茶叶研究所', '', '', '人才'],
      ],
      columns,
    );
    expect(table.kind).toBe('people');
    const plan = await planFor(table);
    expect(plan.updates).toMatchObject([
      { name: '李文博', set: { unit: '华科高新专家工作站' }, roles: ['乡贤'] },
    ]);
    expect(plan.people.map(({ name }) => name)).toEqual(['何思雨']);
    expect(plan.same).toBe(1);
    expect(plan.faults[0]?.words).toContain('由主任用“/授权”');
    const before = await everything();
    const id = await run(plan);
    expect(await db.prisma.role.count({ where: { role: '乡贤' } })).toBe(1);
    await takeBackImport(db.prisma, secrets, id);
    expect(await everything()).toEqual(before);
  });

  it('keeps a new person who has begun to use the service when it is taken back', async () => {
    const id = await run(await planFor(await read([['何思雨', '县一中', '', '', '人才']], columns)));
    const person = await db.prisma.person.findFirstOrThrow({ where: { name: '何思雨' } });
    await db.prisma.identity.create({
      data: {
        id: 'i',
        countyId: COUNTY,
        appId: 'a',
        accountId: 'x',
        personId: person.id,
        seenAt: new Date(now),
      },
    });
    await takeBackImport(db.prisma, secrets, id);
    expect(await db.prisma.person.count({ where: { id: person.id } })).toBe(1);
  });
});

describe('a file', () => {
  it.each([
    [Buffer.from('not a workbook'), '打不开'],
    [Buffer.from('PK\x03\x04broken'), '打不开'],
  ])('that is no workbook is refused with a sentence', async (bytes, words) => {
    expect(await readTable(bytes)).toMatchObject({ refused: expect.stringContaining(words) });
  });

  it('without the headings is refused, and an empty template too', async () => {
    const other = await workbookOf([{ name: 'x', columns: ['甲', '乙'], rows: [['1', '2']] }]);
    expect(await readTable(other)).toMatchObject({ refused: expect.stringContaining('/模板 结对名单') });
    for (const kind of ['pairings', 'people'] as const)
      expect(await readTable((await templateFile(kind)).bytes)).toMatchObject({
        refused: expect.stringContaining('没有内容'),
      });
  });

  it('has dates and phones as people write them', () => {
    for (const text of ['2026-01-12', '2026.1.12', '2026/1/12', '2026年1月12日', '20260112'])
      expect(dateIn(text)).toBe('2026-01-12');
    for (const text of ['2026-02-29', '昨天', '2026-1', '1月2日']) expect(dateIn(text)).toBeUndefined();
    expect(phoneIn('+86 139-0000-1001')).toEqual({ phone: '13900001001' });
    expect(phoneIn('139****1001')).toEqual({});
    expect(phoneIn('12345')).toHaveProperty('fault');
  });
});

describe('the terminal', () => {
  it('shows first and does it with --yes', async () => {
    const path = join(folderOfTest(), '名单.xlsx');
    const rows: Cell[][] = [['向国平', '副县长', '郑可', '县二中', '', '', '', '']];
    writeFileSync(path, await workbookOf([{ name: '名单', columns: headings, rows }]));
    const env = { DATABASE_URL: db.url, SECRET_KEY: '0123456789abcdef0123456789abcdef' };
    const shown = await type(['import', 'pairings', path], env);
    expect(shown.err).toBe('');
    expect(shown.out).toContain('向国平 — 郑可');
    expect(shown.out).toContain('--yes');
    expect(await db.prisma.pairing.count()).toBe(2);
    expect((await type(['import', 'pairings', path, '--yes'], env)).out).toContain('已导入');
    expect(await db.prisma.pairing.count()).toBe(3);
    const wrong = await type(['import', 'people', path], env);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('是结对名单')]);
  });

  it('takes a calendar in, and says why it does not', async () => {
    const env = { DATABASE_URL: db.url, SECRET_KEY: '0123456789abcdef0123456789abcdef' };
    const path = join(folderOfTest(), '2027.txt');
    writeFileSync(path, '2027-01-01 休 元旦\n');
    const refused = await type(['calendar', 'import', path], env);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('2027 年的安排不全')]);
    expect((await type(['calendar', 'show'], env)).out).toContain('还没有放假安排');
    writeFileSync(path, '2027-09-01 县休 县庆\n有效期至 2027-12-31\n');
    const taken = await type(['calendar', 'import', path], env);
    expect(taken.out).toContain('2027-09-01 县休 县庆');
  });
});
