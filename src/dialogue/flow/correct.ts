/** Taking back what was said (flow-format.md 3, step 3). The last clause wins. */
import { editIn } from './commands.ts';
import { type Correction, correctionIn } from './cues.ts';
import type { Field } from './flow.ts';
import { fieldAt, visibleFields } from './next.ts';
import { phraseIn } from './phrases.ts';
import { answerIn } from './state.ts';
import { settle } from './take.ts';
import { put, question, readContext, sayValue, type Turn, write } from './turn.ts';
import { TYPES } from './types/index.ts';
import { fieldsNamed, labelsOf } from './volunteer.ts';

/** Works an edit or a correction. False: the message is none. */
export function correct(turn: Turn, text: string): boolean {
  const asked = question(turn);
  if (
    asked?.field.type === '长文' &&
    !/^(?:不对|写错|说错|错了|不是|把|第|改|删)/u.test(text) &&
    !startsWithLabel(turn, text)
  )
    return false;
  const edit = editIn(turn, text);
  if (edit?.kind === 'said') return true;
  if (edit?.kind === 'reopen') return reopen(turn, edit.slot);
  if (edit?.kind === 'set') return set(turn, edit.slot, edit.words) || reopen(turn, edit.slot);
  const correction = correctionIn(text);
  return correction !== undefined && apply(turn, correction);
}

/** A file's field named at the start of the message and said to be wrong, or followed by 改成. */
const startsWithLabel = (turn: Turn, text: string): boolean =>
  turn.flow.fields.some((field) =>
    labelsOf(turn.flow, field).some(
      (label) =>
        text.startsWith(label) &&
        (/改成|改为|换成|写错/u.test(text) || IS_WRONG.test(text.slice(label.length))),
    ),
  );

/** 手机号错了，是139…; but 专业不对口 says nothing of an answer. */
const IS_WRONG = /^(?:号码?)?(?:[填写说打搞弄记]错了?|错了|不对)(?:[，,。；;！!\s]|$)/u;

/** Asks for a slot again; its answer stays until there is another. */
export function reopen(turn: Turn, slot: string): true {
  write(turn, { type: 'reopened', slot });
  return true;
}

function apply(turn: Turn, correction: Correction): boolean {
  const after = correction.after.replace(/^(?:应该|其实|就)?(?:是|叫)\s*/u, '');
  if (phrased(turn, after)) return true;
  const named = namedIn(turn, correction);
  if (after === '' && saidBefore(turn, correction)) return true;
  if (after === '' || (named && isOnlyLabel(turn, named, after)))
    return named ? reopen(turn, named.name) : askWhich(turn);
  if (named) return set(turn, named.name, stripLabel(turn, named, after)) || miss(turn, named, after);
  const target = targetOf(turn, correction, after);
  return target !== undefined && set(turn, target, after);
}

/** 面试是16号，那15号住进去，17号走: what the file's own turns of phrase say, each in place of what stood. */
function phrased(turn: Turn, after: string): boolean {
  const hits = visibleFields(turn.flow, turn.draft, turn.world).flatMap((field) => {
    const hit =
      TYPES[field.type].free || field.type === '是否' ? undefined : phraseIn(after, field, readContext(turn));
    return hit ? [{ field, hit }] : [];
  });
  let settled = false;
  for (const { field, hit } of hits)
    settled = settle(turn, field.name, field, hit.readings, after, true) !== undefined || settled;
  return settled;
}

/** 是十四号，打错了: the right value stands before the cue, for the question that is being asked. */
function saidBefore(turn: Turn, { before, wrong }: Correction): boolean {
  const asked = question(turn);
  if (before === '' || wrong !== undefined || !asked || TYPES[asked.field.type].free) return false;
  const words = before.replace(/^(?:[哦噢啊嗯对是的]|不好意思|[\s，,])+/u, '');
  return words !== '' && reads(turn, asked.slot, words) && set(turn, asked.slot, words);
}

const reads = (turn: Turn, slot: string, words: string): boolean => {
  const field = fieldAt(turn.flow, slot);
  return field !== undefined && TYPES[field.type].read(words, field, readContext(turn)).length > 0;
};

const isOnlyLabel = (turn: Turn, field: Field, text: string): boolean =>
  labelsOf(turn.flow, field).some((label) => text.replace(/(?:号|号码|那里|那项|这项)$/u, '') === label);

function stripLabel(turn: Turn, field: Field, text: string): string {
  const label = labelsOf(turn.flow, field).find((one) => text.startsWith(one));
  return label ? text.slice(label.length).replace(/^\s*(?:号码?)?\s*(?:[:：]|就?是|为|叫)?\s*/u, '') : text;
}

