import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/county/calendar.ts';
import { type Asked, asking, count, isRate, percent, valueWords } from '../../src/county/figures/figure.ts';
import { countAll, figures, figuresNamed } from '../../src/county/figures/list.ts';
import { periodOf } from '../../src/county/figures/period.ts';
import { detailsReply, reportReply } from '../../src/county/figures/reply.ts';
import { summaryFile } from '../../src/county/reports/files.ts';
import { summaryOf } from '../../src/county/reports/summary.ts';
import { sealJson } from '../../src/county/sealed.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { seedQinglan } from '../../src/county/seed/qinglan.ts';
import { readSettings } from '../../src/county/settings.ts';
import type { CountyView } from '../../src/county/turn.ts';
import { loadBook } from '../../src/dialogue/flow/load.ts';
import { wordsOf } from '../../src/dialogue/reply.ts';
import { momentOf } from '../../src/schedule/workdays.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { wordsOfDocument } from '../support/document.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

const random = { bytes: (length: number) => randomBytes(length) };
const secrets = openSecrets(['a key for this test only, long enough'], random);
const countyId = 'qinglan';
const now = momentOf('2026-10-12', '10:00');
const at = (day: string) => new Date(momentOf(day, '15:00'));

let db: FreshDatabase;
let asked: Asked;

