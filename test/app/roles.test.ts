/** docs/roles.md cell by cell: everybody says and presses everything, and what changed and what was shown is compared. */
import { describe, expect, it } from 'vitest';
import { buttonRules, caseRules, commandRules, type Rule } from '../../src/county/roles.ts';
import type { CommandWord } from '../../src/dialogue/commands/declarations.ts';
import {
  CONTENT,
  cards,
  justRecorded,
  listedOn,
  NO,
  nameOf,
  needAt,
  registered,
  type Stage,
  stayIn,
  type Whose,
} from './roles/rows.ts';
import { type Actor, actors, countyId, FAR, type Town, townOf } from './roles/town.ts';

interface Cell {
  actor: Actor;
  whose: Whose;
  inGroup: boolean;
}

interface Trial {
  /** Whose things it can be tried on; left out: it is about nothing of anybody's. */
  whose?: readonly Whose[];
  /** Who can have something of their own here. */
  owners?: readonly Actor[];
  prepare?(town: Town, cell: Cell): Promise<void>;
  say(cell: Cell, town: Town): string;
  /** What only who may is shown; left out: rows change. */
  shows?(cell: Cell): RegExp;
  /** It shows what is the speaker's, and of the rest says nothing. */
  lists?: true;
}

const every: readonly Whose[] = ['自己的', '别人的', '外县的'];
const ofOthers: readonly Whose[] = ['别人的', '外县的'];
const reporters: readonly Actor[] = ['人才', '领导', '专员', '乡贤'];

/** The talent meant: the leader's own, who is their officer's too; somebody else's, the neighbours'. */
const talentOf = ({ whose }: Cell): string =>
  ({ 自己的: '吴昊天', 别人的: '覃晓霖', 外县的: '远人才' })[whose];
const leaderOf = ({ whose }: Cell): string =>
  ({ 自己的: '向国平', 别人的: '石别领', 外县的: '远领导' })[whose];

const onCase = (
  stage: Stage,
  words: (cell: Cell) => string,
  owners: readonly Actor[] = ['成员单位'],
): Trial => ({
  whose: every,
  owners,
  prepare: (town, { actor, whose }) => needAt(town, stage, actor, whose),
  say: words,
});
const onFile = (text: string): Trial => ({
  whose: ofOthers,
  prepare: (town, { whose }) => registered(town, whose === '外县的' ? FAR : countyId),
  say: () => text,
});
const asking = (text: string, shows: RegExp): Trial => ({ say: () => text, shows: () => shows });
const onTalent = (words: (cell: Cell) => string, shows?: (cell: Cell) => RegExp): Trial => ({
  whose: every,
  owners: ['领导', '专员'],
  say: words,
  ...(shows ? { shows } : {}),
});

