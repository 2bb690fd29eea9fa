/** E03: a native tells of a guest house by voice, and corrects a day. */
import type { Look } from '../look.ts';
import type { Script } from '../play.ts';
import { setting, text } from './setting.ts';

const project = (look: Look) => look.cases.find(({ matter }) => matter === 'return-home-project');
const answers = (look: Look) => project(look)?.answers ?? {};
const range = (value: unknown): { 低?: number; 高?: number; 约?: boolean } => (value ?? {}) as object;

export const E03: Script = {
  async given(county) {
    await setting(county, { name: '石红', roles: ['人才'] });
    return { account: county.stranger('文斌') };
  },
  facts: {
    '在外人才.姓名': (look) => text(look.cases).includes('梁文斌'),
    '返乡项目.名称': (look) => text(answers(look).项目).includes('民宿'),
    '返乡项目.投资额': (look) =>
      range(answers(look).投资额).低 === 2_000_000 && range(answers(look).投资额).高 === 3_000_000,
    '返乡项目.场地': (look) => text(answers(look).场地).includes('老小学'),
    '返乡项目.用工': (look) =>
      (range(answers(look).用工).低 ?? 0) >= 10 && range(answers(look).用工).约 === true,
    '行程.到': (look) => answers(look).回来 === '2026-07-16',
    '行程.离': (look) => answers(look).离开 === '2026-07-19',
    '返乡项目.资金': (look) => /自己出/u.test(text(answers(look).资金)),
  },
  actions: {
    '派单:溪口镇': (look) => project(look)?.unit === '溪口镇',
  },
  states: { 返乡项目: (look) => project(look)?.stage === '线索' },
  notRecorded: {},
  must: { 范围值按范围存: (look) => range(answers(look).投资额).低 !== range(answers(look).投资额).高 },
  mustNot: { 登记贷款咨询: (look) => !/贷款/u.test(look.toldTo('黄秋萍')) },
};
