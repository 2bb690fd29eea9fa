/** C8: in January the office is asked once to go through the list of who contacts whom. */
import { describe, expect, it } from 'vitest';
import { startApp } from '../../src/app.ts';
import { silentLog } from '../../src/ports.ts';
import { county, sweepAt, type Talker } from './leader-setting.ts';

const FIRST = '2026-01-04T09:01:00+08:00';

const prompts = (staff: Talker): string[] =>
  staff
    .heard()
    .map(({ content }) => JSON.stringify(content))
    .filter((words) => words.includes('请集中调整一次'));

/** A list with one of each kind of thing that stands out, and one pairing that is as it should be. */
async function listed(platform: 'feishu' | 'dingtalk', now: string) {
  const c = await county(platform, now);
  const well = await c.leader('向国平', '副县长');
  const gone = await c.leader('彭春华', '副主任');
  const li = await c.talent('李文博', '教授', '华科高新');
  const wu = await c.talent('吴昊', '博士', '茶叶研究所');
  const shi = await c.talent('石磊', '总工程师', '青岚新材料');
  const tian = await c.talent('田雨桐', '特级教师', '县一中');
  const staff = await c.staff('龙敏');
  await c.pair(well, li, '副县长');
  await c.pair(gone, wu, '副主任');
  await c.pair(well, shi, '副县长');
  await c.db.prisma.pairing.updateMany({ data: { from: new Date('2025-03-01') } });
  await c.met(well, li, '2025-06-10', '走访');
  await c.met(gone, wu, '2025-11-20', '电话');
  await c.bind();
  await c.db.prisma.person.update({ where: { id: gone.personId }, data: { leftAt: new Date('2025-12-31') } });
  await c.db.prisma.person.update({ where: { id: shi.personId }, data: { leftAt: new Date('2025-12-31') } });
  return { ...c, well, staff, tian };
}

describe.each(['feishu', 'dingtalk'] as const)('the yearly revision on %s', (platform) => {
  it('is asked for on the first working day of January, with what stands out, once', async () => {
    const c = await listed(platform, '2026-01-02T10:00:00+08:00');
    await sweepAt(c, '2026-01-03T10:00:00+08:00');
    await sweepAt(c, '2026-01-04T08:59:00+08:00');
    expect(prompts(c.staff)).toEqual([]);
    // The make-up Sunday is a working day.
    await sweepAt(c, FIRST);
    const [words = ''] = prompts(c.staff);
    expect(words).toContain('现有结对 3 对');
    expect(words).toMatch(/领导已离任.{0,6}1 对：彭春华—吴昊/u);
    expect(words).toMatch(/人才已离开或待核实.{0,6}1 对：向国平—石磊/u);
    expect(words).toMatch(/还没有联系领导的人才.{0,6}1 位：田雨桐/u);
    expect(words).toMatch(/2025 年没有联系记录.{0,6}1 对：向国平—石磊/u);
    expect(words).toContain('/换人 原领导 新领导');
    expect(c.well.heard().some(({ content }) => JSON.stringify(content).includes('集中调整'))).toBe(false);
    expect(await c.staff.presses('看拟结对')).toContain('田雨桐');

    await sweepAt(c, '2026-01-05T09:01:00+08:00');
    // Another process starts, and days go by.
    const again = await startApp({ config: c.config, log: silentLog, clock: { now: () => c.clock.value } });
    c.clock.value = Date.parse('2026-01-20T10:00:00+08:00');
    await again.sweep();
    await again.stop();
    await sweepAt(c, '2026-07-01T10:00:00+08:00');
    expect(prompts(c.staff)).toHaveLength(1);
    await sweepAt(c, '2027-01-04T10:00:00+08:00');
    await sweepAt(c, '2027-01-05T10:00:00+08:00');
    expect(prompts(c.staff)).toHaveLength(2);
    expect(prompts(c.staff)[1]).toContain('2027 年联系名单');
  });

  it('is told late, once, after a stop, and not for a time before the county began', async () => {
    const c = await listed(platform, '2026-01-02T10:00:00+08:00');
    // A Saturday, then the Monday: nothing ran in between.
    await sweepAt(c, '2026-02-07T10:00:00+08:00');
    expect(prompts(c.staff)).toEqual([]);
    await sweepAt(c, '2026-02-09T10:00:00+08:00');
    await sweepAt(c, '2026-02-10T10:00:00+08:00');
    expect(prompts(c.staff)).toHaveLength(1);

    const later = await listed(platform, '2026-01-05T10:00:00+08:00');
    await sweepAt(later, '2026-01-06T10:00:00+08:00');
    await sweepAt(later, '2026-03-02T10:00:00+08:00');
    expect(prompts(later.staff)).toEqual([]);
  });
});
