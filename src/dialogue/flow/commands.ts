/** Words that steer the flow in hand. They count only when they are the whole message. */
import { ending } from '../understand/words.ts';
import { bare, type Command, commandsIn, saysWhy } from './cues.ts';
import type { Field, Json } from './flow.ts';
import { fieldAt, isFilled, type Question, visibleFields } from './next.ts';
import { canUndo, itemSlot } from './state.ts';
import { linesOf, summaryParts } from './summary.ts';
import { handOver, question, type Turn, write } from './turn.ts';
import { TYPES } from './types/index.ts';
import { fieldsNamed } from './volunteer.ts';

/** What a command leaves for the caller to do with the draft. */
export type Steered = 'done' | 'cancel' | 'park' | 'submit' | 'card' | undefined;

const OF_QUESTION = new Set<Command>(['跳过', '没有', '算了', '发完了']);

/** Obeys a command. `undefined`: the message is none here, go on with it. */
export function obey(turn: Turn, text: string): Steered {
  const asked = question(turn);
  // 简历没有: the question's own name before the word changes nothing.
  const named = asked && text.startsWith(asked.field.name) ? text.slice(asked.field.name.length) : '';
  const commands = named === '' ? commandsIn(text) : commandsIn(named).filter((one) => OF_QUESTION.has(one));
  for (const command of commands) {
    const steered = obeyOne(turn, command, asked, text);
    if (steered) return steered;
  }
  return undefined;
}

function obeyOne(turn: Turn, command: Command, asked: Question | undefined, text: string): Steered {
  switch (command) {
    case '取消':
      return 'cancel';
    case '稍后再填':
      return 'park';
    case '填表':
      return 'card';
    case '转人工':
      handOver(turn, '本人要求');
      return 'done';
    case '重来':
      write(turn, { type: 'restarted' }, { type: 'status', status: '填写中' });
      turn.complaints.push('好的，我们从头来。（说“上一步”可以找回刚才填的）');
      return 'done';
    case '上一步':
      return undo(turn);
    case '预览':
      if (asked) {
        turn.parts.push(...summaryParts(turn));
        if (turn.parts.length === 0) turn.complaints.push('还没有填什么。');
      }
      turn.brief = true;
      return 'done';
    case '帮助':
      turn.complaints.push(
        `${turn.flow.summary || `正在办“${turn.flow.name}”。`}\n可以说：上一步、跳过、预览、改手机、稍后再填、取消、转人工。`,
      );
      turn.brief = true;
      return 'done';
    case '继续':
      turn.remarks.push(`我们继续${turn.flow.name}`);
      return 'done';
    case '等一下':
      turn.complaints.push('好的，您先忙，填的都留着，回来接着说就行。');
      turn.quiet = true;
      write(turn, { type: 'paused' });
      return 'done';
    case '确认':
      return confirm(turn, asked);
    case '发完了':
      return asked && finishMany(turn, asked);
    case '没有':
      return asked && hasOwn(asked, '没有', '无', '暂无')
        ? undefined
        : asked && skipQuestion(turn, asked, true);
    case '跳过':
      return asked ? skipQuestion(turn, asked, false) : undefined;
    case '算了':
      if (asked?.field.why !== undefined && saysWhy(text)) turn.complaints.push(asked.field.why);
      return dropTopic(turn, asked);
  }
}

/** 确认 submits what is complete; before that it can only mean that nothing is to be added. */
function confirm(turn: Turn, asked: Question | undefined): Steered {
  if (!asked) return turn.draft.status === '待确认' ? 'submit' : undefined;
  if (asked.kind === 'more') return finishMany(turn, asked);
  if (asked.kind === 'verify' || asked.field.type === '是否' || TYPES[asked.field.type].free)
    return undefined;
  const before = turn.draft;
  for (let left: Question | undefined = asked; left; left = question(turn)) {
    if (left.kind === 'ask' && left.field.optional) write(turn, { type: 'skipped', slot: left.slot });
    else {
      turn.draft = before;
      turn.complaints.push('还差几项才能提交。');
      turn.brief = true;
      return 'done';
    }
  }
  return 'done';
}

const hasOwn = ({ field }: Question, ...words: string[]): boolean =>
  field.type === '是否' ||
  field.options.some((option) => [option.label, ...option.words].some((word) => words.includes(word)));

