/** When the yearly revision of the list falls due (domain.md C8). */
import { expect, it } from 'vitest';
import { storeCalendar } from '../../src/county/calendar.ts';
import { setListRevision } from '../../src/county/list-revision.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import { countyViews } from '../../src/county/view.ts';
import { systemClock } from '../../src/ports.ts';
import { COUNTY, countyOfTest } from '../support/county.ts';

it('is the first working day of the month that is set, moves with the calendar, and stays where it was told', async () => {
  const { db } = await countyOfTest();
  const { prisma } = db;
  await prisma.county.update({ where: { id: COUNTY }, data: { createdAt: new Date('2025-06-01') } });
  const due = async (now: string, month = 1): Promise<string[]> => {
    const view = await countyViews(systemClock)(prisma, COUNTY);
    const county = { ...view, settings: { ...view.settings, C8: { month } } };
    await setListRevision(prisma, county, Date.parse(now));
    const timers = await prisma.timer.findMany({ where: { kind: 'list-revision' }, orderBy: { due: 'asc' } });
    return timers.map((timer) => timer.due.toISOString());
  };
  // Without a calendar: the first weekday well away from the feast; with it, the make-up Sunday.
  expect(await due('2026-01-01T08:00:00+08:00')).toEqual(['2026-01-05T01:00:00.000Z']);
  await storeCalendar(prisma, COUNTY, qinglanCalendar.days, qinglanCalendar.validUntil);
  expect(await due('2026-01-02T08:00:00+08:00')).toEqual(['2026-01-04T01:00:00.000Z']);
  expect(await due('2026-01-03T08:00:00+08:00', 5)).toEqual(['2026-05-06T01:00:00.000Z']);
  await prisma.timer.updateMany({ data: { firedAt: new Date('2026-05-06T01:00:00Z') } });
  expect(await due('2026-06-01T08:00:00+08:00', 10)).toEqual(['2026-05-06T01:00:00.000Z']);
});
