/** The fields of a card's form. Values are as a person fills them: yyyy-MM-dd, yyyy-MM-dd HH:mm, option values. */
import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Draw } from './draw.ts';
import type { FormState } from './form-state.ts';
import { list, record, words } from './read.ts';

export const fieldTags = new Set([
  'input',
  'select_static',
  'multi_select_static',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
]);

/** A browser's own date field has no room for a hint: it goes above. */
const dated = new Set(['date_picker', 'picker_time', 'picker_datetime']);

interface Option {
  value: string;
  label: string;
}

function optionsOf(field: Record<string, unknown>): Option[] {
  return list(field.options).map((one) => {
    const option = record(one);
    const label = words(record(option.text).content);
    return { value: words(option.value) || label, label };
  });
}

/** What the card has filled in already. */
export function initialOf(field: Record<string, unknown>): string | string[] {
  switch (field.tag) {
    case 'select_static': {
      const at = typeof field.initial_index === 'number' ? field.initial_index - 1 : -1;
      return words(field.initial_option) || (optionsOf(field)[at]?.value ?? '');
    }
    case 'multi_select_static':
      return list(field.selected_values).map(words);
    case 'date_picker':
      return words(field.initial_date);
    case 'picker_time':
      return words(field.initial_time);
    case 'picker_datetime':
      return words(field.initial_datetime);
    case 'checker':
      return field.checked === true ? 'true' : '';
    default:
      return words(field.default_value);
  }
}

interface Props {
  field: Record<string, unknown>;
  draw: Draw;
  form?: FormState | undefined;
}

/** A field outside a form only shows what it holds: pressing it there is not part of the page. */
export function Field({ field, draw, form }: Props): VNode {
  const id = useId();
  const name = words(field.name);
  const value = form?.values[name] ?? initialOf(field);
  const off = form === undefined || field.disabled === true || draw.busy !== undefined;
  const missing = form?.missing.has(name) === true;
  const hint = words(record(field.placeholder).content);
  const label = words(record(field.label).content);
  const control = Control({ id, field, value, off, missing, fill: (to) => form?.fill(name, to) });
  return html`<div class=${`card-field ${missing ? 'missing' : ''} ${field.label_position === 'left' ? 'beside' : ''}`}>
    ${label !== '' && html`<label for=${id}>${label}${field.required === true && html`<i aria-hidden="true">*</i>`}</label>`}
    ${dated.has(words(field.tag)) && hint !== '' && !hint.startsWith('请选择') && html`<p class="hint">${hint}</p>`}
    ${control}
    ${missing && html`<p class="complaint" role="alert">${complaintOf(label, hint)}</p>`}
  </div>`;
}

/** A hint that already asks is repeated as it is. */
function complaintOf(label: string, hint: string): string {
  if (label === '' && hint.startsWith('请')) return hint;
  return `请填写${label || hint || '这一项'}`;
}

interface ControlProps {
  id: string;
  field: Record<string, unknown>;
  value: string | string[];
  off: boolean;
  missing: boolean;
  fill: (value: string | string[]) => void;
}

const typedIn = (event: Event): string => (event.target as HTMLInputElement).value;

function Control({ id, field, value, off, missing, fill }: ControlProps): ComponentChildren {
  const one = Array.isArray(value) ? '' : value;
  const hint = words(record(field.placeholder).content);
  const common = {
    id,
    disabled: off,
    'aria-invalid': missing ? 'true' : undefined,
    'aria-label': words(record(field.label).content) || hint || words(field.name),
    'aria-required': field.required === true ? 'true' : undefined,
  };
  switch (field.tag) {
    case 'select_static':
      return html`<select ...${common} value=${one} class=${one === '' ? 'unset' : ''} onChange=${(event: Event) => fill(typedIn(event))}>
        <option value="">${hint || '请选择'}</option>
        ${optionsOf(field).map((option) => html`<option value=${option.value} selected=${option.value === one}>${option.label}</option>`)}
      </select>`;
    case 'multi_select_static':
      return html`<${Several} ...${common} field=${field} value=${[value].flat()} hint=${hint} fill=${fill} />`;
    case 'date_picker':
      return html`<input ...${common} type="date" value=${one} onInput=${(event: Event) => fill(typedIn(event))} />`;
    case 'picker_time':
      return html`<input ...${common} type="time" value=${one} onInput=${(event: Event) => fill(typedIn(event))} />`;
    case 'picker_datetime':
      return html`<input ...${common} type="datetime-local" value=${one.replace(' ', 'T')}
        onInput=${(event: Event) => fill(typedIn(event).replace('T', ' '))} />`;
    case 'checker':
      return html`<label class="checker"><input ...${common} type="checkbox" checked=${one === 'true'}
        onChange=${() => fill(one === 'true' ? '' : 'true')} />${words(record(field.text).content)}</label>`;
    default:
      return Line(field, common, one, hint, fill);
  }
}

const longestInput = 1000;

function Line(
  field: Record<string, unknown>,
  common: object,
  value: string,
  hint: string,
  fill: (value: string) => void,
): VNode {
  const most = typeof field.max_length === 'number' ? field.max_length : longestInput;
  const typed = (event: Event): void => fill(typedIn(event));
  if (field.input_type === 'multiline_text') {
    const rows = typeof field.rows === 'number' ? field.rows : 3;
    return html`<textarea ...${common} rows=${rows} maxlength=${most} placeholder=${hint} value=${value} onInput=${typed}></textarea>`;
  }
  const type = field.input_type === 'password' ? 'password' : 'text';
  return html`<input ...${common} type=${type} maxlength=${most} placeholder=${hint} value=${value} autocomplete="off" onInput=${typed} />`;
}

interface SeveralProps {
  id: string;
  disabled: boolean;
  'aria-label': string;
  field: Record<string, unknown>;
  value: string[];
  hint: string;
  fill: (value: string[]) => void;
}

function Several({ id, disabled, field, value, hint, fill, 'aria-label': label }: SeveralProps): VNode {
  const list = useRef<HTMLDetailsElement>(null);
  useEffect(() => closedFromOutside(list), []);
  const options = optionsOf(field);
  const chosen = options.filter((option) => value.includes(option.value));
  const toggle = (option: string): void =>
    fill(value.includes(option) ? value.filter((one) => one !== option) : [...value, option]);
  return html`<details class="several" id=${id} ref=${list}>
    <summary aria-label=${label}>
      ${chosen.length === 0 ? html`<span class="unset">${hint || '请选择（可多选）'}</span>` : chosen.map((option) => html`<span class="chip">${option.label}</span>`)}
    </summary>
    <ul>${options.map(
      (option) =>
        html`<li><label><input type="checkbox" disabled=${disabled} checked=${value.includes(option.value)} onChange=${() => toggle(option.value)} />${option.label}</label></li>`,
    )}</ul>
  </details>`;
}

/** The list closes after a click anywhere else: before it, what is clicked would move away. Returns what ends the watch. */
function closedFromOutside(list: { current: HTMLDetailsElement | null }): () => void {
  const watch = (event: Event): void => {
    if (list.current !== null && !list.current.contains(event.target as Node)) list.current.open = false;
  };
  document.addEventListener('click', watch);
  return () => document.removeEventListener('click', watch);
}
