/** Carrying out an action on a case within a turn: who may, what it needs, what becomes of it, who hears. */
import type { FlowBook, Span, StageAction } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { say } from '../../dialogue/reply.ts';
import type { Party } from '../roles.ts';
import type { Turn } from '../turn.ts';
import { isUnconfirmed, type Move, movesOf, UNIT } from './actions.ts';
import { confirmation } from './confirm.ts';
import { type CaseFile, loadCase, resolveNumber, type World } from './file.ts';
import { partiesOf } from './parties.ts';
import { redProposal } from './propose.ts';
import { recordStep } from './record.ts';
import { postsFor } from './tell.ts';
import { RED, SHELVED, type Step } from './timeline.ts';
import { findUnits } from './units.ts';
import type { PendingAct, Wish } from './wish.ts';

export type Acted =
  | { kind: 'done'; reply: Reply; posts: Post[]; file: CaseFile }
  | { kind: 'refused'; words: string }
  /** Something it needs was not said. */
  | { kind: 'asks'; asks: PendingAct['asks']; words: string };

export const worldOf = (turn: Turn, book: FlowBook): World => ({
  tx: turn.tx,
  secrets: turn.secrets,
  county: turn.county,
  now: turn.now,
  book,
});

const refused = (words: string): Acted => ({ kind: 'refused', words });

/** Does it, or says why not. Nothing is said of a case to somebody who has no part in it. */
export async function act(turn: Turn, book: FlowBook, wish: Wish): Promise<Acted> {
  const world = worldOf(turn, book);
  const no = await resolveNumber(turn.tx, turn.county.id, wish.no);
  const file = no ? await loadCase(world, no, true) : undefined;
  const parties = file ? partiesOf(file, turn.speaker.person, turn.chat.id) : [];
  if (!file || parties.length === 0) return refused(`没有查到您能办的“${wish.no}”，请核对单号。`);
  if (wish.action === RED && !parties.includes('主任')) return proposeRed(world, file, turn);
  const move = movesOf(file).find(({ action }) => action.name === wish.action);
  if (!move) return refused(notNow(file, wish.action));
  if (!move.who.some((party) => parties.includes(party)))
    return refused(`“${wish.action}”要由${move.who.join('或')}来办。`);
  if (move.closed) return refused(`${file.row.no} ${move.closed}。`);
  return missing(file, move.action, wish) ?? carryOut(turn, world, file, move, wish, parties);
}

function notNow(file: CaseFile, action: string): string {
  const names = movesOf(file)
    .filter(({ closed }) => !closed)
    .map((move) => move.action.name)
    .slice(0, 6);
  const may = names.length > 0 ? `现在可以：${names.join('、')}。` : '';
  return `${file.row.no} 现在是“${file.standing.stage.name}”，不能“${action}”。${may}`;
}

/** A member of the staff asks for red: the head decides (domain.md N10). */
async function proposeRed(world: World, file: CaseFile, turn: Turn): Promise<Acted> {
  if (!turn.speaker.person || !partiesOf(file, turn.speaker.person).includes('人才办'))
    return refused('红牌要由人才办主任来发。');
  if (!movesOf(file).some(({ action }) => action.name === RED)) return refused(notNow(file, RED));
  return {
    kind: 'done',
    reply: say(`${file.row.no} 的红牌已提请主任审批，主任同意后才会发。`),
    posts: await redProposal(world, file),
    file,
  };
}

/** What is still to be asked before the action can be done. */
function missing(file: CaseFile, action: StageAction, wish: Wish): Acted | undefined {
  if (action.needs.includes(UNIT) && !wish.unit)
    return { kind: 'asks', asks: 'unit', words: `${file.row.no} 派给哪个单位？请直接回单位名称。` };
  if (action.atMost) {
    if (wish.days === undefined)
      return {
        kind: 'asks',
        asks: 'days',
        words: `延几个工作日？最多 ${action.atMost.amount} 个，回数字就行。`,
      };
    if (wish.days < 1 || wish.days > action.atMost.amount)
      return refused(`一次最多延 ${action.atMost.amount} 个工作日，请重新说天数。`);
  }
  const [need] = action.needs.filter((name) => name !== UNIT);
  if (need && !wish.note) return { kind: 'asks', asks: 'note', words: `请说一下${need}。` };
  return undefined;
}

async function carryOut(
  turn: Turn,
  world: World,
  file: CaseFile,
  { action }: Move,
  wish: Wish,
  parties: Party[],
): Promise<Acted> {
  const unit = action.needs.includes(UNIT) ? await unitFor(turn, wish.unit ?? '') : undefined;
  if (typeof unit === 'string') return refused(unit);
  if (action.name === '合并') {
    const main = await resolveNumber(turn.tx, turn.county.id, wish.note ?? '');
    if (!main || main === file.row.no) return refused('没有查到要并到哪一件，请写主单号。');
    wish = { ...wish, note: main };
  }
  const limit = limitFor(file, action, wish);
  const step: Step = {
    action: action.name,
    at: turn.now,
    to: action.to ?? file.standing.stage.name,
    ...(unit ? { unit: unit.id } : {}),
    ...(limit ? { limit } : {}),
    ...(isUnconfirmed(file, actingAs(file, parties), wish.note) ? { unconfirmed: true } : {}),
    ...(action.atMost && wish.days ? { extend: { amount: wish.days, unit: '工作日' } } : {}),
  };
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const after = await recordStep(world, file, { by, eventId: turn.eventId }, step, {
    what: `${action.name} ${file.row.no}${unit ? ` 给${unit.name}` : ''}`,
    undoable: true,
    ...(wish.note ? { note: wish.note } : {}),
  });
  const deed = {
    action,
    before: file,
    after,
    given: unit !== undefined,
    by,
    as: actingAs(file, parties),
    ...(wish.note ? { note: wish.note } : {}),
  };
  return {
    kind: 'done',
    reply: confirmation(world, deed, turn.chat.kind === 'group'),
    posts: await postsFor(world, deed),
    file: after,
  };
}

/** Staff who were asked for themselves act as whoever asked. */
const actingAs = (file: CaseFile, parties: Party[]): Party[] =>
  parties.includes('人才办') && !(parties.includes('本人') && file.standing.stage.who.includes('本人'))
    ? parties.filter((party) => party === '人才办' || party === '主任')
    : parties;

/** The unit that was named, or what to say when it is not one. */
async function unitFor(turn: Turn, named: string): Promise<{ id: string; name: string } | string> {
  const units = await findUnits(turn.tx, turn.county.id, named);
  const [unit] = units;
  if (!unit) return `成员单位里没有“${named}”，请写单位全称或常用简称。`;
  if (units.length > 1) return `“${named}”可能是${units.map(({ name }) => name).join('、')}，请写全称。`;
  return unit;
}

/** What is shelved is looked at again after a month. */
const looksAgain: Span = { amount: 1, unit: '个月' };

/** The limit of a redo as the file says; at dispatch the days or the kind that were given. */
function limitFor(file: CaseFile, action: StageAction, wish: Wish): Span | undefined {
  if (action.limit) return action.limit;
  if (action.name === SHELVED) return looksAgain;
  if (!action.needs.includes(UNIT)) return undefined;
  if (wish.days !== undefined) return { amount: wish.days, unit: '工作日' };
  const kinds = file.stages.flatMap(({ limit }) =>
    limit && !('unit' in limit && 'amount' in limit) ? [limit] : [],
  );
  return kinds.map((limit) => (limit as Record<string, Span>)[wish.kind ?? '']).find(Boolean);
}
