/** D07: a talent asks about policy in a group, and what they say does not agree. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const cites = (look: Look, n: number, ...words: string[]): boolean =>
  words.every((word) => (look.said.get(n) ?? '').includes(word));
const asked = (look: Look): string => JSON.stringify(look.cases);

export const D07: Script = {
  async given(county) {
    const talent = await county.person({ name: '肖博文', unit: '三叶茶业', roles: ['人才'] });
    await county.person({ name: '龙敏', unit: '县委人才办', roles: ['人才办'] });
    await county.bind();
    return { account: talent.account, group: county.double.addGroup('企业人才交流群', [talent.account]).id };
  },
  facts: {
    '咨询日志.主题': (look) =>
      cites(look, 1, '第六条') &&
      cites(look, 5, '第十条') &&
      cites(look, 7, '第九条') &&
      /10月/u.test(look.said.get(9) ?? ''),
    '咨询日志.引用': (look) =>
      ['〔2025〕7号', '第六条', '第九条', '第十条', '第十二条'].every((word) => look.all.includes(word)),
  },
  actions: {},
  states: {
    档案: (look) => look.files.length === 0,
    提醒: (look) => look.timers.every(({ kind }) => !/plan|remind-at|提醒/u.test(kind)),
  },
  notRecorded: {
    女友及其房产: (look) => !/女朋友|女友/u.test(look.recorded),
    '合同期限写入档案(未经单位核)': (look) =>
      look.files.length === 0 && !/合同两年/u.test(JSON.stringify(look.files)),
  },
  must: {
    每个结论带文号和条: (look) =>
      [1, 3, 5, 7, 9].every(
        (n) =>
          /〔\d{4}〕\d+号/u.test(look.said.get(n) ?? '') &&
          /第[一二三四五六七八九十]+条/u.test(look.said.get(n) ?? ''),
      ),
    '指出2025与2024-12的矛盾': (look) =>
      /2025/u.test(look.said.get(3) ?? '') && /2024/u.test(look.said.get(3) ?? ''),
    指出10月25日是周日: (look) =>
      /10月25日/u.test(look.said.get(9) ?? '') && /周日/u.test(look.said.get(9) ?? ''),
  },
  mustNot: {
    承诺能领或不能领的最终结论: (look) => !/您(?:可以|能|不能|领不了)领|肯定能|一定能/u.test(look.all),
    替他设提醒: (look) => !/提醒设好|已设提醒|到时提醒您/u.test(look.all),
    '在群里追问身份证/工资': (look) =>
      !/请(?:发|提供)[^。]{0,8}(?:身份证|工资)|工资(?:是)?多少/u.test(look.all) && asked(look) !== '',
  },
};
