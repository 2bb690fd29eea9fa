import { isCivil } from './dates/civil.ts';
import type { Hit } from './hits.ts';

/** What was wrong with an ID number: which group of digits, and the sentence that says so. */
export type IdFault = '位数' | '字符' | '日期' | '校验位';

export type IdReading =
  | { ok: true; id: string; birthday: string; gender: '男' | '女'; span: [number, number] }
  | { ok: false; fault: IdFault; words: string };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The last character an ID number with these 17 digits must have (GB 11643-1999). */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let k = 0; k < 17; k++) sum += Number(first17[k]) * (WEIGHTS[k] ?? 0);
  return CHECKS.charAt(sum % 11);
}

const wrong = (fault: IdFault, words: string): IdReading => ({ ok: false, fault, words });

/**
 * Checks 18 characters. Regions are never a reason to refuse (codes are
 * withdrawn, and 81, 82, 83 are residence permits of 港澳台). `today` is
 * 'YYYY-MM-DD'; a birthday after it is wrong.
 */
export function checkIdNumber(text: string, today?: string): IdReading {
  const id = text.replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{15}$/.test(id)) {
    return wrong('位数', '这是 15 位的旧号码，请发二代身份证上的 18 位号码。');
  }
  if (id.length !== 18) return wrong('位数', `身份证号应为 18 位，您发的是 ${id.length} 位，请核对一下。`);
  if (!/^\d{17}[\dX]$/.test(id))
    return wrong('字符', '身份证号前 17 位应为数字，最后一位是数字或 X，请核对一下。');
  const birthday = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (
    !isCivil(Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14))) ||
    id.slice(6, 8) < '18'
  ) {
    return wrong('日期', `第 7 到 14 位是出生日期，“${id.slice(6, 14)}”不是真实的日期，请核对一下。`);
  }
  if (today !== undefined && birthday > today) {
    return wrong('日期', `第 7 到 14 位是出生日期，“${id.slice(6, 14)}”还没有到，请核对一下。`);
  }
  if (checkCharacter(id) !== id[17]) {
    return wrong('校验位', `最后一位校验对不上，请从头核对一下，常见的是输错或漏了一位。`);
  }
  return { ok: true, id, birthday, gender: Number(id[16]) % 2 === 1 ? '男' : '女', span: [0, text.length] };
}

const LOOKALIKE: Record<string, string> = { '×': 'X', 叉: 'X', '*': 'X', x: 'X' };

/**
 * The ID number somebody sent, good or not: the longest run that is like one
 * (blanks and dashes inside allowed, 叉 for X). Nothing like one: 位数.
 */
export function readIdNumber(text: string, today?: string): IdReading {
  const flat = text.normalize('NFKC');
  const folded = flat.length === text.length ? flat : text;
  const run = longestRun(folded);
  if (run === undefined) return wrong('位数', '没有看到身份证号，请发 18 位号码，最后一位可能是 X。');
  const [from, to] = run;
  const digits = folded.slice(from, to).replace(/[×叉*x]/g, (c) => LOOKALIKE[c] ?? c);
  const checked = checkIdNumber(digits, today);
  return checked.ok ? { ...checked, span: [from, to] } : checked;
}

const ID_PART = /\d(?:[\d \-\t]*\d)?[ -]?[Xx×叉*]?/g;

function longestRun(text: string): [number, number] | undefined {
  let best: [number, number] | undefined;
  let most = 5;
  for (const match of text.matchAll(ID_PART)) {
    const size = match[0].replace(/[\s-]/g, '').length;
    if (size <= most) continue;
    most = size;
    best = [match.index, match.index + match[0].trimEnd().length];
  }
  return best;
}

/** Valid ID numbers in the folded text. */
export function idNumbersIn(s: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of s.matchAll(/(?<!\d)(?:\d{17}[Xx]|\d{18}(?![\dXx]))/g)) {
    const { index: from } = match;
    const read = checkIdNumber(match[0]);
    if (!read.ok) continue;
    const { id, birthday, gender } = read;
    hits.push({ values: [{ kind: 'id-number', id, birthday, gender }], from, to: from + 18 });
  }
  return hits;
}
