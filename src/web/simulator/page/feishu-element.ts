/** The parts a Feishu card's body is made of. */
import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Draw } from './draw.ts';
import { CardButton } from './feishu-button.ts';
import { CardTable } from './feishu-table.ts';
import { Form } from './form.ts';
import { Field, fieldTags } from './form-field.ts';
import type { FormState } from './form-state.ts';
import { colourOf, Markdown, Words } from './markdown-view.ts';
import { list, record, words } from './read.ts';

interface Props {
  element: Record<string, unknown>;
  draw: Draw;
  /** The form around it. */
  form?: FormState | undefined;
}

export function Element({ element, draw, form }: Props): VNode | null {
  const tag = words(element.tag);
  if (fieldTags.has(tag)) return html`<${Field} field=${element} draw=${draw} form=${form} />`;
  switch (tag) {
    case 'markdown':
      return html`<div class=${textClasses(element)}><${Markdown} source=${words(element.content)} breaks="all" draw=${draw} /></div>`;
    case 'div':
      return Division(element, draw);
    case 'hr':
      return html`<hr class="card-rule" />`;
    case 'column_set':
      return Columns({ element, draw, form });
    case 'table':
      return html`<${CardTable} table=${element} draw=${draw} />`;
    case 'button':
      return html`<${CardButton} button=${element} draw=${draw} form=${form} />`;
    case 'form':
      return html`<${Form} element=${element} draw=${draw} inside=${(state: FormState) => Elements(list(element.elements), draw, state)} />`;
    case 'collapsible_panel':
      return html`<${Panel} element=${element} draw=${draw} form=${form} />`;
    case 'note':
      return html`<div class="text-notation">${Elements(list(element.elements), draw, form)}</div>`;
    case 'plain_text':
    case 'lark_md':
      return drawText(element, draw);
    case 'action':
      return html`<div class="columns flow">${Elements(list(element.actions), draw, form)}</div>`;
    case 'interactive_container':
      return html`<div class="container">${Elements(list(element.elements), draw, form)}</div>`;
    default:
      return html`<p class="unknown">[${Chinese[tag] ?? tag}]</p>`;
  }
}

const Chinese: Record<string, string> = {
  img: '图片',
  chart: '图表',
  person: '人员',
  person_list: '人员列表',
  audio: '音频',
};

function Elements(elements: unknown[], draw: Draw, form: FormState | undefined): ComponentChildren {
  return elements.map((element) => html`<${Element} element=${record(element)} draw=${draw} form=${form} />`);
}

/** Feishu's sizes that matter here: notation is small and grey, headings are large. */
function textClasses(element: Record<string, unknown>): string {
  const size = words(element.text_size);
  const align = words(element.text_align);
  return [
    /^(?:notation|heading(?:-[0-4])?|normal|x*-?large|small)$/.test(size) ? `text-${size}` : '',
    /^(?:center|right)$/.test(align) ? `align-${align}` : '',
    `ink-${colourOf(words(element.text_color))}`,
  ].join(' ');
}

function drawText(text: Record<string, unknown>, draw: Draw): VNode {
  const content = words(text.content);
  return text.tag === 'lark_md'
    ? html`<${Markdown} source=${content} breaks="all" draw=${draw} />`
    : html`<p><${Words} text=${content} draw=${draw} /></p>`;
}

function Division(element: Record<string, unknown>, draw: Draw): VNode {
  const text = record(element.text);
  const fields = list(element.fields).map((field) => record(record(field).text));
  return html`<div class=${textClasses(text)}>
    ${text.content !== undefined && drawText(text, draw)}
    ${fields.length > 0 && html`<div class="fields">${fields.map((field) => drawText(field, draw))}</div>`}
  </div>`;
}

function Columns({ element, draw, form }: Props): VNode {
  const flex = words(element.flex_mode) || 'none';
  return html`<div class=${`columns ${/^(?:none|flow|bisect|trisect|stretch)$/.test(flex) ? flex : 'none'}`}>
    ${list(element.columns).map((one) => {
      const column = record(one);
      const auto = column.width === 'auto';
      const grow = auto ? 0 : typeof column.weight === 'number' ? column.weight : 1;
      const back = words(column.background_style || element.background_style);
      return html`<div class=${`column ${auto ? 'auto' : ''} ${back && back !== 'default' ? `back-${colourOf(back)}` : ''}`} style=${{ flexGrow: grow }}>
        ${Elements(list(column.elements), draw, form)}
      </div>`;
    })}
  </div>`;
}

function Panel({ element, draw, form }: Props): VNode {
  const [open, turn] = useState(element.expanded === true);
  return html`<details class="collapsible" open=${open} onToggle=${(event: Event) => turn((event.target as HTMLDetailsElement).open)}>
    <summary>${words(record(record(element.header).title).content) || '展开'}</summary>
    <div>${Elements(list(element.elements), draw, form)}</div>
  </details>`;
}
