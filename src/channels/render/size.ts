/** UTF-8 bytes of a string: platforms count bytes, and a Chinese character is three. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** UTF-8 bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/**
 * The longest prefix of `text` that is at most `bytes` bytes of UTF-8, cut
 * between characters. For titles and summaries only: text that matters is
 * degraded or moved to a file, never cut.
 */
export function clip(text: string, bytes: number): string {
  if (utf8Bytes(text) <= bytes) return text;
  let used = 3;
  let kept = '';
  for (const char of text) {
    used += utf8Bytes(char);
    if (used > bytes) break;
    kept += char;
  }
  return `${kept}…`;
}
