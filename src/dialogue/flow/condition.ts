/**
 * The closed little language of 当, 检查 and 算 (flow-format.md 3):
 *
 *   any    = all { 或 all }          all  = unit { 且 unit }
 *   unit   = 非 unit | ( any ) | path 已填 | side op side
 *   op     = 是 不是 属于 早于 晚于 在 >= <= > <
 *   side   = path | number | "text" | word | [a, b] | 现在 | 今天 | 办公时间
 *
 * Parsed into a tree, never evaluated as code. A comparison with a missing
 * side is `missing`, which counts as false in 当 and as no objection in 检查.
 */
import type { WorkCalendar } from '../understand/value.ts';
import { localMinute } from './time.ts';

export type Side =
  | { at: 'path'; path: string[] }
  | { at: 'value'; value: string | number }
  | { at: 'list'; values: (string | number)[] }
  | { at: '现在' | '今天' | '办公时间' };

export type Op = '是' | '不是' | '属于' | '早于' | '晚于' | '在' | '>=' | '<=' | '>' | '<';

export type Condition =
  | { is: 'all' | 'any'; of: Condition[] }
  | { is: 'not'; of: Condition }
  | { is: 'filled'; path: string[] }
  | { is: 'compare'; left: Side; op: Op; right: Side };

/** When the office is open on a working day, as [from, to) in HH:MM. */
export type OfficeHours = { from: string; to: string }[];

/** What a condition may look at. `get` answers undefined for what is not known. */
export interface Scope {
  get(path: string[]): unknown;
  now: number;
  calendar: WorkCalendar;
  office: OfficeHours;
}

/** `unknown`: the calendar does not cover the date, nobody may guess. */
export type Verdict = boolean | 'missing' | 'unknown';

/** A condition that cannot be read; the message is Chinese and names the cure. */
export class ConditionError extends Error {}

const OPS: readonly string[] = ['是', '不是', '属于', '早于', '晚于', '在', '>=', '<=', '>', '<'];
const TOKEN = /"([^"]*)"|“([^”]*)”|(>=|<=|>|<|\(|\)|\[|\]|,)|([^\s"“”()[\],<>=]+)|(=+|\S)/gu;

type Token = { text: string; quoted: boolean };

function tokensOf(text: string): Token[] {
  const plain = text
    .replace(/[（]/g, '(')
    .replace(/[）]/g, ')')
    .replace(/[，、]/g, ',');
  const even = plain.replace(/≥/g, '>=').replace(/≤/g, '<=').replace(/【/g, '[').replace(/】/g, ']');
  return [...even.matchAll(TOKEN)].map((match) => {
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) return { text: quoted, quoted: true };
    if (match[5] !== undefined)
      throw new ConditionError(`条件“${text}”里的“${match[5]}”不认识，相等请写“是”，不等请写“不是”`);
    return { text: match[0], quoted: false };
  });
}

/** Whether a word is a name where it stands: before or after the operator. */
export type IsName = (word: string, place: 'left' | 'right') => boolean;

/**
 * Reads a condition. `isName` says whether a word is a field's name (or the
 * first part of a path); other words are plain values.
 * @throws ConditionError
 */
export function parseCondition(text: string, isName: IsName): Condition {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at];
  const is = (word: string) => peek()?.quoted === false && peek()?.text === word;
  const take = (): Token => {
    const token = tokens[at++];
    if (!token) throw new ConditionError(`条件“${text}”没写完`);
    return token;
  };
  const chain = (word: '或' | '且', kind: 'any' | 'all', part: () => Condition): Condition => {
    const of = [part()];
    while (is(word)) {
      take();
      of.push(part());
    }
    return of.length === 1 ? of[0]! : { is: kind, of };
  };
  const any = (): Condition => chain('或', 'any', all);
  const all = (): Condition => chain('且', 'all', unit);
  const unit = (): Condition => {
    if (is('非')) {
      take();
      return { is: 'not', of: unit() };
    }
    if (is('(')) {
      take();
      const inner = any();
      if (!is(')')) throw new ConditionError(`条件“${text}”少了一个右括号`);
      take();
      return inner;
    }
    const left = side('left');
    const op = take();
    if (!op.quoted && op.text === '已填') {
      if (left.at !== 'path') throw new ConditionError(`条件“${text}”里“已填”前面要写一个问题的名称`);
      return { is: 'filled', path: left.path };
    }
    if (op.quoted || !OPS.includes(op.text))
      throw new ConditionError(`条件“${text}”里的“${op.text}”不认识，可以写：${OPS.join(' ')} 已填 且 或 非`);
    return { is: 'compare', left, op: op.text as Op, right: side('right') };
  };
  const side = (place: 'left' | 'right'): Side => {
    const token = take();
    if (token.quoted) return { at: 'value', value: token.text };
    if (token.text === '[') return list();
    if (token.text === '现在' || token.text === '今天' || token.text === '办公时间')
      return { at: token.text };
    if (/^-?\d+(\.\d+)?$/.test(token.text)) return { at: 'value', value: Number(token.text) };
    const path = token.text.split('.');
    if (isName(path[0]!, place)) return { at: 'path', path };
    if (!is(',')) return { at: 'value', value: token.text };
    at--;
    return list();
  };
  const list = (): Side => {
    const values: (string | number)[] = [];
    for (;;) {
      const token = take();
      if (!token.quoted && token.text === ']') break;
      if (token.quoted || token.text !== ',')
        values.push(!token.quoted && /^-?\d+(\.\d+)?$/.test(token.text) ? Number(token.text) : token.text);
      const next = peek();
      if (!next || (!next.quoted && !['[', ']', ','].includes(next.text) && tokens[at - 1]?.text !== ','))
        break;
    }
    return { at: 'list', values };
  };
  const condition = any();
  const rest = peek();
  if (rest) throw new ConditionError(`条件“${text}”里“${rest.text}”是多出来的，两个条件之间要写“且”或“或”`);
  return condition;
}

