/** A unit has one holder a night: on the table itself, under many at once, and against a simple model. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dateColumn } from '../../../src/county/calendar.ts';
import {
  type Giving,
  type Holding,
  hold,
  holdingsOf,
  letGo,
  moveTo,
  takeAgain,
} from '../../../src/county/pools/holding.ts';
import { findPlace, type Place, type Stay } from '../../../src/county/pools/place.ts';
import { addUnits, unitsOf } from '../../../src/county/pools/pools.ts';
import { addDays, daysBetween, momentOf } from '../../../src/schedule/workdays.ts';
import { type Database, openDatabase, type Tx } from '../../../src/store/database.ts';
import { databaseOfTest, type FreshDatabase } from '../../support/postgres.ts';

const countyId = 'county';
const POOL = '青年驿站';
const random = { bytes: (length: number) => randomBytes(length) };
const NOW = momentOf('2026-06-15', '10:00');
const stay = (from: string, to: string): Stay => ({ from: `2026-06-${from}`, to: `2026-06-${to}` });

let db: FreshDatabase;
beforeEach(async () => {
  db = await databaseOfTest();
});

const inTurn = <T>(work: (tx: Tx) => Promise<T>, on: Database = db): Promise<T> =>
  on.prisma.$transaction(work, { maxWait: 20_000, timeout: 20_000 });

const add = (...names: string[]) => inTurn((tx) => addUnits(tx, random, countyId, POOL, names));

const giving = (tx: Tx, now = NOW): Giving => ({ tx, random, countyId, now });
const held = async (caseId: string): Promise<Holding> => {
  const holding = (await inTurn((tx) => holdingsOf(tx, [caseId]))).get(caseId);
  if (!holding) throw new Error(`${caseId} never had anything`);
  return holding;
};

/** What a submission does: look, and take what was found. */
const take = (caseId: string, wanted: Stay, on: Database = db): Promise<Place> =>
  inTurn(async (tx) => {
    const place = await findPlace(tx, countyId, POOL, wanted, caseId);
    if (place.kind === 'free') await hold(giving(tx), caseId, place);
    return place;
  }, on);

describe('a stay', () => {
  it('has the first unit that is free, and hears from which day it would have one where all are taken', async () => {
    expect(await take('a', stay('19', '21'))).toEqual({ kind: 'unset' });
    await add('201', '202');
    expect(await take('a', stay('19', '21'))).toMatchObject({ kind: 'free', unit: '201' });
    expect(await take('b', stay('20', '25'))).toMatchObject({ kind: 'free', unit: '202' });
    expect(await take('c', stay('20', '22'))).toEqual({ kind: 'full', next: '2026-06-21' });
    expect(await take('c', stay('21', '22'))).toMatchObject({ kind: 'free', unit: '201' });
    expect(await take('d', stay('19', '23'))).toEqual({ kind: 'full', next: '2026-06-22' });
  });

  it('keeps its unit when its days are put right, and takes another where it cannot', async () => {
    await add('201', '202');
    await take('a', stay('19', '21'));
    expect(await take('a', stay('20', '22'))).toMatchObject({ unit: '201' });
    await take('b', stay('22', '24'));
    expect(await take('a', stay('22', '23'))).toMatchObject({ unit: '202' });
    expect(await held('a')).toMatchObject(stay('22', '23'));
    expect(await db.prisma.allocation.count()).toBe(2);
  });

  it('is given no closed unit; whoever has one keeps it', async () => {
    await add('201');
    await take('a', stay('19', '21'));
    await db.prisma.poolUnit.updateMany({ data: { closedAt: new Date(NOW) } });
    expect(await take('b', stay('25', '26'))).toEqual({ kind: 'full' });
    expect(await held('a')).toMatchObject({ unit: '201' });
  });

  it('that is let go frees the nights to come and keeps those that were', async () => {
    await add('201');
    await take('a', stay('19', '25'));
    await inTurn((tx) => letGo(tx, ['a'], momentOf('2026-06-21', '09:00')));
    expect(await take('b', stay('20', '22'))).toEqual({ kind: 'full', next: '2026-06-21' });
    expect(await take('b', stay('21', '25'))).toMatchObject({ unit: '201' });
    expect(await held('a')).toMatchObject({
      ...stay('19', '21'),
      promised: '2026-06-25',
      releasedAt: momentOf('2026-06-21', '09:00'),
    });
  });

  it('that was let go is had again while a unit is free', async () => {
    await add('201');
    await take('a', stay('19', '21'));
    await inTurn((tx) => letGo(tx, ['a'], NOW));
    const gone = await held('a');
    await take('b', stay('20', '21'));
    expect(await inTurn((tx) => takeAgain(giving(tx), gone))).toBe(false);
    await inTurn((tx) => letGo(tx, ['b'], NOW));
    expect(await inTurn((tx) => takeAgain(giving(tx), gone))).toBe(true);
    expect(await take('b', stay('20', '21'))).toMatchObject({ kind: 'full' });
  });

  it('that has begun goes on in another unit from today, and its first nights stay with the first', async () => {
    const { made } = await add('201', '202');
    await take('a', stay('10', '20'));
    await take('b', stay('12', '14'));
    await take('c', stay('25', '26'));
    const second = { id: made[1] as number, name: '202' };
    expect(await inTurn(async (tx) => moveTo(giving(tx), await held('a'), second))).toBe(true);
    expect(await held('a')).toMatchObject({ unit: '202', ...stay('15', '20') });
    expect(await take('d', stay('14', '16'))).toEqual({ kind: 'full', next: '2026-06-15' });
    expect(await take('d', stay('15', '20'))).toMatchObject({ unit: '201' });
    expect(await inTurn(async (tx) => moveTo(giving(tx), await held('d'), second))).toBe(false);
    expect(await held('d')).toMatchObject({ unit: '201' });
  });

  it('of another county is in nobody’s way', async () => {
    await add('201');
    await inTurn((tx) => addUnits(tx, random, 'far', POOL, ['201']));
    await take('a', stay('19', '21'));
    expect(await inTurn((tx) => findPlace(tx, 'far', POOL, stay('19', '21')))).toMatchObject({
      kind: 'free',
    });
    expect(await inTurn((tx) => unitsOf(tx, 'far', POOL))).toHaveLength(1);
  });
});

