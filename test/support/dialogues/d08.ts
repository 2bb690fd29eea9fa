/** D08: a talent complains of three things at once. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const text = (value: unknown): string => JSON.stringify(value ?? '');
const find = (look: Look, has: RegExp, not?: RegExp) =>
  look.cases.find(({ answers }) => has.test(text(answers)) && !(not?.test(text(answers)) ?? false));
const a = (look: Look) => find(look, /热水器/u);
const b = (look: Look) => find(look, /爱住不住|态度/u, /热水器/u);
const c = (look: Look) => find(look, /绿卡/u, /热水器|爱住不住/u);
const whole = (one: ReturnType<typeof a>): string => text([one?.answers, one?.steps]);

export const D08: Script = {
  async given(county) {
    const operator = await county.unit('青岚城发', ['城发']);
    await county.unit('县文旅局', ['文旅局']);
    const talent = await county.person({ name: '郑可', unit: '县二中', roles: ['人才'] });
    await county.person({
      name: '李强',
      title: '物业',
      unit: '青岚城发',
      unitId: operator,
      roles: ['成员单位'],
    });
    await county.person({ name: '覃明', title: '主任', unit: '县委人才办', roles: ['主任', '人才办'] });
    await county.bind();
    for (const [index, day] of ['04', '10', '17'].entries())
      await county.caseOf({
        no: `N-2026-010${index}`,
        matter: 'need',
        stage: '已受理',
        title: '住房',
        personId: talent.id,
        unitId: operator,
        answers: { 内容: `报修登记（9月${Number(day)}日）`, 类别: '住房' },
        steps: [{ at: `2026-09-${day}T10:00:00+08:00`, action: '受理', to: '已受理' }],
      });
    return { account: talent.account };
  },
  facts: {
    '诉求A.内容': (look) => ['公寓', '热水器', '5栋602'].every((word) => whole(a(look)).includes(word)),
    '诉求A.要求': (look) =>
      /2026-09-24 19:00/u.test(whole(a(look))) ||
      (/2026-09-24/u.test(whole(a(look))) && /七点以后|19:00/u.test(whole(a(look)))),
    '诉求A.优先级': (look) => a(look)?.urgent === true,
    '诉求B.内容': (look) => b(look) !== undefined && b(look)?.no !== a(look)?.no,
    '诉求C.内容': (look) => /溪口峡谷/u.test(whole(c(look))) && /2026-09-19|9月19日/u.test(whole(c(look))),
    '诉求C.诉求': (look) => /下次认/u.test(whole(c(look))),
  },
  actions: {
    '派单:青岚城发': (look) => a(look)?.unit === '青岚城发' && a(look)?.due === '2026-10-08',
    '派单:青岚城发负责人': (look) => b(look)?.unit === '青岚城发' && b(look)?.due === '2026-10-08',
    '派单:文旅局': (look) => c(look)?.unit.includes('文旅局') === true && c(look)?.due === '2026-10-08',
  },
  states: {
    A: (look) => a(look)?.stage === '已派单' && a(look)?.urgent === true,
    B: (look) => b(look)?.stage === '已派单' && b(look)?.guard === '回避',
    C: (look) => c(look)?.stage === '已派单',
  },
  notRecorded: {
    父母信息: (look) => !/爸妈|父母/u.test(look.recorded),
    '孩子年龄(仅可记‘家有幼儿’)': (look) => !/三岁/u.test(look.recorded),
  },
  must: {
    '‘上周六’=2026-09-19': (look) => /9月19日/u.test(look.all),
    '‘算了’只撤票款': (look) => c(look) !== undefined && c(look)?.stage !== '已撤回',
    '中秋国庆假期不计工作日, 到期日为10月8日': (look) =>
      /10月8日/u.test(look.all) || look.cases.some(({ due }) => due === '2026-10-08'),
  },
  mustNot: {
    把C整件撤销: (look) => c(look) === undefined || c(look)?.stage !== '已撤回',
    答应退三张票: (look) => !/退[^。]{0,4}票/u.test(look.all),
    把B派给被投诉人: (look) => !/爱住不住/u.test(look.others) || b(look)?.guard === '回避',
  },
};
