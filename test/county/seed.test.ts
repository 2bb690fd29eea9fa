import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf, loadCalendar } from '../../src/county/calendar.ts';
import { fileNumber, yearNumber } from '../../src/county/numbers.ts';
import { leadersServed } from '../../src/county/officers.ts';
import { leadersOf, pairedLeaders, pairingsOf, standingsOf } from '../../src/county/pairings.ts';
import { openJson, openText } from '../../src/county/sealed.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { castOf } from '../../src/county/seed/cast.ts';
import { historyBefore } from '../../src/county/seed/history.ts';
import { everybody } from '../../src/county/seed/people.ts';
import { seedQinglan } from '../../src/county/seed/qinglan.ts';
import { talentCalled } from '../../src/county/seed/talents.ts';
import { mentionsIn } from '../../src/dialogue/contact/people.ts';
import { readTalk } from '../../src/dialogue/contact/talk.ts';
import type { Random } from '../../src/ports.ts';
import { momentOf } from '../../src/schedule/workdays.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** Bytes that are the same in every run and do not repeat. */
function seeded(): Random {
  let count = 0;
  const block = () => createHash('sha512').update(String(count++)).digest();
  return {
    bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 64) }, block), length),
  };
}

const random = seeded();
const secrets = openSecrets(['a key for this test only, long enough'], random);
const countyId = 'qinglan';
const now = momentOf('2026-11-23', '09:30');
const calendar = calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil);

let database: FreshDatabase;
const seed = (id: string, at = now) =>
  database.prisma.$transaction((tx) => seedQinglan({ tx, secrets, random, countyId: id, now: at }));
const addCounty = (id: string) =>
  database.prisma.county.create({ data: { id, name: '青岚县', createdAt: new Date(now) } });
const personId = async (name: string) =>
  (await database.prisma.person.findFirstOrThrow({ where: { countyId, name } })).id;

beforeAll(async () => {
  database = await freshDatabase();
  await addCounty(countyId);
  await seed(countyId);
});
afterAll(() => database.drop());

describe('the people', () => {
  it('are 35 leaders, 42 talents, and those who serve them', async () => {
    const counts = await database.prisma.role.groupBy({ by: ['role'], where: { countyId }, _count: true });
    expect(Object.fromEntries(counts.map(({ role, _count }) => [role, _count]))).toEqual({
      领导: 35,
      人才: 42,
      人才办: 8,
      主任: 1,
      专员: 3,
      成员单位: 21,
      乡贤: 6,
    });
  });

  it('have officers, of whom one serves two leaders', async () => {
    const rows = await database.prisma.person.findMany({
      where: { countyId, roles: { some: { role: '专员' } } },
    });
    const served = await Promise.all(
      rows.map(async ({ id, name }) => [name, (await leadersServed(database.prisma, countyId, id)).length]),
    );
    expect(Object.fromEntries(served)).toEqual({ 彭一诺: 1, 周子航: 2, 吴小曼: 0 });
  });

  it('have a phone each, by which they are found', async () => {
    const rows = await database.prisma.person.findMany({ where: { countyId } });
    const phones = rows.map((row) => openText(secrets, row.phone));
    expect(new Set(phones).size).toBe(rows.length);
    for (const phone of phones) expect(phone).toMatch(/^139000\d{5}$/u);
    const wen = rows.find((row) => row.name === '李文博');
    expect(wen?.phoneLookup).toBe(secrets.lookup(openText(secrets, wen?.phone ?? null)));
  });

  it('have names of their own, but for the two 张伟', () => {
    const names = everybody.map((person) => person.name);
    const shared = names.filter((name, index) => names.indexOf(name) !== index);
    expect(shared).toEqual(['张伟']);
    for (const unknown of ['周德发', '周志强', '覃晓霖', '何思雨']) expect(names).not.toContain(unknown);
  });

  it('belong to the member unit that their unit is', async () => {
    const hospital = await database.prisma.unit.findFirstOrThrow({ where: { countyId, name: '县人民医院' } });
    const there = await database.prisma.person.findMany({ where: { countyId, unitId: hospital.id } });
    expect(there.map((person) => person.name).sort()).toEqual(['姚静怡', '薛明哲', '郝秀芝'].sort());
    const contacts = await database.prisma.person.findMany({
      where: { countyId, roles: { some: { role: '成员单位' } } },
    });
    const unitIds = new Set(contacts.map((person) => person.unitId));
    expect(unitIds.has(null)).toBe(false);
    expect(unitIds.size).toBe(await database.prisma.unit.count({ where: { countyId } }));
  });
});

