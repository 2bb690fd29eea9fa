import { utf8Bytes } from '../../render/size.ts';

/** What stands where words had to be left out. */
export const cutNotice = '（内容较长，完整内容请到管理台查看）';

/**
 * The beginning of `words` in at most `bytes` bytes of UTF-8, the notice
 * included, cut after a line or a sentence where one ends in the last third,
 * and never inside a character.
 */
export function cutWords(words: string, bytes: number): string {
  if (utf8Bytes(words) <= bytes) return words;
  const room = Math.max(0, bytes - utf8Bytes(`\n\n${cutNotice}`));
  const head = prefix(words, room);
  const end = Math.max(
    head.lastIndexOf('\n'),
    ...['。', '；', '！', '？'].map((mark) => head.lastIndexOf(mark)),
  );
  const kept = end > (head.length * 2) / 3 ? head.slice(0, end + 1) : head;
  return `${kept.trimEnd()}\n\n${cutNotice}`;
}

function prefix(words: string, bytes: number): string {
  let used = 0;
  let length = 0;
  for (const char of words) {
    used += utf8Bytes(char);
    if (used > bytes) break;
    length += char.length;
  }
  return words.slice(0, length);
}
