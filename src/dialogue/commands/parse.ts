/** Reading a slash command as people type it: full-width, glued, with a mention before it. */
import { distance } from '../distance.ts';
import { ending } from '../understand/words.ts';
import { type Argument, type Command, type CommandWord, commands } from './declarations.ts';

export type ParsedCommand =
  | { kind: 'command'; word: CommandWord; given: Record<string, string>; missing: Argument[] }
  /** A slash, but no command of ours. `nearest` is the likeliest one meant. */
  | { kind: 'unknown'; typed: string; nearest: CommandWord[] };

const list: readonly Command[] = commands;

/** Words longest first, so that 我联系谁 is not read as 我. `first`: what the word says besides. */
const words = list
  .flatMap((command) => [
    ...[command.word, ...command.also].map((text) => ({ text: text.toLowerCase(), command, first: '' })),
    ...(command.named ?? []).map((text) => ({ text, command, first: `${text} ` })),
  ])
  .sort((a, b) => b.text.length - a.text.length);

/**
 * The command a message is, or undefined when it is none. A message is one when
 * it begins with a slash (／ too), or when the whole of it is what people say
 * instead of a command ("我这个季度还差谁").
 */
export function parseCommand(text: string): ParsedCommand | undefined {
  const plain = text.normalize('NFKC').trim();
  const slash = /^(?:@\S+\s+)?\/\s*(.*)$/su.exec(plain);
  if (!slash) return spoken(plain);
  const rest = slash[1] ?? '';
  const lower = rest.toLowerCase();
  const found = words.find(
    ({ text: word, command }) => lower.startsWith(word) && mayFollow(command, rest.slice(word.length)),
  );
  if (found) return withArguments(found.command, `${found.first}${rest.slice(found.text.length)}`);
  const typed = rest.split(/\s/u)[0] ?? '';
  return { kind: 'unknown', typed, nearest: nearest(typed) };
}

/** A number follows what takes one, glued or not: 派出所 is not 派 with a number. */
const mayFollow = (command: Command, rest: string): boolean =>
  command.arguments[0]?.type !== '单号' || /^(?:[\s:：,，#]|[a-z]?-?\d|$)/iu.test(rest);

/** N-2026-0345, N0345, 0345: ends where the digits end, so that what is glued to it stays apart. */
const NUMBER = /^#?(?:[a-z]-?)?(?:\d{4}-)?\d{1,6}/iu;

const MARKS = ending('[?？。！!，,\\s]', 'u');

/** A whole sentence that means a command which needs no arguments. */
function spoken(plain: string): ParsedCommand | undefined {
  const bare = plain.replace(MARKS, '').toLowerCase();
  const found = words.find(
    ({ text, command }) =>
      text === bare && command.arguments.every(({ optional }) => optional) && text.length >= 3,
  );
  return found ? withArguments(found.command, '') : undefined;
}

/** Splits what follows the word; the last argument takes all that is left. */
function withArguments(command: Command, rest: string): ParsedCommand {
  const given: Record<string, string> = {};
  const missing: Argument[] = [];
  let left = rest.replace(/^[\s:：,，]+/u, '').trimEnd();
  command.arguments.forEach((argument, index) => {
    const isLast = index === command.arguments.length - 1;
    const digits = argument.type === '单号' ? NUMBER.exec(left)?.[0].length : undefined;
    const end = digits ?? (isLast ? left.length : left.search(/\s|$/u));
    const value = left.slice(0, end).trim();
    left = left.slice(end).replace(/^[\s，,:：]+/u, '');
    if (value) given[argument.name] = value;
    else if (!argument.optional) missing.push(argument);
  });
  return { kind: 'command', word: command.word as CommandWord, given, missing };
}

/** The commands whose word looks most like what was typed; none when nothing is near. */
function nearest(typed: string): CommandWord[] {
  let best = typed.length / 2;
  let found: CommandWord[] = [];
  for (const { word, also } of list) {
    // Slips are measured against the words that /帮助 teaches; other words only by how they begin.
    const begins = typed !== '' && also.some((other) => other.startsWith(typed));
    const far = begins ? 0 : farFrom(typed, word, best);
    if (far > best) continue;
    if (far < best) found = [];
    best = far;
    found.push(word as CommandWord);
  }
  return found;
}

/**
 * The beginning of a word is nearer to it than any slip; of two slips, the one
 * that keeps the length. What its length alone, or having no letter of the word, makes farther than `farthest` is not looked into.
 */
function farFrom(typed: string, word: string, farthest: number): number {
  if (typed && word.startsWith(typed)) return 0;
  const longer = Math.abs(typed.length - word.length);
  return longer > farthest || !shareLetter(typed, word) ? Infinity : distance(typed, word) + longer / 10;
}

function shareLetter(typed: string, word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (typed.includes(word.charAt(at))) return true;
  return false;
}

/** The declaration of a command. */
export const declarationOf = (word: CommandWord): Command =>
  list.find((command) => command.word === word) as Command;
