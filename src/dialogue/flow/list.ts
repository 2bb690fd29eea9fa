/** Lists: one sentence may give a whole item, or several; what it leaves out is asked for. */
import { ending } from '../understand/words.ts';
import { isQuestion } from './cues.ts';
import type { Field } from './flow.ts';
import { judge } from './judge.ts';
import type { Question } from './next.ts';
import { missingIn } from './next.ts';
import { itemSlot, slotOf } from './state.ts';
import { type AskedTaken, put, readContext, sayValue, type Turn, write } from './turn.ts';
import { TYPES } from './types/index.ts';
import { blank } from './volunteer.ts';

/** A value found for a field of an item, and where. */
type Found = { field: Field; raw: string };

/** Types whose second appearance in one sentence begins another item. */
const KEYS = new Set(['起止年月', '时间段', '日期', '年月', '身份证', '手机号']);

/** What free words of a field often look like, for when they come in another order. */
const LOOKS: readonly [RegExp, RegExp][] = [
  [/学校|院校|毕业/u, /大学|学院|学校|中学|党校|[一二三四五六七八九十]中$|职中|技校|研究院|医学院|校$/u],
  [/单位|公司|企业/u, /公司|集团|局$|厂$|医院|学校|中心|委$|办$|所$|合作社|银行/u],
  [/职务|岗位|职位/u, /主任|经理|医[师生]|教[师授]|工程师|员$|长$|干部|助理|总监/u],
  [/专业/u, /专业|工程$|学$|管理$|技术$|教育$|设计$|医$|会计|英语|计算机|护理|法律/u],
];

const NOTHING = /^(?:不知道|不清楚|忘了|忘记了|记不清了?|随便|什么|不想说|看不懂|在吗|你好|您好|嗯+|哦+)$/u;

/** A message to a list's own question. */
export function takeItems(turn: Turn, { field, slot, kind }: Question, text: string): AskedTaken | undefined {
  const items = () => turn.draft.items[field.name] ?? [];
  if (kind === 'more' && /^(?:还有|有|有的|再加|还要加)(?:一条|一个|的)?[呢啊。.]*$/u.test(text.trim())) {
    turn.complaints.push(`好，请说第 ${items().length + 1} 条。`);
    turn.quiet = true;
    return { whole: true, refused: false };
  }
  if (kind !== 'ask') {
    const [yes] = TYPES.是否.read(text, field, readContext(turn));
    if (yes?.full) {
      if (yes.value === false) write(turn, { type: 'closed', slot });
      else {
        turn.complaints.push(`好，请说第 ${items().length + 1} 条。`);
        turn.quiet = true;
      }
      return { whole: true, refused: false };
    }
  }
  const parts = splitItems(field, text, turn);
  if (parts.length === 0) return undefined;
  let refused = false;
  for (const part of parts) {
    const index = items().length;
    if (field.max !== undefined && index >= field.max) {
      turn.complaints.push(`${field.name}最多 ${field.max} 条，后面的没有记。`);
      break;
    }
    if (kind === 'change' && index > 0 && turn.draft.reopened === slot)
      write(turn, { type: 'reopened', slot: null });
    if (!putItem(turn, field, index, part)) refused = true;
    else readBack(turn, field, index);
  }
  return { whole: true, refused };
}

/** A message to one question inside an item; other missing ones may be answered with it. */
export function takeItem(turn: Turn, slot: string, text: string): boolean {
  const place = itemSlot(slot)!;
  const list = turn.flow.fields.find((field) => field.name === place.list)!;
  const item = turn.draft.items[place.list]?.[place.index] ?? { answers: {}, skipped: [] };
  const missing = missingIn(list, item, turn.flow, turn.draft, turn.world);
  const asked = missing.find((field) => field.name === place.name);
  if (!asked || missing.length < 2) return false;
  const found = parseItem([asked, ...missing.filter((field) => field !== asked)], text, turn);
  if (found.length < 2 || !found.some(({ field }) => field === asked)) return false;
  return putItem(turn, list, place.index, found);
}

/** The items a message holds, each as what was found in it; empty when it holds none. */
function splitItems(list: Field, text: string, turn: Turn): Found[][] {
  if (NOTHING.test(text.trim())) return [];
  const parts: string[] = [];
  for (const sentence of text.split(/[；;\n。]+/u).filter((one) => one.trim() !== '')) {
    const pieces = splitAtKeys(list, sentence, turn);
    if (parts.length > 0 && pieces.length === 1 && !hasKey(list, sentence, turn) && keyOf(list))
      parts[parts.length - 1] += `，${sentence}`;
    else parts.push(...pieces);
  }
  return parts.map((part) => parseItem(list.item, part, turn)).filter((found) => isItem(list, found, text));
}

const keyOf = (list: Field): Field | undefined => list.item.find((field) => KEYS.has(field.type));

const keySpans = (list: Field, text: string, turn: Turn): [number, number][] => {
  const key = keyOf(list);
  const spans = key ? TYPES[key.type].read(text, key, readContext(turn)).map(({ span }) => span) : [];
  return spans.filter(([from], index) => spans.findIndex(([other]) => other === from) === index);
};

