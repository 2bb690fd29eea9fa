import { describe, expect, it } from 'vitest';
import { openNotes } from '../../src/county/contacts/notes.ts';
import { until } from '../support/service.ts';
import { county, countyId } from './leader-setting.ts';

describe.each(['feishu', 'dingtalk'] as const)('the leader on %s', (platform) => {
  it('D02: one sentence, then more of it: one record with needs and suggestions apart', async () => {
    const c = await county(platform, '2026-09-17T17:55:00+08:00');
    const leader = await c.leader('向国平', '县委常委、副县长');
    const talent = await c.talent('李文博', '教授', '华科高新专家工作站');
    await c.talent('李春和', '教授', '县职业中专');
    const staff = await c.staff('龙敏');
    await c.pair(leader, talent, '县委常委、副县长');
    await c.bind();

    const card = await leader.says('今天下午去华科高新看望了李教授，他说孩子上学的事还没落实');
    expect(card).toContain('李文博');
    expect(card).toContain('9月17日');
    expect(card).toContain('本人同意后才给承办单位');
    expect(card).not.toMatch(/照片|定位/u);
    expect(await c.db.prisma.contact.count()).toBe(0);

    const done = await leader.says('对 是李文博 上初一的，户口还在武汉，都开学半个月了，抓紧');
    expect(done).toContain('L-2026-0001');
    expect(done).toContain('诉求 1 件');
    expect(done).toContain('三季度对李文博的联系已完成');
    expect(done).toContain('N-2026-0001');
    expect(await staff.hears()).toContain('N-2026-0001');
    const need = await c.db.prisma.case.findFirstOrThrow({ where: { matter: 'need' } });
    expect(need).toMatchObject({
      title: '子女入学',
      urgent: true,
      personId: talent.personId,
      raisedBy: leader.personId,
    });

    c.clock.value += 60_000;
    const advice = await leader.says('另外他建议县里给专家站配个能做X射线衍射的设备，这个记一下不用急');
    expect(advice).toContain('不算诉求');
    expect(advice).toContain('J-2026-0001');
    expect(await c.db.prisma.case.count({ where: { matter: 'need' } })).toBe(1);
    expect(await c.db.prisma.case.count({ where: { matter: 'suggestion' } })).toBe(1);
    expect(await leader.says('嗯。陪同的有教育局老周、园区小彭')).toContain('教育局老周、园区小彭');

    const row = await c.db.prisma.contact.findFirstOrThrow();
    expect(row).toMatchObject({
      method: '走访',
      halfDay: '下午',
      place: '华科高新',
      attendees: '教育局老周、园区小彭',
      leaderId: leader.personId,
      talentId: talent.personId,
      precision: '日',
    });
    expect(row.date.toISOString().slice(0, 10)).toBe('2026-09-17');
    const notes = openNotes(c.secrets, row.notes);
    expect(notes.needs).toEqual([
      {
        text: '孩子上学的事还没落实',
        urgent: true,
        details: ['上初一的', '户口还在武汉', '都开学半个月了'],
      },
    ]);
    expect(notes.suggestions).toEqual([
      { text: '县里给专家站配个能做X射线衍射的设备', urgent: false, details: [] },
    ]);
    expect(Buffer.from(row.notes).toString('latin1')).not.toContain(Buffer.from('初一').toString('latin1'));
    expect(await c.db.prisma.contact.count()).toBe(1);
  });

  it('D03: who is owed, one said to have left, a number, a plan with its reminder', async () => {
    const c = await county(platform, '2026-09-08T08:20:00+08:00');
    const leader = await c.leader('彭春华', '县人大常委会副主任');
    const tian = await c.talent('田雨桐', '特级教师', '县一中');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    const shi = await c.talent('石磊', '总工程师', '青岚新材料');
    const staff = await c.staff('龙敏');
    for (const talent of [tian, wu, shi]) await c.pair(leader, talent, '县人大常委会副主任');
    await c.met(leader, tian, '2026-07-22', '电话');
    await c.met(leader, wu, '2026-04-15', '走访');
    await c.met(leader, shi, '2026-06-28', '座谈');
    await c.bind();
    await c.db.prisma.case.create({
      data: {
        id: 'case1',
        countyId,
        no: 'N-2026-0312',
        matter: 'need',
        version: 1,
        personId: wu.personId,
        title: '实验室用电增容',
        stage: '办理中',
        answers: Uint8Array.from(c.secrets.sealBytes(Buffer.from('{}'))),
        draftId: 'draft1',
        revision: 1,
        createdAt: new Date('2026-09-04T09:00:00+08:00'),
        dueAt: new Date('2026-09-11T23:59:59+08:00'),
      },
    });

    const owed = await leader.says('我这个季度还差谁');
    expect(owed).toContain('还差 2 位：石磊、吴昊');
    expect(owed).toContain('田雨桐联系过了，下半年还没见面');
    expect(owed).toContain('比如“今天下午去看望了石磊”');

    const due = await leader.says('/到期 30天');
    expect(due).toContain('共 2 件');
    expect(due).toMatch(/9月30日.*石磊.*三季度还没联系/su);
    expect(due).not.toContain('田雨桐');
    expect(await leader.says('/到期 3')).toContain('没有到期的事');

    expect(await leader.says('石磊不是调走了吗')).toContain('核实前先不催您');
    const task = await staff.hears();
    expect(task).toContain('石磊');
    expect(task).toContain('9月11日');

    const both = await leader.says('上个月就去长沙了 你们核实下 吴昊电话多少');
    expect(both).toContain('2026年8月去了长沙');
    expect(both).toMatch(/139\d{8}/u);
    expect(await staff.hears()).toContain('长沙');
    expect(
      await c.db.prisma.audit.count({ where: { by: leader.personId, subject: `person:${wu.personId}` } }),
    ).toBe(1);

    const plan = await leader.says('周四上午我去所里看他 你提醒我一下 顺便看看他提过什么困难没解决');
    expect(plan).toContain('9月10日');
    expect(plan).toContain('08:00');
    expect(plan).toContain('茶叶研究所');
    expect(plan).toContain('实验室用电增容（N-2026-0312，办理中，9月11日 周五到期）');

    const paused = await c.db.prisma.pairing.findFirstOrThrow({ where: { talentId: shi.personId } });
    expect(paused).toMatchObject({ to: null, paused: '据领导反映2026年8月去了长沙，待核实' });
    expect(await c.db.prisma.contact.count()).toBe(3);
    const timer = await c.db.prisma.timer.findFirstOrThrow({ where: { kind: 'contact-plan' } });
    expect(timer.due.toISOString()).toBe('2026-09-10T00:00:00.000Z');
    const check = await c.db.prisma.timer.findFirstOrThrow({ where: { kind: 'pairing-check' } });
    expect(check.due.toISOString().slice(0, 10)).toBe('2026-09-11');

    const still = await leader.says('我联系谁');
    expect(still).toContain('还差 1 位：吴昊');
    expect(still).toContain('先不提醒');
    expect(still).toContain('已约9月10日');

    c.clock.value = Date.parse('2026-09-10T08:01:00+08:00');
    await c.app.sweep();
    const reminder = await leader.hears();
    expect(reminder).toContain('去茶叶研究所看吴昊');
    expect(await leader.presses('准备材料')).toContain('联系准备：吴昊');

    expect(await staff.presses('仍在，恢复提醒')).toContain('已恢复');
    expect(await leader.hears()).toContain('仍在县里');
    expect((await c.db.prisma.pairing.findFirstOrThrow({ where: { id: paused.id } })).paused).toBeNull();
    expect(await staff.says('/撤销')).toContain('已撤销');
    expect((await c.db.prisma.pairing.findFirstOrThrow({ where: { id: paused.id } })).paused).toContain(
      '长沙',
    );
  });

  it('takes several people in one breath on one card, and takes them all back at once', async () => {
    const c = await county(platform, '2026-09-17T17:55:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const li = await c.talent('李文博', '教授', '华科高新专家工作站');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    await c.pair(leader, li, '副县长');
    await c.pair(leader, wu, '副县长');
    await c.bind();
    const card = await leader.says(
      '今天上午去茶叶所看了吴昊他说实验室用电还是不够然后下午又去华科高新看了李教授他建议县里配个设备',
    );
    expect(card).toContain('请您确认这 2 次联系');
    expect(card).toContain('实验室用电还是不够');
    const done = await leader.presses('确认记录');
    expect(done).toContain('L-2026-0001');
    expect(done).toContain('L-2026-0002');
    const rows = await c.db.prisma.contact.findMany({ orderBy: { no: 'asc' } });
    expect(rows.map(({ talentId, halfDay }) => [talentId, halfDay])).toEqual([
      [wu.personId, '上午'],
      [li.personId, '下午'],
    ]);
    expect(await leader.says('不对，是昨天')).toContain('9月16日');
    expect(await leader.says('/撤销')).toContain('已撤销');
    expect(await leader.says('/撤销')).toContain('已撤销');
    expect(await leader.says('/撤销')).toContain('L-2026-0001、L-2026-0002');
    expect(await c.db.prisma.contact.count({ where: { undoneAt: null } })).toBe(0);
    expect(await c.db.prisma.case.count({ where: { closedAt: null } })).toBe(0);
    expect(await c.db.prisma.case.count()).toBe(2);
  });

  it('says of a need told again that the first is still open, to those who may know of it', async () => {
    const c = await county(platform, '2026-09-17T17:55:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const other = await c.leader('彭春华', '县人大常委会副主任');
    const li = await c.talent('李文博', '教授', '华科高新专家工作站');
    await c.pair(leader, li, '副县长');
    await c.bind();
    const told = '今天下午去华科高新看望了李文博，他说孩子上学的事还没落实';
    expect(await leader.says(told)).not.toContain('还没办结');
    await leader.presses('确认记录');
    c.clock.value += 7 * 86_400_000;
    expect(await leader.says(told)).toMatch(
      /李文博的“子女入学”（N-2026-0001，已受理）还没办结，确认后会另立一件。/u,
    );
    expect(await other.says(told)).not.toContain('还没办结');
    expect(await other.says('算了')).toContain('没有记');
    await leader.says('算了');
    const another = await leader.says('今天下午去华科高新看望了李文博，他说实验室用电不够');
    expect(another).toContain('诉求');
    expect(another).not.toContain('还没办结');
  });

  it('gives no number of somebody else, keeps a try from being a contact, and says so in a group', async () => {
    const c = await county(platform, '2026-09-17T17:55:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const li = await c.talent('李文博', '教授', '华科高新专家工作站');
    await c.talent('吴昊', '博士', '茶叶研究所');
    await c.pair(leader, li, '副县长');
    await c.bind();
    const refused = await leader.says('吴昊电话多少');
    expect(refused).toContain('不在您的结对名单里');
    expect(refused).not.toMatch(/1390000/u);
    expect(await c.db.prisma.audit.count()).toBe(0);
    expect(await leader.says('下午去看李教授，扑了个空')).toContain('不计为一次联系');
    const plain = await leader.says('明天下午去看望李教授');
    expect(plain).toContain('13:30');
    expect(plain).not.toContain('放假');
    expect(await leader.says('10月7号上午去看望李教授')).toContain('那天放假，要改日子就再说一声');
    expect(await leader.says('9月26号去看望李教授')).not.toContain('放假');
    expect(await c.db.prisma.contact.count()).toBe(0);
  });

  it('pairs, warns above three, releases and hands over with the history', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const leader = await c.leader('彭春华', '县人大常委会副主任');
    const next = await c.leader('吴德厚', '县人大常委会副主任');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    const tian = await c.talent('田雨桐', '特级教师', '县一中');
    const staff = await c.staff('龙敏');
    await c.pair(leader, wu, '县人大常委会副主任');
    await c.met(leader, wu, '2026-08-01', '走访');
    await c.bind();

    expect(await staff.says('/结对 彭春华 田雨桐')).toContain('已结对：彭春华—田雨桐');
    expect(await leader.hears()).toContain('田雨桐');
    expect(await tian.hears()).toContain('彭春华');
    expect(await staff.says('/解除 彭春华 田雨桐 本人要求')).toContain('已解除');
    expect(await leader.hears()).toContain('本人要求');
    expect(await leader.says('我联系谁')).not.toContain('田雨桐');
    expect(await staff.says('/撤销')).toContain('已撤销');
    expect(await leader.says('我联系谁')).toContain('田雨桐');

    const card = await staff.says('/换人 彭春华 吴德厚');
    // Five working days, the make-up Sunday counted.
    expect(card).toContain('9月23日');
    expect(next.heard()).toHaveLength(0);
    expect(await staff.presses('确认承接，通知双方')).toContain('双方都通知了');
    expect(await next.hears()).toContain('由您联系');
    expect(await wu.hears()).toContain('吴德厚');
    // The visit of August counts: the history stays with the pairing.
    const standing = await next.says('我联系谁');
    expect(standing).toContain('上次 8月1日');
    expect(await next.says('/准备 吴昊')).toContain('8月1日');
    expect(
      await c.db.prisma.timer.count({
        where: { kind: 'contact-must', subject: { startsWith: next.personId } },
      }),
    ).toBe(2);
    c.clock.value = Date.parse('2026-09-18T09:01:00+08:00');
    await c.app.sweep();
    const digest = await next.hears();
    expect(digest).toContain('请您近日看望');
    expect(digest).toContain('吴昊');
    expect(digest).toContain('田雨桐');
    await c.app.sweep();
    await until(
      () => c.db.prisma.message.count({ where: { status: 'waiting' } }),
      (waiting) => waiting === 0,
    );
    expect(
      next.heard().filter(({ content }) => JSON.stringify(content).includes('请您近日看望')),
    ).toHaveLength(1);
  });

  it('greets before the feast in the same message as what else is due', async () => {
    const c = await county(platform, '2026-09-10T10:00:00+08:00');
    const leader = await c.leader('彭春华', '副主任');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    await c.pair(leader, wu, '副主任');
    await c.bind();
    await c.app.sweep();
    // 中秋 is 25 September; five working days before it, the make-up Sunday counted, is the 20th.
    c.clock.value = Date.parse('2026-09-20T09:01:00+08:00');
    await c.app.sweep();
    const greeting = await leader.hears();
    expect(greeting).toContain('中秋节');
    expect(greeting).toContain('吴昊');
    expect(greeting).toContain('三季度还没联系');
    expect(leader.heard()).toHaveLength(1);
  });

  it('puts nothing off where nobody is owed', async () => {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const leader = await c.leader('向国平', '副县长');
    const talent = await c.talent('李文博', '教授', '华科高新');
    await c.pair(leader, talent, '副县长');
    await c.bind();
    const owed = await leader.says('/我联系谁');
    expect(owed).toContain('稍后再说');
    expect(owed).toContain('记一次联系');
    await c.met(leader, talent, '2026-09-10', '走访');
    const done = await leader.says('/我联系谁');
    expect(done).toContain('都联系过了');
    expect(done).toContain('记一次联系');
    expect(done).not.toContain('稍后再说');
  });
});
