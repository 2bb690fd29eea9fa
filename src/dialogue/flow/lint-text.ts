/**
 * What is checked on the bare text, before YAML sees it: its own message for a
 * full-width colon or a Tab is of no use to a clerk.
 */
import type { Fault } from './flow.ts';
import { KNOWN_KEYS } from './schema.ts';

const BLOCK_START = /:\s*[|>][+-]?\d*\s*(#.*)?$/;
/** `键：` at the start of a line: what comes before has no ASCII colon, quote or sentence mark. */
const WIDE_AT_START =
  /^(\s*(?:-\s+)*)([^\s:：'"#{}[\],，。？！、“”][^:：'"#{}[\],，。？！、“”]{0,23}?)\s*：/u;
const WIDE_IN_BRACES = /[{,]\s*([^\s:：'"{}[\],，]+)：/gu;

/** Faults of the text itself, by line. */
export function lintText(file: string, text: string): Fault[] {
  const faults: Fault[] = [];
  let blockIndent = -1;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = line.search(/\S/);
    if (blockIndent >= 0 && (indent < 0 || indent > blockIndent)) continue;
    blockIndent = BLOCK_START.test(line) ? indent : -1;
    const bare = line.replace(/(^|\s)#.*$/, '');
    const add = (message: string) => faults.push({ file, line: index + 1, message });
    if (/^\s*\t|^\t/.test(line) || /^[ ]*\t/.test(line)) add('行首有 Tab，请把它换成空格（一层两个）');
    else if (bare.includes('\t')) add('这一行有 Tab，请把它换成空格');
    const key = wideColonKey(bare);
    if (key) add(`“${key}”后面是中文冒号“：”，请改成英文冒号加一个空格“: ”`);
  }
  return faults;
}

/** The key that is followed by a full-width colon, if there is one. */
function wideColonKey(line: string): string | undefined {
  const start = WIDE_AT_START.exec(line);
  if (start && isKeyLike(start[2]!, start[1]!)) return start[2]!;
  for (const match of outsideQuotes(line).matchAll(WIDE_IN_BRACES))
    if (KNOWN_KEYS.includes(match[1]!)) return match[1]!;
  return undefined;
}

/** After a dash a phrase with a colon may be plain text; a known key or `名称(类型)` is not. */
function isKeyLike(key: string, lead: string): boolean {
  if (KNOWN_KEYS.includes(key) || /[(（].*[)）]$/.test(key)) return true;
  return !lead.includes('-');
}

const outsideQuotes = (line: string): string =>
  line.replace(/"[^"]*"|'[^']*'/g, (quoted) => ' '.repeat(quoted.length));
