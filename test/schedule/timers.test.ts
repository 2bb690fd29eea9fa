/** No due date is told twice, none is missed, and nobody is spoken to at the wrong time (design.md 4). */
import { expect, it } from 'vitest';
import { storeCalendar } from '../../src/county/calendar.ts';
import { stuck } from '../../src/county/failures.ts';
import { CONTACT_REMINDER, contactReminder, setContactReminders } from '../../src/county/reminders.ts';
import { countyViews } from '../../src/county/view.ts';
import { say } from '../../src/dialogue/reply.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import { fireDue, setTimers, type TimerHandler, type TimersDeps } from '../../src/schedule/timers.ts';
import { COUNTY, type County, countyOfTest, random, secrets } from '../support/county.ts';

const at = (moment: string): number => Date.parse(`${moment}+08:00`);
const DUE = at('2026-09-01T09:00:00');

interface Setting {
  county: County;
  clock: { value: number };
  deps(handlers: Record<string, TimerHandler>): TimersDeps;
}

async function setting(now: number): Promise<Setting> {
  const clock = { value: now };
  const county = await countyOfTest({ now: () => clock.value });
  return {
    county,
    clock,
    deps: (handlers) => ({
      db: county.db,
      secrets,
      random,
      log: silentLog,
      clock: { now: () => clock.value },
      handlers,
      stuck,
      wake: () => undefined,
    }),
  };
}

/** Tells a leader each time it fires. */
const telling = (person: string): TimerHandler => ({
  allowed: async () => true,
  fire: async (timer) => ({
    posts: [{ to: { person }, reply: say(`到期：${timer.subject}`) }],
    outcome: 'reminded',
  }),
});

const set = ({ county }: Setting, subjects: string[]) =>
  county.db.prisma.$transaction((tx) =>
    setTimers(
      tx,
      subjects.map((subject) => ({ countyId: COUNTY, kind: 'test', subject, due: DUE })),
    ),
  );

const fired = ({ county }: Setting) => county.db.prisma.timer.count({ where: { firedAt: { not: null } } });

it('fires each due timer once, with two sweeps at once', async () => {
  const now = await setting(DUE);
  const leader = await now.county.person('向国平', '领导', 'ou_leader');
  const subjects = Array.from({ length: 500 }, (_, index) => `第${index}件`);
  await set(now, subjects);
  const deps = now.deps({ test: telling(leader) });
  await Promise.all([fireDue(deps), fireDue(deps), fireDue(deps)]);
  await fireDue(deps);
  const told = (await now.county.told('ou_leader')).map((body) => /第\d+件/u.exec(body)?.[0] ?? '');
  expect(told.sort()).toEqual(subjects.sort());
  expect(await fired(now)).toBe(500);
});

it('keeps one timer a due date, however often it is set', async () => {
  const now = await setting(DUE);
  await set(now, ['甲', '甲']);
  await set(now, ['甲']);
  expect(await now.county.db.prisma.timer.count()).toBe(1);
});

it('tells nothing before it is due', async () => {
  const now = await setting(DUE - 1);
  const leader = await now.county.person('向国平', '领导', 'ou_leader');
  await set(now, ['甲']);
  expect(await fireDue(now.deps({ test: telling(leader) }))).toBe(0);
  now.clock.value = DUE;
  expect(await fireDue(now.deps({ test: telling(leader) }))).toBe(1);
});

it('fires again after a crash in the middle, and only what was not kept', async () => {
  const now = await setting(DUE);
  const leader = await now.county.person('向国平', '领导', 'ou_leader');
  await set(now, ['甲', '乙']);
  const { pool } = now.county.db;
  // The connection under the transaction is gone once the message is written but not committed.
  const dying: TimerHandler = {
    ...telling(leader),
    async fire(timer, tx, moment) {
      const outcome = await telling(leader).fire(timer, tx, moment);
      if (timer.subject === '乙') {
        const [own] = await tx.$queryRawUnsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
        await pool.query('select pg_terminate_backend($1)', [own?.pid]);
      }
      return outcome;
    },
  };
  await fireDue(now.deps({ test: dying }));
  expect(await now.county.told('ou_leader')).toHaveLength(1);
  const lost = await now.county.db.prisma.timer.findFirstOrThrow({ where: { subject: '乙' } });
  expect(lost).toMatchObject({ attempts: 1, firedAt: null });
  await now.county.db.pool.query(`update timer set retry_at = 'epoch'`);
  await fireDue(now.deps({ test: telling(leader) }));
  expect(await now.county.told('ou_leader')).toHaveLength(2);
  expect(await fired(now)).toBe(2);
});

