/** E04: a graduate comes for an interview and had the day wrong. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { setting, text } from './setting.ts';

const stay = (look: Look) => look.cases.find(({ matter }) => matter === 'youth-hostel');
const answers = (look: Look) => stay(look)?.answers ?? {};

export const E04: Script = {
  async given(county) {
    await setting(county, { name: '石红', roles: ['人才'] });
    return { account: county.stranger('佳佳') };
  },
  facts: {
    '驿站申请.姓名': (look) => answers(look).姓名 === '龙佳佳',
    '驿站申请.学校': (look) => text(answers(look).学校).includes('湖南师范大学'),
    '驿站申请.入住/离店': (look) =>
      answers(look).入住 === '2026-06-15' && answers(look).离店 === '2026-06-17',
    '驿站申请.常住地': (look) => text(answers(look)).includes('邵阳'),
    '驿站申请.手机': (look) => answers(look).手机 === '13900006677',
  },
  actions: {
    '人工审核:团县委': (look) =>
      stay(look)?.stage === '待审核' &&
      stay(look)?.due === '2026-06-09' &&
      look.toldTo('王可可').includes(stay(look)?.no ?? '?'),
  },
  states: { 驿站申请: (look) => stay(look)?.stage === '待审核' },
  notRecorded: {},
  must: { 改口后的日期为准: (look) => /6月15日/u.test(look.all) },
  mustNot: {
    索要身份证照片: (look) => !/(?<!不要|勿|别)(?:发|拍|上传)[^。，]{0,6}身份证照片/u.test(look.all),
  },
};