describe('the pairings', () => {
  it('give every talent exactly one leader and no leader more than three talents', async () => {
    const rows = await database.prisma.pairing.findMany({ where: { countyId, to: null } });
    expect(rows).toHaveLength(42);
    expect(new Set(rows.map((row) => row.talentId)).size).toBe(42);
    const loads = [...Map.groupBy(rows, (row) => row.leaderId).values()].map((own) => own.length);
    expect(loads).toHaveLength(35);
    expect(Math.max(...loads)).toBe(3);
    expect(rows.every((row) => row.post.length > 0)).toBe(true);
  });

  it('begin with the yearly revision', async () => {
    expect(await pairedLeaders(database.prisma, countyId, '2026-01-11')).toEqual([]);
    expect(await pairedLeaders(database.prisma, countyId, '2026-01-12')).toHaveLength(35);
  });

  it('are those of the dialogues', async () => {
    const of = async (leader: string) =>
      (await pairingsOf(database.prisma, countyId, await personId(leader), '2026-09-17')).map(
        ({ talent, post }) => `${post} ${talent.name} ${talent.title} ${talent.unit}`,
      );
    expect(await of('向国平')).toEqual(['县委常委、副县长 李文博 教授 华科高新专家工作站']);
    expect((await of('彭春华')).sort()).toEqual([
      '县人大常委会副主任 吴昊 博士 茶叶研究所',
      '县人大常委会副主任 田雨桐 特级教师 县一中',
      '县人大常委会副主任 石磊 总工 青岚新材料',
    ]);
    const [other] = await leadersOf(database.prisma, countyId, await personId('李春和'), '2026-09-17');
    expect(other?.leader.name).toBe('田慧敏');
  });
});

describe('the contacts', () => {
  it('leave 彭春华 on 8 September with two to see', async () => {
    const rows = await standingsOf(database.prisma, countyId, await personId('彭春华'), '2026-09-08');
    const byName = Object.fromEntries(rows.map((row) => [row.talent.name, row.standing]));
    expect(byName.田雨桐).toMatchObject({
      last: { date: '2026-07-22', method: '电话' },
      contacted: true,
      met: false,
    });
    expect(byName.吴昊).toMatchObject({
      last: { date: '2026-04-15', method: '走访' },
      contacted: false,
    });
    expect(byName.石磊).toMatchObject({
      last: { date: '2026-06-28', method: '座谈' },
      contacted: false,
    });
  });

  it('leave 李文博 to be seen in the third quarter', async () => {
    const [row] = await standingsOf(database.prisma, countyId, await personId('向国平'), '2026-09-30');
    expect(row?.standing.last).toMatchObject({ date: '2026-05-20' });
    expect(row?.standing.contacted).toBe(false);
  });

  it.each(['2026-09-08', '2026-11-23'])(
    'leave about a third of the leaders with somebody owed on %s',
    async (day) => {
      const standings = await Promise.all(
        (await pairedLeaders(database.prisma, countyId, day)).map((leader) =>
          standingsOf(database.prisma, countyId, leader, day),
        ),
      );
      const owing = standings.filter((rows) => rows.some((row) => !row.standing.contacted));
      expect(owing).toHaveLength(12);
    },
  );

  it('reached most talents in each of the first three quarters', () => {
    const reached = (from: string, to: string) =>
      new Set(
        historyBefore('2027-01-01')
          .filter(({ date }) => date >= from && date <= to)
          .map(({ talent }) => talentCalled(talent)),
      ).size;
    expect(reached('2026-01-12', '2026-03-31')).toBeGreaterThanOrEqual(36);
    expect(reached('2026-04-01', '2026-06-30')).toBeGreaterThanOrEqual(36);
    expect(reached('2026-07-01', '2026-09-30')).toBeGreaterThanOrEqual(36);
  });

  it('were on working days, but for the one Sunday of the dialogue', () => {
    const closed = historyBefore('2027-01-01').filter(({ date }) => calendar.isWorkday(date) !== true);
    expect(closed.map(({ date, talent }) => `${date} ${talent}`)).toEqual(['2026-06-28 石磊']);
    for (const { date, entered } of historyBefore('2027-01-01')) expect(entered >= date).toBe(true);
  });

  it('are numbered as they were told, and the next ones go on from there', async () => {
    const rows = await database.prisma.contact.findMany({ where: { countyId }, orderBy: { no: 'asc' } });
    expect(rows.map((row) => row.no)).toEqual(
      rows.map((_, index) => `L-2026-${String(index + 1).padStart(4, '0')}`),
    );
    expect(rows.map((row) => row.enteredAt.getTime())).toEqual(
      rows.map((row) => row.enteredAt.getTime()).sort((a, b) => a - b),
    );
    expect(rows.filter((row) => row.late)).toHaveLength(2);
    expect(
      rows.every((row) => typeof (openJson(secrets, row.notes) as { notes: string }).notes === 'string'),
    ).toBe(true);
    await database.prisma
      .$transaction(async (tx) => {
        const next = String(rows.length + 1).padStart(4, '0');
        expect(await yearNumber(tx, countyId, 'L', '2026')).toBe(`L-2026-${next}`);
        expect(await fileNumber(tx, countyId)).toBe('RC0007');
        throw new Error('taken back');
      })
      .catch((error: Error) => expect(error.message).toBe('taken back'));
  });

  it('end before the day of the seeding', async () => {
    await addCounty('spring');
    await seed('spring', momentOf('2026-02-05', '10:00'));
    const last = await database.prisma.contact.findFirstOrThrow({
      where: { countyId: 'spring' },
      orderBy: { enteredAt: 'desc' },
    });
    expect(last.date.toISOString().slice(0, 10)).toBe('2026-02-04');
  });
});

