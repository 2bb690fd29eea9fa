/**
 * Parts as plain Chinese words: what a platform shows where it can show nothing
 * better, and what goes into the file when a message is too long for a card.
 * Every text of a part is in its words, so nothing is lost by degrading.
 */
import type { Button, FormField, Message, Part } from '../port.ts';

type PartOf<T extends Part['type']> = Extract<Part, { type: T }>;

/** The words of a whole message: the title, then every part, separated by blank lines. */
export function messageWords(message: Pick<Message, 'title' | 'parts'>): string {
  const blocks = message.parts.map(partWords);
  return [message.title ?? '', ...blocks].filter((block) => block !== '').join('\n\n');
}

/** One part in words. Never empty unless the part holds nothing. */
export function partWords(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'list':
      return listWords(part);
    case 'table':
      return tableWords(part);
    case 'figures':
      return figuresWords(part);
    case 'buttons':
      return buttonsWords(part.buttons);
    case 'form':
      return formWords(part);
    case 'file':
      return `附件：${part.name}`;
  }
}

export function listWords(part: PartOf<'list'>): string {
  return part.items
    .map((item, index) => {
      const mark = part.ordered ? `${index + 1}. ` : '· ';
      return mark + labelled(item.label, item.text);
    })
    .join('\n');
}

/** One line a row, each cell with its column's name: readable on a phone where columns would wrap. */
export function tableWords(part: PartOf<'table'>): string {
  if (part.rows.length === 0) return part.columns.join('、');
  return part.rows.map((row, index) => `${index + 1}. ${rowWords(part.columns, row)}`).join('\n');
}

function rowWords(columns: string[], row: string[]): string {
  const width = Math.max(columns.length, row.length);
  const cells = Array.from({ length: width }, (_, i) => labelled(columns[i], row[i] ?? ''));
  return cells.join('；');
}

export function figuresWords(part: PartOf<'figures'>): string {
  return part.items
    .map((item) => labelled(item.label, item.value) + (item.note ? `（${item.note}）` : ''))
    .join('\n');
}

/** Buttons nobody can press here: told as what may be answered, with the question a press would have asked. */
export function buttonsWords(buttons: Button[]): string {
  if (buttons.length === 0) return '';
  const labels = buttons.map(
    (button) => `「${button.label}」${button.confirm ? `（${button.confirm}）` : ''}`,
  );
  return `您可以回复：${labels.join('、')}`;
}

export function formWords(part: PartOf<'form'>): string {
  const fields = part.fields.map((field, index) => `${index + 1}. ${fieldWords(field)}`);
  const submit = part.submit.confirm ? [part.submit.confirm] : [];
  return [`请逐项回复（${part.submit.label}）：`, ...fields, ...submit].join('\n');
}

/** A field's label with what may be filled in, what is there already, and the complaint about it. */
export function fieldWords(field: FormField): string {
  const notes = [
    field.required ? '必填' : '选填',
    ...('options' in field && field.options.length > 0 ? [`可选：${field.options.join('、')}`] : []),
    ...(field.hint ? [field.hint] : []),
    ...(fieldValue(field) ? [`已填：${fieldValue(field)}`] : []),
  ];
  return `${field.label}（${notes.join('；')}）${field.error ? ` 请更正：${field.error}` : ''}`;
}

function fieldValue(field: FormField): string {
  return Array.isArray(field.value) ? field.value.join('、') : (field.value ?? '');
}

function labelled(label: string | undefined, text: string): string {
  return label ? `${label}：${text}` : text;
}
