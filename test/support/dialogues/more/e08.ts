/** E08: a phone call with a need and a suggestion in it, details later, and somebody who was not there. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { holds, needs, setting, text } from './setting.ts';

const call = (look: Look) => look.contacts.find(({ talent }) => talent === '石磊');
const need = (look: Look) => needs(look)[0];
const idea = (look: Look) => look.cases.find(({ matter }) => matter === 'suggestion');

export const E08: Script = {
  async given(county) {
    const { id, account, people } = await setting(
      county,
      { name: '彭春华', title: '县人大常委会副主任', roles: ['领导'] },
      [
        { name: '石磊', title: '总工程师', unit: '青岚新材料', roles: ['人才'] },
        { name: '吴昊', title: '博士', unit: '茶叶研究所', roles: ['人才'] },
      ],
    );
    for (const talent of people.values()) await county.pairing('县人大常委会副主任', id, talent);
    return { account };
  },
  facts: {
    '联系.日期': (look) => call(look)?.date === '2026-10-13',
    '联系.方式': (look) => call(look)?.method === '电话',
    '诉求.类别': (look) => need(look)?.answers.类别 === '配偶就业',
    '诉求.情况': (look) => holds(need(look), '株洲', '初中语文'),
    '建议.内容': (look) => holds(idea(look), '夜校'),
  },
  actions: {
    '派单:人社局': (look) => need(look)?.unit === '人社局' && need(look)?.due === '2026-10-21',
    '转办建议:工业园区': (look) => idea(look)?.unit === '工业园区',
  },
  states: {
    诉求: (look) => need(look)?.stage === '已派单',
    建议: (look) => idea(look)?.stage === '研究中',
  },
  notRecorded: {},
  must: {
    细节不给单位: (look) =>
      look.toldTo('黄秋萍').includes('配偶就业') && !/株洲|语文/u.test(look.toldTo('黄秋萍')),
    没见上不算联系: (look) => look.contacts.length === 1 && /不计|先不记/u.test(look.said.get(7) ?? ''),
  },
  mustNot: { 把建议算作诉求: (look) => needs(look).length <= 1 && !/夜校/u.test(text(need(look)?.answers)) },
};
