/** What the office does to a pool: adds units and closes them, takes one back from somebody, moves somebody to another. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { dateColumn } from '../calendar.ts';
import { worldOf } from '../cases/act.ts';
import { titleOf } from '../cases/cards.ts';
import { type CaseFile, loadCase, resolveNumber } from '../cases/file.ts';
import { partiesOf, peopleOf } from '../cases/parties.ts';
import { noteChange } from '../changes.ts';
import type { Turn } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { type Holding, holdingsOf, isHeld, letGo, moveTo } from './holding.ts';
import { addUnits, unitsOf } from './pools.ts';
import { giveBack, type HoldingUndo } from './undo.ts';
import { stayWords } from './wanted.ts';

/** What was done, said to who did it, and whoever else must hear of it. */
export interface Deed {
  words: string;
  posts: Post[];
}

const told = (words: string, posts: Post[] = []): Deed => ({ words, posts });
const list = (names: readonly string[]): string => names.join('、');

/** Units added at once. */
const MOST = 100;
const LONGEST = 20;

/** '201 202', '201、202', '101到110': names of units. */
export function unitNames(words: string): string[] {
  const names = words.split(/[\s,，、;；]+/u).flatMap((word) => {
    const span = /^(\D*)(\d{1,6})(?:-|~|—|到|至)(?:\1)?(\d{1,6})(\D*)$/u.exec(word);
    if (!span) return word ? [word] : [];
    const [, before = '', from = '', to = '', after = ''] = span;
    const count = Math.min(Number(to) - Number(from) + 1, MOST + 1);
    return Array.from(
      { length: Math.max(0, count) },
      (_, n) => `${before}${String(Number(from) + n).padStart(from.length, '0')}${after}`,
    );
  });
  return [...new Set(names)];
}

/** Adds units by name; those that were closed are in use again. */
export async function add(turn: Turn, pool: string, words: string): Promise<Deed> {
  const names = unitNames(words);
  if (names.length === 0) return told(`加哪些？请写房号或名称，如：/池 ${pool} 加 201 202`);
  if (names.length > MOST) return told(`一次最多加 ${MOST} 个，请分几次加。`);
  const long = names.find((name) => name.length > LONGEST);
  if (long) return told(`“${long.slice(0, LONGEST)}…”太长了，名称最多 ${LONGEST} 个字。`);
  const before = await unitsOf(turn.tx, turn.county.id, pool);
  const reopened = before.filter(({ name, closed }) => closed && names.includes(name));
  const { made, there } = await addUnits(turn.tx, turn.random, turn.county.id, pool, names);
  await setClosed(turn, reopened, null);
  const opened = reopened.map(({ id }) => id);
  if (made.length === 0 && opened.length === 0) return told(`${list(there)}已经在“${pool}”里了。`);
  await noteChange(turn, `pool:${pool}`, `${pool}加 ${made.length + opened.length} 个`, {
    kind: 'pool-units',
    made,
    closed: [],
    opened,
  });
  const again = reopened.length > 0 ? `${list(reopened.map(({ name }) => name))}重新启用。` : '';
  const total = before.length + made.length;
  return told(`“${pool}”加了 ${made.length} 个，现在共 ${total} 个。${again}${undoWords(turn)}`);
}

const setClosed = (turn: Turn, units: readonly { id: number }[], closedAt: Date | null) =>
  turn.tx.poolUnit.updateMany({
    where: { countyId: turn.county.id, id: { in: units.map(({ id }) => id) } },
    data: { closedAt },
  });

/** Closes units, or opens them again. Whoever has one keeps it: staff hear who that is. */
export async function setOpen(turn: Turn, pool: string, words: string, open: boolean): Promise<Deed> {
  const names = unitNames(words);
  const verb = open ? '启用' : '停用';
  const units = await unitsOf(turn.tx, turn.county.id, pool);
  const unknown = names.filter((name) => !units.some((unit) => unit.name === name));
  if (names.length === 0 || unknown.length > 0)
    return told(
      `${unknown.length > 0 ? `“${pool}”里没有“${list(unknown)}”。` : ''}${verb}哪个？请写房号或名称。`,
    );
  const changing = units.filter(({ name, closed }) => names.includes(name) && closed === open);
  if (changing.length === 0) return told(`${list(names)}本来就是${verb}的。`);
  await setClosed(turn, changing, open ? null : new Date(turn.now));
  const ids = changing.map(({ id }) => id);
  const done = `${verb} ${pool} ${list(changing.map(({ name }) => name))}`;
  await noteChange(turn, `pool:${pool}`, done, {
    kind: 'pool-units',
    made: [],
    closed: open ? [] : ids,
    opened: open ? ids : [],
  });
  const inside = open ? [] : await nosWithin(turn, ids);
  const moving =
    inside.length > 0
      ? `里面还有 ${list(inside)}，照旧住着；要换房，发“/池 ${pool} 换 ${inside[0]} 房号”。`
      : '';
  return told(`已${done}。${open ? '' : '以后不再给人。'}${moving}${undoWords(turn)}`);
}

/** Numbers of the cases that have these units today or later. */
async function nosWithin(turn: Turn, unitIds: number[]): Promise<string[]> {
  const held = await turn.tx.allocation.findMany({
    where: { unitId: { in: unitIds }, releasedAt: null, to: { gt: dateColumn(dateOf(turn.now)) } },
    select: { caseId: true },
  });
  const rows = await turn.tx.case.findMany({
    where: { countyId: turn.county.id, id: { in: held.map(({ caseId }) => caseId) } },
    select: { no: true },
    orderBy: { no: 'asc' },
  });
  return rows.map(({ no }) => no);
}

