/** 联络员: what an officer records and sees for the leaders they serve, and nothing beyond (domain.md 1.6, 5.3). */
import { describe, expect, it } from 'vitest';
import { openNotes } from '../../src/county/contacts/notes.ts';
import { until } from '../support/service.ts';
import { county } from './leader-setting.ts';

/** Two leaders with a talent each, a third with one of nobody's business here, an officer and staff. */
async function town(platform: 'feishu' | 'dingtalk', now = '2026-09-17T17:55:00+08:00') {
  const c = await county(platform, now);
  const zhang = await c.leader('张明远', '县委常委、副县长');
  const wang = await c.leader('王仁和', '县委副书记');
  const other = await c.leader('石别领', '县政协副主席');
  const li = await c.talent('李文博', '教授', '华科高新专家工作站');
  const wu = await c.talent('吴昊', '博士', '茶叶研究所');
  const qin = await c.talent('覃晓霖', '研究员', '林业科学研究所');
  const staff = await c.staff('龙敏');
  const officer = await c.officer('彭一诺');
  await c.pair(zhang, li, '副县长');
  await c.pair(wang, wu, '县委副书记');
  await c.pair(other, qin, '县政协副主席');
  await c.bind();
  const tie = async (leader: typeof zhang, name: string): Promise<void> => {
    expect(await staff.says(`/联络员 ${name} 彭一诺`)).toContain(`彭一诺是${name}的联络员`);
    expect(await leader.hears()).toContain('彭一诺是您的联络员');
    expect(await officer.hears()).toContain(`请您担任${name}同志的联络员`);
  };
  return { ...c, zhang, wang, other, li, wu, qin, staff, officer, tie };
}