const hasKey = (list: Field, text: string, turn: Turn): boolean => keySpans(list, text, turn).length > 0;

function splitAtKeys(list: Field, sentence: string, turn: Turn): string[] {
  const starts = keySpans(list, sentence, turn)
    .map(([from]) => from)
    .toSorted((a, b) => a - b)
    .slice(1);
  return [0, ...starts].map((from, index) => sentence.slice(from, starts[index]));
}

/** Free words alone make an item only when they look like one. */
function isItem(list: Field, found: Found[], text: string): boolean {
  if (found.length === 0) return false;
  if (found.some(({ field }) => !TYPES[field.type].free)) return true;
  if (isQuestion(text)) return false;
  return found.length > 1 || list.item.length === 1 || found.some(({ field, raw }) => looksLike(field, raw));
}

/** The stretch of a message that belongs to each field of an item. */
function parseItem(fields: Field[], text: string, turn: Turn): Found[] {
  const found: Found[] = [];
  let left = text;
  const use = (field: Field, span: [number, number]) => {
    found.push({ field, raw: text.slice(...span) });
    left = blank(left, [span]).replaceAll('\u0000', ' ');
  };
  for (const field of fields) {
    if (TYPES[field.type].free) continue;
    const readings = TYPES[field.type].read(left, field, readContext(turn));
    if (readings[0]) use(field, readings[0].span);
  }
  const free = fields.filter((field) => TYPES[field.type].free);
  for (const field of free) {
    const label = new RegExp(
      `${literally(field.name)}\\s*(?:[:：=]|就?是|为)\\s*(?:那个|这个)?\\s*([^，,。；;、\\s]+)`,
      'u',
    ).exec(left);
    if (!label) continue;
    found.push({ field, raw: label[1]! });
    left = blank(left, [[label.index, label.index + label[0].length]]);
  }
  const open = free.filter((field) => !found.some((one) => one.field === field));
  return [...found, ...assign(open, piecesOf(left, open.length))];
}

const literally = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const LEAD =
  /^(?:我|本人|是|在|于|从|就读于|毕业于|考上了?|上的|读的|学的|念的|然后|那个|这个|就是|后来|又|再|还有|和|啊|嗯)+/u;
const TAIL = ending('毕业|就读|读书|上学|工作|读的|念的|学的|的|了|啊|吧|这个|那个|学历|学位|专业', 'u');
const MARKS = ending('[\\s，,、。]', 'u');

function piecesOf(text: string, wanted: number): string[] {
  const tidy = (piece: string) => {
    const short = piece.replace(LEAD, '').replace(TAIL, '');
    return short === '' ? '' : short;
  };
  if (wanted === 1 && !/\s{2,}/u.test(text.trim()))
    return [tidy(text.replace(/^[\s，,、。]+/u, '').replace(MARKS, ''))].filter(Boolean);
  return text
    .split(/[\s，,、/]+/u)
    .map(tidy)
    .filter((piece) => piece !== '' && !/^[到至~—-]+$/u.test(piece));
}

const looksLike = (field: Field, piece: string): boolean =>
  LOOKS.some(([name, look]) => name.test(field.name) && look.test(piece));

/** Pieces go where they look to belong, the rest in order; what is left over joins the last. */
function assign(fields: Field[], pieces: string[]): Found[] {
  const open = [...fields];
  const left: string[] = [];
  const found: Found[] = [];
  for (const piece of pieces) {
    const at = open.findIndex((field) => looksLike(field, piece));
    if (at < 0) left.push(piece);
    else found.push({ field: open.splice(at, 1)[0]!, raw: piece });
  }
  for (const field of open) {
    const piece = left.shift();
    if (piece !== undefined) found.push({ field, raw: piece });
  }
  const last = found.at(-1);
  if (last && left.length > 0) last.raw = [last.raw, ...left].join(' ');
  return found;
}

/** Fills an item; false when nothing of it could be kept. */
function putItem(turn: Turn, list: Field, index: number, found: Found[]): boolean {
  let any = false;
  const inOrder = found.toSorted((a, b) => list.item.indexOf(a.field) - list.item.indexOf(b.field));
  for (const { field, raw } of inOrder) {
    const slot = slotOf(list.name, index, field.name);
    const readings = TYPES[field.type].read(raw, field, readContext(turn));
    const judged = judge(turn.flow, turn.draft, turn.world, slot, readings);
    if (judged.is === 'broken') turn.complaints.push(judged.message);
    if (judged.is !== 'good') continue;
    put(turn, slot, judged.reading.value, raw);
    any = true;
  }
  return any;
}

/** Words for an item, in the order of its questions. */
export function sayItem(turn: Turn, list: Field, index: number): string {
  const item = turn.draft.items[list.name]?.[index];
  return list.item
    .flatMap((field) => {
      const answer = item?.answers[field.name];
      return answer ? [sayValue(turn, field, answer.value)] : [];
    })
    .join(' ');
}

const readBack = (turn: Turn, list: Field, index: number): void => {
  turn.notes.push(`${list.name}第 ${index + 1} 条 ${sayItem(turn, list, index)}`);
};