function undo(turn: Turn): Steered {
  if (!canUndo(turn.draft)) turn.complaints.push('前面没有可以退回的了。');
  else {
    write(turn, { type: 'undone', at: turn.input.now });
    write(turn, { type: 'turn', at: turn.input.now });
    turn.remarks.push('退回上一步了');
  }
  return 'done';
}

/** 发完了, 没有了: the list or the files are complete, if there are enough of them. */
export function finishMany(turn: Turn, asked: Question): Steered {
  const { field, slot } = asked;
  if (!['列表', '文件', '照片'].includes(field.type)) return undefined;
  const held = turn.draft.answers[slot]?.value;
  const count =
    field.type === '列表' ? (turn.draft.items[slot]?.length ?? 0) : Array.isArray(held) ? held.length : 0;
  if (count >= field.min && count > 0) {
    write(turn, { type: 'closed', slot });
    return 'done';
  }
  if (field.min === 0) write(turn, { type: 'skipped', slot });
  else
    turn.complaints.push(
      field.type === '列表'
        ? `${field.name}至少要 ${field.min} 条。`
        : `还没有收到${field.name}，至少要 ${field.min} ${field.type === '照片' ? '张' : '份'}。`,
    );
  return 'done';
}

/** 跳过 and, where it can only mean that, 没有. A required question stays. */
function skipQuestion(turn: Turn, asked: Question, saysNone: boolean): Steered {
  const { field, slot, kind } = asked;
  if (kind === 'more') return finishMany(turn, asked);
  if (kind === 'change') {
    write(turn, { type: 'reopened', slot: null });
    return 'done';
  }
  if (kind === 'verify') return undefined;
  if (field.optional || (field.min === 0 && field.type === '列表')) {
    write(turn, { type: 'skipped', slot });
    return 'done';
  }
  if (saysNone) return undefined;
  turn.complaints.push(`“${field.name}”这一项要有，不能跳过。现在不方便的话，说“稍后再填”，已填的都留着。`);
  turn.brief = true;
  return 'done';
}

/** 算了 drops the topic at hand and nothing else. */
function dropTopic(turn: Turn, asked: Question | undefined): Steered {
  if (turn.draft.pending) {
    write(turn, { type: 'pending', pending: null });
    turn.remarks.push('好的，这个不动');
    return 'done';
  }
  const place = asked && itemSlot(asked.slot);
  if (place && asked?.kind === 'ask') {
    write(turn, { type: 'item-removed', list: place.list, index: place.index });
    turn.remarks.push('好的，这一条不要了');
    return 'done';
  }
  if (!asked) {
    turn.complaints.push('好的，先不交。填的都留着，想交了说“确认”，不办了说“取消”。');
    turn.quiet = true;
    return 'done';
  }
  return skipQuestion(turn, asked, false);
}

const EDIT =
  /^(?:我想|我要|要|想|把|帮我|需要)?\s*(?:修改|更改|改一下|改改|改|更正|重填|重新填|更新)(?:一下)?\s*(.{1,12}?)(?:吧|一下|信息)?$/u;
const NTH =
  /^(?:把|将)?\s*第\s*(\d+|[一二三四五六七八九十]+)\s*[项个]\s*(?:改成|改为|换成|变成|应该是|改|是|填|[:：])?\s*(.*)$/u;
const DROP =
  /^(?:请|把|帮我)*\s*(?:删掉|删除|删了|去掉|不要)\s*第\s*(\d+|[一二三四五六七八九十]+)\s*[条个段]\s*(.{0,10}?)(?:了|吧)?$/u;
const ITEM =
  /^(?:把|将)?\s*(?:(.{1,8}?)(?:的)?)?第\s*(\d+|[一二三四五六七八九十]+)\s*[条段]\s*(?:的)?\s*(.{0,12}?)\s*(?:改成|改为|换成|应该是|变成)\s*(.+)$/u;

/** What an edit in words points at: a slot to ask again, or one with its new words. */
export type Edit =
  | { kind: 'reopen'; slot: string }
  | { kind: 'set'; slot: string; words: string }
  | { kind: 'said' };

const STOPS = ending('[。.!！]', 'u');

