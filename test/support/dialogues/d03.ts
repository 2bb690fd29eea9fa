/** D03: a leader asks whom they still have to see, hears of one who left, and plans a visit. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const pairing = (look: Look, talent: string) => look.pairings.find((one) => one.talent === talent);
const timers = (look: Look) => JSON.stringify(look.timers);
const checks = (look: Look) => JSON.stringify([look.cases, look.timers]) + look.others;

export const D03: Script = {
  async given(county) {
    const power = await county.unit('供电公司');
    const leader = await county.person({ name: '彭春华', title: '县人大常委会副主任', roles: ['领导'] });
    const tian = await county.person({ name: '田雨桐', title: '特级教师', unit: '县一中', roles: ['人才'] });
    const wu = await county.person({ name: '吴昊', title: '博士', unit: '茶叶研究所', roles: ['人才'] });
    const shi = await county.person({ name: '石磊', title: '总工', unit: '青岚新材料', roles: ['人才'] });
    await county.person({ name: '龙敏', unit: '县委人才办', roles: ['人才办'] });
    const post = '县人大常委会副主任';
    await county.contact(await county.pairing(post, leader.id, tian.id), '2026-07-22', '电话');
    await county.contact(await county.pairing(post, leader.id, wu.id), '2026-04-15', '走访');
    await county.contact(await county.pairing(post, leader.id, shi.id), '2026-06-28', '座谈');
    await county.caseOf({
      no: 'N-2026-0312',
      matter: 'need',
      stage: '办理中',
      title: '实验室用电增容',
      due: '2026-09-11',
      personId: wu.id,
      unitId: power,
      answers: { 内容: '实验室用电增容', 类别: '项目' },
      steps: [
        { at: '2026-09-03T10:00:00+08:00', action: '受理', to: '已受理' },
        { at: '2026-09-04T10:00:00+08:00', action: '派单', to: '已派单', unit: power },
        { at: '2026-09-04T15:00:00+08:00', action: '签收', to: '办理中' },
      ],
    });
    await county.bind();
    return { account: leader.account };
  },
  facts: {
    '结对核实.石磊': (look) =>
      pairing(look, '石磊')?.paused != null &&
      /长沙/u.test(`${pairing(look, '石磊')?.paused}${checks(look)}`),
    '提醒.时间': (look) => look.timers.some(({ due }) => due.startsWith('2026-09-10 0')),
    '计划走访.对象/地点': (look) =>
      look.timers.some(
        ({ due, data, subject }) =>
          due.startsWith('2026-09-10') && JSON.stringify([data, subject]).length > 4,
      ),
  },
  actions: {
    '核实任务:人才办': (look) =>
      look.others.includes('石磊') && /9月11日|2026-09-11/u.test(`${look.others}${look.all}${timers(look)}`),
    '提醒:彭春华': (look) =>
      look.timers.some(({ due }) => due === '2026-09-10 08:00' || due === '2026-09-10 08:30'),
  },
  states: {
    石磊Q3: (look) => pairing(look, '石磊')?.paused != null,
    吴昊Q3: (look) => !look.contacts.some(({ talent, date }) => talent === '吴昊' && date >= '2026-07-01'),
  },
  notRecorded: {},
  must: {
    名单按本人结对且去重: (look) =>
      ['吴昊', '石磊'].every(
        (name) => [...(look.said.get(1) ?? '').matchAll(new RegExp(`${name}[*]*：`, 'gu'))].length === 1,
      ),
    答复带未办结工单和到期日: (look) =>
      /用电增容/u.test(look.said.get(7) ?? '') && /9月11日/u.test(look.said.get(7) ?? ''),
    电话只在私聊给本人有结对的人才: (look) =>
      /139001\d{5}/u.test(look.said.get(5) ?? '') && look.audits.length > 0,
  },
  mustNot: {
    把计划走访记成已联系: (look) =>
      !look.contacts.some(({ talent, date }) => talent === '吴昊' && date >= '2026-07-01'),
    直接删除石磊结对: (look) => pairing(look, '石磊') !== undefined && pairing(look, '石磊')?.to === null,
    显示其他领导的完成情况或排名: (look) => !/排名|第[一二三\d]+名|其他领导/u.test(look.all),
  },
};
