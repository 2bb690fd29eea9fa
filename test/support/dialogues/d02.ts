/** D02: a leader's one sentence about a visit, with a need and a suggestion in it. */
import type { Look } from './look.ts';
import type { Script } from './play.ts';

const visit = (look: Look) => look.contacts.find(({ talent }) => talent === '李文博');
const need = (look: Look) => look.cases.find(({ matter }) => matter === 'need');
const idea = (look: Look) => look.cases.find(({ matter }) => matter === 'suggestion');
const told = (one: { answers: object; steps: object[] } | undefined): string => JSON.stringify(one ?? {});

export const D02: Script = {
  async given(county) {
    const edu = await county.unit('县教育局', ['教育局']);
    await county.unit('县科技局', ['科技局']);
    const leader = await county.person({ name: '向国平', title: '县委常委、副县长', roles: ['领导'] });
    const li = await county.person({
      name: '李文博',
      title: '教授',
      unit: '华科高新专家工作站',
      roles: ['人才'],
    });
    const other = await county.person({ name: '李春和', title: '教授', unit: '县职业中专', roles: ['人才'] });
    const third = await county.person({ name: '田野', title: '县委副书记', roles: ['领导'] });
    await county.person({ name: '覃明', title: '主任', unit: '县委人才办', roles: ['主任', '人才办'] });
    await county.person({ name: '周立', title: '干事', unit: '县教育局', unitId: edu, roles: ['成员单位'] });
    await county.pairing('县委常委、副县长', leader.id, li.id);
    await county.pairing('县委副书记', third.id, other.id);
    await county.bind();
    return { account: leader.account };
  },
  facts: {
    '联系记录.日期': (look) => visit(look)?.date === '2026-09-17',
    '联系记录.时段': (look) => visit(look)?.halfDay === '下午',
    '联系记录.方式': (look) => visit(look)?.method === '走访',
    '联系记录.地点': (look) => visit(look)?.place === '华科高新',
    '联系记录.领导': (look) => visit(look)?.leader === '向国平',
    '联系记录.人才': (look) => visit(look)?.talent === '李文博',
    '联系记录.参与人': (look) =>
      ['教育局老周', '园区小彭'].every((one) => visit(look)?.attendees.includes(one)),
    '诉求.类别': (look) => need(look)?.answers.类别 === '子女入学',
    '诉求.情况': (look) => ['初一', '武汉', '半个月'].every((one) => told(need(look)).includes(one)),
    '诉求.优先级': (look) => need(look)?.urgent === true,
    '意见建议.内容': (look) => told(idea(look)).includes('X射线衍射'),
  },
  actions: {
    '派单:教育局': (look) => need(look)?.unit.includes('教育局') === true && need(look)?.due === '2026-09-23',
    '转办建议:科技局': (look) =>
      idea(look)?.unit.includes('科技局') === true && idea(look)?.due === '2026-10-14',
    回访本人: (look) => need(look) !== undefined && need(look)?.personId !== null,
  },
  states: {
    结对Q3: (look) => visit(look)?.method === '走访',
    诉求: (look) => need(look)?.stage === '已派单',
    建议: (look) => idea(look)?.stage === '研究中',
  },
  notRecorded: {},
  must: {
    '指代‘李教授’按结对解析并请确认': (look) => (look.said.get(1) ?? '').includes('李文博'),
    诉求与建议分开计数: (look) => need(look) !== undefined && idea(look) !== undefined,
    '转述的诉求: 先派‘子女入学’, 孩子细节须由李文博本人确认并单独同意后才给教育局': (look) =>
      look.toldTo('周立').includes('子女入学') &&
      !/初一|武汉/u.test(look.toldTo('周立')) &&
      look.toldTo('李文博').includes('同意'),
  },
  mustNot: {
    要求上传照片或定位: (look) => !/照片|定位|打卡/u.test(look.all),
    '在群里出现孩子年级/户口': (look) => look.others === '' || !/群.{0,40}(?:初一|户口)/u.test(look.others),
    把建议算作诉求: (look) => look.cases.filter(({ matter }) => matter === 'need').length <= 1,
  },
};
