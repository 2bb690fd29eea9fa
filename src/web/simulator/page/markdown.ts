/** The markdown both platforms share, read into a tree. Pure; drawn by markdown-view.ts. */
import { decoded, type Inline, inlines } from './inline.ts';

export type Block =
  | { kind: 'heading'; level: number; content: Inline[] }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'quote'; content: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: { depth: number; content: Inline[] }[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

/** How a platform takes a single line break: Feishu breaks the line, DingTalk only after two spaces. */
export type Breaks = 'all' | 'two-spaces';

const heading = /^(#{1,6})\s+(.*)$/;
const quote = /^>\s?(.*)$/;
const rule = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const item = /^(\s*)(?:([-*+])|(\d{1,3})[.)])\s+(.*)$/;
const tableRow = /^\s*\|(.*)\|\s*$/;
const tableRule = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** Never throws; what is no markup is words. */
export function blocks(source: string, breaks: Breaks): Block[] {
  const lines = source
    .replace(/\r\n?/g, '\n')
    .replace(/<br\s*\/?>/g, breaks === 'all' ? '\n' : '  \n')
    .split('\n');
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at, breaks);
    if (block !== undefined) found.push(block);
    at = next;
  }
  return found;
}

function blockAt(lines: string[], at: number, breaks: Breaks): [Block | undefined, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [undefined, at + 1];
  if (line.trimStart().startsWith('```')) return fence(lines, at);
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1];
  const title = heading.exec(line);
  if (title)
    return [{ kind: 'heading', level: title[1]?.length ?? 1, content: inlines(title[2] ?? '') }, at + 1];
  if (quote.test(line))
    return taken(
      lines,
      at,
      (one) => quote.exec(one)?.[1],
      (all) => ({ kind: 'quote', content: joined(all, breaks) }),
    );
  if (item.test(line)) return listAt(lines, at);
  if (tableRow.test(line) && tableRule.test(lines[at + 1] ?? '')) return tableAt(lines, at);
  return taken(lines, at, plain, (all) => ({ kind: 'paragraph', content: joined(all, breaks) }));
}

/** A line that goes on with a paragraph. */
function plain(line: string): string | undefined {
  const other = line.trim() === '' || line.trimStart().startsWith('```') || tableRow.test(line);
  return other || rule.test(line) || heading.test(line) || quote.test(line) || item.test(line)
    ? undefined
    : line;
}

function taken(
  lines: string[],
  from: number,
  take: (line: string) => string | undefined,
  make: (all: string[]) => Block,
): [Block, number] {
  const all = [take(lines[from] ?? '') ?? lines[from] ?? ''];
  let at = from + 1;
  for (; at < lines.length; at += 1) {
    const more = take(lines[at] ?? '');
    if (more === undefined) break;
    all.push(more);
  }
  return [make(all), at];
}

function joined(lines: string[], breaks: Breaks): Inline[] {
  const hard = (line: string): boolean => breaks === 'all' || /\s{2,}$/.test(line) || line.endsWith('\\');
  const text = lines.map((line, index) => {
    const end =
      index === lines.length - 1 ? '' : hard(line) || /^\s{2,}/.test(lines[index + 1] ?? '') ? '\n' : ' ';
    return line.replace(/\\$/, '').trim() + end;
  });
  return inlines(text.join(''));
}

function fence(lines: string[], from: number): [Block, number] {
  let at = from + 1;
  while (at < lines.length && !(lines[at] ?? '').trimStart().startsWith('```')) at += 1;
  return [{ kind: 'code', text: decoded(lines.slice(from + 1, at).join('\n')) }, at + 1];
}

function listAt(lines: string[], from: number): [Block, number] {
  const first = item.exec(lines[from] ?? '');
  const ordered = first?.[3] !== undefined;
  const items: { depth: number; content: Inline[] }[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const match = item.exec(lines[at] ?? '');
    const indent = match?.[1]?.length ?? 0;
    if (!match || (indent === 0 && (match[3] !== undefined) !== ordered)) break;
    items.push({ depth: Math.min(3, Math.floor(indent / 2)), content: inlines(match[4] ?? '') });
  }
  return [{ kind: 'list', ordered, start: Number(first?.[3] ?? 1), items }, at];
}

function tableAt(lines: string[], from: number): [Block, number] {
  const cells = (line: string): Inline[][] =>
    (tableRow.exec(line)?.[1] ?? '').split(/(?<!\\)\|/).map((cell) => inlines(cell.trim()));
  const rows: Inline[][][] = [];
  let at = from + 2;
  for (; at < lines.length && tableRow.test(lines[at] ?? ''); at += 1) rows.push(cells(lines[at] ?? ''));
  return [{ kind: 'table', head: cells(lines[from] ?? ''), rows }, at];
}
