/**
 * Which platform messages one message becomes. Words alone go as `text`,
 * everything else as one card; files follow, because Feishu gives a file no
 * words of its own. What does not fit goes into a text file, never away.
 */
import type { ChatRef, Message, Part } from '../../port.ts';
import { type FilePart, isPicture, wordsFile } from '../../render/file.ts';
import { jsonBytes } from '../../render/size.ts';
import { messageWords } from '../../render/words.ts';
import { type Card, card, fitsCard } from './card.ts';
import { escapeText } from './escape.ts';
import { withoutLongSelects } from './shrink.ts';

export type Outgoing =
  | { as: 'text'; text: string }
  /** `words`: what is said instead should Feishu refuse the card. */
  | { as: 'card'; card: Card; words: string }
  | { as: 'picture' | 'file'; file: FilePart };

/** A text message's body may be 150 KB (feishu.md 4). */
const maxTextBytes = 145 * 1024;
const maxPictureBytes = 10 * 1024 * 1024;
const maxFileBytes = 30 * 1024 * 1024;

export interface PlanOptions {
  chatKind: ChatRef['kind'];
  /** It replaces a card, so it must be one. */
  asCard: boolean;
}

/** In the order they are to be sent. Empty only for a message without any content. */
export function plan(message: Message, options: PlanOptions): Outgoing[] {
  const files = message.parts.filter((part) => part.type === 'file');
  if (files.length === 0) return planWords(message, options);
  const sendable = files.filter(canSend);
  const parts = message.parts
    .map((part): Part => (part.type === 'file' && !canSend(part) ? unsendable(part) : part))
    .filter((part) => part.type !== 'file');
  const said = { ...message, parts };
  return [...planWords(said, options), ...sendable.map(fileMessage)];
}

function planWords(message: Message, options: PlanOptions): Outgoing[] {
  const words = messageWords(message);
  if (words === '' && !message.parts.some((part) => part.type === 'form')) return [];
  const onlyText = !message.title && message.parts.every((part) => part.type === 'text');
  if (onlyText && !options.asCard) {
    const text = mentions(message, options.chatKind) + escapeText(words);
    return fitsText(text) ? [{ as: 'text', text }] : inFile(message, options);
  }
  const whole = card(message, options.chatKind);
  return fitsCard(whole) ? [cardMessage(whole, message, options)] : inFile(message, options);
}

/**
 * Too long: the words go into a text file, and a card says so and keeps what can
 * be pressed; a form with endless choices is asked as plain inputs, and a form
 * too large even so is only told.
 */
function inFile(message: Message, options: PlanOptions): Outgoing[] {
  const name = `${firstChars((message.title ?? '全文').replaceAll(/[\\/:*?"<>|\s]+/g, ' '), 60)}.txt`;
  const file: Outgoing = { as: 'file', file: wordsFile(name, messageWords(message)) };
  const intro: Part = { type: 'text', text: `内容较长，全文请看随后的文件《${name}》。` };
  const pressable = message.parts.filter((part) => part.type === 'buttons' || part.type === 'form');
  const attempts: Part[][] = [
    pressable,
    pressable.map(withoutLongSelects),
    pressable.filter((part) => part.type === 'buttons'),
    [],
  ];
  for (const parts of attempts) {
    const short = {
      ...message,
      title: firstChars(message.title ?? '请您查收', 100),
      parts: [intro, ...parts],
    };
    const said = card(short, options.chatKind);
    if (fitsCard(said)) return [cardMessage(said, short, options), file];
  }
  return [{ as: 'text', text: escapeText(intro.text) }, file];
}

/** Whole characters, never half of one. */
function firstChars(text: string, count: number): string {
  return [...text].slice(0, count).join('');
}

function cardMessage(said: Card, message: Message, options: PlanOptions): Outgoing {
  const text = mentions(message, options.chatKind) + escapeText(messageWords(message));
  return { as: 'card', card: said, words: text };
}

function mentions(message: Message, chatKind: ChatRef['kind']): string {
  if (chatKind !== 'group') return '';
  const tags = (message.mention ?? []).map(
    ({ id, name }) => `<at user_id="${id}">${escapeText(name ?? '')}</at> `,
  );
  return tags.join('');
}

/** As JSON in JSON a character takes at most seven bytes: most texts need not be written to be counted. */
function fitsText(text: string): boolean {
  return text.length < maxTextBytes / 8 || jsonBytes(JSON.stringify({ text })) <= maxTextBytes;
}

/** Feishu refuses empty files and those over 30 MB (feishu.md 4). */
function canSend(file: FilePart): boolean {
  return file.bytes.length > 0 && file.bytes.length <= maxFileBytes;
}

function unsendable(file: FilePart): Part {
  const why = file.bytes.length === 0 ? '是空文件' : '超过 30 MB';
  return { type: 'text', text: `文件《${file.name}》${why}，无法在飞书发送。` };
}

function fileMessage(file: FilePart): Outgoing {
  const picture = isPicture(file) && file.bytes.length <= maxPictureBytes;
  return { as: picture ? 'picture' : 'file', file };
}