/** The paths a condition looks at, in order of mention. */
export function pathsOf(condition: Condition): string[][] {
  switch (condition.is) {
    case 'all':
    case 'any':
      return condition.of.flatMap(pathsOf);
    case 'not':
      return pathsOf(condition.of);
    case 'filled':
      return [condition.path];
    case 'compare':
      return [condition.left, condition.right].flatMap((side) => (side.at === 'path' ? [side.path] : []));
  }
}

/** Weighs a condition. `all` and `any` follow Kleene: one certain side may decide. */
export function weigh(condition: Condition, scope: Scope): Verdict {
  switch (condition.is) {
    case 'all':
      return combine(
        condition.of.map((part) => weigh(part, scope)),
        false,
      );
    case 'any':
      return combine(
        condition.of.map((part) => weigh(part, scope)),
        true,
      );
    case 'not': {
      const inner = weigh(condition.of, scope);
      return typeof inner === 'boolean' ? !inner : inner;
    }
    case 'filled':
      return present(scope.get(condition.path));
    case 'compare':
      return compare(condition.left, condition.op, condition.right, scope);
  }
}

/** Whether a condition holds; what is missing or unknown does not hold. */
export const holds = (condition: Condition | undefined, scope: Scope): boolean =>
  condition === undefined || weighStrict(condition, scope);

/** As flow-format.md 3 puts it: a missing field makes a *comparison* false. */
function weighStrict(condition: Condition, scope: Scope): boolean {
  switch (condition.is) {
    case 'all':
      return condition.of.every((part) => weighStrict(part, scope));
    case 'any':
      return condition.of.some((part) => weighStrict(part, scope));
    case 'not':
      return !weighStrict(condition.of, scope);
    default:
      return weigh(condition, scope) === true;
  }
}

function combine(verdicts: Verdict[], decisive: boolean): Verdict {
  if (verdicts.includes(decisive)) return decisive;
  if (verdicts.includes('unknown')) return 'unknown';
  return verdicts.includes('missing') ? 'missing' : !decisive;
}

const present = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

function sideValue(side: Side, scope: Scope): unknown {
  switch (side.at) {
    case 'path':
      return scope.get(side.path);
    case 'value':
      return side.value;
    case 'list':
      return side.values;
    case '现在':
      return localMinute(scope.now);
    case '今天':
      return localMinute(scope.now).slice(0, 10);
    case '办公时间':
      return undefined;
  }
}

function compare(leftSide: Side, op: Op, rightSide: Side, scope: Scope): Verdict {
  const left = sideValue(leftSide, scope);
  if (!present(left)) return 'missing';
  if (op === '在' && rightSide.at === '办公时间') return atOffice(String(left), scope);
  const right = sideValue(rightSide, scope);
  if (!present(right)) return 'missing';
  switch (op) {
    case '是':
      return same(left, right);
    case '不是':
      return !same(left, right);
    case '属于':
    case '在':
      return (Array.isArray(right) ? right : [right]).some((one) => same(left, one));
    case '早于':
    case '晚于':
      return before(left, right, op);
    default:
      return ordered(Number(left), op, Number(right));
  }
}

const word = (value: unknown): string => (value === true ? '是' : value === false ? '否' : String(value));

/** A list of choices 是 an option when it holds it. */
const same = (left: unknown, right: unknown): boolean =>
  Array.isArray(left) ? left.some((one) => word(one) === word(right)) : word(left) === word(right);

/** Dates compare as far as both are exact; 至今 is later than any date. */
function before(left: unknown, right: unknown, op: '早于' | '晚于'): boolean {
  const [a, b] = [String(left), String(right)];
  if (a === '至今' || b === '至今') return op === '早于' ? a !== '至今' : b !== '至今';
  const length = Math.min(a.length, b.length);
  const [x, y] = [a.slice(0, length), b.slice(0, length)];
  return op === '早于' ? x < y : x > y;
}

function ordered(left: number, op: '>=' | '<=' | '>' | '<', right: number): Verdict {
  if (Number.isNaN(left) || Number.isNaN(right)) return 'missing';
  if (op === '>=') return left >= right;
  if (op === '<=') return left <= right;
  return op === '>' ? left > right : left < right;
}

function atOffice(when: string, scope: Scope): Verdict {
  const workday = scope.calendar.isWorkday(when.slice(0, 10));
  if (workday === 'unknown') return 'unknown';
  const time = when.slice(11, 16);
  return workday && (time === '' || scope.office.some(({ from, to }) => pad(from) <= time && time < pad(to)));
}

const pad = (time: string): string => time.padStart(5, '0');
