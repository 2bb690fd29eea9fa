/**
 * What is asked next: a pure function of the flow, the answers and the time
 * (flow-format.md 3). The first question in file order that is needed: its 当
 * holds, it is not answered, not skipped and cannot be computed.
 */

import type { WorkCalendar } from '../understand/value.ts';
import { holds, type OfficeHours, type Scope } from './condition.ts';
import type { Field, Flow, Json } from './flow.ts';
import { type Answer, answerIn, type Draft, type Item, itemSlot, slotOf } from './state.ts';
import { partOf } from './types/index.ts';

/** The time and the office's calendar. */
export interface World {
  now: number;
  calendar: WorkCalendar;
  office: OfficeHours;
}

/** What is to be asked, and how: afresh, for another one, or whether what we have is right. */
export interface Question {
  slot: string;
  field: Field;
  kind: 'ask' | 'more' | 'verify' | 'change';
}

/** The fields whose 当 holds, in file order. A hidden field's answer is seen by nothing. */
export function visibleFields(flow: Flow, draft: Draft, world: World): Field[] {
  const visible = new Map<string, Field>();
  for (const field of flow.fields)
    if (holds(field.when, scopeOver([...visible.values()], draft, world))) visible.set(field.name, field);
  return [...visible.values()];
}

/** What conditions see: the visible answers and what follows from them; inside a list, the item first. */
export function scopeOf(flow: Flow, draft: Draft, world: World, item?: { field: Field; item: Item }): Scope {
  const outer = scopeOver(visibleFields(flow, draft, world), draft, world);
  if (!item) return outer;
  return {
    ...outer,
    get: ([head, ...rest]) => {
      const field = item.field.item.find((one) => one.name === head);
      const answer = field && item.item.answers[field.name];
      if (field) return answer && partOf(field.type, answer.value, rest, world.now);
      return outer.get([head!, ...rest]);
    },
  };
}

function scopeOver(fields: Field[], draft: Draft, world: World): Scope {
  return {
    ...world,
    get: ([head, ...rest]) => {
      const field = fields.find((one) => one.name === head);
      if (field) {
        const value = heldValue(field, draft);
        if (value !== undefined) return partOf(field.type, value, rest, world.now);
      }
      return derivedIn(fields, draft, head!, world.now);
    },
  };
}

/** The value of a top-level field: a list gives its items as records. */
export function heldValue(field: Field, draft: Draft): Json | undefined {
  if (field.type !== '列表') return draft.answers[field.name]?.value;
  const items = draft.items[field.name];
  return items && items.length > 0 ? items.map(itemValue) : undefined;
}

const itemValue = (item: Item): Json =>
  Object.fromEntries(Object.entries(item.answers).map(([name, answer]) => [name, answer.value]));

/** A value that a 得出 of one of these fields gives. */
function derivedIn(fields: Field[], draft: Draft, name: string, now: number): Json | undefined {
  for (const field of fields)
    for (const derive of field.derives) {
      const value = derive.name === name ? draft.answers[derive.path[0]!]?.value : undefined;
      const source = fields.find((one) => one.name === derive.path[0]);
      if (value !== undefined && source) return partOf(source.type, value, derive.path.slice(1), now);
    }
  return undefined;
}

/** Everything the visible answers compute, by name. */
export function derivedValues(flow: Flow, draft: Draft, world: World): Record<string, Json> {
  const fields = visibleFields(flow, draft, world);
  return Object.fromEntries(
    fields
      .flatMap((field) => field.derives)
      .map(({ name }) => [name, derivedIn(fields, draft, name, world.now)] as const)
      .filter((pair): pair is [string, Json] => pair[1] !== undefined),
  );
}

/** The next question, or undefined when nothing more is needed. */
export function nextQuestion(flow: Flow, draft: Draft, world: World): Question | undefined {
  const visible = visibleFields(flow, draft, world);
  const reopened = draft.reopened === null ? undefined : questionAt(flow, draft.reopened);
  if (reopened && visible.some((field) => field.name === nameOf(reopened.slot))) return reopened;
  const derived = derivedValues(flow, draft, world);
  for (const field of visible) {
    if (field.name in derived && !draft.answers[field.name]) continue;
    const question = questionOf(field, flow, draft, world);
    if (question) return question;
  }
  return undefined;
}

