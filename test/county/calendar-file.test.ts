import { describe, expect, it } from 'vitest';
import { loadCalendar, storeCalendar } from '../../src/county/calendar.ts';
import {
  CalendarRefused,
  calendarLines,
  importCalendar,
  readCalendar,
} from '../../src/county/calendar-file.ts';
import { calendarWarning, setCalendarWarnings } from '../../src/county/calendar-warning.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { countyViews } from '../../src/county/view.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import { fireDue } from '../../src/schedule/timers.ts';
import { COUNTY, countyOfTest, random, secrets } from '../support/county.ts';
import { databaseOfTest } from '../support/postgres.ts';

/** An invented arrangement in the form of an announcement; the feasts lie where they really do. */
const next = `
# 2027 年放假安排
2027-01-01 至 2027-01-03 休 元旦
2027-02-05 至 2027-02-12 休 春节
2027-02-14 班 春节
2027-04-03 至 2027-04-05 休 清明节
2027-05-01 至 2027-05-05 休 劳动节
2027-05-08 班 劳动节
2027-06-09 休 端午节
2027-09-15 休 中秋节
2027-10-01 至 2027-10-07 休 国庆节
2027/9/1 县休 县庆
`;

describe('a calendar file', () => {
  it('is read with spans, make-up days and the county’s own', () => {
    const { days, validUntil } = readCalendar(next);
    expect(validUntil).toBe('2027-12-31');
    expect(days.filter(({ kind }) => kind === '班').map(({ date }) => date)).toEqual([
      '2027-02-14',
      '2027-05-08',
    ]);
    expect(days.filter(({ own }) => own)).toEqual([
      { date: '2027-09-01', kind: '休', name: '县庆', own: true },
    ]);
    expect(days.filter(({ name }) => name === '春节')).toHaveLength(9);
  });

  it.each([
    ['', '没有一天'],
    ['2027-13-01 休', '第 1 行：“2027-13-01”不是日期'],
    ['2027-02-30 休', '不是日期'],
    ['2027-01-01 放', '看不懂'],
    ['元旦放假', '请写成'],
    ['2027-01-01 休\n2027-01-01 班', '第 2 行'],
    ['2027-02-15 班', '本来就是工作日'],
    ['2027-02-12 至 2027-02-05 休', '不对'],
    [next.replace(/.*端午节\n/u, ''), '2027 年的安排不全：端午节（2027-06-09）'],
    [`${next}\n有效期至 2027-06-30`, '更晚的日子'],
  ])('is refused with a sentence: %#', (text, words) => {
    expect(() => readCalendar(text)).toThrow(CalendarRefused);
    expect(() => readCalendar(text)).toThrow(words);
  });

  it('adds a year and leaves the others and the own days as they are', async () => {
    const db = await databaseOfTest();
    await storeCalendar(db.prisma, COUNTY, qinglanCalendar.days, qinglanCalendar.validUntil);
    await importCalendar(db.prisma, COUNTY, readCalendar(next));
    // The same year again, without the own day and the county's.
    await importCalendar(db.prisma, COUNTY, readCalendar(next.replace(/.*县庆\n/u, '')));
    const calendar = await loadCalendar(db.prisma, COUNTY);
    expect(calendar.validUntil).toBe('2027-12-31');
    expect(calendar.isWorkday('2026-10-10')).toBe(true);
    expect(calendar.isWorkday('2027-02-14')).toBe(true);
    expect(calendar.isWorkday('2027-02-08')).toBe(false);
    expect(calendar.isWorkday('2027-09-01')).toBe(false);
    expect(calendar.isWorkday('2028-01-04')).toBe('unknown');
    expect(await calendarLines(db.prisma, COUNTY, '2027-01-01')).toEqual(
      expect.arrayContaining([
        '放假安排有效期至 2027-12-31。',
        '2027-02-05 至 2027-02-12 休 春节',
        '2027-09-01 县休 县庆',
      ]),
    );
  });
});

describe('a calendar that ends', () => {
  it('is told to the office once in November, again when it has ended, and not when it was renewed', async () => {
    const clock = { value: Date.parse('2026-09-01T10:00:00+08:00'), now: () => clock.value };
    const county = await countyOfTest(clock);
    await county.person('龙敏', '人才办', 'staff');
    await county.person('向国平', '领导', 'leader');
    const { prisma } = county.db;
    await storeCalendar(prisma, COUNTY, qinglanCalendar.days, '2026-12-31');
    const tick = async (at: string) => {
      clock.value = Date.parse(`${at}+08:00`);
      const view = countyViews(systemClock);
      await setCalendarWarnings(prisma, await view(prisma, COUNTY));
      const handler = calendarWarning(view, (id) => view(prisma, id));
      await fireDue({
        db: county.db,
        secrets,
        clock,
        random,
        log: silentLog,
        handlers: { 'calendar-warning': handler },
        wake() {},
        stuck: () => [],
      });
    };
    await tick('2026-11-15T10:00:00');
    expect(await county.told('staff')).toEqual([]);
    await tick('2026-11-16T08:00:00');
    await tick('2026-11-16T09:30:00');
    await tick('2026-11-20T09:30:00');
    expect(await county.told('staff')).toHaveLength(1);
    expect((await county.told('staff'))[0]).toContain('只录到 2026-12-31');
    // New Year's day is quiet: it is told on a day on which people may be spoken to.
    await tick('2027-01-01T10:00:00');
    expect(await county.told('staff')).toHaveLength(1);
    await tick('2027-01-06T10:00:00');
    await tick('2027-01-07T10:00:00');
    expect(await county.told('staff')).toHaveLength(2);
    expect((await county.told('staff'))[1]).toContain('已经过期');
    expect(await county.told('leader')).toEqual([]);
    await importCalendar(prisma, COUNTY, readCalendar(next));
    await tick('2027-01-08T10:00:00');
    expect(await county.told('staff')).toHaveLength(2);
    await tick('2027-11-17T10:00:00');
    expect(await county.told('staff')).toHaveLength(3);
  });
});
