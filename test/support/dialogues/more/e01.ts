/** E01: a technician with two needs in one breath. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { caseWith, holds, needs, setting } from './setting.ts';

const flat = (look: Look) => caseWith(look, '公寓');
const job = (look: Look) => caseWith(look, '株洲');

export const E01: Script = {
  given: (county) =>
    setting(county, { name: '向志高', title: '高级技师', unit: '青岚新材料', roles: ['人才'] }),
  facts: {
    '诉求A.类别': (look) => flat(look)?.answers.类别 === '住房',
    '诉求A.内容': (look) => holds(flat(look), '两个多月', '八个人'),
    '诉求A.要求': (look) => /月底前.*准话/u.test(String(flat(look)?.answers.要求)),
    '诉求B.类别': (look) => job(look)?.answers.类别 === '配偶就业',
    '诉求B.内容': (look) => holds(job(look), '会计', '着落'),
    '诉求B.补充': (look) => holds(job(look), '中级会计证', '不挑单位'),
  },
  actions: {
    '派单:住建局': (look) => flat(look)?.unit === '住建局' && flat(look)?.due === '2026-03-17',
    '派单:人社局': (look) => job(look)?.unit === '人社局' && job(look)?.due === '2026-03-17',
    '同意转达:配偶就业': (look) => job(look)?.steps.some(({ step }) => step.action === '同意转达') === true,
  },
  states: {
    A: (look) => flat(look)?.stage === '已派单',
    B: (look) => job(look)?.stage === '已派单',
  },
  notRecorded: {},
  must: {
    两件各是一件: (look) => needs(look).length === 2,
    配偶情况同意后才给人社局: (look) =>
      /人社局/u.test(look.said.get(3) ?? '') &&
      /同意吗/u.test(look.said.get(3) ?? '') &&
      look.toldTo('黄秋萍').indexOf('本人同意后转来') < look.toldTo('黄秋萍').indexOf('株洲'),
    问进度时说出期限: (look) => (look.said.get(11) ?? '').includes('3月17日'),
  },
  mustNot: {
    把第二件忘了: (look) => job(look) !== undefined,
    多立一件: (look) => needs(look).length <= 2,
  },
};