type Held = CaseFile & { holding: Holding };

/** The case that has something of this pool, by its number; in words why there is none. */
async function heldBy(turn: Turn, book: FlowBook, pool: string, typed: string): Promise<Held | string> {
  const world = worldOf(turn, book);
  const no = await resolveNumber(turn.tx, turn.county.id, typed);
  const file = no ? await loadCase(world, no, true) : undefined;
  if (!file || partiesOf(file, turn.speaker.person, turn.chat.id).length === 0)
    return `没有查到“${typed || '这一件'}”，请写单号，如：0003。`;
  const holding = (await holdingsOf(turn.tx, [file.row.id])).get(file.row.id);
  if (!isHeld(holding) || holding.pool !== pool || holding.to <= dateOf(turn.now))
    return `${file.row.no} 现在没有占着“${pool}”。`;
  return { ...file, holding };
}

const undoOf = ({ row, holding }: Held): HoldingUndo => ({
  kind: 'holding',
  no: row.no,
  caseId: row.id,
  id: holding.id,
  pool: holding.pool,
  unitId: holding.unitId,
  unit: holding.unit,
  from: holding.from,
  to: holding.to,
});

/** Takes a unit back from whoever has it, and tells them and the unit that handles it. */
export async function takeBack(turn: Turn, book: FlowBook, pool: string, typed: string): Promise<Deed> {
  const file = await heldBy(turn, book, pool, typed);
  if (typeof file === 'string') return told(file);
  const { holding } = file;
  const today = dateOf(turn.now);
  await letGo(turn.tx, [file.row.id], turn.now);
  await noteChange(turn, `case:${file.row.no}`, `收回 ${file.row.no} 的 ${holding.unit}`, undoOf(file));
  const words = `${pool}${stayWords(holding, today)}`;
  const posts = await postsTo(turn, file, `原来留的${words}，人才办收回了。有疑问请说“转人工”。`);
  return told(
    `已收回 ${file.row.no} 占的${stayWords(holding, today)}，已告知本人。${undoWords(turn)}`,
    posts,
  );
}

/** Moves somebody to another unit for the rest of their stay. '0003 202' */
export async function move(turn: Turn, book: FlowBook, pool: string, words: string): Promise<Deed> {
  const [typed = '', name = ''] = words.split(/\s+/u);
  const file = await heldBy(turn, book, pool, typed);
  if (typeof file === 'string') return told(file);
  const unit = (await unitsOf(turn.tx, turn.county.id, pool)).find((one) => one.name === name);
  if (!unit) return told(`“${pool}”里没有“${name}”。换到哪一个？如：/池 ${pool} 换 ${file.row.no} 202`);
  if (unit.closed) return told(`“${name}”停用了，请换一个，或先启用。`);
  if (unit.id === file.holding.unitId) return told(`${file.row.no} 本来就占着“${name}”。`);
  if (!(await moveTo({ ...turn, countyId: turn.county.id }, file.holding, unit)))
    return told(`这几天“${name}”有人，换不了。发“/池 ${pool}”看看哪个空着。`);
  await noteChange(
    turn,
    `case:${file.row.no}`,
    `${file.row.no} 从 ${file.holding.unit} 换到 ${name}`,
    undoOf(file),
  );
  const posts = await postsTo(turn, file, `${pool}“${file.holding.unit}”换成“${name}”，日子不变。`);
  return told(
    `${file.row.no} 已从“${file.holding.unit}”换到“${name}”，已告知本人。${undoWords(turn)}`,
    posts,
  );
}

/** Gives back what was taken or moved, while nothing happened to the case since. */
export async function takeBackHolding(
  turn: Turn,
  book: FlowBook,
  undo: HoldingUndo,
  changeId: bigint,
  posts: Post[],
): Promise<string | undefined> {
  const file = await loadCase(worldOf(turn, book), undo.no, true);
  if (!file) return `没有查到 ${undo.no}。`;
  const later = await turn.tx.change.count({
    where: { countyId: turn.county.id, subject: `case:${undo.no}`, id: { gt: changeId }, undoneAt: null },
  });
  if (later > 0 || file.standing.stage.final) return `${undo.no} 后面已经有人接着办了，不能撤销。`;
  const refused = await giveBack(turn.tx, turn.county.id, undo);
  if (refused) return refused;
  const words = `刚才的改动撤销了，${undo.pool}${stayWords(undo, dateOf(turn.now))}还给您留着。`;
  posts.push(...(await postsTo(turn, file, words)));
  return undefined;
}

/** To whoever asked, stranger or not, and to the unit that handles it. */
async function postsTo(turn: Turn, file: CaseFile, words: string): Promise<Post[]> {
  const reply = say(`“${titleOf(file)}”（${file.row.no}）：${words}`);
  const people = new Set([
    ...(await peopleOf(turn.tx, file, '本人')),
    ...(await peopleOf(turn.tx, file, '承办单位')),
  ]);
  people.delete(turn.speaker.person?.id ?? '');
  const { personId, chatId } = file.row;
  return [
    ...[...people].map((person): Post => ({ to: { person }, reply })),
    ...(personId === null && chatId !== null ? [{ to: { chat: chatId }, reply }] : []),
  ];
}
