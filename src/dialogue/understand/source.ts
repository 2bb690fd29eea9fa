/**
 * The text as the grammar sees it: full width, traditional letters and dashes
 * folded to one form, blanks gone, every character still pointing at the place
 * it came from.
 */
export interface Source {
  /** Folded text. One blank is left only where two numbers or words would run together. */
  readonly s: string;
  /** For each character of `s`, its index in the text as given. */
  readonly at: readonly number[];
  readonly original: string;
}

const FOLDS = new Map<string, string>();
for (const [from, to] of [
  ['〇○', '零零'],
  ['‐‑‒–—―−﹣─', '---------'],
  ['〜∼', '~~'],
  [
    '週點號個後時兩萬億塊歲錢農曆節禮幾開來過這們對錯沒謝請約從間鐘',
    '周点号个后时两万亿块岁钱农历节礼几开来过这们对错没谢请约从间钟',
  ],
  ['￥', '¥'],
] as const) {
  for (let k = 0; k < from.length; k++) FOLDS.set(from.charAt(k), to.charAt(k));
}

/** A clause is read up to here (flow-format.md 3); nobody writes a longer one with a mark nowhere in it. */
const CLAUSE = 500;
const MARKS = letterTable(',，。;；!！?？、:…');

/** Letters that must not run together when the blank between them goes. */
const STICKY = letterTable(
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ零一二两三四五六七八九十百千万亿半几廿卅壹贰叁肆伍陆柒捌玖拾佰仟',
);

const [NOTHING, BLANK, NEWLINE] = [-1, 0x20, 0x0a];

function foldChar(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code === 0x3000 || code === 0xa0) return BLANK;
  if ((code >= 0x200b && code <= 0x200f) || code === 0xfeff || code === 0x2060) return NOTHING;
  return FOLDS.get(String.fromCharCode(code))?.charCodeAt(0) ?? code;
}

/** What each letter is folded to. Asked for every letter of a text. */
const FOLDED = Int32Array.from({ length: 0x10000 }, (_, code) => (code < 0x80 ? code : foldChar(code)));

/** Folds a text. Linear; never throws. */
export function sourceOf(text: string): Source {
  const out = new Uint16Array(text.length);
  const at: number[] = [];
  let blank = NOTHING;
  let before = NOTHING;
  let clause = 0;
  for (let k = 0; k < text.length; k++) {
    const code = FOLDED[text.charCodeAt(k)] as number;
    if (code === NOTHING) continue;
    if (code === BLANK || code === 0x09 || code === NEWLINE || code === 0x0d) {
      blank = code === NEWLINE || blank === NEWLINE ? NEWLINE : BLANK;
      if (blank === NEWLINE) clause = 0;
      continue;
    }
    if (blank !== NOTHING && before !== NOTHING && (blank === NEWLINE || (STICKY[before] && STICKY[code]))) {
      out[at.length] = blank;
      at.push(k - 1);
      before = blank;
    }
    blank = NOTHING;
    clause = MARKS[code] ? 0 : clause + 1;
    if (clause > CLAUSE) continue;
    out[at.length] = code;
    at.push(k);
    before = code;
  }
  return { s: Buffer.from(out.buffer, 0, 2 * at.length).toString('utf16le'), at, original: text };
}

/** The span in the text as given of [from, to) in the folded text. */
export function spanOf(source: Source, from: number, to: number): [number, number] {
  const first = source.at[from] ?? source.original.length;
  const last = source.at[to - 1];
  return [first, last === undefined ? first : last + 1];
}

/** NFKC, zero-width characters and outer blanks gone: how a message is kept and compared. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .trim();
}

/** A table by letter code: 1 for the letters given. For what is asked of every letter of a text. */
export function letterTable(letters: string): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let k = 0; k < letters.length; k++) table[letters.charCodeAt(k)] = 1;
  return table;
}

export function isDigit(c: string | undefined): boolean {
  const code = c?.charCodeAt(0) ?? 0;
  return code >= 0x30 && code <= 0x39;
}

/** Where the run of ASCII digits that starts at `i` ends. */
export function digitsEnd(s: string, i: number): number {
  let p = i;
  while (p < s.length && isDigit(s[p])) p++;
  return p;
}