describe('the table', () => {
  const row = (caseId: string, { from, to }: Stay, unitId: number) => ({
    id: caseId,
    countyId,
    caseId,
    unitId,
    from: dateColumn(from),
    to: dateColumn(to),
    promised: dateColumn(to),
    takenAt: new Date(NOW),
  });

  it('refuses two holders of one night, and nothing else', async () => {
    const { made } = await add('201', '202');
    const [first, second] = made as [number, number];
    const create = (caseId: string, nights: Stay, unit: number) =>
      db.prisma.allocation.create({ data: row(caseId, nights, unit) });
    await create('a', stay('19', '21'), first);
    await create('b', stay('21', '22'), first);
    await create('c', stay('17', '19'), first);
    await create('d', stay('18', '25'), second);
    await create('e', { from: '2000-01-01', to: '2000-01-02' }, second);
    await create('f', { from: '9999-12-30', to: '9999-12-31' }, first);
    await expect(create('g', stay('20', '21'), first)).rejects.toThrow('allocation_one_holder');
    await expect(create('g', stay('16', '26'), first)).rejects.toThrow('allocation_one_holder');
    await expect(create('g', { from: '1999-12-31', to: '2026-01-01' }, first)).rejects.toThrow(
      'allocation_days',
    );
    await expect(
      db.prisma.allocation.update({ where: { id: 'a' }, data: { unitId: second } }),
    ).rejects.toThrow('allocation_one_holder');
  });
});

describe('many at once', () => {
  it('of two processes: the last unit has one holder, and everybody else hears that it is full', async () => {
    const other = await openDatabase({ url: db.url, poolSize: 8 });
    onTestFinished(() => other.close());
    await add('201', '202', '203');
    await take('before', stay('10', '30'));
    await take('too', stay('18', '22'));
    const asked = Array.from({ length: 40 }, (_, index) => index);
    const places = await Promise.all(
      asked.map((index) => take(`case-${index}`, stay('19', '21'), index % 2 === 0 ? db : other)),
    );
    expect(places.filter(({ kind }) => kind === 'free')).toHaveLength(1);
    expect(places.filter(({ kind }) => kind === 'full')).toEqual(
      Array.from({ length: 39 }, () => ({ kind: 'full', next: '2026-06-21' })),
    );
    expect(await db.prisma.allocation.count()).toBe(3);
  });

  it('who ask for what is let go meanwhile: nobody shares a night', async () => {
    const other = await openDatabase({ url: db.url, poolSize: 8 });
    onTestFinished(() => other.close());
    await add('201', '202');
    const wanted = (index: number): Stay => stay(String(10 + (index % 8)), String(12 + (index % 8)));
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const on = index % 2 === 0 ? db : other;
        await take(`case-${index}`, wanted(index), on);
        if (index % 3 === 0) await inTurn((tx) => letGo(tx, [`case-${index}`], momentOf('2026-06-01')), on);
      }),
    );
    const rows = await db.prisma.allocation.findMany({ where: { releasedAt: null } });
    const nights = rows.flatMap(({ unitId, from, to }) =>
      Array.from(
        { length: (to.getTime() - from.getTime()) / 86_400_000 },
        (_, n) => `${unitId} ${from.getTime() + n * 86_400_000}`,
      ),
    );
    expect(rows.length).toBeGreaterThan(4);
    expect(new Set(nights).size).toBe(nights.length);
  });
});

