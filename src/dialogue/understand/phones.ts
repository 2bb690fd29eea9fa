import { isDigit, letterTable, type Source, sourceOf, spanOf } from './source.ts';
import type { Value } from './value.ts';

type Phone = Extract<Value, { kind: 'phone' }>;
/** A phone found at [from, to) of the folded text. `short`: a service number that only counts when asked for. */
export interface PhoneHit {
  value: Phone;
  from: number;
  to: number;
  short: boolean;
}

const SPOKEN: Record<string, string> = {
  零: '0',
  幺: '1',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  两: '2',
};
const IS_SPOKEN = letterTable(Object.keys(SPOKEN).join(''));
const CODE_LABELS =
  /(?:工号|编号|学号|单号|证号|账号|帐号|卡号|证件|身份证号?码?|社保|学籍|档案号|QQ|No\.?)[:是为\s]*$/i;

/** A stretch of digits, as digits, with where it stood. */
interface Run {
  digits: string;
  from: number;
  to: number;
}

/** ASCII digits, and spoken ones (幺三八…) when seven or more stand together. */
function runsOf(s: string): Run[] {
  const runs: Run[] = [];
  let i = 0;
  while (i < s.length) {
    const from = i;
    let digits = '';
    while (i < s.length && isDigit(s[i])) digits += s[i++];
    if (i > from) {
      runs.push({ digits, from, to: i });
      continue;
    }
    while (i < s.length && IS_SPOKEN[s.charCodeAt(i)]) digits += SPOKEN[s.charAt(i++)];
    if (digits.length >= 3) runs.push({ digits, from, to: i });
    if (i === from) i++;
  }
  return runs;
}

/** What may part the groups of one number: at most two marks. */
function isGap(s: string, from: number, to: number): boolean {
  if (to - from > 2) return false;
  for (let p = from; p < to; p++) if (!' -.()'.includes(s.charAt(p))) return false;
  return true;
}

/** How people group the digits: 138 1234 5678, 0571 8765 4321, 400-820-8820. Other groups are dates and sums. */
const SHAPES = new Set(
  '11 3-4-4 3-8 7-4 3-3-5 4-3-4 4-4-3 3-4-2-2 3-2-2-2-2 5-6 6-5 3-7 4-7 4-8 4-4-4 4-3-4 4-3-2-2 3-3-4 3-4-3 4-3-3 4-6 10 12 5'.split(
    ' ',
  ),
);

/** Whether the groups are a phone's, and one mark parts them all (after a country code any may stand). */
function wellGrouped(s: string, runs: readonly Run[]): boolean {
  const coded = /^(?:0086|86)$/.test(runs[0]?.digits ?? '') ? runs.slice(1) : runs;
  if (coded.length <= 1) return true;
  const gaps = coded.slice(1).map((run, k) =>
    s
      .slice((coded[k] as Run).to, run.from)
      .replace(/[()]/g, '')
      .trim(),
  );
  const first = coded[0]?.digits.replace(/^(?:0086|86)(?=\d{3}$)/, '') ?? '';
  const shape = [first.length, ...coded.slice(1).map((run) => run.digits.length)].join('-');
  return SHAPES.has(shape) && new Set(gaps.slice(first.startsWith('0') ? 1 : 0)).size <= 1;
}

/** How many digits a phone can have, with 86 or 0086 before it or without. */
const LENGTHS = new Set([3, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16]);

/** What a string of digits is as a phone; `blanks` are not counted. */
function phoneOf(digits: string): { phone: string; mobile: boolean; short: boolean } | undefined {
  if (!LENGTHS.has(digits.length) || /^[23567]/.test(digits)) return undefined;
  const bare = digits.replace(/^(?:0086|86(?=1[3-9]\d{9}$|0\d{9,11}$|4008?\d{6,7}$))/, '');
  if (/^1[3-9]\d{9}$/.test(bare)) return { phone: `+86${bare}`, mobile: true, short: false };
  if (/^(?:010|02\d)[2-8]\d{7}$/.test(bare) || /^0[3-9]\d{2}[2-8]\d{6,7}$/.test(bare)) {
    return { phone: `+86${bare.slice(1)}`, mobile: false, short: false };
  }
  if (/^[48]00[1-9]\d{6}$/.test(bare)) return { phone: `+86${bare}`, mobile: false, short: false };
  if (/^(?:12[123]\d\d|1[012]0(?:00|10|86|85|01)|9[56]\d{3}|11[0249]|12[02])$/.test(bare)) {
    return { phone: bare, mobile: false, short: true };
  }
  return undefined;
}