/** The field a correction names: before its cue, or at the head of what follows. */
function namedIn(turn: Turn, { before, after, wrong }: Correction): Field | undefined {
  const head = after.slice(0, 10);
  const heads = fieldsNamed(turn.flow, head).filter((field) =>
    labelsOf(turn.flow, field).some((label) => head.startsWith(label)),
  );
  if (heads[0]) return heads[0];
  if (wrong !== undefined && before === '') return undefined;
  const clause = before.split(/[，,。；;]/u).at(-1) ?? '';
  return fieldsNamed(turn.flow, clause.length <= 14 ? clause : '').find(
    (field) => !isValueOf(turn, field, clause),
  );
}

/** 高层次 in 高层次吧 is an option, not the name of a question. */
const isValueOf = (turn: Turn, field: Field, clause: string): boolean =>
  field.options.some(({ label }) => label === clause) && turn.flow.fields.length > 0;

/** Where the new value belongs: what was just said, what held the wrong value, the last answer of the kind. */
function targetOf(turn: Turn, { before, wrong }: Correction, after: string): string | undefined {
  const asked = question(turn);
  const context = readContext(turn);
  const reads = (slot: string, words: string, whole: boolean): boolean => {
    const field = fieldAt(turn.flow, slot);
    const readings = field ? TYPES[field.type].read(words, field, context) : [];
    return whole ? readings.some(({ full }) => full) : readings.length > 0;
  };
  const old = wrong ?? before;
  if (old !== '') {
    const holder = answered(turn).find((slot) => holds(turn, slot, old) && reads(slot, after, false));
    if (holder) return holder;
    if (
      asked &&
      !TYPES[asked.field.type].free &&
      reads(asked.slot, old, false) &&
      reads(asked.slot, after, false)
    )
      return asked.slot;
  }
  const recent = answered(turn).find((slot, index) => {
    const field = fieldAt(turn.flow, slot);
    if (field && TYPES[field.type].free) return index === 0 && wrong === undefined;
    return reads(slot, after, true);
  });
  if (recent) return recent;
  return asked && reads(asked.slot, after, false) ? asked.slot : undefined;
}

/** The slots the person filled, the last first. */
function answered(turn: Turn): string[] {
  const slots = turn.draft.events.flatMap((event) =>
    event.type === 'filled' && event.source !== '档案' ? [event.slot] : [],
  );
  return [...new Set(slots.toReversed())].filter(
    (slot) => answerIn(turn.draft, slot) && fieldAt(turn.flow, slot),
  );
}

/** Whether a slot's answer is what these words say. */
function holds(turn: Turn, slot: string, words: string): boolean {
  const field = fieldAt(turn.flow, slot)!;
  const answer = answerIn(turn.draft, slot)!;
  if (field.type === '是否') return false;
  if (TYPES[field.type].free || field.type === '人名')
    return words.length >= 2 && String(answer.value).includes(words);
  return TYPES[field.type]
    .read(words, field, readContext(turn))
    .some(({ value }) => JSON.stringify(value) === JSON.stringify(answer.value));
}

/** Puts a new value in; false when the words are no value of that field. */
function set(turn: Turn, slot: string, said: string): boolean {
  const field = fieldAt(turn.flow, slot);
  if (!field || field.type === '列表') return false;
  const type = TYPES[field.type];
  const words = type.free && field.type !== '长文' ? said.split(/[\s，,。；;]/u)[0]! : said;
  const readings = type.read(words, field, readContext(turn));
  if (readings.length === 0) return false;
  if (type.free) {
    put(turn, slot, readings[0]!.value, words, {
      note: `${field.name}改成 ${sayValue(turn, field, readings[0]!.value)}`,
    });
    return true;
  }
  return settle(turn, slot, field, readings, words, true) !== undefined;
}

function miss(turn: Turn, field: Field, words: string): true {
  const why = TYPES[field.type].objection?.(words, field, readContext(turn));
  turn.complaints.push(
    why ?? `没听明白${field.name}要改成什么。可以这样说：${TYPES[field.type].example(field)}。`,
  );
  return reopen(turn, field.name);
}

function askWhich(turn: Turn): boolean {
  const visible = visibleFields(turn.flow, turn.draft, turn.world).map(({ name }) => name);
  const slots = answered(turn)
    .filter((slot) => visible.includes(slot))
    .slice(0, 5);
  if (slots.length === 0) return false;
  if (slots.length === 1) return reopen(turn, slots[0]!);
  write(turn, { type: 'pending', pending: { kind: 'which-fix', slots } });
  return true;
}