const nameOf = (slot: string): string => itemSlot(slot)?.list ?? slot;

function questionAt(flow: Flow, slot: string): Question | undefined {
  const field = fieldAt(flow, slot);
  return field && { slot, field, kind: 'change' };
}

/** The field a slot belongs to; for an item's slot the field inside the list. */
export function fieldAt(flow: Flow, slot: string): Field | undefined {
  const item = itemSlot(slot);
  const top = flow.fields.find((field) => field.name === (item?.list ?? slot));
  return item ? top?.item.find((field) => field.name === item.name) : top;
}

function questionOf(field: Field, flow: Flow, draft: Draft, world: World): Question | undefined {
  if (draft.skipped.includes(field.name)) return undefined;
  if (field.type === '列表') return listQuestion(field, flow, draft, world);
  if (field.type === '文件' || field.type === '照片') return fileQuestion(field, flow, draft);
  const answer = draft.answers[field.name];
  if (!answer) return isSilent(field) ? undefined : { slot: field.name, field, kind: 'ask' };
  return needsVerifying(answer) ? { slot: field.name, field, kind: 'verify' } : undefined;
}

/** A field nobody asks for: optional and without a question. It may be volunteered, or fall back to 缺省. */
const isSilent = (field: Field): boolean =>
  field.optional && field.ask === undefined && field.type !== '说明';

/** What comes from the record is read out once and confirmed. */
export const needsVerifying = (answer: Answer): boolean => answer.source === '档案' && !answer.confirmed;

function fileQuestion(field: Field, flow: Flow, draft: Draft): Question | undefined {
  const files = draft.answers[field.name]?.value;
  const count = Array.isArray(files) ? files.length : 0;
  if (draft.closed.includes(field.name) || (field.max !== undefined && count >= field.max)) return undefined;
  // Where nothing is confirmed, a file that need not be there at all is not waited for either.
  if (count > 0 && field.optional && flow.confirm === '不用') return undefined;
  return { slot: field.name, field, kind: count > 0 ? 'more' : 'ask' };
}

function listQuestion(field: Field, flow: Flow, draft: Draft, world: World): Question | undefined {
  const items = draft.items[field.name] ?? [];
  for (const [index, item] of items.entries()) {
    const missing = missingIn(field, item, flow, draft, world)[0];
    if (missing) return { slot: slotOf(field.name, index, missing.name), field: missing, kind: 'ask' };
  }
  if (draft.closed.includes(field.name) || (field.max !== undefined && items.length >= field.max))
    return undefined;
  return { slot: field.name, field, kind: items.length > 0 ? 'more' : 'ask' };
}

/** The questions of an item that are still to be asked. */
export function missingIn(list: Field, item: Item, flow: Flow, draft: Draft, world: World): Field[] {
  const scope = scopeOf(flow, draft, world, { field: list, item });
  return list.item.filter(
    (field) =>
      !isSilent(field) &&
      !item.answers[field.name] &&
      !item.skipped.includes(field.name) &&
      holds(field.when, scope),
  );
}

/** The answers that are submitted: visible ones, what they compute, and defaults. Never a hidden one. */
export function submission(flow: Flow, draft: Draft, world: World): Record<string, Json> {
  const answers: Record<string, Json> = {};
  for (const field of visibleFields(flow, draft, world)) {
    const value = heldValue(field, draft) ?? field.fallback;
    if (value !== undefined && field.type !== '说明') answers[field.name] = value;
  }
  return { ...derivedValues(flow, draft, world), ...answers };
}

/** Whether a slot is answered and agreed to. */
export function isFilled(draft: Draft, slot: string): boolean {
  const answer = answerIn(draft, slot);
  return answer !== undefined && !needsVerifying(answer);
}
