/** A message as the one DingTalk message that can say it: words, markdown, or a card with buttons. */
import type { Button, Message, Part } from '../../port.ts';
import { clip } from '../../render/size.ts';
import { partWords } from '../../render/words.ts';
import { pressLink } from './link.ts';
import { linkLabel, plainMarkdown } from './markdown.ts';

export interface CardButton {
  title: string;
  url: string;
}

export type Rendered =
  | { kind: 'text'; text: string }
  /** `tail` holds links that must survive when the text is cut. */
  | { kind: 'markdown'; title: string; text: string; tail?: string }
  | { kind: 'actionCard'; title: string; text: string; buttons: CardButton[] };

/** How and where a message will go; it decides what can be shown. */
export interface Place {
  route: 'session' | 'openapi';
  group: boolean;
}

/** sampleActionCard2 to 5 are all there is (dingtalk.md 4.3); a session's `btns` have no such end. */
const maxOpenApiButtons = 5;
/** More than these would not fit the 15,000 bytes of msgParam; the rest is told in words. */
const maxButtons = 20;
const maxLabel = 40;

const marks: Record<NonNullable<Message['tone']>, string> = {
  plain: '',
  good: '',
  warn: '【提醒】',
  urgent: '【紧急】',
};

/** Renders everything but files; never to nothing. `opening` (mentions) stands before the first words. */
export function renderWords(message: Message, place: Place, opening = ''): Rendered {
  const buttons = buttonsOf(message.parts);
  const pressable = buttons.slice(0, maxButtons);
  const hints = [...confirmsOf(message.parts), ...hintsOf(buttons, place)];
  const blocks = [...message.parts.map(wordsOf), ...hints].filter((words) => words !== '');
  const heading = (marks[message.tone ?? 'plain'] + (message.title ?? '')).trim();

  if (buttons.length === 0 && !message.title && message.parts.every(isPlain)) {
    return { kind: 'text', text: opening + (heading + blocks.join('\n\n') || '（无内容）') };
  }
  const title = clip((heading || firstLine(blocks)).replace(/\s+/g, ' '), 120) || '消息';
  const body = blocks.map(plainMarkdown).join('\n\n');
  const text = [
    heading && `### ${plainMarkdown(heading).replace(/\s+/g, ' ')}`,
    plainMarkdown(opening) + body,
  ]
    .filter((block) => block !== '')
    .join('\n\n');
  if (pressable.length === 0) return { kind: 'markdown', title, text: text || title };
  if (place.route === 'openapi' && pressable.length > maxOpenApiButtons) {
    return { kind: 'markdown', title, text: text || title, tail: linkLines(pressable) };
  }
  return { kind: 'actionCard', title, text: text || title, buttons: pressable.map(cardButton) };
}

function isPlain(part: Part): boolean {
  return part.type === 'text' || part.type === 'file';
}

/** A part's words; buttons are rendered apart, and files that go as files are taken out before. */
function wordsOf(part: Part): string {
  return part.type === 'buttons'
    ? ''
    : part.type === 'file'
      ? `${partWords(part)}（请到管理台下载）`
      : partWords(part);
}

function buttonsOf(parts: Part[]): Button[] {
  return parts.flatMap((part) => {
    if (part.type === 'buttons') return part.buttons;
    return part.type === 'form' ? [part.submit] : [];
  });
}

/** What a press would have asked first, where the platform could ask. A form's words say it already. */
function confirmsOf(parts: Part[]): string[] {
  const buttons = parts.flatMap((part) => (part.type === 'buttons' ? part.buttons : []));
  return buttons.flatMap((button) => (button.confirm ? [`${button.label}：${button.confirm}`] : []));
}

/**
 * Words beside the buttons: labels too long for a button, and in groups, where
 * a tap may lack the mention the bot needs (dingtalk.md 5.5), what to type instead.
 */
function hintsOf(buttons: Button[], place: Place): string[] {
  const isTold = (button: Button, index: number) =>
    index >= maxButtons || [...button.label].length > maxLabel;
  const choices = buttons.map((button, index) => `${index + 1}. ${button.label}`);
  if (buttons.length === 0) return [];
  if (place.group) return [`点按钮没有反应时，请 @我 回复：\n${choices.join('\n')}`];
  const told = choices.filter((_, index) => isTold(buttons[index]!, index));
  return told.length === 0 ? [] : [`也可以直接回复：\n${told.join('\n')}`];
}

function cardButton(button: Button): CardButton {
  const label = [...button.label.replace(/\s+/g, ' ')];
  const title = label.length > maxLabel ? `${label.slice(0, maxLabel - 1).join('')}…` : label.join('');
  return { title: title || '确定', url: pressLink(button) };
}

function linkLines(buttons: Button[]): string {
  return buttons
    .map(cardButton)
    .map(({ title, url }, index) => `${index + 1}. [${linkLabel(title)}](${url})`)
    .join('\n');
}

function firstLine(blocks: string[]): string {
  return blocks[0]?.split('\n').find((line) => line.trim() !== '') ?? '';
}