describe('any row of takes and releases', () => {
  type Deed =
    | { do: 'take'; who: number; from: number; nights: number }
    | { do: 'leave'; who: number; on: number }
    | { do: 'close'; unit: number }
    | { do: 'open'; unit: number };
  const deeds: fc.Arbitrary<Deed> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('take' as const),
        who: fc.nat(8),
        from: fc.nat(14),
        nights: fc.integer({ min: 1, max: 6 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(8), on: fc.nat(20) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), unit: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const), unit: fc.nat(2) }) },
  );
  const day = (n: number): string => addDays('2026-06-01', n);
  const UNITS = ['201', '202', '203'];
  const USED = -1;

  /** Nights by unit, each with who has it. */
  class Model {
    readonly nights = UNITS.map(() => new Map<number, number>());
    readonly closed = new Set<number>();

    freeUnits(who: number, from: number, count: number): number[] {
      return UNITS.flatMap((_, unit) =>
        !this.closed.has(unit) &&
        Array.from({ length: count }, (_n, n) => this.nights[unit]!.get(from + n)).every(
          (holder) => holder === undefined || holder === who,
        )
          ? [unit]
          : [],
      );
    }

    next(who: number, from: number, count: number): number | undefined {
      for (let start = from + 1; start < 60; start++)
        if (this.freeUnits(who, start, count).length > 0) return start;
      return undefined;
    }

    drop(who: number): void {
      for (const nights of this.nights)
        for (const [night, holder] of nights) if (holder === who) nights.delete(night);
    }

    /** Nights to come are free; those that were are nobody's to take. */
    leave(who: number, on: number): void {
      for (const nights of this.nights)
        for (const [night, holder] of nights)
          if (holder === who && night < on) nights.set(night, USED);
          else if (holder === who) nights.delete(night);
    }
  }

  it('gives what a plain list of nights says is free, and says from when the rest would have something', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 5, maxLength: 25 }), async (row) => {
        await db.prisma.allocation.deleteMany();
        await db.prisma.poolUnit.deleteMany();
        const { made } = await add(...UNITS);
        const model = new Model();
        for (const deed of row) {
          if (deed.do === 'close' || deed.do === 'open') {
            const closedAt = deed.do === 'close' ? new Date(NOW) : null;
            await db.prisma.poolUnit.update({ where: { id: made[deed.unit]! }, data: { closedAt } });
            if (deed.do === 'close') model.closed.add(deed.unit);
            else model.closed.delete(deed.unit);
            continue;
          }
          if (deed.do === 'leave') {
            await inTurn((tx) => letGo(tx, [`case-${deed.who}`], momentOf(day(deed.on), '09:00')));
            model.leave(deed.who, deed.on);
            continue;
          }
          const { who, from, nights } = deed;
          const free = model.freeUnits(who, from, nights);
          const place = await take(`case-${who}`, { from: day(from), to: day(from + nights) });
          if (place.kind !== 'free') {
            const next = model.next(who, from, nights);
            expect(free).toEqual([]);
            expect(place).toEqual({ kind: 'full', ...(next === undefined ? {} : { next: day(next) }) });
            continue;
          }
          const unit = UNITS.indexOf(place.unit);
          expect(free).toContain(unit);
          model.drop(who);
          for (let n = 0; n < nights; n++) model.nights[unit]!.set(from + n, who);
        }
        const kept = await db.prisma.allocation.findMany({ include: { unit: true } });
        const said = kept.flatMap(({ unit, caseId, from, to, releasedAt }) =>
          Array.from(
            { length: daysBetween(from.toISOString().slice(0, 10), to.toISOString().slice(0, 10)) },
            (_, n) =>
              `${unit.name} ${daysBetween('2026-06-01', from.toISOString().slice(0, 10)) + n} ${releasedAt ? USED : caseId}`,
          ),
        );
        const known = model.nights.flatMap((nights, unit) =>
          [...nights].map(([night, who]) => `${UNITS[unit]} ${night} ${who === USED ? USED : `case-${who}`}`),
        );
        expect(said.toSorted()).toEqual(known.toSorted());
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
