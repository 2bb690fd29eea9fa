/** /撤销 of what the office arranges and of a need brought up by command: ten minutes, and then no more. */
import { describe, expect, it } from 'vitest';
import { county, countyId } from './leader-setting.ts';

const NOW = '2026-09-17T10:00:00+08:00';

describe.each(['feishu', 'dingtalk'] as const)('/撤销 on %s', (platform) => {
  it('takes back a prompt to visit, and no other that was there before', async () => {
    const c = await county(platform, NOW);
    const leader = await c.leader('彭春华', '副主任');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    const staff = await c.staff('龙敏');
    await c.pair(leader, wu, '副主任');
    await c.bind();
    const prompts = () => c.db.prisma.timer.findMany({ where: { kind: 'contact-must' } });
    expect(await staff.says('/必访 吴昊 有困难')).toContain('发“/撤销”可收回');
    expect(await staff.says('/必访 吴昊 有困难')).toContain('已经安排过提示');
    expect(await staff.says('/必访 吴昊 生病住院')).toContain('5 个工作日内看望');
    expect(await prompts()).toHaveLength(2);
    expect(await staff.says('/撤销')).toContain('已撤销：提示必访 吴昊（生病住院）');
    expect((await prompts()).map(({ subject }) => subject.split('/').at(-1))).toEqual(['有困难']);
    c.clock.value += 11 * 60_000;
    expect(await staff.says('/撤销')).toContain('没有可以撤销的操作');
    c.clock.value = Date.parse('2026-09-18T09:01:00+08:00');
    await c.app.sweep();
    const digest = await leader.hears();
    expect(digest).toContain('有困难');
    expect(digest).not.toContain('生病住院');
  });

  it('takes back who takes what, unless it was set otherwise since', async () => {
    const c = await county(platform, NOW);
    const [one, two] = [await c.staff('龙敏'), await c.staff('田静')];
    await c.db.prisma.unit.createMany({
      data: [
        { id: 'u1', countyId, name: '住建局', aliases: [] },
        { id: 'u2', countyId, name: '青岚城发', aliases: [] },
      ],
    });
    await c.bind();
    const now = () => c.db.prisma.duty.findMany({ where: { topic: '公寓维修' } });
    expect(await one.says('/分工 公寓维修 住建局')).toContain('发“/撤销”可收回');
    expect(await one.says('/分工 公寓维修 人才办')).toContain('由人才办看过再派');
    expect(await one.says('/撤销')).toContain('已撤销');
    expect(await now()).toMatchObject([{ unitId: 'u1', source: '龙敏设定' }]);
    expect(await two.says('/分工 公寓维修 青岚城发')).toContain('自动派给青岚城发');
    expect(await one.says('/撤销')).toContain('后来又改过，不能撤销');
    expect(await now()).toMatchObject([{ unitId: 'u2' }]);
    expect(await two.says('/撤销')).toContain('已撤销');
    expect(await one.says('/撤销')).toContain('已撤销');
    expect(await now()).toEqual([]);
  });

  it('withdraws a need brought up by command, until a unit has taken it up', async () => {
    const c = await county(platform, NOW);
    const talent = await c.talent('苏晴', '医师', '县中医院');
    const staff = await c.staff('龙敏');
    await c.db.prisma.unit.create({ data: { id: 'u1', countyId, name: '住建局', aliases: [] } });
    await c.bind();
    const stages = async () =>
      (await c.db.prisma.case.findMany({ orderBy: { no: 'asc' } })).map(({ stage }) => stage);
    expect(await talent.says('/诉求 小区门口路灯不亮')).toContain('发“/撤销”可收回');
    expect(await staff.hears()).toContain('N-2026-0001');
    expect(await talent.says('/撤销')).toContain('已撤销：反映 N-2026-0001');
    expect(await stages()).toEqual(['已撤回']);
    expect(await staff.says('/查 0001')).toContain('已撤回');

    expect(await talent.says('/诉求 小区门口路灯不亮')).toContain('N-2026-0002');
    expect(await staff.hears()).toContain('N-2026-0002');
    expect(await staff.says('/派 0002 住建局')).toContain('住建局');
    expect(await staff.hears()).toContain('还没有绑定联络员');
    expect(await staff.says('/签收 0002')).toContain('签收');
    const refused = await undoing(talent);
    expect(refused).toContain('已经有人接着办了，不能撤销');
    expect(await stages()).toEqual(['已撤回', '办理中']);
  });
});

/** What they hear on the way is read first. */
async function undoing(talent: { says(text: string): Promise<string>; hears(): Promise<string> }) {
  let words = await talent.says('/撤销');
  while (!words.includes('撤销')) words = await talent.hears();
  return words;
}