function extensionAt(s: string, i: number): { extension: string; to: number } | undefined {
  const match = /^(?:转|分机号?|-?ext\.?|-)[: ]?(\d{1,5})(?!\d)/i.exec(s.slice(i, i + 14));
  return match?.[1] === undefined ? undefined : { extension: match[1], to: i + match[0].length };
}

function blocked(s: string, from: number, to: number): boolean {
  const before = s.charAt(from - 1);
  const after = s.charAt(to);
  if (/[A-Za-z0-9_.]/.test(before) || /[A-Za-z0-9]/.test(after)) {
    if (
      !/^(?:tel|phone|mobile|wx|vx)$/i.test(/[a-z]+$/i.exec(s.slice(Math.max(0, from - 8), from))?.[0] ?? 'x')
    )
      return true;
  }
  return CODE_LABELS.test(s.slice(Math.max(0, from - 8), from));
}

/** Joins up to five neighbouring runs (138 1234 5678) into the longest phone that starts at run `k`. */
function joined(s: string, runs: readonly Run[], k: number): { hit: PhoneHit; used: number } | undefined {
  const first = runs[k];
  if (first === undefined || first.digits.length > 15) return undefined;
  let digits = '';
  let best: { hit: PhoneHit; used: number } | undefined;
  for (let n = k; n < Math.min(k + 5, runs.length); n++) {
    const run = runs[n] as Run;
    const last = runs[n - 1];
    if (n > k && last !== undefined && !isGap(s, last.to, run.from)) break;
    digits += run.digits;
    if (digits.length > 16) break;
    const found = phoneOf(digits);
    const from = s[first.from - 1] === '+' || s[first.from - 1] === '(' ? first.from - 1 : first.from;
    if (found === undefined || blocked(s, from, run.to) || !wellGrouped(s, runs.slice(k, n + 1))) continue;
    const { short, ...phone } = found;
    best = { hit: { value: { kind: 'phone', ...phone }, from, to: run.to, short }, used: n - k + 1 };
  }
  return best;
}

/** Every phone in the text, in order. A number that is part of an ID number or a 工号 is none. */
export function phonesIn(source: Source): PhoneHit[] {
  const { s } = source;
  const runs = runsOf(s);
  const hits: PhoneHit[] = [];
  for (let k = 0; k < runs.length; ) {
    const found = joined(s, runs, k);
    if (found === undefined) {
      k = afterChain(s, runs, k);
      continue;
    }
    const { hit } = found;
    const ext = hit.value.mobile ? undefined : extensionAt(s, hit.to);
    k += found.used;
    const next = runs[k];
    if (ext !== undefined) {
      hits.push({ ...hit, to: ext.to, value: { ...hit.value, extension: ext.extension } });
      if (next !== undefined && next.from < ext.to) k++;
    } else if (!(next !== undefined && s.slice(hit.to, next.from) === '-')) hits.push(hit);
  }
  return hits;
}

/** A run that starts no phone takes the runs hyphenated to it along (2026-11-18, 1-13812345678). */
function afterChain(s: string, runs: readonly Run[], k: number): number {
  let n = k + 1;
  while (n < runs.length && s.slice((runs[n - 1] as Run).to, (runs[n] as Run).from) === '-') n++;
  return n;
}

/** Phones in a message; service numbers (12345) only when they are all of it. */
export function readPhone(text: string): { value: Phone; span: [number, number] }[] {
  const source = sourceOf(text);
  return phonesIn(source)
    .filter((hit) => !hit.short || /^\D{0,8}\d+\D{0,3}$/.test(source.s))
    .map((hit) => ({ value: hit.value, span: spanOf(source, hit.from, hit.to) }));
}