const trials: Record<CommandWord, Trial[]> = {
  帮助: [asking('/帮助', /我能帮您做这些/u)],
  转人工: [asking('/转人工 想问落户的事', /已经转给人才办/u)],
  认领: [asking('/认领 CLAIM123', /管理员已经有了/u)],
  授权: [{ whose: ofOthers, say: (cell) => `/授权 ${talentOf(cell)} 专员` }],
  查: [
    onTalent(
      (cell) => `/查 ${talentOf(cell)}`,
      () => /还没有联系记录/u,
    ),
    { ...onCase('办理中', () => '/查 0077', [...reporters, '成员单位']), shows: () => /路灯/u },
  ],
  待办: [
    {
      ...onCase('已派单', () => '/待办'),
      prepare: (town, { actor, whose }) =>
        needAt(town, actor === '成员单位' ? '已派单' : '已受理', actor, whose),
      shows: () => new RegExp(NO, 'u'),
      lists: true,
    },
  ],
  到期: [
    {
      ...onCase('已派单', () => '/到期 60'),
      prepare: (town, { actor, whose }) =>
        needAt(town, actor === '成员单位' ? '已派单' : '已受理', actor, whose),
      shows: () => new RegExp(NO, 'u'),
      lists: true,
    },
  ],
  核对: [
    { ...onFile('/核对'), shows: () => /RC0077/u, lists: true },
    { ...onFile('/核对 RC0077'), shows: () => /核对档案 RC0077/u },
    onFile('/核对 RC0077 无误'),
  ],
  我联系谁: [
    {
      ...onTalent(
        () => '/我联系谁',
        (cell) => new RegExp(talentOf(cell), 'u'),
      ),
      lists: true,
    },
  ],
  记联系: [
    onTalent(
      (cell) => `/记联系 ${talentOf(cell)} 今天上午电话聊了近况`,
      () => /请您确认/u,
    ),
  ],
  准备: [
    onTalent(
      (cell) => `/准备 ${talentOf(cell)}`,
      () => /联系准备/u,
    ),
  ],
  结对: [onTalent((cell) => `/结对 ${cell.whose === '外县的' ? '远领导' : '丁继任'} ${talentOf(cell)}`)],
  拟结对: [asking('/拟结对', /只是建议/u)],
  解除: [onTalent((cell) => `/解除 ${leaderOf(cell)} ${talentOf(cell)} 调离`)],
  换人: [onTalent((cell) => `/换人 ${leaderOf(cell)} 丁继任`)],
  必访: [onTalent((cell) => `/必访 ${talentOf(cell)} 生病住院`)],
  联络员: [
    {
      whose: every,
      owners: ['领导', '专员'],
      say: (cell) => `/联络员 ${leaderOf(cell)} 田小满${cell.whose === '自己的' ? ' 解除' : ''}`,
    },
    asking('/联络员', /向国平/u),
  ],
  撤销: [
    {
      whose: every,
      owners: [...reporters, '主任', '人才办', '成员单位'],
      prepare: (town, { actor, whose }) =>
        justRecorded(
          town,
          (whose === '自己的' ? town.people[nameOf[actor]] : town.people.谭军) ?? '',
          whose === '外县的' ? FAR : countyId,
        ),
      say: () => '/撤销',
    },
  ],
  诉求: [{ say: () => '/诉求 小区门口路灯不亮' }],
  派: [onCase('已受理', () => '/派 0077 住建局')],
  签收: [onCase('已派单', () => '/签收 0077')],
  退: [onCase('已派单', () => '/退 0077 不归我们管')],
  延: [onCase('办理中', () => '/延 0077 3 等材料')],
  催: [onCase('办理中', () => '/催 0077')],
  结: [onCase('办理中', () => '/结 0077 换了灯')],
  回访: [onCase('回访中', () => '/回访 0077 满意')],
  牌: [onCase('办理中', () => '/牌 0077 黄')],
  办: [
    onCase(
      '办理中',
      ({ actor }) => (actor === '成员单位' ? '/办 0077 反馈 换了灯' : '/办 0077 补充 晚上更暗'),
      [...reporters, '成员单位'],
    ),
  ],
  汇报: [asking('/汇报 季', /联系/u)],
  明细: [asking('/明细 联系人次 季', /联系人次/u)],
  口径: [asking('/口径 解决问题件数', /口径|怎么/u)],
  导出: [{ say: () => '/导出 结对名单 年度调整' }],
  模板: [asking('/模板 结对名单', /模板/u)],
  合并: [
    {
      whose: ofOthers,
      say: ({ whose }) => (whose === '外县的' ? '/合并 远人才 远领导' : '/合并 郑同一 郑重复'),
      shows: () => /请您确认合并/u,
    },
  ],
  取消合并: [asking('/取消合并 郑同一', /没有合并过/u)],
  分管: [
    {
      whose: ofOthers,
      say: ({ whose }) => (whose === '外县的' ? '/分管 教育局 远领导' : '/分管 教育局 丁继任'),
    },
  ],
  链长: [
    { whose: ofOthers, say: (cell) => `/链长 茶叶 ${leaderOf(cell)}` },
    asking('/链长', /还没有登记链长/u),
  ],
  群台账: [{ say: () => '/群台账 驿站群 入住安排 12月31日' }],
  政策: [asking('/政策 租房补贴', /依据|条/u)],
  建档: [asking('/建档', /您同意吗|同意/u)],
  分工: [asking('/分工', /公寓维修/u)],
  池: [
    asking('/池', /青年驿站/u),
    { say: () => '/池 青年驿站 加 301' },
    {
      whose: ofOthers,
      prepare: (town, { whose }) => stayIn(town, whose === '外县的' ? FAR : countyId),
      say: () => '/驿站 今日',
      shows: () => /S-2026-0077 覃晓霖/u,
      lists: true,
    },
    {
      whose: ofOthers,
      prepare: (town, { whose }) => stayIn(town, whose === '外县的' ? FAR : countyId),
      say: () => '/池 青年驿站 腾 0077',
    },
  ],
  造册: [
    {
      whose: ofOthers,
      prepare: (town, { whose }) => listedOn(town, whose === '外县的' ? FAR : countyId),
      say: () => '/造册 补贴发放册',
      shows: () => /覃晓霖/u,
      lists: true,
    },
  ],
  日历: [asking('/日历', /放假|调休/u)],
};