/** 改手机, 第3项改成…, 删掉第2条学历, 第2条的学校改成…. Undefined: no such edit. */
export function editIn(turn: Turn, text: string): Edit | undefined {
  const trimmed = text.trim().replace(STOPS, '');
  return dropItem(turn, trimmed) ?? nthItem(turn, trimmed) ?? nthLine(turn, trimmed) ?? named(turn, trimmed);
}

const NUMERALS = '零一二三四五六七八九十';
const ordinal = (word: string): number =>
  /^\d+$/.test(word)
    ? Number(word)
    : [...word].reduce((sum, char) => {
        const digit = NUMERALS.indexOf(char);
        return digit === 10 ? (sum || 1) * 10 : sum + digit;
      }, 0);

const listFields = (turn: Turn): Field[] =>
  visibleFields(turn.flow, turn.draft, turn.world).filter(
    (field) => field.type === '列表' && turn.draft.items[field.name]?.length,
  );

/** The list somebody means: the one named, else the only one, else the one asked about. */
function listMeant(turn: Turn, name: string): Field | undefined {
  const lists = listFields(turn);
  return lists.find((field) => name.includes(field.name)) ?? (lists.length === 1 ? lists[0] : undefined);
}

function dropItem(turn: Turn, text: string): Edit | undefined {
  const match = DROP.exec(text);
  const list = match && listMeant(turn, match[2] ?? '');
  if (!match || !list) return undefined;
  const index = ordinal(match[1]!) - 1;
  const count = turn.draft.items[list.name]!.length;
  if (index < 0 || index >= count) turn.complaints.push(`${list.name}只有 ${count} 条。`);
  else {
    write(turn, { type: 'item-removed', list: list.name, index });
    if (turn.draft.reopened === list.name) write(turn, { type: 'reopened', slot: null });
    turn.remarks.push(`${list.name}第 ${index + 1} 条删掉了`);
  }
  return { kind: 'said' };
}

function nthItem(turn: Turn, text: string): Edit | undefined {
  const match = ITEM.exec(text);
  const list = match && listMeant(turn, `${match[1] ?? ''}${match[3] ?? ''}`);
  if (!match || !list) return undefined;
  const index = ordinal(match[2]!) - 1;
  const target = list.item.find((field) => match[3]!.includes(field.name));
  if (!turn.draft.items[list.name]?.[index]) {
    turn.complaints.push(`${list.name}没有第 ${match[2]} 条。`);
    return { kind: 'said' };
  }
  return target
    ? { kind: 'set', slot: `${list.name}[${index + 1}].${target.name}`, words: match[4]! }
    : undefined;
}

function nthLine(turn: Turn, text: string): Edit | undefined {
  const match = NTH.exec(text);
  if (!match) return undefined;
  const lines = linesOf(turn);
  const line = lines[ordinal(match[1]!) - 1];
  if (!line) {
    turn.complaints.push(`现在只有 ${lines.length} 项，没有第 ${match[1]} 项。`);
    return { kind: 'said' };
  }
  const words = match[2]!.replace(/^(?:改成|改为|成|为)/u, '').trim();
  if (words === '' || /^(?:不对|错了|写错了|要改)$/u.test(words))
    return { kind: 'reopen', slot: line.field.name };
  return { kind: 'set', slot: line.field.name, words };
}

function named(turn: Turn, text: string): Edit | undefined {
  const match = EDIT.exec(text);
  const field = match && fieldsNamed(turn.flow, bare(match[1]!))[0];
  if (!field || !isKnown(turn, field)) return undefined;
  return { kind: 'reopen', slot: field.name };
}

const isKnown = (turn: Turn, field: Field): boolean =>
  isFilled(turn.draft, field.name) ||
  turn.draft.answers[field.name] !== undefined ||
  (turn.draft.items[field.name]?.length ?? 0) > 0 ||
  turn.draft.skipped.includes(field.name);

/** The value a press carries, as the answer of its slot. */
export const pressedValue = (
  turn: Turn,
  slot: string,
  value: Json | undefined,
): { field: Field; value: Json } | undefined => {
  const field = fieldAt(turn.flow, slot);
  return field && value !== undefined ? { field, value } : undefined;
};