it('keeps a timer that fails from holding up the others, tells staff once, and fires it in the end', async () => {
  const now = await setting(DUE);
  const leader = await now.county.person('向国平', '领导', 'ou_leader');
  await now.county.person('龙敏', '人才办', 'ou_staff');
  await set(now, ['甲', '坏', '乙']);
  let broken = true;
  const failing: TimerHandler = {
    ...telling(leader),
    fire: (timer, tx, moment) =>
      broken && timer.subject === '坏'
        ? Promise.reject(new Error('no luck'))
        : telling(leader).fire(timer, tx, moment),
  };
  const sweep = async (): Promise<number> => {
    await now.county.db.pool.query(`update timer set retry_at = 'epoch'`);
    return fireDue(now.deps({ test: failing }));
  };
  for (let attempt = 1; attempt <= 7; attempt += 1) await sweep();
  expect(await now.county.told('ou_leader')).toHaveLength(2);
  const bad = await now.county.db.prisma.timer.findFirstOrThrow({ where: { subject: '坏' } });
  expect(bad).toMatchObject({ attempts: 7, firedAt: null, error: 'Error: no luck' });
  expect(await now.county.told('ou_staff')).toHaveLength(1);
  broken = false;
  expect(await sweep()).toBe(1);
  expect(await now.county.told('ou_leader')).toHaveLength(3);
});

/** A leader who owes a contact this quarter, and the reminders the quarter asks for. */
async function reminded(
  now: number,
): Promise<Setting & { handlers: Record<string, TimerHandler>; sweep(): Promise<number> }> {
  const state = await setting(now);
  const { db } = state.county;
  await db.prisma.county.update({
    where: { id: COUNTY },
    data: { createdAt: new Date(at('2026-06-30T09:00:00')) },
  });
  await db.prisma.$transaction((tx) =>
    storeCalendar(tx, COUNTY, [{ date: '2026-09-28', kind: '休', name: '调休' }], '2026-12-31'),
  );
  const leaderId = await state.county.person('向国平', '领导', 'ou_leader');
  const talentId = await state.county.person('李文博', '领导', 'ou_talent');
  await db.prisma.pairing.create({
    data: { id: 'p', countyId: COUNTY, post: '副县长', leaderId, talentId, from: new Date('2026-01-12') },
  });
  const view = countyViews(systemClock);
  await db.prisma.$transaction(async (tx) => setContactReminders(tx, await view(tx, COUNTY), now));
  const handlers = { [CONTACT_REMINDER]: contactReminder(view, (id) => view(db.prisma, id)) };
  return { ...state, handlers, sweep: () => fireDue(state.deps(handlers)) };
}

it.each([
  ['at night', '2026-09-15T23:30:00'],
  ['on a Sunday', '2026-09-20T10:00:00'],
  ['on a holiday', '2026-09-28T10:00:00'],
])('reminds nobody %s, and does so in the next working hours', async (_when, moment) => {
  const county = await reminded(at('2026-07-01T00:00:00'));
  county.clock.value = at(moment);
  expect(await county.sweep()).toBe(0);
  expect(await county.county.told('ou_leader')).toEqual([]);
  county.clock.value = at('2026-09-29T10:00:00');
  expect(await county.sweep()).toBeGreaterThan(0);
  expect(await county.county.told('ou_leader')).toHaveLength(1);
});

it('says one message after a long stop, not one for each date that was missed', async () => {
  const county = await reminded(at('2026-07-01T00:00:00'));
  county.clock.value = at('2026-09-29T10:00:00');
  await Promise.all([county.sweep(), county.sweep()]);
  const due = await county.county.db.prisma.timer.findMany({
    where: { due: { lte: new Date(county.clock.value) } },
  });
  expect(due.length).toBeGreaterThan(1);
  expect(due.every((timer) => timer.firedAt !== null)).toBe(true);
  expect(due.filter((timer) => timer.outcome === 'superseded')).toHaveLength(due.length - 1);
  expect(await county.county.told('ou_leader')).toHaveLength(1);
  expect((await county.county.told('ou_leader'))[0]).toContain('李文博');
});
