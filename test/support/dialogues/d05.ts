/** D05: a native reports a project before the Spring Festival. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const project = (look: Look) => look.cases.find(({ matter }) => matter === 'return-home-project');
const answers = (look: Look) => project(look)?.answers ?? {};
const text = (value: unknown): string => JSON.stringify(value ?? '');
const about = (value: unknown): { 低?: number; 高?: number; 约?: boolean } => (value ?? {}) as object;
const lead = (look: Look) =>
  look.cases.find(({ matter, answers }) => matter === 'native-lead' && text(answers).includes('周志强'));
const native = (look: Look) =>
  text([answers(look), look.cases.filter(({ matter }) => matter === 'native-registration')]);

export const D05: Script = {
  async given(county) {
    const town = await county.unit('岩板镇');
    await county.unit('县人社局', ['人社局']);
    await county.person({
      name: '田芳',
      title: '党委副书记',
      unit: '岩板镇',
      unitId: town,
      roles: ['成员单位'],
    });
    await county.person({ name: '龙敏', unit: '县委人才办', roles: ['人才办'] });
    await county.bind();
    return { account: county.stranger('老周') };
  },
  facts: {
    '在外人才.姓名/籍贯': (look) => native(look).includes('周德发') && native(look).includes('岩板镇桐子坪'),
    '在外人才.现居与行业': (look) =>
      ['东莞', '五金', '二十来年'].every((word) => native(look).includes(word)),
    '在外人才.联系电话': (look) => /本平台账号|绑定/u.test(text(answers(look).手机)),
    '返乡项目.名称': (look) =>
      text(answers(look).项目).includes('莓茶加工') && text(answers(look).项目).includes('仓储'),
    '返乡项目.投资额': (look) =>
      about(answers(look).投资额).低 === 3_000_000 &&
      about(answers(look).投资额).高 === 4_000_000 &&
      about(answers(look).投资额).约 === true,
    '返乡项目.用地': (look) =>
      about(answers(look).用地).约 === true &&
      Math.abs((about(answers(look).用地).低 ?? 0) - 10) <= 1 &&
      text(answers(look).场地).includes('老粮站'),
    '返乡项目.用工': (look) => about(answers(look).用工).低 === 30 && about(answers(look).用工).高 === 40,
    '返乡项目.资金': (look) =>
      /自己出一半/u.test(text(answers(look).资金)) && /贷/u.test(text(answers(look).资金)),
    '行程.到/离': (look) => answers(look).回来 === '2026-02-14' && answers(look).离开 === '2026-02-22',
    '在外人才线索.周志强': (look) =>
      lead(look) !== undefined &&
      ['中科院', '周德发'].every((word) => text(lead(look)?.answers).includes(word)),
  },
  actions: {
    '派单:岩板镇(田芳)': (look) => look.others.includes('岩板镇') && /2月14日/u.test(look.others),
    '派单:人社局/金融部门': (look) =>
      /贷款/u.test(look.others) && /人社局/u.test(look.others) && /2月25日/u.test(look.others),
    项目首联: (look) => project(look)?.due === '2026-02-27' || /2月27日/u.test(look.all),
  },
  states: { 返乡项目: (look) => project(look)?.stage === '线索' },
  notRecorded: {
    侄儿姓名与电话13900007788: (look) =>
      !look.recorded.includes('13900007788') && !/7788/u.test(look.recorded),
    周志强的任何联系方式: (look) => !/1[3-9]\d{9}/u.test(text(lead(look)?.answers)),
  },
  must: {
    '发现‘年前’与‘十八号’矛盾并追问': (look) =>
      /不是年前|年前/u.test(look.said.get(5) ?? '') && /哪天/u.test(look.said.get(5) ?? ''),
    范围值按范围存: (look) => about(answers(look).投资额).低 !== about(answers(look).投资额).高,
  },
  mustNot: {
    '计入‘项目库’339类口径前未核实': (look) => project(look) === undefined || project(look)?.stage === '线索',
    承诺粮站可用或贷款额度: (look) => !/粮站(?:可以|能)用|可以贷|能贷\d/u.test(look.all),
  },
};
