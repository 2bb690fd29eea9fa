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

  it('proposes the leader in charge of the talent’s chain of industry, and says so', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    await c.leader('彭春华', '县农业农村局党组书记');
    const chief = await c.leader('向国平', '副县长');
    const held = await c.talent('方卓然', '教师', '县一中');
    await c.talent('吴昊', '博士', '茶叶研究所');
    const file = await c.talent('石磊', '总经理', '溪口生态园');
    const staff = await c.staff('龙敏');
    await c.pair(chief, held, '副县长');
    await c.db.prisma.talentFile.create({
      data: {
        id: 'f1',
        countyId,
        personId: file.personId,
        no: 'RC0001',
        answers: Uint8Array.from(
          c.secrets.sealBytes(Buffer.from(JSON.stringify({ 专业方向: '竹木产业链：竹材改性' }))),
        ),
        createdAt: new Date(c.clock.value),
        updatedAt: new Date(c.clock.value),
      },
    });
    await c.bind();
    const proposal = async (): Promise<string> => staff.says('/拟结对');
    // Tea is farming, and she has nobody yet.
    expect(await proposal()).toMatch(/彭春华—吴昊.{0,8}同属农业口/u);
    expect(await staff.says('/链长')).toContain('还没有登记链长');
    expect(await staff.says('/链长 茶叶产业链 向国平')).toContain('是茶叶产业链的链长');
    expect(await staff.says('/链长 竹木')).toContain('哪位领导');
    expect(await staff.says('彭春华')).toContain('是竹木产业链的链长');
    const list = await staff.says('/链长');
    expect(list).toMatch(/茶叶产业链.{0,6}向国平/u);
    expect(list).toMatch(/竹木产业链.{0,6}彭春华/u);
    const both = await proposal();
    expect(both).toMatch(/向国平—吴昊.{0,8}茶叶产业链链长，目前联系 1 位/u);
    expect(both).toMatch(/彭春华—石磊.{0,8}竹木产业链链长/u);
    expect(await staff.says('/链长 茶叶 解除')).toContain('不再设链长');
    expect(await proposal()).toMatch(/彭春华—吴昊/u);
    expect(await staff.says('/撤销')).toContain('已撤销：茶叶产业链链长解除');
    expect(await staff.says('/撤销')).toContain('已撤销：竹木产业链链长改为彭春华');
    expect(await staff.says('/链长 茶叶 向国平')).toContain('已经是茶叶产业链的链长了');
    expect(await c.db.prisma.chain.findMany()).toMatchObject([{ name: '茶叶', leaderId: chief.personId }]);
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
