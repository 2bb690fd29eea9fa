/** D04: staff at work with slash commands on a make-up Saturday, in the office's own group. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const one = (look: Look, no: string) => look.cases.find((file) => file.no === `N-2026-${no}`);
const actions = (look: Look, no: string): string[] =>
  one(look, no)?.steps.map(({ step }) => String(step.action)) ?? [];
const urged = (look: Look, no: string): number =>
  actions(look, no).filter((action) => action === '催办' || action === '黄牌').length;
const notes = (look: Look, no: string): string => JSON.stringify(one(look, no)?.steps ?? []);

export const D04: Script = {
  async given(county) {
    const [edu, housing] = [
      await county.unit('县教育局', ['教育局']),
      await county.unit('县住建局', ['住建局']),
    ];
    await county.unit('县人社局', ['人社局']);
    const staff = await county.person({ name: '龙敏', title: '干事', unit: '县委人才办', roles: ['人才办'] });
    await county.person({ name: '覃明', title: '主任', unit: '县委人才办', roles: ['主任', '人才办'] });
    const a = await county.person({ name: '郑可', unit: '县二中', roles: ['人才'] });
    const b = await county.person({ name: '肖博文', unit: '三叶茶业', roles: ['人才'] });
    const c = await county.person({ name: '向晴', unit: '青岚新材料', roles: ['人才'] });
    await county.person({ name: '张伟', title: '副主任医师', unit: '县中医院', roles: ['人才'] });
    await county.person({ name: '张伟', title: '工程师', unit: '三叶茶业', roles: ['人才'] });
    await county.person({ name: '周立', unit: '县教育局', unitId: edu, roles: ['成员单位'] });
    const received = (at: string) => ({ at, action: '受理', to: '已受理' });
    await county.caseOf({
      no: 'N-2026-0345',
      matter: 'need',
      stage: '办理中',
      title: '子女入学',
      personId: a.id,
      unitId: edu,
      answers: { 内容: '孩子上小学', 类别: '子女入学' },
      steps: [
        received('2026-09-22T09:00:00+08:00'),
        { at: '2026-09-23T10:00:00+08:00', action: '派单', to: '已派单', unit: edu },
        { at: '2026-09-23T11:00:00+08:00', action: '签收', to: '办理中' },
        { at: '2026-10-09T09:00:00+08:00', action: '黄牌', to: '办理中' },
      ],
    });
    await county.caseOf({
      no: 'N-2026-0350',
      matter: 'need',
      stage: '办理中',
      title: '公寓漏水',
      personId: b.id,
      unitId: housing,
      answers: { 内容: '公寓漏水', 类别: '住房' },
      steps: [
        received('2026-09-29T09:00:00+08:00'),
        { at: '2026-09-30T10:00:00+08:00', action: '派单', to: '已派单', unit: housing },
        { at: '2026-09-30T11:00:00+08:00', action: '签收', to: '办理中' },
      ],
    });
    await county.caseOf({
      no: 'N-2026-0352',
      matter: 'need',
      stage: '已受理',
      title: '创业担保贷款咨询',
      personId: c.id,
      answers: { 内容: '创业担保贷款咨询', 类别: '资金' },
      steps: [received('2026-10-10T08:40:00+08:00')],
    });
    await county.bind();
    return { account: staff.account, group: county.double.addGroup('人才办', [staff.account]).id };
  },
  facts: {
    '0345.催办次数': (look) => urged(look, '0345') === 2,
    '0352.承办/期限': (look) =>
      one(look, '0352')?.unit.includes('人社局') === true && one(look, '0352')?.due === '2026-10-14',
    '0350.新期限': (look) => one(look, '0350')?.due === '2026-10-20',
    '0350.延期理由': (look) => notes(look, '0350').includes('供货商十号才发货'),
    '0345.反馈结果': (look) => notes(look, '0345').includes('实验小学'),
  },
  actions: {
    '告知延期:0350诉求人': (look) => /0350/u.test(look.others) && /延/u.test(look.others),
    '回访:0345诉求人': (look) =>
      one(look, '0345')?.due === '2026-10-12' ||
      look.timers.some(({ due, subject }) => due.startsWith('2026-10-12') && subject.includes('0345')),
  },
  states: {
    '0345': (look) => one(look, '0345')?.stage === '回访中' && actions(look, '0345').includes('黄牌'),
    '0350': (look) => one(look, '0350')?.stage === '办理中' && actions(look, '0350').includes('延期'),
    '0352': (look) => one(look, '0352')?.stage === '已派单',
  },
  notRecorded: {},
  must: {
    '接受全角斜杠、缺空格、短编号': (look) =>
      urged(look, '0345') === 2 && actions(look, '0350').includes('延期'),
    '10月10日按工作日处理': (look) => one(look, '0352')?.due === '2026-10-14',
    重名必须让人选: (look) =>
      /县中医院/u.test(look.said.get(7) ?? '') && /三叶茶业/u.test(look.said.get(7) ?? ''),
  },
  mustNot: {
    '群里出现完整手机/身份证': (look) => !/(?<!\d)1[3-9]\d{9}(?!\d)/u.test(look.all),
    '0345 直接标为办结': (look) => one(look, '0345')?.stage !== '办结',
    自动发红牌: (look) => !look.cases.some(({ steps }) => steps.some(({ step }) => step.action === '红牌')),
  },
};
