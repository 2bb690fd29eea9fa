/** Who waits for news of a case, and what each is told: once, and never what is not theirs to know. */
import type { StageAction } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { ask, type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { isHeld } from '../pools/holding.ts';
import { promiseWords } from '../pools/wanted.ts';
import type { Party } from '../roles.ts';
import { detailsOpen, needsConsent, openAnswer, UNIT } from './actions.ts';
import { button, caseCard, dayOf, titleOf, withoutNumbers } from './cards.ts';
import type { CaseFile, World } from './file.ts';
import { peopleOf } from './parties.ts';
import { PAUSE, RED, RESUME, URGE, YELLOW } from './timeline.ts';

/** Something that was done: the case before and after, and what was said with it. */
export interface Deed {
  action: StageAction;
  before: CaseFile;
  after: CaseFile;
  note?: string;
  /** It went to a unit that did not have it. */
  given: boolean;
  /** Who did it; they hear of it by the answer to what they said. */
  by?: string;
  /** Parties the doer belongs to. */
  as: readonly Party[];
}

/** Messages for everybody a deed concerns, each person once. */
export async function postsFor(world: World, deed: Deed): Promise<Post[]> {
  const told = new Set(deed.by ? [deed.by] : []);
  const posts: Post[] = [];
  for (const party of ['承办单位', '本人', '转达领导', '人才办'] as const) {
    const reply = wordsFor(world, deed, party);
    if (!reply) continue;
    for (const person of await peopleOf(world.tx, deed.after, party)) {
      if (told.has(person)) continue;
      told.add(person);
      posts.push({ to: { person }, reply });
    }
    const { personId, chatId } = deed.after.row;
    if (party === '本人' && personId === null && chatId !== null && !deed.as.includes('本人'))
      posts.push({ to: { chat: chatId }, reply });
  }
  if (deed.action.name === YELLOW) posts.push(...(await copyToDeputy(world, deed, told)));
  if (deed.given && (await peopleOf(world.tx, deed.after, '承办单位')).length === 0)
    posts.push(...(await noContact(world, deed)));
  return posts;
}

/** A yellow card is copied to whoever is in charge of the unit (domain.md N9); what was said is not in it. */
async function copyToDeputy(world: World, { after }: Deed, told: ReadonlySet<string>): Promise<Post[]> {
  const unit = after.unit
    ? await world.tx.unit.findFirst({ where: { countyId: world.county.id, id: after.unit.id } })
    : null;
  const deputy = unit?.deputyId;
  if (!deputy || told.has(deputy) || after.row.recused.includes(deputy)) return [];
  const words = `抄送您：${unit.name}承办的${nameOf(after)}应于${dayOf(after.standing.due)}办结，已经逾期，已发黄牌。请过问一下。`;
  return [{ to: { person: deputy }, reply: say(words) }];
}

function wordsFor(world: World, deed: Deed, party: Party): Reply | undefined {
  switch (party) {
    case '承办单位':
      return forUnit(world, deed);
    case '本人':
      return forAsker(world, deed);
    case '转达领导':
      return forLeader(deed);
    case '人才办':
      return forOffice(world, deed);
    default:
      return undefined;
  }
}

const nameOf = (file: CaseFile): string => `“${titleOf(file)}”（${file.row.no}）`;
const has = (file: CaseFile, who: string): boolean => file.standing.stage.who.includes(who);
const noted = (note: string | undefined): string => (note ? `：${note}` : '');

function forUnit(world: World, deed: Deed): Reply | undefined {
  const { after, before, action, note } = deed;
  const card = (opening: string): Reply => caseCard(world, after, { parties: [UNIT], group: false }, opening);
  if (deed.given) return card('您好，这件事请贵单位办理：');
  if (before.row.unitId && !after.row.unitId) return undefined;
  switch (action.name) {
    case URGE:
      return card('人才办催办，请抓紧：');
    case YELLOW:
      return card('这件事已经逾期，发黄牌催办，请尽快办理并反馈：');
    case RED:
      return card('这件事长期逾期，经人才办主任批准发红牌：');
    case PAUSE:
    case RESUME:
    case '加急':
    case '补充':
    case '延期':
      return card(
        `${action.name}${detailsOpen(after) || !['补充', '加急'].includes(action.name) ? noted(note) : ''}`,
      );
    case '同意转达':
      return card('本人同意转达情况：');
  }
  if (has(after, UNIT) && !has(before, UNIT)) return card('回访时本人不满意，请重办：');
  if (after.standing.stage.final && before.unit)
    return say(`${nameOf(after)}：${action.name}，${after.standing.stage.name}。`);
  return undefined;
}

/** What the person still has of a pool is said again with every piece of news. */
const held = (world: World, { holding }: CaseFile): string =>
  isHeld(holding) ? promiseWords(holding, dateOf(world.now)) : '';

function forAsker(world: World, deed: Deed): Reply | undefined {
  const { after, before, action, note } = deed;
  if (deed.given) return dispatched(after);
  if (action.name === '延期')
    return say(
      `${broughtUp(after)}${nameOf(after)}要延期到${dayOf(after.standing.due)}${note ? `，原因：${note}` : ''}。抱歉让您久等了。`,
    );
  if (has(after, '本人') && !has(before, '本人'))
    return ask(
      `${broughtUp(after)}${nameOf(after)}有结果了${noted(note)}。\n您对办理结果满意吗？点一下或直接回我都行。`,
      [button(after, '满意', true), button(after, '基本满意'), button(after, openAnswer(after, '不满意'))],
    );
  const more = action.name === '补充' || action.name === '加急';
  if (
    more &&
    deed.as.includes('转达领导') &&
    after.unit &&
    !detailsOpen(after) &&
    (note || action.name === '补充')
  )
    return consentAsked(after, `${nameOf(after)}有补充。\n`, note);
  if (action.name === '合并')
    return say(`${broughtUp(after)}${nameOf(after)}和 ${note} 是同一件事，合并到那一件办理。`);
  if (action.tells.includes('本人'))
    return say(`${broughtUp(after)}${nameOf(after)}：${action.name}${noted(note)}。${held(world, after)}`);
  return undefined;
}

/** How the person's own matter is spoken of: what a leader brought back was not said by them. */
const broughtUp = ({ row }: CaseFile): string => (row.raisedBy ? '联系领导替您转来的' : '您反映的');

/** Told who has it now; where details are delicate, asked for consent that names the receiver (PIPL 23). */
function dispatched(after: CaseFile): Reply {
  const unit = after.unit?.name ?? '承办单位';
  const words = `${broughtUp(after)}${nameOf(after)}已转${unit}办理，${dayOf(after.standing.due)}前答复。`;
  if (!needsConsent(after) || detailsOpen(after)) return say(words);
  return consentAsked(after, `${words}\n`);
}

/** What would be passed on is shown first: what a leader told is second-hand, and the person says whether it is so. */
function consentAsked(after: CaseFile, opening: string, added = ''): Reply {
  const unit = after.unit?.name ?? '承办单位';
  const content = String(after.answers.内容 ?? '');
  const whole = content.includes(added) ? content : `${content}；${added}`;
  const told = after.row.raisedBy ? `领导转来的情况是：${withoutNumbers(whole)}。\n` : '';
  const what = after.row.raisedBy ? '这些情况' : '您说的情况';
  return ask(`${opening}${told}为了办这件事，要把${what}和联系电话转给${unit}，只用于办这件事。您同意吗？`, [
    button(after, '同意转达', true),
    button(after, '不同意转达'),
  ]);
}

function forLeader(deed: Deed): Reply | undefined {
  const { after, before, action } = deed;
  if (deed.given)
    return say(
      `您转来的${nameOf(after)}已交${after.unit?.name ?? ''}办理，${dayOf(after.standing.due)}前答复。`,
    );
  if (action.name === '延期') return say(`您转来的${nameOf(after)}延期到${dayOf(after.standing.due)}。`);
  if (has(after, '本人') && !has(before, '本人'))
    return say(`您转来的${nameOf(after)}有结果了，正在回访本人。`);
  if (after.standing.stage.final)
    return say(`您转来的${nameOf(after)}：${after.standing.stage.name}（${action.name}）。`);
  return undefined;
}

function forOffice(world: World, deed: Deed): Reply | undefined {
  const { after, before, action, note } = deed;
  const card = (opening: string): Reply =>
    caseCard(world, after, { parties: ['人才办'], group: false }, opening);
  const unit = before.unit?.name ?? '承办单位';
  if (action.name === '退回')
    return card(`${unit}退回${noted(note)}。请在${dayOf(after.standing.due)}前裁定，再派单。`);
  if (has(after, '人才办') && !has(before, '人才办'))
    return card(
      `${unit}已反馈${noted(note)}。本人已收到结果和满意度提问，请在${dayOf(after.standing.due)}前完成回访。`,
    );
  if (action.name === '不满意')
    return card(`本人回访不满意${noted(note)}，已退回${after.unit?.name ?? unit}重办。`);
  if (after.standing.stage.name !== before.standing.stage.name && has(after, '人才办'))
    return card(`${action.name}${noted(note)}，请会商办理。`);
  if (deed.as.includes('本人')) return say(`${nameOf(after)}本人答复：${action.name}${noted(note)}。`);
  if (deed.as.includes('承办单位') && (action.name === '延期' || action.name === PAUSE))
    return say(`${unit}把${nameOf(after)}${action.name}到${dayOf(after.standing.due)}${noted(note)}。`);
  if (action.name === RED) return say(`${nameOf(after)}已发红牌。`);
  return undefined;
}

/** Nobody of the unit can be told: the office calls. */
async function noContact(world: World, { after }: Deed): Promise<Post[]> {
  const why = after.row.recused.length > 0 ? '联络员可能是当事人，要回避' : '还没有绑定联络员';
  const reply = say(
    `${nameOf(after)}派给了${after.unit?.name ?? ''}，但这个单位${why}。请直接联系单位负责人。`,
  );
  return (await peopleOf(world.tx, after, '人才办')).map((person) => ({ to: { person }, reply }));
}
