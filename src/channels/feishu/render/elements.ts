/** The elements of a card JSON 2.0 that we use (feishu.md 5), and how each part becomes one. */
import type { Button, ChatRef, Part } from '../../port.ts';
import { listWords } from '../../render/words.ts';
import { writeButtonValue } from './callback.ts';
import { escapeMarkdown } from './escape.ts';

/** A JSON object of the card; unknown properties are errors there, so each is written out here. */
export type Element = Record<string, unknown> & { tag: string };
type PartOf<T extends Part['type']> = Extract<Part, { type: T }>;

export function plainText(content: string, style: { size?: string; color?: string } = {}): Element {
  return {
    tag: 'plain_text',
    content,
    ...(style.size ? { text_size: style.size } : {}),
    ...(style.color ? { text_color: style.color } : {}),
  };
}

/** Words just as they are: no markup is read in a plain text. */
export function words(content: string, style: { size?: string; color?: string } = {}): Element {
  return { tag: 'div', text: plainText(content, style) };
}

/** With labels: markdown, so that they can be bold. Without: plain words. */
export function list(part: PartOf<'list'>): Element {
  if (part.items.every((item) => !item.label)) return words(listWords(part));
  const lines = part.items.map((item, index) => {
    const mark = part.ordered ? `${index + 1}. ` : '- ';
    const label = item.label ? `**${escapeMarkdown(item.label)}**：` : '';
    return mark + label + escapeMarkdown(item.text);
  });
  return { tag: 'markdown', content: lines.join('\n') };
}

const maxColumns = 50;
const maxPageSize = 10;

/** True where every cell has a column to stand in. */
export function fitsTable(part: PartOf<'table'>): boolean {
  const width = part.columns.length;
  const inside = part.rows.every((row) => row.length <= width);
  return width > 0 && width <= maxColumns && part.rows.length > 0 && inside;
}

export function table(part: PartOf<'table'>): Element {
  const columns = part.columns.map((title, index) => ({
    name: `c${index}`,
    display_name: title,
    data_type: 'text',
    width: 'auto',
  }));
  const rows = part.rows.map((row) => Object.fromEntries(row.map((cell, index) => [`c${index}`, cell])));
  return {
    tag: 'table',
    page_size: Math.min(maxPageSize, rows.length),
    row_height: 'auto',
    header_style: { background_style: 'grey', bold: true },
    columns,
    rows,
  };
}

const figuresPerRow = 2;

/** Figures beside each other, two in a row on a screen of any width: the value large, the label and the note small and grey. */
export function figures(part: PartOf<'figures'>): Element[] {
  const rows: Element[] = [];
  for (let start = 0; start < part.items.length; start += figuresPerRow) {
    const items = part.items.slice(start, start + figuresPerRow);
    rows.push({ tag: 'column_set', flex_mode: 'bisect', columns: items.map(figure) });
  }
  return rows;
}

function figure(item: PartOf<'figures'>['items'][number]): Element {
  const small = { size: 'notation', color: 'grey' };
  const note = item.note ? [words(item.note, small)] : [];
  return {
    tag: 'column',
    width: 'weighted',
    weight: 1,
    elements: [words(item.label, small), words(item.value, { size: 'heading' }), ...note],
  };
}

/** Buttons in a row that wraps. */
export function buttonRow(buttons: Element[]): Element {
  const columns = buttons.map((one) => ({ tag: 'column', width: 'auto', elements: [one] }));
  return { tag: 'column_set', flex_mode: 'flow', horizontal_spacing: '8px', columns };
}

export function button(one: Button, chatKind: ChatRef['kind']): Element {
  return {
    tag: 'button',
    text: plainText(one.label),
    type: one.style ?? 'default',
    ...(one.confirm ? { confirm: { title: plainText('请确认'), text: plainText(one.confirm) } } : {}),
    behaviors: [{ type: 'callback', value: writeButtonValue(one.token, chatKind) }],
  };
}