const flow = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../flows/${file}`, import.meta.url), 'utf8'),
});
const { book } = loadBook([flow('need.yaml'), flow('suggestion.yaml')]);

const county: CountyView = {
  id: countyId,
  name: '青岚县',
  calendar: calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil),
  settings: readSettings({}),
  since: momentOf('2026-01-01'),
};

interface Told {
  no: string;
  matter?: 'need' | 'suggestion';
  category?: string;
  guard?: string;
  recused?: string[];
  /** [action, the stage afterwards, day] */
  steps: [action: string, to: string, day: string][];
  ended?: true;
}

async function tell(told: Told): Promise<void> {
  const { no, matter = 'need', category = '住房', guard = '', recused = [], steps } = told;
  const last = steps.at(-1);
  await db.prisma.case.create({
    data: {
      id: no,
      countyId,
      no,
      matter,
      version: 1,
      stage: last?.[1] ?? '',
      guard,
      recused,
      answers: sealJson(secrets, matter === 'need' ? { 内容: '事', 类别: category } : { 领域: category }),
      draftId: no,
      revision: 1,
      createdAt: at(steps[0]?.[2] ?? ''),
      closedAt: told.ended && last ? at(last[2]) : null,
    },
  });
  for (const [action, to, day] of steps) {
    const unit = action === '派单' ? { unit: 'u1' } : {};
    const limit = action === '不满意' ? { limit: { amount: 5, unit: '工作日' } } : {};
    await db.prisma.change.create({
      data: {
        countyId,
        subject: `case:${no}`,
        what: action,
        at: at(day),
        step: { action, to, ...unit, ...limit },
      },
    });
  }
}

const given = (day: string): Told['steps'] => [
  ['受理', '已受理', day],
  ['派单', '已派单', day],
  ['签收', '办理中', day],
];

const cases: Told[] = [
  // In time and satisfied.
  {
    no: 'N-2026-0001',
    steps: [...given('2026-07-06'), ['反馈', '回访中', '2026-07-13'], ['满意', '办结', '2026-07-14']],
    ended: true,
  },
  // A day late, and nobody answered.
  {
    no: 'N-2026-0002',
    category: '医疗',
    steps: [...given('2026-07-06'), ['反馈', '回访中', '2026-07-14'], ['未接通', '办结', '2026-07-15']],
    ended: true,
  },
  // Disputed to the end.
  {
    no: 'N-2026-0003',
    steps: [
      ...given('2026-07-20'),
      ['反馈', '回访中', '2026-07-22'],
      ['不满意', '办理中', '2026-07-23'],
      ['反馈', '回访中', '2026-07-27'],
      ['仍不满意', '会商中', '2026-07-28'],
      ['会商办结', '办结', '2026-07-30'],
    ],
    ended: true,
  },
  // Done anew, and then good.
  {
    no: 'N-2026-0004',
    steps: [
      ...given('2026-08-03'),
      ['反馈', '回访中', '2026-08-05'],
      ['不满意', '办理中', '2026-08-06'],
      ['反馈', '回访中', '2026-08-10'],
      ['基本满意', '办结', '2026-08-11'],
    ],
    ended: true,
  },
  { no: 'N-2026-0005', steps: [...given('2026-08-03'), ['合并', '已合并', '2026-08-04']], ended: true },
  { no: 'N-2026-0006', recused: ['clerk'], steps: given('2026-09-01') },
  {
    no: 'N-2026-0007',
    guard: '限主任',
    steps: [
      ['受理', '已受理', '2026-09-02'],
      ['转', '已转主任', '2026-09-02'],
    ],
    ended: true,
  },
  // Of the second quarter, closed in the third.
  {
    no: 'N-2026-0008',
    steps: [...given('2026-06-29'), ['反馈', '回访中', '2026-07-01'], ['满意', '办结', '2026-07-02']],
    ended: true,
  },
  { no: 'N-2026-0009', steps: [...given('2026-09-07'), ['撤回', '已撤回', '2026-09-08']], ended: true },
  // After the quarter.
  { no: 'N-2026-0010', steps: given('2026-10-09') },
  {
    no: 'J-2026-0001',
    matter: 'suggestion',
    category: '产业发展',
    steps: [['登记', '已登记', '2026-08-03']],
  },
  {
    no: 'J-2026-0002',
    matter: 'suggestion',
    category: '公共服务',
    steps: [['登记', '已登记', '2026-06-03']],
  },
];

beforeAll(async () => {
  db = await freshDatabase();
  await db.prisma.county.create({ data: { id: countyId, name: '青岚县', createdAt: new Date(now) } });
  await db.prisma.$transaction((tx) => seedQinglan({ tx, secrets, random, countyId, now }));
  for (const one of cases) await tell(one);
  // A second leader for one talent, a pairing that ended, a contact taken back: none may be counted twice or at all.
  const [first, second] = await db.prisma.pairing.findMany({ orderBy: { id: 'asc' }, take: 2 });
  if (!first || !second) throw new Error('nothing was seeded');
  await db.prisma.pairing.create({
    data: { ...first, id: 'second-leader', leaderId: second.leaderId },
  });
  const away = await db.prisma.person.create({
    data: { id: 'away', countyId, name: '已调离', createdAt: new Date(now) },
  });
  await db.prisma.pairing.create({
    data: { ...first, id: 'ended', talentId: away.id, to: new Date('2026-05-01') },
  });
  const contact = await db.prisma.contact.findFirstOrThrow({
    where: { date: { gte: new Date('2026-07-01') } },
  });
  await db.prisma.contact.create({
    data: { ...contact, id: 'undone', no: 'L-2026-9999', undoneAt: new Date(now) },
  });
  const period = periodOf('上季', '2026-10-12');
  if (!period) throw new Error('no period');
  asked = asking({ tx: db.prisma, secrets, county, now, book }, period);
});
afterAll(() => db.drop());

const counted = async (name: string) => {
  const [figure] = figuresNamed(name);
  if (!figure) throw new Error(`no figure ${name}`);
  return count(figure, asked);
};

describe('every figure', () => {
  it('says its unit, scope and rule, and is the number of its rows', async () => {
    for (const figure of figures) {
      const { count: number, of, rows } = await count(figure, asked);
      expect(figure.rule.length, figure.name).toBeGreaterThan(10);
      expect(new Set(rows.map(({ id }) => id)).size, figure.name).toBe(rows.length);
      expect(number, figure.name).toBe(rows.filter((row) => row.counted).length);
      expect(of, figure.name).toBe(isRate(figure) ? rows.length : undefined);
      if (!isRate(figure)) expect(number, figure.name).toBe(rows.length);
      for (const row of rows) expect(row.cells.length, figure.name).toBe(figure.columns.length);
    }
  });

  it('shows no phone or ID number', async () => {
    for (const one of await countAll(asked)) expect(JSON.stringify(one.rows)).not.toMatch(/\d{11}/u);
  });
});

describe('contacts', () => {
  it('count distinct leaders and talents with an active pairing on the day', async () => {
    expect((await counted('联系领导数')).count).toBe(35);
    expect((await counted('联系人才数')).count).toBe(42);
  });

  it('count what the contact rows say, by way', async () => {
    const rows = await db.pool.query(
      `select method, count(*)::int as n from contact
       where undone_at is null and date between '2026-07-01' and '2026-09-30' group by method`,
    );
    const { count: number, groups } = await counted('联系人次');
    expect(number).toBe(rows.rows.reduce((sum, { n }) => sum + n, 0));
    expect(Object.fromEntries(groups.map(({ name, count: n }) => [name, n]))).toEqual(
      Object.fromEntries(rows.rows.map(({ method, n }) => [method, n])),
    );
  });

  it('put no leader before another: not by contacts, not by name, and beside no number', async () => {
    const leaders = await counted('联系领导数');
    expect(leaders.figure.columns).toEqual(['领导', '职务']);
    const byId = [...leaders.rows].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(leaders.rows).toEqual(byId);
    for (const { figure, rows } of await countAll(asked)) {
      const column = figure.columns.indexOf('领导');
      if (column < 0) continue;
      expect(
        figure.columns.filter((name) => /次|件|率|分|名次|排/u.test(name)),
        figure.name,
      ).toEqual([]);
      expect(figure.groupedBy, figure.name).not.toBe('领导');
      for (const row of rows) expect(row.group ?? '').not.toBe(row.cells[column]);
    }
    const summary = JSON.stringify(summaryOf(await countAll(asked), asked));
    for (const { cells } of leaders.rows) expect(summary).not.toContain(cells[0]);
  });
});

describe('needs and suggestions', () => {
  it('are counted apart, by when they came', async () => {
    const needs = await counted('诉求件数');
    expect(needs.rows.map(({ id }) => id.slice(-2))).toEqual(['01', '02', '03', '04', '06', '09']);
    expect(needs.groups).toEqual([
      { name: '住房', count: 5 },
      { name: '医疗', count: 1 },
    ]);
    expect((await counted('意见建议条数')).rows.map(({ id }) => id)).toEqual(['J-2026-0001']);
  });

  it('are solved when closed and not disputed at the last call-back', async () => {
    expect((await counted('解决问题件数')).rows.map(({ id }) => id.slice(-2))).toEqual([
      '01',
      '02',
      '04',
      '08',
    ]);
  });

  it('are satisfied only where the person said so', async () => {
    const { count: number, of, rows } = await counted('满意率');
    expect([number, of]).toEqual([3, 5]);
    expect(rows.find(({ id }) => id.endsWith('02'))).toMatchObject({ counted: false });
  });

  it('are in time when every result was, make-up days and all', async () => {
    const { rows } = await counted('按时办结率');
    expect(rows.filter((row) => !row.counted).map(({ id }) => id)).toEqual(['N-2026-0002']);
    expect(rows).toHaveLength(5);
  });

  it('that are open on the last day are those not closed by then', async () => {
    expect((await counted('在办件数')).rows.map(({ id }) => id)).toEqual(['N-2026-0006']);
  });

  it('about the viewer are not shown to the viewer', async () => {
    const open = await counted('在办件数');
    expect(wordsOf(detailsReply(open, asked, 1, 'clerk'))).toContain('按规定回避');
    expect(wordsOf(detailsReply(open, asked, 1, 'clerk'))).not.toContain('N-2026-0006');
    expect(wordsOf(detailsReply(open, asked, 1, 'other'))).toContain('N-2026-0006');
  });
});

describe('files', () => {
  it('count those on record and how many talents have one', async () => {
    expect((await counted('建档数')).count).toBe(6);
    expect(valueWords(await counted('建档覆盖率'))).toBe('14.3%（6/42）');
  });
});

describe('a rate', () => {
  it('is never 100% while one is missing, and none where there is nothing', () => {
    expect(percent(9_999, 10_000)).toBe('99.9%');
    expect(percent(5, 5)).toBe('100%');
    expect(percent(1, 3)).toBe('33.3%');
  });
});

describe('a period', () => {
  it.each([
    ['季', '2026年第四季度', '2026-10-01', '2026-12-31'],
    ['上季', '2026年第三季度', '2026-07-01', '2026-09-30'],
    ['月', '2026年10月', '2026-10-01', '2026-10-31'],
    ['上月', '2026年9月', '2026-09-01', '2026-09-30'],
    ['年', '2026年', '2026-01-01', '2026-12-31'],
    ['去年', '2025年', '2025-01-01', '2025-12-31'],
    ['2026年三季度', '2026年第三季度', '2026-07-01', '2026-09-30'],
    ['2026年第2季度', '2026年第二季度', '2026-04-01', '2026-06-30'],
    ['二季度', '2026年第二季度', '2026-04-01', '2026-06-30'],
    ['2024年2月', '2024年2月', '2024-02-01', '2024-02-29'],
    ['上半年', '2026年上半年', '2026-01-01', '2026-06-30'],
    ['2026-07-01..2026-09-30', '2026年第三季度', '2026-07-01', '2026-09-30'],
  ])('%s is %s', (words, name, from, to) => {
    expect(periodOf(words, '2026-10-12')).toEqual({ name, from, to });
  });

  it.each(['', '昨天', '13月', '2026-09-30..2026-07-01', '五季度'])('%s is none', (words) => {
    expect(periodOf(words, '2026-10-12')).toBeUndefined();
  });
});

describe('the report', () => {
  it('gives every figure its day, and opens', async () => {
    const words = wordsOf(reportReply(await countAll(asked), asked));
    expect(words).toContain('2026年第三季度数字');
    expect(words).toContain('联系领导数 35 名（截至 2026-09-30）');
    expect(words).toContain('[看明细]');
  });

  it('is a Word file that reads like one of the office', async () => {
    const file = await summaryFile('word', await countAll(asked), asked, '');
    expect(file.name).toBe('青岚县联系服务人才工作情况（2026年第三季度）.docx');
    const text = wordsOfDocument(file.bytes);
    expect(text).toContain('青岚县党政领导联系服务人才工作情况');
    expect(text).toContain('全县共有35名领导联系42名人才');
    expect(text).toContain('解决问题4件');
    expect(text).toContain('回访满意率60%（3/5）');
    expect(text).toContain('中共青岚县委人才工作领导小组办公室2026年10月12日');
    for (const { rule } of figures) expect(text).toContain(rule);
  });

  it('is an Excel file with the rows behind each figure', async () => {
    const file = await summaryFile('excel', await countAll(asked), asked, 'clerk');
    const sheet = await readSheet(Buffer.from(file.bytes), '诉求件数');
    expect(sheet).toHaveLength(7);
    expect(sheet[1]?.[1]).toBe('N-2026-0001');
    expect(sheet[5]?.[1]).toBe('（按规定回避）');
    const figure = await readSheet(Buffer.from(file.bytes), '数字');
    expect(figure.find((row) => row[0] === '联系人才数')?.[1]).toBe(42);
  });
});
