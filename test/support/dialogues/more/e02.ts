/** E02: a leader tells of two visits and brings back one need. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { caseWith, holds, needs, setting } from './setting.ts';

const visit = (look: Look) => look.contacts.find(({ talent }) => talent === '田雨桐');
const talk = (look: Look) => look.contacts.find(({ talent }) => talent === '吴昊');
const power = (look: Look) => caseWith(look, '跳闸');

export const E02: Script = {
  async given(county) {
    const { id, account, people } = await setting(
      county,
      { name: '吴德厚', title: '县政协副主席', roles: ['领导'] },
      [
        { name: '田雨桐', title: '特级教师', unit: '县一中', roles: ['人才'] },
        { name: '吴昊', title: '博士', unit: '茶叶研究所', roles: ['人才'] },
      ],
    );
    for (const talent of people.values()) await county.pairing('县政协副主席', id, talent);
    return { account };
  },
  facts: {
    '联系A.人才': (look) => visit(look) !== undefined,
    '联系A.方式': (look) => visit(look)?.method === '走访',
    '联系A.时段': (look) => visit(look)?.halfDay === '上午',
    '联系B.人才': (look) => talk(look) !== undefined,
    '联系B.方式': (look) => talk(look)?.method === '座谈',
    '联系B.地点': (look) => talk(look)?.place === '茶叶研究所',
    '联系B.参与人': (look) => talk(look)?.attendees.includes('供电公司老毕') === true,
    '诉求.内容': (look) => holds(power(look), '用电不够', '影响做实验'),
    '诉求.优先级': (look) => power(look)?.urgent === true,
  },
  actions: {
    '派单:供电公司': (look) => power(look)?.unit === '供电公司' && power(look)?.due === '2026-04-29',
  },
  states: { 诉求: (look) => power(look)?.stage === '已派单' },
  notRecorded: {},
  must: {
    两次联系分开记: (look) => look.contacts.length === 2,
    只有一件诉求: (look) => needs(look).length === 1,
    后来说的到了办件里: (look) => holds(power(look), '影响做实验'),
  },
  mustNot: { 把一切都好记成诉求: (look) => needs(look).length <= 1 },
};
