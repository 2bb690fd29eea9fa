/** What the client sends when a person presses a button of a card (feishu.md 5, action event). */
import { isRecord, type Json, list, record, text } from '../json.ts';
import { cardVersion } from './check.ts';
import { childrenOf, type FormInput, formValue } from './form.ts';

export type Pressed =
  | { sent: true; action: Json }
  /** The press stays in the client: a link opened, a form cleared. */
  | { sent: false }
  | { error: string };

interface Found {
  element: Json;
  /** Elements of the form around it. */
  form: unknown[] | undefined;
  /** For an overflow menu: the value of the chosen line. */
  option?: string;
}

/** Finds the button or menu line with this text and builds `action` of card.action.trigger. */
export function pressButton(card: unknown, label: string, given: FormInput = {}): Pressed {
  const found = find(rootElements(card), label, undefined);
  if (!found) return { error: `no button ${label}` };
  const { element } = found;
  if (element.disabled === true) return { error: `button ${label} is disabled` };
  if (element.form_action_type === 'reset') return { sent: false };
  if (element.form_action_type === 'submit') return submit(found, given);
  const callback = callbackOf(element) ?? (cardVersion(card) === '1.0' ? legacyCallback(element) : undefined);
  if (!callback) return { sent: false };
  return {
    sent: true,
    action: {
      ...(callback.value === undefined ? {} : { value: callback.value }),
      tag: element.tag,
      ...(found.option === undefined ? { timezone: 'Asia/Shanghai' } : { option: found.option }),
      ...(text(element.name) ? { name: element.name } : {}),
    },
  };
}

function submit(found: Found, given: FormInput): Pressed {
  const filled = formValue(found.form ?? [], given);
  if ('error' in filled) return filled;
  const value = callbackOf(found.element)?.value;
  return {
    sent: true,
    action: {
      ...(value === undefined ? {} : { value }),
      tag: 'button',
      timezone: 'Asia/Shanghai',
      form_value: filled.value,
      name: found.element.name,
    },
  };
}

/** 2.0 keeps its elements in the body; 1.0 at the top, buttons inside `action`. */
function rootElements(card: unknown): unknown[] {
  const root = record(card);
  return isRecord(root.body) ? list(root.body.elements) : list(root.elements);
}

function find(elements: unknown[], label: string, form: unknown[] | undefined): Found | undefined {
  for (const element of elements) {
    if (!isRecord(element)) continue;
    const found = here(element, label, form) ?? find(childrenOf(element), label, formOf(element) ?? form);
    if (found) return found;
  }
  return undefined;
}

function here(element: Json, label: string, form: unknown[] | undefined): Found | undefined {
  if (element.tag === 'button') return record(element.text).content === label ? { element, form } : undefined;
  if (element.tag !== 'overflow') return undefined;
  const option = list(element.options)
    .map(record)
    .find((line) => record(line.text).content === label);
  return option ? { element, form, option: text(option.value) ?? '' } : undefined;
}

function formOf(element: Json): unknown[] | undefined {
  return element.tag === 'form' ? list(element.elements) : undefined;
}

function callbackOf(element: Json): { value: unknown } | undefined {
  const callback = list(element.behaviors)
    .map(record)
    .find((behavior) => behavior.type === 'callback');
  return callback && { value: callback.value };
}

/** In 1.0 the value stands on the button itself; in 2.0 that sends nothing. */
function legacyCallback(element: Json): { value: unknown } | undefined {
  return element.value === undefined ? undefined : { value: element.value };
}
