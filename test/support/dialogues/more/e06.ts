/** E06: a teacher brings up one thing after the other, asks about a rule in between. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { caseWith, holds, needs, setting } from './setting.ts';

const money = (look: Look) => caseWith(look, '安家费');
const cold = (look: Look) => caseWith(look, '空调');
const school = (look: Look) => caseWith(look, '怀化');

export const E06: Script = {
  given: (county) => setting(county, { name: '何静', title: '教师', unit: '县一中', roles: ['人才'] }),
  facts: {
    '诉求A.内容': (look) => holds(money(look), '第二笔', '推来推去'),
    '诉求A.类别': (look) => money(look)?.answers.类别 === '资金',
    '诉求B.内容': (look) => holds(cold(look), '3栋201', '三次'),
    '诉求B.要求': (look) => /11月6日/u.test(String(cold(look)?.answers.要求)),
    '诉求B.优先级': (look) => cold(look)?.urgent === true,
    '诉求C.类别': (look) => school(look)?.answers.类别 === '子女入学',
  },
  actions: {
    '派单:人社局': (look) => money(look)?.unit === '人社局',
    '派单:青岚城发': (look) => cold(look)?.unit === '青岚城发',
    '派单:教育局': (look) => school(look)?.unit === '教育局' && school(look)?.due === '2026-11-10',
  },
  states: {
    A: (look) => money(look)?.stage === '已派单',
    B: (look) => cold(look)?.stage === '已派单',
    C: (look) => school(look)?.stage === '已派单',
  },
  notRecorded: {},
  must: {
    算了只撤上门时间: (look) => needs(look).length === 3,
    政策问题答了带文号: (look) => /〔2024〕15号/u.test(look.said.get(7) ?? ''),
    学位情况同意后才给教育局: (look) =>
      look.toldTo('周海涛').indexOf('本人同意后转来') < look.toldTo('周海涛').indexOf('怀化'),
  },
  mustNot: {
    撤回任何一件: (look) => look.cases.every(({ stage }) => stage !== '已撤回'),
    多立一件: (look) => needs(look).length <= 3,
  },
};
