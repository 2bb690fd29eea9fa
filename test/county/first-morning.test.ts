/** The morning on which a quarter's reminders go out: to every leader one, in private, within hours (domain.md C6). */
import { expect, it } from 'vitest';
import { storeCalendar } from '../../src/county/calendar.ts';
import { stuck } from '../../src/county/failures.ts';
import { contactTimers, setContactReminders } from '../../src/county/reminders.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { countyViews } from '../../src/county/view.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import { fireDue } from '../../src/schedule/timers.ts';
import { COUNTY, type County, countyOfTest, random, secrets } from '../support/county.ts';

const at = (moment: string): number => Date.parse(`${moment}:00+08:00`);

const COUNTIES = [COUNTY, 'neighbour'];
const LEADERS = 20;

interface Morning {
  county: County;
  /** What every process does at this moment. */
  sweep(moment: string): Promise<number>;
  /** Each message with the chat it went to, oldest first. */
  told(): Promise<{ kind: string; account: string | null; words: string }[]>;
}

/** Two counties whose leaders have two talents each and owe everything. */
async function eve(): Promise<Morning> {
  const county = await countyOfTest();
  const { db } = county;
  const view = countyViews(systemClock);
  await db.prisma.county.create({ data: { id: 'neighbour', name: '邻县', createdAt: new Date(0) } });
  for (const id of COUNTIES) {
    await db.prisma.county.update({ where: { id }, data: { createdAt: new Date(at('2026-09-29T20:00')) } });
    await db.prisma.$transaction((tx) =>
      storeCalendar(tx, id, qinglanCalendar.days, qinglanCalendar.validUntil),
    );
    for (let n = 0; n < LEADERS; n++) await addLeader(county, id, n);
    await db.prisma.$transaction(async (tx) =>
      setContactReminders(tx, await view(tx, id), at('2026-09-29T20:00')),
    );
  }
  await db.prisma.chat.create({
    data: { countyId: COUNTY, appId: `app of ${COUNTY}`, key: 'g:oc', kind: 'group' },
  });
  return {
    county,
    sweep: (moment) =>
      fireDue({
        db,
        secrets,
        random,
        log: silentLog,
        clock: { now: () => at(moment) },
        handlers: contactTimers(view, (id) => view(db.prisma, id)),
        stuck,
        wake: () => undefined,
      }),
    async told() {
      const { rows } = await db.pool.query<{ kind: string; account: string | null; body: Buffer }>(
        'select c.kind, c.account_id as account, m.body from message m join chat c on c.id = m.chat_id order by m.id',
      );
      return rows.map(({ kind, account, body }) => ({
        kind,
        account,
        words: Buffer.from(secrets.openBytes(body)).toString(),
      }));
    },
  };
}

const leaderIn = (county: string, n: number): string => `${county} leader ${n}`;
const talentsOf = (county: string, n: number): string[] =>
  ['甲', '乙'].map((one) => `${county}第${n}号${one}`);

async function addLeader({ db }: County, countyId: string, n: number): Promise<void> {
  const leaderId = leaderIn(countyId, n);
  const person = (id: string, name: string) => ({ id, countyId, name, createdAt: new Date(0) });
  await db.prisma.person.create({ data: person(leaderId, `领导${n}`) });
  await db.prisma.identity.create({
    data: {
      id: leaderId,
      countyId,
      appId: `app of ${countyId}`,
      accountId: leaderId,
      personId: leaderId,
      seenAt: new Date(0),
    },
  });
  for (const name of talentsOf(countyId, n)) {
    await db.prisma.person.create({ data: person(name, name) });
    await db.prisma.pairing.create({
      data: { id: name, countyId, post: '副县长', leaderId, talentId: name, from: new Date('2026-01-12') },
    });
  }
}

const everyLeader = COUNTIES.flatMap((id) =>
  Array.from({ length: LEADERS }, (_, n) => leaderIn(id, n)),
).sort();

it('tells nobody on the holiday nor before nine, then everybody once, in private, of their own talents only', async () => {
  const morning = await eve();
  for (const early of ['2026-10-01T09:00', '2026-10-07T10:00', '2026-10-08T08:59']) {
    expect(await morning.sweep(early)).toBe(0);
  }
  await Promise.all([morning.sweep('2026-10-08T09:00'), morning.sweep('2026-10-08T09:00')]);
  await morning.sweep('2026-10-08T09:01');
  const told = await morning.told();
  expect(told.map(({ account }) => account).sort()).toEqual(everyLeader);
  expect(told.every(({ kind }) => kind === 'p2p')).toBe(true);
  for (const county of COUNTIES) {
    for (let n = 0; n < LEADERS; n++) {
      const words = told.find(({ account }) => account === leaderIn(county, n))?.words ?? '';
      expect([...new Set(words.match(/(?:county|neighbour)第\d+号[甲乙]/gu))].sort()).toEqual(
        talentsOf(county, n).sort(),
      );
    }
  }
});

it('lets one reminder that cannot be read keep none of the others waiting', async () => {
  const morning = await eve();
  const broken = leaderIn(COUNTY, 7);
  const { pool, prisma } = morning.county.db;
  await pool.query(`update timer set data = '{"step": 9}' where subject = $1`, [broken]);
  await morning.sweep('2026-10-08T09:00');
  const told = await morning.told();
  expect(told.map(({ account }) => account).sort()).toEqual(everyLeader.filter((one) => one !== broken));
  const tried = await prisma.timer.findMany({ where: { subject: broken, attempts: { gt: 0 } } });
  expect(tried).toMatchObject([{ attempts: 1, firedAt: null }]);
});

it('reminds a leader who comes in the middle of a quarter of nothing that was due before', async () => {
  const { county } = await eve();
  const { prisma } = county.db;
  await addLeader(county, COUNTY, LEADERS);
  const leaderId = leaderIn(COUNTY, LEADERS);
  await prisma.pairing.updateMany({ where: { leaderId }, data: { from: new Date('2026-11-21') } });
  const view = await countyViews(systemClock)(prisma, COUNTY);
  await setContactReminders(prisma, view, at('2026-11-21T10:00'));
  const timers = await prisma.timer.findMany({ where: { subject: leaderId }, orderBy: { due: 'asc' } });
  expect(timers.map(({ due }) => due.toISOString().slice(0, 10))).toEqual([
    '2026-12-16',
    '2026-12-28',
    '2027-01-04',
    '2027-01-20',
    '2027-03-16',
    '2027-03-26',
  ]);
});
