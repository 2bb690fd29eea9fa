/**
 * Who may see and do what: declared here and nowhere else. docs/roles.md is this
 * in words (test/county/roles.test.ts holds it there), and test/app/roles.test.ts
 * tries every line of it by what people say and press. Who may begin a matter,
 * and who works at which of its stages, stands in the matter's own file.
 */
import type { CommandWord } from '../dialogue/commands/declarations.ts';
import type { RoleName } from '../dialogue/post.ts';
import type { Outcome, SpeakerPerson, Turn } from './turn.ts';

/** 任何人 includes strangers. The head of the office (主任) may do all that staff (人才办) may. */
export type Who = '任何人' | RoleName;

/**
 * 全县: whatever the county has. 自己的: a talent's own file and matters; what a
 * leader is paired with or passed on; what was given to a unit. 领导的: an
 * officer's own matters, and the talents of the leaders they serve.
 */
export type Reach = '全县' | '自己的' | '领导的';

export interface Rule {
  may: Readonly<Partial<Record<Who, Reach>>>;
  /** Whether it may be used in a group; answers there are masked. */
  group: boolean;
}

const inPrivate = (may: Rule['may']): Rule => ({ may, group: false });
const anywhere = (may: Rule['may']): Rule => ({ may, group: true });

const office: Rule['may'] = { 人才办: '全县' };
const everybody: Rule['may'] = { 任何人: '全县' };
const unitAndOffice: Rule['may'] = { 人才办: '全县', 成员单位: '自己的' };

export const commandRules: Readonly<Record<CommandWord, Rule>> = {
  帮助: anywhere(everybody),
  转人工: inPrivate(everybody),
  认领: inPrivate(everybody),
  授权: inPrivate({ 主任: '全县' }),
  查: anywhere({ ...unitAndOffice, 领导: '自己的', 人才: '自己的', 专员: '领导的', 乡贤: '自己的' }),
  待办: anywhere({ ...unitAndOffice, 领导: '自己的', 专员: '领导的' }),
  到期: anywhere({ ...unitAndOffice, 领导: '自己的', 专员: '领导的' }),
  核对: inPrivate(office),
  我联系谁: inPrivate({ 领导: '自己的', 专员: '领导的' }),
  // A leader may have stood in for another: the record is the speaker's, the talent anybody.
  记联系: inPrivate({ ...office, 领导: '全县', 专员: '领导的' }),
  准备: inPrivate({ ...office, 领导: '自己的', 专员: '领导的' }),
  结对: inPrivate(office),
  拟结对: inPrivate(office),
  解除: inPrivate(office),
  换人: inPrivate(office),
  必访: inPrivate(office),
  联络员: inPrivate(office),
  撤销: anywhere({
    人才办: '自己的',
    领导: '自己的',
    成员单位: '自己的',
    人才: '自己的',
    专员: '自己的',
    乡贤: '自己的',
  }),
  诉求: inPrivate({ ...office, 人才: '自己的', 领导: '自己的', 专员: '自己的', 乡贤: '自己的' }),
  派: anywhere(office),
  签收: anywhere(unitAndOffice),
  退: anywhere(unitAndOffice),
  延: anywhere(unitAndOffice),
  催: anywhere(office),
  结: anywhere(unitAndOffice),
  回访: anywhere(office),
  牌: anywhere(office),
  办: anywhere({ ...unitAndOffice, 领导: '自己的', 人才: '自己的', 专员: '自己的', 乡贤: '自己的' }),
  汇报: inPrivate(office),
  明细: inPrivate(office),
  口径: anywhere({ ...office, 领导: '全县' }),
  导出: inPrivate(office),
  模板: inPrivate(office),
  合并: inPrivate(office),
  取消合并: inPrivate(office),
  分管: inPrivate(office),
  链长: inPrivate(office),
  群台账: inPrivate(office),
  政策: anywhere(everybody),
  建档: inPrivate(everybody),
  分工: inPrivate(office),
  池: inPrivate(office),
  造册: inPrivate(office),
  日历: inPrivate(office),
};

/** Cards that ask somebody of the office to decide. Other buttons stand for a command or for an action of a case. */
export const buttonRules = {
  绑定账号: inPrivate(office),
  核实去留: inPrivate(office),
  确认承接: inPrivate(office),
  导入名单: inPrivate(office),
  合并人员: inPrivate(office),
} as const satisfies Record<string, Rule>;

/** What somebody is to a case. */
export type Party = '主任' | '人才办' | '承办单位' | '本人' | '转达领导';

const staff: readonly Party[] = ['人才办', '主任'];

/** Who may do what every case knows, whatever its matter's file says. */
export const caseRules = {
  催办: staff,
  黄牌: staff,
  // Staff propose it; the card is the head's alone (domain.md 2.4).
  红牌: ['主任'],
  改派: staff,
  暂停: staff,
  恢复: staff,
  已联系: [...staff, '承办单位'],
  挂账: staff,
  终止: staff,
  合并: staff,
  加急: [...staff, '转达领导'],
  补充: [...staff, '转达领导', '本人'],
  同意转达: ['本人'],
  不同意转达: ['本人'],
  撤回: ['本人'],
  转纪检信访: ['主任'],
  看电话: [...staff, '承办单位'],
} as const satisfies Record<string, readonly Party[]>;

/** Who may do an action that a stage's file gives to `who`: staff do for a unit or a person what these told them by phone. */
export function stageParties(who: readonly string[]): Party[] {
  if (who.length === 1 && who[0] === '主任') return ['主任'];
  return [...staff, ...(['承办单位', '本人'] as const).filter((party) => who.includes(party))];
}

/** Who may take personal numbers out unmasked, for a purpose that needs them (domain.md 5.1). */
export const mayUnmask: RoleName = '主任';

type Roles = { roles: readonly RoleName[] };

export const isHead = (person: Roles | undefined): boolean => person?.roles.includes('主任') ?? false;

export const isStaff = (person: SpeakerPerson | undefined): boolean =>
  isHead(person) || (person?.roles.includes('人才办') ?? false);

export const isLeader = (person: SpeakerPerson | undefined): boolean =>
  person?.roles.includes('领导') ?? false;

/** Whether somebody may be a leader's officer; whose, leader_officer says (officers.ts). */
export const isOfficer = (person: SpeakerPerson | undefined): boolean =>
  person?.roles.includes('专员') ?? false;

/** How far a rule lets somebody reach; undefined where they may not. */
export function reachOf(rule: Rule, person: SpeakerPerson | undefined): Reach | undefined {
  const has = (who: Who): boolean =>
    who === '任何人' || (who === '人才办' ? isStaff(person) : (person?.roles.includes(who) ?? false));
  const reaches = Object.entries(rule.may).flatMap(([who, reach]) => (has(who as Who) ? [reach] : []));
  return reaches.includes('全县') ? '全县' : reaches[0];
}

/** What a press is answered with where the card is not for the presser; undefined where it is. */
export function refusedPress(turn: Turn, name: keyof typeof buttonRules): Outcome | undefined {
  const rule: Rule = buttonRules[name];
  const toast = (words: string): Outcome => ({ posts: [], answer: { toast: words, tone: 'warning' } });
  if (reachOf(rule, turn.speaker.person) === undefined)
    return toast(`这件事由${Object.keys(rule.may).join('、')}办理。`);
  if (turn.chat.kind === 'group' && !rule.group) return toast('这件事请私聊我办，群里不方便。');
  return undefined;
}
