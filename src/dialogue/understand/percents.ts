import type { Hit } from './hits.ts';
import {
  BOUND_AFTER_FIRST,
  type Bound,
  boundAfter,
  boundBefore,
  measureAt,
  rangeSeparator,
  type UnitAt,
} from './measures.ts';
import { hitsOfNumbers } from './numbers.ts';
import { cnDigit, quantityAt } from './numerals.ts';
import { isDigit, letterTable } from './source.ts';
import type { Value } from './value.ts';
import { lexicon } from './words.ts';

const percent = (n: number): Value => ({ kind: 'percent', percent: Math.round(n * 100) / 100 });

const sign: UnitAt = (s, i) => {
  if (s[i] === '%') return i + 1;
  return s.startsWith('个百分点', i) ? i + 4 : s.startsWith('个点', i) ? i + 2 : undefined;
};

/** 七成五, 八折, 九五折: tenths, with a second digit for hundredths. */
function tenthsAt(s: string, i: number): Hit | undefined {
  const q = quantityAt(s, i);
  if (q === undefined || !/[成折]/.test(s.charAt(q.end)) || q.low > 99) return undefined;
  if (/[都立为果功员绩本分长]/.test(s.charAt(q.end + 1)) && s[q.end] === '成') return undefined;
  const next = isDigit(s[q.end + 1]) ? Number(s[q.end + 1]) : cnDigit(s[q.end + 1]);
  const more = s[q.end] === '成' && s[q.end + 1] === '半' ? 5 : s[q.end] === '成' ? next : undefined;
  const to = q.end + (more === undefined ? 1 : 2);
  if (q.low !== q.high) return { values: rangeOf(q.low * 10, q.high * 10), from: i, to };
  const tenths = q.low >= 10 && s[q.end] === '折' ? q.low : q.low * 10 + (more ?? 0);
  return tenths <= 100 ? { values: [percent(tenths)], from: i, to } : undefined;
}

const rangeOf = (low: number, high: number): Value[] => [
  { kind: 'numberrange', low, high, approximate: true },
];

const PARTS = lexicon([
  ['百分之', 100],
  ['千分之', 1000],
]);

/** 三分之二, 百分之八十, 千分之五, 2/3. */
function fractionAt(s: string, i: number, asked: boolean): Hit | undefined {
  if (s.startsWith('百分之百', i)) return { values: [percent(100)], from: i, to: i + 4 };
  const said = PARTS.at(s, i)?.value;
  const whole = said === undefined ? quantityAt(s, i) : undefined;
  const parts = said ?? whole?.low;
  const mark = parts === undefined ? -1 : whole === undefined ? i + 1 : whole.end;
  if (parts === undefined || parts <= 0) return undefined;
  const from = s.startsWith('分之', mark) ? mark + 2 : asked && s[mark] === '/' ? mark + 1 : -1;
  const over = from < 0 ? undefined : quantityAt(s, from);
  if (over === undefined) return undefined;
  const [up, down] = s[mark] === '/' ? [parts, over.low] : [over.low, parts];
  if (down === 0 || up > down * 10) return undefined;
  const value = (100 * up) / down;
  const values =
    over.low !== over.high ? rangeOf((100 * over.low) / down, (100 * over.high) / down) : [percent(value)];
  return { values, from: i, to: over.end };
}

/** Words without one of which a text that was not asked for a share holds none. */
export const PERCENT_WORDS = '% 成 折 一半 对半 个点 个百分点 分之'.split(' ');

/** What follows the number of a share: its sign, the second number of a range, or a bound. */
const AFTER_NUMBER = letterTable(`%成折分个百到至-~${BOUND_AFTER_FIRST.join('')}`);

/** Percentages; `asked`: a bare number is one too. */
export const percentsIn = (s: string, asked: boolean): Hit[] =>
  hitsOfNumbers(s, (i) =>
    s.startsWith('一半', i) || s.startsWith('对半', i) ? half(s, i, asked) : percentAt(s, i, asked),
  );

function half(s: string, i: number, asked: boolean): Hit | undefined {
  return asked || s.length <= 4 ? { values: [percent(50)], from: i, to: i + 2 } : undefined;
}

/** 百分之五十到六十, 八成以上, 不低于百分之六十, 三成左右. */
function withBound(s: string, hit: Hit, before: Bound | undefined): Hit {
  const [only] = hit.values;
  if (only?.kind !== 'percent' || hit.values.length > 1) return hit;
  const sep = rangeSeparator(s, hit.to);
  const other = sep === undefined ? undefined : (fractionAt(s, sep, false) ?? tenthsAt(s, sep));
  const top = other?.values[0];
  if (other !== undefined && top?.kind === 'percent')
    return { ...hit, values: rangeOf(only.percent, top.percent), to: other.to };
  const bare = sep === undefined || other !== undefined ? undefined : quantityAt(s, sep);
  if (bare !== undefined && bare.low > only.percent && bare.low <= 100)
    return { ...hit, values: rangeOf(only.percent, bare.low), to: bare.end };
  const after = boundAfter(s, hit.to);
  const bound = after?.value ?? before;
  const to = after?.end ?? hit.to;
  const n = only.percent;
  if (bound === 'low') return { ...hit, values: [{ kind: 'numberrange', low: n, approximate: false }], to };
  if (bound === 'high') return { ...hit, values: [{ kind: 'numberrange', high: n, approximate: false }], to };
  const tenth = Math.round(n * 10) / 100;
  if (bound === 'about') return { ...hit, values: rangeOf(n - tenth, n + tenth), to };
  if (s[hit.to] === '多' && s[hit.to - 1] === '成')
    return { ...hit, values: rangeOf(n, n + 9), to: hit.to + 1 };
  return hit;
}

function percentAt(s: string, i: number, asked: boolean): Hit | undefined {
  const before = boundBefore(s, i);
  const at = before?.end ?? i;
  const number = asked ? undefined : quantityAt(s, at);
  if (number !== undefined && AFTER_NUMBER[s.charCodeAt(number.end)] !== 1) return undefined;
  const special = fractionAt(s, at, asked) ?? tenthsAt(s, at);
  if (special !== undefined) return { ...withBound(s, special, before?.value), from: i };
  if (asked && s.startsWith('全部', i)) return { values: [percent(100)], from: i, to: i + 2 };
  const found = measureAt(s, i, sign);
  if (found === undefined || !(found.unit || (asked && !isDigit(s[found.end])))) return undefined;
  const { low, high } = found;
  if (low !== undefined && low === high) {
    const scaled = !found.unit && low < 1 ? low * 100 : low;
    return { values: [percent(scaled)], from: i, to: found.end };
  }
  const value: Value = {
    kind: 'numberrange',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    approximate: found.approximate,
  };
  return { values: [value], from: i, to: found.end };
}
