/** D01: a new talent's file. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const file = (look: Look) => look.files.find(({ person }) => person === '覃晓霖')?.answers ?? {};
const isSpan = (value: unknown, from: string, to: string, precision: string): boolean =>
  JSON.stringify(value) === JSON.stringify({ 从: from, 到: to, 精度: precision });
const check = (look: Look) => look.cases.find(({ matter }) => matter === 'talent-file');
const needs = (look: Look) => look.cases.filter(({ matter }) => matter === 'need');

export const D01: Script = {
  async given(county) {
    await county.unit('县人民医院', ['人民医院']);
    await county.person({ name: '龙敏', unit: '县委人才办', roles: ['人才办'] });
    await county.bind();
    return { account: county.stranger('晓霖') };
  },
  facts: {
    '档案.姓名': (look) => file(look).姓名 === '覃晓霖',
    '档案.单位': (look) => file(look).单位 === '县人民医院',
    '档案.毕业院校': (look) => file(look).毕业院校 === '中南大学湘雅医学院',
    '档案.学位': (look) => file(look).学位 === '硕士',
    '档案.专业': (look) => file(look).专业 === '重症医学',
    '档案.报到日期': (look) => isSpan(file(look).报到日期, '2026-07-01', '2026-07-31', '月'),
    '档案.服务期': (look) => JSON.stringify(file(look).服务期) === JSON.stringify({ 秒: 5 * 365 * 86_400 }),
    '档案.引进方式': (look) => file(look).引进方式 === '人才编制池',
    '档案.手机': (look) => file(look).手机 === '13800001234',
    '档案.职称': (look) => file(look).职称 === '主治医师(中级)',
    '档案.职称取得时间': (look) => isSpan(file(look).职称取得时间, '2024-07-01', '2024-12-31', '半年'),
    '档案.同意': (look) => file(look).同意 === true && look.consents === 1,
    '潜在需求.配偶异地(长沙)': (look) =>
      String(file(look).配偶情况).includes('长沙') && needs(look).length === 0,
    '潜在需求.子女2027年上小学': (look) =>
      String(file(look).子女情况).includes('明年要上小学') && needs(look).length === 0,
  },
  actions: {
    '单位核对任务:县人民医院人事科': (look) =>
      check(look)?.unit === '县人民医院' &&
      ['报到日期', '编制池文号'].every((item) => JSON.stringify(check(look)?.answers).includes(item)),
  },
  states: {
    档案: (look) => check(look)?.stage === '待单位核对' && look.files[0]?.status === '待单位核对',
    身份证号: (look) => file(look).身份证 === undefined,
  },
  notRecorded: {
    身份证号: (look) => !/\d{17}[\dX]/u.test(look.recorded),
    配偶姓名: (look) => !JSON.stringify(file(look)).includes('配偶姓名'),
    配偶专业: (look) => !look.recorded.includes('麻醉'),
    孩子姓名: (look) => !JSON.stringify(file(look)).includes('孩子姓名'),
  },
  must: {
    '‘算了’只取消身份证一项, 不放弃建档': (look) => look.files.length === 1,
    草稿在第7轮中断后保留: (look) =>
      /您先忙|存/u.test(look.said.get(7) ?? '') && file(look).专业 === '重症医学',
  },
  mustNot: {
    未经确认就为配偶或入学生成工单: (look) => needs(look).length === 0,
    '把2024-H2写成某一天': (look) => typeof file(look).职称取得时间 === 'object',
    '把报到日期写成2026-07-01': (look) =>
      typeof file(look).报到日期 === 'object' && !look.all.includes('7月1日'),
  },
};
