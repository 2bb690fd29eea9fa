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

/** At most `bytes` bytes from the start, never half a character. */
function prefix(words: string, bytes: number): string {
  const buffer = Buffer.from(words);
  let end = Math.min(bytes, buffer.length);
  while (end > 0 && (buffer[end]! & 0xc0) === 0x80) end -= 1;
  return buffer.toString('utf8', 0, end);
}
