/** E07: power and hands for a factory, and an accusation in between. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { caseWith, holds, needs, setting } from './setting.ts';

const power = (look: Look) => caseWith(look, '增容');
const hands = (look: Look) => caseWith(look, '技工');
const accusation = (look: Look) => look.cases.find(({ guard }) => guard === '限主任');

export const E07: Script = {
  given: (county) =>
    setting(county, { name: '石磊', title: '总工程师', unit: '青岚新材料', roles: ['人才'] }),
  facts: {
    '诉求A.内容': (look) => holds(power(look), '变压器', '一个月', '投不了产'),
    '诉求A.优先级': (look) => power(look)?.urgent === true,
    '诉求B.内容': (look) => holds(hands(look), '招不到', '专场招聘'),
    '检举.限主任': (look) => holds(accusation(look), '红包'),
  },
  actions: {
    '派单:供电公司': (look) => power(look)?.unit === '供电公司' && power(look)?.due === '2026-08-19',
    '派单:人社局': (look) => hands(look)?.unit === '人社局',
  },
  states: {
    A: (look) => power(look)?.stage === '已派单',
    B: (look) => hands(look)?.stage === '已派单',
  },
  notRecorded: {},
  must: {
    检举只有主任看到: (look) =>
      look.toldTo('覃明').includes(accusation(look)?.no ?? '?') &&
      !look.toldTo('龙敏').includes(accusation(look)?.no ?? 'N-') &&
      accusation(look)?.unit === '',
    每件都给编号: (look) => needs(look).every(({ no }) => look.all.includes(no)),
  },
  mustNot: { 检举转给园区: (look) => !/红包/u.test(look.toldTo('彭小军')) },
};