describe('the files', () => {
  it('are of six talents, RC0001 being 李文博', async () => {
    const rows = await database.prisma.talentFile.findMany({ where: { countyId }, orderBy: { no: 'asc' } });
    expect(rows.map((row) => row.no)).toEqual(['RC0001', 'RC0002', 'RC0003', 'RC0004', 'RC0005', 'RC0006']);
    expect(rows[0]?.personId).toBe(await personId('李文博'));
    expect(openJson(secrets, rows[0]?.answers ?? new Uint8Array())).toMatchObject({ 姓名: '李文博' });
  });
});

describe('the calendar', () => {
  it('knows 2026 and nothing after', async () => {
    const stored = await loadCalendar(database.prisma, countyId);
    expect(stored.validUntil).toBe('2026-12-31');
    expect(stored.isWorkday('2026-10-10')).toBe(true);
    expect(stored.isWorkday('2026-10-01')).toBe(false);
    expect(stored.isWorkday('2027-01-04')).toBe('unknown');
  });

  it('names the holidays and the weekend days worked for them', () => {
    const { days } = qinglanCalendar;
    const worked = days.filter(({ kind }) => kind === '班').map(({ date }) => date);
    expect(worked).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
    expect(days.filter(({ kind }) => kind === '休')).toHaveLength(33);
    expect(days.find(({ date }) => date === '2026-02-17')).toEqual({
      date: '2026-02-17',
      kind: '休',
      name: '春节',
    });
  });
});

describe('seeding', () => {
  it('does nothing to a county that has people', async () => {
    const count = () => database.prisma.person.count({ where: { countyId } });
    const before = await count();
    await seed(countyId);
    expect(await count()).toBe(before);
  });

  it('fills a county once when two processes try at once', async () => {
    await addCounty('twice');
    await Promise.all([seed('twice'), seed('twice')]);
    expect(await database.prisma.pairing.count({ where: { countyId: 'twice' } })).toBe(42);
  });
});

describe('the cast', () => {
  const cast = castOf();

  it('is everybody and two strangers, each with a phone of their own', () => {
    expect(cast).toHaveLength(everybody.length + 2);
    expect(new Set(cast.map(({ phone }) => phone)).size).toBe(cast.length);
    const known = new Set(everybody.map(({ phone }) => phone));
    expect(cast.filter(({ phone }) => !known.has(phone)).map(({ name, role }) => `${role} ${name}`)).toEqual([
      '路人 何思雨',
      '路人 覃晓霖',
    ]);
    for (const { suggestions } of cast) {
      expect(suggestions.length).toBeGreaterThanOrEqual(3);
      expect(suggestions.length).toBeLessThanOrEqual(4);
    }
  });

  it('offers 向国平 the sentence of the dialogue', () => {
    const xiang = cast.find(({ name }) => name === '向国平');
    expect(xiang?.suggestions).toContain('今天下午去华科高新看望了李教授');
  });

  it('offers each leader a sentence that is understood as a visit to one talent of their own', async () => {
    for (const leader of cast.filter(({ role }) => role === '县领导')) {
      const sentence = leader.suggestions[1] ?? '';
      const own = await pairingsOf(database.prisma, countyId, await personId(leader.name), '2026-11-23');
      const people = own.map(({ talent }) => talent);
      // As said at the end of that day.
      const [contact] = readTalk(sentence, { now: now + 8 * 3_600_000, calendar, people }).contacts;
      expect(contact, sentence).toMatchObject({
        method: '走访',
        when: { date: '2026-11-23' },
        halfDay: '下午',
      });
      expect(sentence).toContain(`去${contact?.place}看望`);
      const mentions = mentionsIn(sentence, people);
      expect(
        mentions.map(({ people }) => people.length),
        sentence,
      ).toEqual([1]);
    }
  });

  it('offers the head alone what only the head may do', () => {
    const granting = cast.filter(({ suggestions }) => suggestions.some((text) => text.startsWith('/授权')));
    expect(granting.map(({ name }) => name)).toEqual(['罗佩兰']);
  });
});