/** Said where something is not for who asked. */
const REFUSAL =
  /用不了|还不知道您是哪位|请私聊|没有查到|没查到|没找到|没有“|名单里没有|要由|没有可以撤销|没有待办|没有到期的事|处理过了|由(?:人才办|主任)|找不到|不在库里|不能看|没有结对的人才|没有合并过/u;

const has = (rule: Rule, actor: Actor): string | undefined =>
  (actor === '生人' ? undefined : rule.may[actor]) ??
  (actor === '主任' ? rule.may.人才办 : undefined) ??
  rule.may.任何人;

function expected(rule: Rule, trial: Trial, { actor, whose, inGroup }: Cell): boolean {
  const reach = has(rule, actor);
  if (!reach || (inGroup && !rule.group)) return false;
  if (!trial.whose) return true;
  return whose !== '外县的' && (reach === '全县' || whose === '自己的');
}

function* cellsOf(trial: Trial): Generator<Cell> {
  for (const actor of actors)
    for (const whose of trial.whose ?? (['别人的'] as const))
      for (const inGroup of [false, true])
        if (!(inGroup && whose === '外县的') && (whose !== '自己的' || trial.owners?.includes(actor)))
          yield { actor, whose, inGroup };
}

const nameOfCell = (what: string, { actor, whose, inGroup }: Cell): string =>
  `${actor} ${what} ${whose} ${inGroup ? '群里' : '私聊'}`;

/** Tries a cell; the sentence that says what is wrong, or nothing. */
async function wrong(
  town: Town,
  cell: Cell,
  may: boolean,
  act: () => Promise<string>,
  { shows, lists }: { shows?: RegExp | undefined; lists?: true | undefined } = {},
): Promise<string | undefined> {
  const before = await town.holdings();
  const words = await act();
  const changed = await town.changedSince(before);
  const done = shows ? shows.test(words) : changed.length > 0;
  const saw = `${words.slice(0, 300)} ［${changed.join(' ')}］`;
  if (cell.inGroup && (words.includes(CONTENT) || /1\d{10}/u.test(words))) return `tells the group: ${saw}`;
  if (may) return done ? undefined : `should be allowed: ${saw}`;
  if (done || changed.length > 0) return `should be refused: ${saw}`;
  if (words.includes(CONTENT)) return `tells what was said: ${saw}`;
  return lists || REFUSAL.test(words) ? undefined : `does not say why not: ${saw}`;
}

describe('what is said and pressed', () => {
  it('lets everybody say what they may, and nothing else', async () => {
    const town = await townOf('feishu');
    const faults: string[] = [];
    let tried = 0;
    for (const [word, ones] of Object.entries(trials) as [CommandWord, Trial[]][])
      for (const trial of ones)
        for (const cell of cellsOf(trial)) {
          await town.putBack();
          await trial.prepare?.(town, cell);
          const may = expected(commandRules[word], trial, cell);
          const say = () => town.says(cell.actor, trial.say(cell, town), cell.inGroup);
          const fault = await wrong(town, cell, may, say, {
            shows: trial.shows?.(cell),
            lists: trial.lists,
          });
          if (fault) faults.push(`${nameOfCell(`/${word}`, cell)} ${fault}`);
          tried += 1;
        }
    expect(faults).toEqual([]);
    expect(tried).toBeGreaterThan(700);
  }, 600_000);

  it('lets everybody press on a case what they may, and nothing else', async () => {
    const town = await townOf('feishu');
    await meetAll(town);
    const faults: string[] = [];
    for (const [action, { stage, who, kind }] of Object.entries(actionsOfNeeds()))
      for (const cell of cellsOf({
        whose: every,
        owners: [...reporters, '成员单位', '生人'],
        say: () => '',
      })) {
        // The neighbours' case is looked for by its number alone, whoever presses.
        if (cell.inGroup || (cell.whose === '外县的' && !['人才办', '成员单位'].includes(cell.actor)))
          continue;
        await town.putBack();
        await needAt(town, stage, cell.actor, cell.whose, kind);
        const may = partiesIn(cell, kind).some((party) => who.includes(party));
        const press = () => town.presses(cell.actor, { for: 'case', no: NO, act: action }, false);
        const asks = /请说一下|派给哪个单位|延几个工作日/u;
        const words = { seen: '' };
        const before = await town.holdings();
        words.seen = await press();
        const changed = await town.changedSince(before);
        const done = changed.length > 0 || asks.test(words.seen);
        if (done !== may)
          faults.push(
            `${nameOfCell(action, cell)} ${may ? 'should be allowed' : 'should be refused'}: ${words.seen}`,
          );
        if (
          !may &&
          !REFUSAL.test(words.seen.replace('现在不能看', '不能看')) &&
          !words.seen.includes('提请主任')
        )
          faults.push(`${nameOfCell(action, cell)} does not say why not: ${words.seen}`);
      }
    expect(faults).toEqual([]);
  }, 600_000);
});