describe.each(['feishu', 'dingtalk'] as const)('an officer on %s', (platform) => {
  it('records in one sentence what their leader did, for the leader and under their own name', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    const card = await c.officer.says('今天下午张县长去看望了李教授，他提出孩子上学的事');
    expect(card).toContain('请您确认这次联系');
    expect(card).toContain('张明远');
    expect(card).toContain('李文博');
    expect(card).toContain('孩子上学的事');
    const done = await c.officer.presses('确认记录');
    expect(done).toContain('L-2026-0001');
    expect(done).toContain('记在张明远同志名下，由彭一诺代记');
    expect(done).toContain('三季度对李文博的联系已完成');

    const row = await c.db.prisma.contact.findFirstOrThrow();
    expect(row).toMatchObject({
      leaderId: c.zhang.personId,
      talentId: c.li.personId,
      pairingId: `${c.zhang.personId}-${c.li.personId}`,
      recorderId: c.officer.personId,
      enteredAt: new Date(c.clock.value),
      method: '走访',
      halfDay: '下午',
    });
    expect(openNotes(c.secrets, row.notes).needs.map(({ text }) => text)).toEqual(['孩子上学的事']);
    const need = await c.db.prisma.case.findFirstOrThrow({ where: { matter: 'need' } });
    expect(need).toMatchObject({ personId: c.li.personId, raisedBy: c.zhang.personId, title: '子女入学' });

    // The leader is not told, and finds it where records are looked for.
    expect(await c.zhang.says('/查 李文博')).toMatch(/L-2026-0001.*彭一诺9月17日 周四代记/su);
    expect(await c.zhang.says('我联系谁')).toContain('上次 9月17日 周四 走访');

    c.clock.value += 60_000;
    expect(await c.officer.says('另外他建议县里给专家站配个设备')).toContain('意见建议');
    expect(await c.officer.says('不对，是昨天')).toContain('9月16日');
    expect(await c.officer.says('/撤销')).toContain('已撤销');
    expect(await c.officer.says('/撤销')).toContain('已撤销');
    expect(await c.officer.says('/撤销')).toContain('已撤销：记联系 L-2026-0001');
    expect(await c.db.prisma.contact.count({ where: { undoneAt: null } })).toBe(0);
  });

  it('tells a paragraph about two leaders, each contact for its own leader', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    await c.tie(c.wang, '王仁和');
    const card = await c.officer.says(
      '今天上午我陪张县长去华科高新看了李教授他说实验室用电还是不够下午王书记又电话联系了吴昊说一切都好',
    );
    expect(card).toContain('请您确认这 2 次联系');
    expect(card).toContain('张明远—李文博');
    expect(card).toContain('王仁和—吴昊');
    const done = await c.officer.presses('确认记录');
    expect(done).toContain('记在张明远、王仁和同志名下');
    const rows = await c.db.prisma.contact.findMany({ orderBy: { no: 'asc' } });
    expect(rows.map(({ pairingId, method }) => [pairingId, method])).toEqual([
      [`${c.zhang.personId}-${c.li.personId}`, '走访'],
      [`${c.wang.personId}-${c.wu.personId}`, '电话'],
    ]);
  });

  it('is asked whose contact it was where two leaders are served and none is named', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    await c.tie(c.wang, '王仁和');
    expect(await c.officer.says('今天下午去看望了吴昊博士')).toContain('联系吴昊的是哪一位领导？');
    expect(await c.officer.presses('王仁和（县委副书记）')).toContain('请您确认这次联系');
    expect(await c.officer.says('不记了')).toContain('没有记');
    expect(await c.officer.says('/记联系 李文博 昨天上午电话聊了近况')).toContain(
      '联系李文博的是哪一位领导？',
    );
    const card = await c.officer.says('张县长');
    expect(card).toContain('张明远');
    expect(card).toContain('9月16日');
    expect(await c.officer.says('对')).toContain('L-2026-0001');
    expect(await c.db.prisma.contact.findMany()).toMatchObject([
      { leaderId: c.zhang.personId, pairingId: `${c.zhang.personId}-${c.li.personId}`, method: '电话' },
    ]);
    // Said in a correction, whose it was changes, and what it counts for with it.
    await c.officer.says('今天张县长去看望了吴昊');
    expect(await c.officer.says('不对，是王书记')).toContain('王仁和');
    expect(await c.officer.says('对')).toContain('L-2026-0002');
    expect(await c.db.prisma.contact.findFirstOrThrow({ where: { no: 'L-2026-0002' } })).toMatchObject({
      leaderId: c.wang.personId,
      pairingId: `${c.wang.personId}-${c.wu.personId}`,
    });
  });

  it('shows the leaders’ lists and what they owe, and says whose', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    const one = await c.officer.says('我这个季度还差谁');
    expect(one).toContain('张明远同志联系的人才');
    expect(one).toContain('还差 1 位：李文博');
    expect(one).not.toContain('吴昊');
    expect(await c.officer.presses('记一次联系')).toContain('今天上午张明远去看望了');
    await c.tie(c.wang, '王仁和');
    const both = await c.officer.says('/我联系谁');
    expect(both).toContain('张明远同志联系的人才');
    expect(both).toContain('王仁和同志联系的人才');
    expect(both.match(/记一次联系/gu)).toHaveLength(1);
    const todo = await c.officer.says('/待办');
    expect(todo).toContain('张明远—李文博');
    expect(todo).toContain('王仁和—吴昊');
    const brief = await c.officer.says('/准备 吴昊');
    expect(brief).toContain('联系准备：吴昊');
    expect(brief).toContain('联系领导是王仁和同志');
    expect(brief).toContain('全号请领导本人或人才办问');
    expect(brief).not.toMatch(/139\d{8}/u);
    expect(await c.officer.says('/查 李文博')).toContain('华科高新专家工作站');
    // Whoever hands a post over is told that its officer does not go with it by itself.
    const handover = await c.staff.says('/换人 王仁和 石别领');
    expect(handover).toContain('要接着服务石别领，请发“/联络员 石别领 彭一诺”');
    expect(await c.staff.says('/联络员')).toMatch(/领导的联络员（2 对）.*张明远.*彭一诺/su);
  });

  it('leaves reminders and plans to the leader', async () => {
    const c = await town(platform, '2026-09-08T08:20:00+08:00');
    await c.tie(c.zhang, '张明远');
    expect(await c.officer.says('周四上午张县长去看李教授，到时候提醒一下')).toContain('提醒张明远同志');
    await c.app.sweep();
    c.clock.value = Date.parse('2026-09-10T08:01:00+08:00');
    await c.app.sweep();
    expect(await c.zhang.hears()).toContain('今天的安排');
    // The second reminder of the quarter: fifteen days before its end.
    c.clock.value = Date.parse('2026-09-16T09:01:00+08:00');
    await c.app.sweep();
    expect(await c.zhang.hears()).toContain('李文博');
    await until(
      () => c.db.prisma.message.count({ where: { status: 'waiting' } }),
      (waiting) => waiting === 0,
    );
    // What they were told when they were made officer, and the answer to the plan.
    expect(c.officer.heard()).toHaveLength(2);
  });

  it('shows nobody who is on none of their lists, and no telephone number', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    expect(await c.officer.says('今天下午张县长去看望了覃晓霖')).not.toContain('林业');
    expect(await c.officer.says('不记了')).toContain('没有记');
    expect(await c.officer.says('/记联系 覃晓霖 今天上午电话聊了近况')).toContain('没找到');
    expect(await c.officer.says('/准备 覃晓霖')).toContain('您服务的领导的名单里没有');
    expect(await c.officer.says('/查 覃晓霖')).toContain('没查到');
    expect(await c.officer.says('/查 石别领')).toContain('没查到');
    expect(await c.officer.says('石主席今天下午去看望了李教授')).toContain('石主席的联系请由本人');
    const phone = await c.officer.says('李文博电话多少');
    expect(phone).toContain('只给联系领导本人和人才办');
    expect(phone).not.toMatch(/139\d{8}/u);
    expect(await c.db.prisma.audit.count()).toBe(0);
    expect(await c.db.prisma.contact.count()).toBe(0);
  });

  it('sees nothing any more once released, has left, or lost the role', async () => {
    const c = await town(platform);
    await c.tie(c.zhang, '张明远');
    const sees = async (): Promise<boolean> => (await c.officer.says('/我联系谁')).includes('李文博');
    expect(await sees()).toBe(true);
    expect(await c.officer.says('今天下午张县长去看望了李教授')).toContain('请您确认这次联系');

    expect(await c.staff.says('/联络员 张明远 彭一诺 解除')).toContain('已解除');
    expect(await c.zhang.hears()).toContain('不再担任您的联络员');
    expect(await c.officer.hears()).toContain('名单和记录不再给您看了');
    // What waited for the confirmation goes no further either.
    expect(await c.officer.says('对')).not.toContain('L-2026-0001');
    expect(await c.db.prisma.contact.count()).toBe(0);
    expect(await sees()).toBe(false);
    expect(await c.officer.says('/待办')).toContain('没有待办');
    expect(await c.officer.says('/准备 李文博')).toContain('没有可看的材料');
    expect(await c.officer.says('/查 李文博')).toContain('没查到');
    expect(await c.officer.says('/记联系 李文博 今天上午电话聊了近况')).toContain(
      '还没有登记您是哪位领导的联络员',
    );
    expect(await c.officer.says('今天下午张县长去看望了李教授')).not.toContain('李文博');

    expect(await c.staff.says('/撤销')).toContain('已撤销：解除联络员 张明远—彭一诺');
    expect(await sees()).toBe(true);
    await c.db.prisma.person.update({ where: { id: c.officer.personId }, data: { leftAt: new Date() } });
    expect(await sees()).toBe(false);
    await c.db.prisma.person.update({ where: { id: c.officer.personId }, data: { leftAt: null } });
    expect(await sees()).toBe(true);
    await c.db.prisma.role.deleteMany({ where: { personId: c.officer.personId } });
    expect(await sees()).toBe(false);
  });

  it('is tied once, only with the role, and untied by /撤销', async () => {
    const c = await town(platform);
    expect(await c.staff.says('/联络员')).toContain('还没有登记联络员');
    expect(await c.staff.says('/联络员 张明远 龙敏')).toContain('没找到专员“龙敏”');
    expect(await c.staff.says('/联络员 张明远')).toContain('哪位专员');
    expect(await c.staff.says('彭一诺')).toContain('已登记：彭一诺是张明远的联络员');
    expect(await c.zhang.hears()).toContain('彭一诺');
    expect(await c.officer.hears()).toContain('张明远');
    expect(await c.staff.says('/联络员 张明远 彭一诺')).toContain('已经是张明远的联络员了');
    expect(await c.staff.says('/联络员 王仁和 彭一诺 解除')).toContain('不用解除');
    expect(await c.staff.says('/撤销')).toContain('已撤销：联络员 张明远—彭一诺');
    expect(await c.db.prisma.leaderOfficer.count()).toBe(0);
    expect(await c.officer.says('/我联系谁')).toContain('没有可看的名单');
  });
});
