import { initialsOf } from './pinyin.ts';
import { sourceOf, spanOf } from './source.ts';
import type { Choice } from './value.ts';
import { ending } from './words.ts';

/** A choice found; `full`: nothing else was said. */
export interface ChoiceHit {
  choice: string;
  span: [number, number];
  full: boolean;
}

const DIGITS = '零一二三四五六七八九十';
const BEFORE =
  /^(?:我(?:是|选|要|想选|想要|属于|们是)?|应该是?|算是?|就是?|是|选|属于|那就?|嗯+|哦+|大概|可能|还是|改成|改为|换成|[,，。.!！~\s])+/;
const AFTER = ending('吧|的|啊|呀|呢|了|哦|哈|这个|那个|类|人员|谢谢|[,，。.!！~\\s]');
const CORRECTION = /(?:不对|说错了?|写错了?|选错了?|错了|改成|改为|换成|改选|应该是|更正)[,，。\s:]*/g;

function numeralOf(word: string): number | undefined {
  if (/^\d{1,2}$/.test(word)) return Number(word);
  if (/^[一二两三四五六七八九十]$/.test(word)) return word === '两' ? 2 : DIGITS.indexOf(word);
  if (/^十[一二三四五六七八九]$/.test(word)) return 10 + DIGITS.indexOf(word.charAt(1));
  return undefined;
}

/** The positions (from 0) that a message of ordinals names, or undefined if it is none. */
function ordinals(message: string, count: number): number[] | undefined {
  if (/^(?:最后(?:那|一)?(?:一个|个|项|种)?|末尾那个)$/.test(message)) return [count - 1];
  if (/^(?:前者|前面(?:那|的)?个?|前一个|上面(?:那|的)?个?|上一个|前面那一个)$/.test(message)) return [0];
  if (/^(?:后者|后面(?:那|的)?个?|后一个|下面(?:那|的)?个?|后面那一个)$/.test(message)) return [count - 1];
  if (/^中间(?:那|的)?个?$/.test(message)) return count % 2 === 1 ? [(count - 1) / 2] : undefined;
  if (/^(?:都要|都选|全部|全选|都有|都是|全都要|都可以)$/.test(message)) return [...Array(count).keys()];
  const last = /^倒数第([一二三四五\d])(?:个|项|条|种)?$/.exec(message)?.[1];
  if (last !== undefined) return inRange([count - (numeralOf(last) ?? count + 1)], count);
  const parts = message.split(/[,，、和跟与及\s]|还有/).filter((p) => p !== '');
  const found = parts.flatMap((part) => {
    const ordinal = /^(?:第|选项?|选择)?([\d一二两三四五六七八九十]{1,2})(?:个|项|条|种|类|号|吧)?$/.exec(
      part,
    )?.[1];
    if (ordinal !== undefined) return [(numeralOf(ordinal) ?? count + 1) - 1];
    if (/^[A-Za-z]{1,6}$/.test(part)) return [...part.toUpperCase()].map((c) => c.charCodeAt(0) - 65);
    return [Number.NaN];
  });
  return found.length > 0 ? inRange(found, count) : undefined;
}

function inRange(list: number[], count: number): number[] | undefined {
  return list.every((n) => Number.isInteger(n) && n >= 0 && n < count) ? list : undefined;
}

/** Edit distance, given up beyond 1. */
function near(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  const [x, y] = [a.slice(k), b.slice(k)];
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
}

interface Spoken {
  choice: string;
  from: number;
  to: number;
}

const NEGATED = /(?:不是|不要|不选|不算|并非|不属于|除了|非|没有|不)$/;

/** Names and synonyms that stand in the text, longest first, none inside another, denied ones left out. */
function spoken(s: string, choices: readonly Choice[]): Spoken[] {
  const lower = s.toLowerCase();
  const found: Spoken[] = [];
  const words = choices
    .flatMap((c) =>
      [c.name, ...c.synonyms].map((word) => ({ word: sourceOf(word).s.toLowerCase(), choice: c.name })),
    )
    .filter(({ word }) => word !== '')
    .sort((a, b) => b.word.length - a.word.length);
  const taken: boolean[] = Array(lower.length).fill(false);
  for (const { word, choice } of words) {
    for (let from = lower.indexOf(word); from >= 0; from = lower.indexOf(word, from + word.length)) {
      const to = from + word.length;
      // Longer words come first: one that overlaps this holds its first letter or its last.
      if (taken[from] || taken[to - 1]) continue;
      taken.fill(true, from, to);
      if (!NEGATED.test(lower.slice(Math.max(0, from - 4), from))) found.push({ choice, from, to });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

function bare(s: string): string {
  const once = s.replace(BEFORE, '').replace(AFTER, '');
  return once.replace(BEFORE, '').replace(AFTER, '');
}

function loose(message: string, choices: readonly Choice[]): string[] {
  if (message === '') return [];
  const wordsOf = (c: Choice): string[] => [c.name, ...c.synonyms].map((w) => sourceOf(w).s.toLowerCase());
  const lower = message.toLowerCase();
  const tests: ((word: string) => boolean)[] = [
    (word) => lower.length >= 2 && word.includes(lower),
    (word) => /^[a-z]{2,8}$/.test(lower) && initialsOf(word) === lower,
    (word) => Math.min(word.length, lower.length) >= 3 && near(word, lower),
  ];
  for (const test of tests) {
    const found = choices.filter((c) => wordsOf(c).some(test)).map((c) => c.name);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * The options a message names, in the order named: by name, synonym, ordinal
 * (第二个, 2, B, 最后一个), a part of the name, pinyin initials, or a slip of
 * one character. Several stay several. After a correction (不对, 改成) only
 * what follows counts; what is denied (不是A) does not.
 */
export function readChoice(text: string, choices: readonly Choice[]): ChoiceHit[] {
  const source = sourceOf(text.slice(0, 2000));
  let start = 0;
  for (const cue of source.s.matchAll(CORRECTION)) start = cue.index + cue[0].length;
  const tries = start > 0 && start < source.s.length ? [start, 0] : [0];
  for (const from of tries) {
    const s = source.s.slice(from);
    const span = spanOf(source, from, source.s.length);
    const message = bare(s);
    const whole = choices.filter((c) =>
      [c.name, ...c.synonyms].some((w) => sourceOf(w).s === message || sourceOf(w).s === s),
    );
    if (whole.length > 0)
      return unique(whole.map((c) => c.name)).map((choice) => ({ choice, span, full: true }));
    const named = spoken(s, choices);
    if (named.length > 0) {
      const rest = [...named, undefined].map((n, k) => s.slice(named[k - 1]?.to ?? 0, n?.from)).join('');
      const full = bare(rest.replace(/[和跟与及、/]|还有/g, '')) === '';
      const spanAt = (c: string): [number, number] => {
        const at = named.find((n) => n.choice === c) as Spoken;
        return spanOf(source, from + at.from, from + at.to);
      };
      return unique(named.map((n) => n.choice)).map((choice) => ({ choice, span: spanAt(choice), full }));
    }
    const positions = ordinals(message, choices.length) ?? ordinals(s, choices.length);
    const found = positions?.map((n) => choices[n]?.name ?? '') ?? loose(message, choices);
    if (found.length > 0) return unique(found).map((choice) => ({ choice, span, full: true }));
  }
  return [];
}

const unique = (list: string[]): string[] => [...new Set(list)];
