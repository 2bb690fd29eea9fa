/** A flow's needed questions as one form. Lists and files stay in the chat (flow-format.md 3, rendering). */
import type { ReplyField, ReplyPart } from '../reply.ts';
import type { Field } from './flow.ts';
import { judge } from './judge.ts';
import { derivedValues, needsVerifying, visibleFields } from './next.ts';
import { agree } from './take.ts';
import { payload, put, readContext, type Turn, write } from './turn.ts';
import { isSensitive, shown, TYPES } from './types/index.ts';
import { unknownIn } from './types/reading.ts';

/** The questions a form can put now: visible, to be asked, and writable outside the chat. */
function formFields(turn: Turn, errors: Record<string, string[]>): Field[] {
  const derived = derivedValues(turn.flow, turn.draft, turn.world);
  return visibleFields(turn.flow, turn.draft, turn.world).filter((field) => {
    if (TYPES[field.type].input === undefined || field.name in derived) return false;
    if (turn.input.place === 'group' && isSensitive(field)) return false;
    if (field.name in errors) return true;
    if (turn.draft.skipped.includes(field.name)) return false;
    const answer = turn.draft.answers[field.name];
    return !answer || needsVerifying(answer);
  });
}

/** The form, with what was wrong last time beside each field; undefined when no question fits a form. */
export function formPart(turn: Turn, errors: Record<string, string[]>): ReplyPart | undefined {
  const fields = formFields(turn, errors).map((field) => replyField(turn, field, errors[field.name]));
  if (fields.length === 0) return undefined;
  return {
    type: 'form',
    fields,
    submit: { label: '填好了', payload: payload(turn, 'form'), style: 'primary' },
  };
}

function replyField(turn: Turn, field: Field, errors: string[] | undefined): ReplyField {
  const held = turn.draft.answers[field.name];
  const hint = held ? `已存 ${shown(field, held.value)}，不改就留空` : TYPES[field.type].example(field);
  const base = {
    name: field.name,
    label: field.name,
    required: !field.optional && !held,
    ...(errors ? { error: errors.join('；') } : {}),
    ...(hint ? { hint } : {}),
  };
  const input = TYPES[field.type].input ?? 'text';
  const options = field.type === '是否' ? ['是', '否'] : field.options.map(({ label }) => label);
  return input === 'select' || input === 'multi-select' ? { ...base, input, options } : { ...base, input };
}

/**
 * One turn that fills many slots: what is valid sticks, what is not comes back
 * with its message. `stale`: the form was shown before something else was
 * said; then answers that stand are left alone.
 */
export function takeForm(
  turn: Turn,
  values: Record<string, string | string[]>,
  stale: boolean,
): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  const offered = formFields(turn, {});
  for (const field of visibleAndLater(turn)) {
    const raw = values[field.name];
    const text = (Array.isArray(raw) ? raw.join('、') : (raw ?? '')).trim();
    const held = turn.draft.answers[field.name];
    if (raw === undefined || (stale && held && !needsVerifying(held))) continue;
    if (text === '') {
      if (held && needsVerifying(held)) agree(turn, field.name);
      continue;
    }
    const fault = takeOne(turn, field, text);
    if (fault !== undefined) errors[field.name] = [fault];
  }
  if (Object.keys(errors).length === 0 && !stale)
    for (const field of offered)
      if (field.optional && isOpen(turn, field)) write(turn, { type: 'skipped', slot: field.name });
  return errors;
}

/** In file order, so that an answer may open a later question of the same form. */
const visibleAndLater = (turn: Turn): Field[] =>
  turn.flow.fields.filter((field) => TYPES[field.type].input !== undefined);

const isOpen = (turn: Turn, field: Field): boolean =>
  !turn.draft.answers[field.name] && !turn.draft.skipped.includes(field.name);

function takeOne(turn: Turn, field: Field, text: string): string | undefined {
  const type = TYPES[field.type];
  const context = readContext(turn);
  const judged = judge(turn.flow, turn.draft, turn.world, field.name, type.read(text, field, context));
  switch (judged.is) {
    case 'good':
      put(turn, field.name, judged.reading.value, text, { source: '卡片' });
      return undefined;
    case 'several':
      return `有几种意思：${judged.readings.map(({ value }) => shown(field, value)).join('、')}，请写清楚些`;
    case 'broken':
      return judged.message;
    case 'nothing':
      return (
        unknownIn(field, text, context) ??
        type.objection?.(text, field, context) ??
        `没看懂，请照这样填：${type.example(field)}`
      );
  }
}
