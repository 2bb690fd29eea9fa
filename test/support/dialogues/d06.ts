/** D06: a graduate asks for the youth hostel over the Dragon Boat holiday. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const stay = (look: Look) => look.cases.find(({ matter }) => matter === 'youth-hostel');
const answers = (look: Look) => stay(look)?.answers ?? {};
const text = (value: unknown): string => JSON.stringify(value ?? '');

export const D06: Script = {
  async given(county) {
    const league = await county.unit('团县委');
    await county.person({ name: '彭雨', unit: '团县委', unitId: league, roles: ['成员单位'] });
    await county.person({ name: '龙敏', unit: '县委人才办', roles: ['人才办'] });
    await county.bind();
    return { account: county.stranger('思雨') };
  },
  facts: {
    '驿站申请.姓名': (look) => answers(look).姓名 === '何思雨',
    '驿站申请.学校/毕业': (look) =>
      answers(look).学校 === '怀化学院' && text(answers(look).毕业时间).includes('2026-06'),
    '驿站申请.事由': (look) =>
      /教师招聘/u.test(text(answers(look))) && text(answers(look)).includes('2026-06-20'),
    '驿站申请.入住/离店': (look) =>
      answers(look).入住 === '2026-06-19' && answers(look).离店 === '2026-06-21',
    '驿站申请.常住地': (look) =>
      ['本县', '岩板镇', '两个小时'].every((word) => text(answers(look)).includes(word)),
    '驿站申请.手机': (look) => answers(look).手机 === '13900005678',
  },
  actions: {
    '人工审核:团县委': (look) =>
      stay(look)?.stage === '待审核' &&
      stay(look)?.due === '2026-06-16' &&
      /算不算外地|异地/u.test(text(answers(look))),
  },
  states: { 驿站申请: (look) => stay(look)?.stage === '待审核' },
  notRecorded: {
    同学信息: (look) => !look.recorded.includes('同学'),
    '准考证上的身份证号(展示层)': (look) => !/\d{17}[\dX]/u.test(`${look.all}${look.recorded}`),
  },
  must: {
    '15日22:30提交仍满足提前3个工作日(16,17,18)': (look) =>
      stay(look) !== undefined && !/来不及|不够3/u.test(look.all),
    夜数与天数按配置换算并显示余额: (look) =>
      /2\s*[晚夜]/u.test(look.all) && /(?:还剩|余|还有)\s*\d+\s*[晚夜天]/u.test(look.all),
  },
  mustNot: {
    机器人自行拒绝或通过: (look) => stay(look) === undefined || stay(look)?.stage === '待审核',
    索要身份证照片: (look) => !/(?<!不要|勿|别)(?:发|拍|上传)[^。，]{0,6}身份证照片/u.test(look.all),
  },
};
