/** What the office keeps beside the contacts: its groups, and who looked at what. */
import { describe, expect, it } from 'vitest';
import { county, countyId } from './leader-setting.ts';

describe.each(['feishu', 'dingtalk'] as const)('on %s', (platform) => {
  it('keeps a ledger of work groups, asks for what is missing, and reminds the owner once to dissolve', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const staff = await c.staff('龙敏');
    await c.bind();
    expect(await staff.says('/群台账')).toContain('还是空的');
    expect(await staff.says('/群台账 驿站群')).toContain('做什么用');
    expect(await staff.says('安排入住')).toContain('哪天解散');
    expect(await staff.says('等通知')).toContain('没看懂');
    expect(await staff.says('9月30日')).toContain('已登记 Q-2026-0001');
    expect(await staff.says('/群台账 座谈群 秋季座谈会 10月30日')).toContain('Q-2026-0002');
    expect(await staff.says('/撤销')).toContain('已撤销：登记 Q-2026-0002');
    const list = await staff.says('/群台账');
    expect(list).toContain('Q-2026-0001 驿站群');
    expect(list).toContain('负责人龙敏，安排入住');
    expect(list).not.toContain('座谈群');

    c.clock.value = Date.parse('2026-09-30T08:00:00+08:00');
    await c.app.sweep();
    c.clock.value = Date.parse('2026-09-30T09:01:00+08:00');
    await c.app.sweep();
    expect(await staff.hears()).toContain('到了该解散的日子');
    await c.app.sweep();
    expect(await staff.presses('已经解散')).toContain('解散了');
    expect(await staff.says('/群台账')).toContain('还是空的');
    expect(await staff.says('/撤销')).toContain('已撤销：解散 Q-2026-0001');
    expect(await staff.says('/群台账')).toContain('驿站群');
    expect(
      await c.db.prisma.timer.findMany({ where: { kind: 'group-dissolve' }, select: { outcome: true } }),
    ).toEqual([{ outcome: 'reminded' }]);
  });

  it('proposes whom to pair with the reasons, and a press pairs them', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    await c.leader('向国平', '副县长');
    const science = await c.leader('彭春华', '县科技局党组书记');
    const talent = await c.talent('李文博', '教授', '华科高新专家工作站');
    const staff = await c.staff('龙敏');
    await c.bind();
    const offer = await staff.says('/拟结对');
    expect(offer).toContain('同属工业科技口，目前没有联系人才');
    expect(await staff.presses('彭春华—李文博')).toContain('已结对：彭春华—李文博');
    expect(await c.db.prisma.pairing.findMany()).toMatchObject([
      { leaderId: science.personId, talentId: talent.personId },
    ]);
    expect(await staff.says('/拟结对')).toContain('都有联系领导');
  });

  it('answers /政策 with its source, and begins a file with /建档', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const talent = await c.talent('李文博', '教授', '华科高新');
    await c.bind();
    expect(await talent.says('/政策')).toContain('哪方面');
    expect(await talent.says('人才公寓')).toContain('依据');
    expect(await talent.says('/政策 火星移民')).toContain('已转给人才办');
    expect(await talent.says('/建档')).toContain('同意');
  });

  it('leaves an entry for every look at a masked number and every export, with what it was for', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const talent = await c.talent('李文博', '教授', '华科高新');
    const staff = await c.staff('龙敏');
    await c.pair(leader, talent, '副县长');
    await c.bind();
    const audits = async () =>
      (await c.db.prisma.audit.findMany({ where: { countyId }, orderBy: { id: 'asc' } })).map(
        ({ by, what, subject, purpose }) => ({ by, what, subject, purpose }),
      );

    expect(await staff.says('/查 李文博')).not.toMatch(/139\d{8}/u);
    expect(await audits()).toEqual([]);
    expect(await leader.says('李文博电话多少')).toMatch(/139\d{8}/u);
    const looked = {
      by: leader.personId,
      what: '查看手机号',
      subject: `person:${talent.personId}`,
      purpose: '联系结对人才',
    };
    expect(await audits()).toEqual([looked]);

    expect(await staff.says('/导出 结对名单')).toContain('用途会记下来');
    expect(await audits()).toHaveLength(1);
    expect(await staff.says('年度调整')).toContain('用途已记下');
    await staff.hears();
    await staff.says('/汇报 季 Word');
    await staff.hears();
    await staff.says('/汇报 季 Excel');
    const by = staff.personId;
    expect(await audits()).toMatchObject([
      looked,
      {
        by,
        what: expect.stringContaining('导出结对名单 1 行'),
        subject: 'ledger:结对名单',
        purpose: '年度调整',
      },
      {
        by,
        what: expect.stringContaining('导出汇报'),
        subject: expect.stringMatching(/^report:/u),
        purpose: '汇报',
      },
      {
        by,
        what: expect.stringContaining('导出汇报'),
        subject: expect.stringMatching(/^report:/u),
        purpose: '汇报',
      },
    ]);
  });
});
