/** E05: two complaints and a suggestion; one of them has settled itself. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { caseWith, holds, setting } from './setting.ts';

const clerk = (look: Look) => caseWith(look, '不耐烦');
const lamp = (look: Look) => caseWith(look, '路灯');
const idea = (look: Look) => look.cases.find(({ matter }) => matter === 'suggestion');

export const E05: Script = {
  async given(county) {
    const made = await setting(county, {
      name: '苏晴',
      title: '主治医师',
      unit: '县中医院',
      roles: ['人才'],
    });
    await county.person({
      name: '张帆',
      title: '窗口',
      unit: '人社局',
      unitId: 'u-人社局',
      roles: ['成员单位'],
    });
    await county.bind();
    return made;
  },
  facts: {
    '诉求A.内容': (look) => holds(clerk(look), '5月18日', '姓张', '职称'),
    '诉求A.要求': (look) => /说法/u.test(String(clerk(look)?.answers.要求)),
    '诉求B.内容': (look) => holds(lamp(look), '一个多月', '两次'),
    '建议.内容': (look) => holds(idea(look), '中午', '值班'),
    '建议.署名': (look) => idea(look)?.answers.署名 === '实名',
  },
  actions: { '派单:人社局': (look) => clerk(look)?.unit === '人社局' && clerk(look)?.due === '2026-05-26' },
  states: {
    A: (look) => clerk(look)?.guard === '回避' && clerk(look)?.stage === '已派单',
    B: (look) => lamp(look)?.stage === '已撤回',
    建议: (look) => idea(look) !== undefined && idea(look)?.stage !== '已撤回',
  },
  notRecorded: {},
  must: {
    投诉不让被投诉人看到: (look) => !look.toldTo('张帆').includes(clerk(look)?.no ?? 'N-'),
    昨天念回成日期: (look) => (look.said.get(1) ?? '').includes('5月18日'),
    建议与诉求分开: (look) => idea(look)?.no.startsWith('J') === true,
  },
  mustNot: { 把投诉撤回: (look) => clerk(look)?.stage !== '已撤回' },
};
