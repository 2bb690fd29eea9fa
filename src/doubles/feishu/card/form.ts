/** What the client puts in `form_value`: every field by name, in the wire's formats (feishu.md 5). */
import { isRecord, type Json, list, record, text } from '../json.ts';
import { interactiveTags } from './schema.ts';

export type FormInput = Record<string, string | string[]>;

const zone = ' +0800';
const defaultMaxLength = 1000;

type Filled = { value: Json } | { error: string };

/** Fills the form's fields with what was given, or their initial values. The client refuses bad input itself. */
export function formValue(elements: unknown[], given: FormInput): Filled {
  const fields = fieldsIn(elements);
  const names = new Set(fields.map((field) => field.name));
  const stray = Object.keys(given).find((name) => !names.has(name));
  if (stray !== undefined) return { error: `no field ${stray}` };
  const value: Json = {};
  for (const field of fields) {
    const name = text(field.name) ?? '';
    const filled = fill(field, given[name] ?? initialOf(field));
    if ('error' in filled) return filled;
    if (filled.value !== undefined) value[name] = filled.value;
  }
  return { value };
}

/** Whatever a component holds: a container's elements, a set's columns, the buttons of a 1.0 action module. */
export function childrenOf(element: Json): unknown[] {
  return [...list(element.elements), ...list(element.columns), ...list(element.actions)];
}

function fieldsIn(elements: unknown[]): Json[] {
  return elements.filter(isRecord).flatMap((element) => {
    const tag = text(element.tag) ?? '';
    return interactiveTags.has(tag) && tag !== 'button' ? [element] : fieldsIn(childrenOf(element));
  });
}

function initialOf(field: Json): string | string[] | undefined {
  if (field.tag === 'select_static' && typeof field.initial_index === 'number' && field.initial_index > 0) {
    return text(record(list(field.options)[field.initial_index - 1]).value);
  }
  if (Array.isArray(field.selected_values)) return field.selected_values.map(String);
  return text(
    field.default_value ??
      field.initial_option ??
      field.initial_date ??
      field.initial_datetime ??
      field.initial_time,
  );
}

function fill(field: Json, raw: string | string[] | undefined): { value: unknown } | { error: string } {
  const name = text(field.name) ?? '';
  const empty = raw === undefined || raw.length === 0;
  if (empty && field.required === true) return { error: `field ${name} is required` };
  if (empty) return { value: field.tag === 'input' ? '' : undefined };
  return writers[text(field.tag) ?? '']?.(field, raw, name) ?? { value: raw };
}

type Writer = (field: Json, raw: string | string[], name: string) => { value: unknown } | { error: string };

const writers: Readonly<Record<string, Writer>> = {
  input(field, raw, name) {
    const limit = typeof field.max_length === 'number' ? field.max_length : defaultMaxLength;
    if (typeof raw !== 'string') return { error: `field ${name} takes one text` };
    return raw.length > limit ? { error: `field ${name} takes at most ${limit} characters` } : { value: raw };
  },
  select_static(field, raw, name) {
    const value = typeof raw === 'string' ? optionValue(field, raw) : undefined;
    return value === undefined ? { error: `field ${name} has no option ${String(raw)}` } : { value };
  },
  multi_select_static(field, raw, name) {
    const values = [raw].flat().map((one) => optionValue(field, one));
    return values.includes(undefined)
      ? { error: `field ${name} has no option ${String(raw)}` }
      : { value: values };
  },
  multi_select_person: (_field, raw) => ({ value: [raw].flat() }),
  date_picker: (_field, raw, name) => stamped(raw, /^\d{4}-\d\d-\d\d$/, name),
  picker_time: (_field, raw, name) => stamped(raw, /^\d\d:\d\d$/, name),
  picker_datetime: (_field, raw, name) => stamped(raw, /^\d{4}-\d\d-\d\d \d\d:\d\d$/, name),
  checker: (_field, raw) => ({ value: raw === 'true' }),
};

/** An option may be given by its value or by the words a person sees. */
function optionValue(field: Json, wanted: string): string | undefined {
  const options = list(field.options).map(record);
  const match =
    options.find((option) => option.value === wanted) ??
    options.find((option) => record(option.text).content === wanted);
  return match && (text(match.value) ?? text(record(match.text).content));
}

function stamped(raw: string | string[], shape: RegExp, name: string): { value: string } | { error: string } {
  if (typeof raw !== 'string' || !shape.test(raw))
    return { error: `field ${name} can not hold ${String(raw)}` };
  return { value: raw + zone };
}