describe.each(['feishu', 'dingtalk'] as const)('%s', (platform) => {
  it('lets only the office decide on its cards, in private, in its own county', async () => {
    const town = await townOf(platform);
    await meetAll(town);
    const faults: string[] = [];
    for (const [name, rule] of Object.entries(buttonRules))
      for (const cell of cellsOf({ whose: ofOthers, say: () => '' })) {
        await town.putBack();
        const payload = await cards[name]?.(town, cell.whose === '外县的' ? FAR : countyId);
        if (!payload) throw new Error(`no card for ${name}`);
        const may = expected(rule, { whose: ofOthers, say: () => '' }, cell);
        const press = () => town.presses(cell.actor, payload, cell.inGroup);
        const fault = await wrong(town, cell, may, press);
        if (fault) faults.push(`${nameOfCell(name, cell)} ${fault}`);
      }
    expect(faults).toEqual([]);
  }, 600_000);

  it('counts in a group only the presses of whoever was answered', async () => {
    const town = await townOf(platform);
    const card = await town.says('人才办', '/口径 率', true);
    expect(card).toContain('想看哪个数字的口径');
    const before = await town.holdings();
    for (const other of ['领导', '主任', '生人'] as const)
      expect(await town.pressesShown(other, '满意率')).toContain('回别人的');
    expect(await town.changedSince(before)).toEqual([]);
    expect(await town.pressesShown('人才办', '满意率')).toContain('口径：满意率');
  });
});

/** Everybody has a chat with the bot, and the group is known. */
async function meetAll(town: Town): Promise<void> {
  for (const actor of actors) await town.says(actor, '你好', false);
  await town.says('人才办', '你好', true);
}

interface OnCase {
  stage: Stage;
  who: readonly string[];
  kind?: '检举' | '家事';
}

/** Every action a need knows, with a stage at which it is open and who may do it. */
function actionsOfNeeds(): Record<string, OnCase> {
  const office = ['主任', '人才办'];
  const unit = [...office, '承办单位'];
  const asker = [...office, '本人'];
  const stages: Partial<Record<keyof typeof caseRules, Stage>> = { 恢复: '暂停中' };
  const kinds: Partial<Record<keyof typeof caseRules, Pick<OnCase, 'kind'>>> = {
    转纪检信访: { kind: '检举' },
    同意转达: { kind: '家事' },
    不同意转达: { kind: '家事' },
  };
  const everyCase = Object.entries(caseRules).map(([name, who]): [string, OnCase] => [
    name,
    {
      stage: stages[name as keyof typeof caseRules] ?? '办理中',
      who,
      ...(kinds[name as keyof typeof caseRules] ?? {}),
    },
  ]);
  return {
    ...Object.fromEntries(everyCase),
    派单: { stage: '已受理', who: office },
    即答: { stage: '已受理', who: office },
    不予受理: { stage: '已受理', who: office },
    签收: { stage: '已派单', who: unit },
    退回: { stage: '已派单', who: unit },
    反馈: { stage: '办理中', who: unit },
    延期: { stage: '办理中', who: unit },
    满意: { stage: '回访中', who: asker },
    基本满意: { stage: '回访中', who: asker },
    不满意: { stage: '回访中', who: asker },
    未接通: { stage: '回访中', who: asker },
    不愿评价: { stage: '回访中', who: asker },
    会商办结: { stage: '会商中', who: office },
  };
}

/** What the actor is to the case of this cell. */
function partiesIn({ actor, whose }: Cell, kind?: string): string[] {
  if (whose === '外县的') return [];
  if (actor === '主任') return ['主任', '人才办'];
  if (actor === '人才办') return kind === '检举' ? [] : ['人才办'];
  if (whose !== '自己的') return [];
  if (actor === '成员单位') return kind === '检举' ? [] : ['承办单位'];
  if (actor === '领导') return kind === '检举' ? [] : ['转达领导'];
  return ['本人'];
}
