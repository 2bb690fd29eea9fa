/** Message parts -> a card JSON 2.0 (feishu.md 5). */
import type { Account, ChatRef, Message, Part } from '../../port.ts';
import { clip, jsonBytes } from '../../render/size.ts';
import { messageWords, partWords } from '../../render/words.ts';
import { createFieldNames } from './callback.ts';
import { button, buttonRow, type Element, figures, fitsTable, list, table, words } from './elements.ts';
import { type FormNames, form } from './form.ts';

export type Card = Record<string, unknown>;

/**
 * Feishu takes 30 KB, 200 elements and components, and by its documents 5
 * tables; refusals are reported from the fourth table on (feishu.md 5). The
 * bytes are counted as they stand in the body: a JSON string inside JSON.
 */
export const cardLimits = { bytes: 28 * 1024, elements: 200, tables: 3 } as const;

const templates = { plain: 'blue', good: 'green', warn: 'orange', urgent: 'red' } as const;

/** The card of a message. It may be over the limits: ask `fitsCard`. */
export function card(message: Message, chatKind: ChatRef['kind']): Card {
  const names: FormNames = { name: createFieldNames(), chatKind };
  const mention = chatKind === 'group' ? mentionElements(message.mention ?? []) : [];
  const elements = [...mention, ...bodyElements(message.parts, names)];
  const summary = clip(messageWords(message).replaceAll(/\s+/g, ' '), 120);
  return {
    schema: '2.0',
    config: {
      update_multi: true,
      enable_forward_interaction: false,
      width_mode: 'fill',
      ...(summary === '' ? {} : { summary: { content: summary } }),
    },
    ...(message.title ? { header: header(message.title, message.tone) } : {}),
    body: { direction: 'vertical', vertical_spacing: '12px', padding: '12px 12px 12px 12px', elements },
  };
}

function header(title: string, tone: Message['tone']): Card {
  return { title: { tag: 'plain_text', content: title }, template: templates[tone ?? 'plain'] };
}

function mentionElements(people: Account[]): Element[] {
  if (people.length === 0) return [];
  return [{ tag: 'markdown', content: people.map(({ id }) => `<at id=${id}></at>`).join(' ') }];
}

/** Tables beyond what a card may hold are told in words. */
function bodyElements(parts: Part[], names: FormNames): Element[] {
  let tables = 0;
  return parts.flatMap((part): Element[] => {
    if (part.type !== 'table') return partElements(part, names);
    if (!fitsTable(part) || tables === cardLimits.tables) return wordElements(partWords(part));
    tables += 1;
    return [table(part)];
  });
}

function partElements(part: Exclude<Part, { type: 'table' }>, names: FormNames): Element[] {
  switch (part.type) {
    case 'text':
    case 'file':
      return wordElements(partWords(part));
    case 'list':
      return part.items.length === 0 ? [] : [list(part)];
    case 'figures':
      return figures(part);
    case 'buttons':
      return part.buttons.length === 0
        ? []
        : [buttonRow(part.buttons.map((one) => button(one, names.chatKind)))];
    case 'form':
      return [form(part, names)];
  }
}

function wordElements(text: string): Element[] {
  return text === '' ? [] : [words(text)];
}

/** True when Feishu takes the card. */
export function fitsCard(card: Card): boolean {
  return jsonBytes(JSON.stringify(card)) <= cardLimits.bytes && countElements(card) <= cardLimits.elements;
}

/** Everything with a tag counts, the careful reading of "elements and components". */
export function countElements(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countElements(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'tag' in value ? 1 : 0;
  return own + Object.values(value).reduce((sum: number, item) => sum + countElements(item), 0);
}
