/** What is particular to the components a person fills in or presses. */
import { isRecord, type Json, text } from '../json.ts';
import { CardFault } from './fault.ts';
import { optionProperties, textProperties } from './schema.ts';
import type { Place, Walk } from './walk.ts';

const maxInputLength = 1000;

export function checkBehaviors(_walk: Walk, element: Json, { path }: Place): void {
  if (element.behaviors === undefined) return;
  if (!Array.isArray(element.behaviors)) throw new CardFault(200621, 'behaviors must be an array', path);
  for (const behavior of element.behaviors) {
    const type = isRecord(behavior) ? behavior.type : undefined;
    if (type !== 'callback' && type !== 'open_url') {
      throw new CardFault(200621, 'a behavior is of type callback or open_url', path);
    }
  }
}

export function checkInput(walk: Walk, element: Json, place: Place): void {
  checkBehaviors(walk, element, place);
  for (const key of ['placeholder', 'label']) {
    if (element[key] !== undefined) walk.textObject(element[key], place.path, textProperties);
  }
  const length = element.max_length;
  if (length !== undefined && !(typeof length === 'number' && length >= 1 && length <= maxInputLength)) {
    throw new CardFault(200621, 'max_length is 1 to 1000', place.path);
  }
  if (element.default_value !== undefined && typeof element.default_value !== 'string') {
    throw new CardFault(200621, 'default_value must be a string', place.path);
  }
  const type = element.input_type;
  if (type !== undefined && type !== 'text' && type !== 'multiline_text' && type !== 'password') {
    throw new CardFault(200621, 'input_type is text, multiline_text or password', place.path);
  }
}

export function checkOptions(walk: Walk, element: Json, place: Place): void {
  checkBehaviors(walk, element, place);
  if (element.placeholder !== undefined) walk.textObject(element.placeholder, place.path, textProperties);
  if (!Array.isArray(element.options)) throw new CardFault(200621, 'options must be an array', place.path);
  for (const option of element.options) {
    if (!isRecord(option)) throw new CardFault(200621, 'an option must be an object', place.path);
    walk.knownOnly(option, optionProperties, [...place.path, 'options']);
    walk.textObject(option.text, [...place.path, 'options'], textProperties);
    if (option.value !== undefined && typeof option.value !== 'string') {
      throw new CardFault(200621, 'the value of an option must be a string', place.path);
    }
  }
}

const initial: Readonly<Record<string, { key: string; shape: RegExp }>> = {
  date_picker: { key: 'initial_date', shape: /^\d{4}-\d\d-\d\d$/ },
  picker_time: { key: 'initial_time', shape: /^\d\d:\d\d$/ },
  picker_datetime: { key: 'initial_datetime', shape: /^\d{4}-\d\d-\d\d \d\d:\d\d$/ },
};

export function checkDateTime(walk: Walk, element: Json, place: Place): void {
  checkBehaviors(walk, element, place);
  if (element.placeholder !== undefined) walk.textObject(element.placeholder, place.path, textProperties);
  const rule = initial[text(element.tag) ?? ''];
  const value = rule && element[rule.key];
  if (rule && value !== undefined && !(typeof value === 'string' && rule.shape.test(value))) {
    throw new CardFault(200621, `${rule.key} is malformed`, place.path);
  }
}
