/** A form container (feishu.md 5): every field labelled, its complaint beside it, one submit button. */
import type { ChatRef, FormField, Part } from '../../port.ts';
import { button, buttonRow, type Element, plainText, words } from './elements.ts';

type FormPart = Extract<Part, { type: 'form' }>;

export interface FormNames {
  /** Card-wide unique names: fields keep theirs, see callback.ts. */
  name: (name: string) => string;
  chatKind: ChatRef['kind'];
}

/** An input takes at most this many characters (feishu.md 5). */
const maxInput = 1000;
/** Longer hints stand below the label, where they are shown whole. */
const maxPlaceholder = 40;

export function form(part: FormPart, { name, chatKind }: FormNames): Element {
  const submit = {
    ...button(part.submit, chatKind),
    type: part.submit.style ?? 'primary',
    name: name('submit'),
    form_action_type: 'submit',
  };
  return {
    tag: 'form',
    name: name('form'),
    vertical_spacing: '8px',
    elements: [...part.fields.flatMap((field) => fieldElements(field, name)), buttonRow([submit])],
  };
}

function fieldElements(field: FormField, name: (name: string) => string): Element[] {
  const label = field.label + (field.required ? ' *' : '');
  const hint = field.hint ?? '';
  return [
    words(label),
    ...(hint.length > maxPlaceholder ? [words(hint, { size: 'notation', color: 'grey' })] : []),
    ...leftOver(field).map((value) => words(`已填：${value}`, { size: 'notation', color: 'grey' })),
    input(field, name(field.name)),
    ...(field.error ? [words(field.error, { size: 'notation', color: 'red' })] : []),
  ];
}

/** What was filled in but the input cannot hold: too long, or no longer among the options. */
function leftOver(field: FormField): string[] {
  switch (field.input) {
    case 'text':
    case 'paragraph':
      return (field.value ?? '').length > limit(field) ? [field.value ?? ''] : [];
    case 'select':
      return field.value && !field.options.includes(field.value) ? [field.value] : [];
    case 'multi-select':
      return (field.value ?? []).filter((value) => !field.options.includes(value));
    default:
      return [];
  }
}

function limit(field: { maxLength?: number }): number {
  return Math.max(1, Math.min(field.maxLength ?? maxInput, maxInput));
}

function input(field: FormField, name: string): Element {
  const common = { name, required: field.required, width: 'fill' };
  const placeholder = (fallback: string) => {
    const hint = field.hint ?? '';
    return plainText(hint !== '' && hint.length <= maxPlaceholder ? hint : fallback);
  };
  switch (field.input) {
    case 'text':
    case 'paragraph':
      return { ...textInput(field), ...common, placeholder: placeholder('请输入') };
    case 'select':
    case 'multi-select':
      return { ...selectInput(field), ...common, placeholder: placeholder('请选择') };
    case 'date':
      return {
        tag: 'date_picker',
        ...common,
        placeholder: placeholder('请选择日期'),
        ...(field.value ? { initial_date: field.value } : {}),
      };
    case 'datetime':
      return {
        tag: 'picker_datetime',
        ...common,
        placeholder: placeholder('请选择时间'),
        ...(field.value ? { initial_datetime: field.value } : {}),
      };
  }
}

function textInput(field: Extract<FormField, { input: 'text' | 'paragraph' }>): Element {
  const value = field.value ?? '';
  const lines =
    field.input === 'paragraph' ? { input_type: 'multiline_text', rows: 3, auto_resize: true } : {};
  return {
    tag: 'input',
    max_length: limit(field),
    ...lines,
    ...(value !== '' && value.length <= limit(field) ? { default_value: value } : {}),
  };
}

function selectInput(field: Extract<FormField, { input: 'select' | 'multi-select' }>): Element {
  const options = [...new Set(field.options)].map((value) => ({ text: plainText(value), value }));
  if (field.input === 'select') {
    const chosen = field.value !== undefined && field.options.includes(field.value);
    return { tag: 'select_static', options, ...(chosen ? { initial_option: field.value } : {}) };
  }
  const chosen = (field.value ?? []).filter((value) => field.options.includes(value));
  return { tag: 'multi_select_static', options, ...(chosen.length > 0 ? { selected_values: chosen } : {}) };
}
