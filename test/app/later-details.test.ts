/** What a leader tells later of a need that its person has agreed to hand on (domain.md 1.6, PIPL 23). */
import { describe, expect, it } from 'vitest';
import { county, countyId } from './leader-setting.ts';

describe.each(['feishu', 'dingtalk'] as const)('later details on %s', (platform) => {
  it('reach the unit where they are more of the same, and wait for the person where they tell of the family', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const talent = await c.talent('李文博', '教授', '华科高新');
    const unit = await c.officer('尤志刚');
    await c.db.prisma.unit.create({ data: { id: 'u1', countyId, name: '青岚城发', aliases: ['城发'] } });
    await c.db.prisma.person.update({ where: { id: unit.personId }, data: { unitId: 'u1' } });
    await c.db.prisma.role.updateMany({ where: { personId: unit.personId }, data: { role: '成员单位' } });
    await c.pair(leader, talent, '副县长');
    await c.bind();
    await leader.says('今天上午去看望了李教授，他说公寓热水器坏了没人修');
    expect(await leader.presses('确认记录')).toContain('已转青岚城发');
    expect(await unit.hears()).not.toContain('热水器坏了');
    expect(await talent.hears()).toContain('您同意吗');
    expect(await talent.presses('同意转达')).toContain('已转给青岚城发');
    expect(await unit.hears()).toContain('热水器坏了');

    c.clock.value += 60_000;
    expect(await leader.says('对了 坏的是三楼靠东的那一台')).toContain('已补到');
    expect(await unit.hears()).toContain('三楼靠东的那一台');

    c.clock.value += 60_000;
    expect(await leader.says('还有他爱人刚做完手术')).toContain('已补到');
    // The person was not asked about the floor; about the family they are.
    const asked = await talent.hears();
    expect(asked).toContain('爱人刚做完手术');
    expect(asked).toContain('您同意吗');
    expect(await unit.hears()).not.toContain('手术');
    expect(await unit.says('/查 0001')).not.toContain('手术');
    expect(await talent.presses('同意转达')).toContain('已转给青岚城发');
    expect(await unit.hears()).toContain('手术');

    c.clock.value += 60_000;
    expect(await leader.says('对了 他爱人下周出院')).toContain('已补到');
    expect(await unit.hears()).toContain('下周出院');
  });
});
