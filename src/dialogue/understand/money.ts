import type { Hit } from './hits.ts';
import { type Measure, measureAt, type UnitAt } from './measures.ts';
import { hitsOfNumbers } from './numbers.ts';
import { cnDigit, isNumeral, quantityAt } from './numerals.ts';
import { isDigit } from './source.ts';
import type { Value } from './value.ts';
import { lexicon, skip, wordSet } from './words.ts';

const YUAN = wordSet('元人民币 元整 元正 元钱 元 块钱 块大洋 块 圆整 圆 人民币 RMB rmb 大洋 元/月 元/年');
const PER = wordSet('/月 /年 /天 每月 每年 一个月 一年 一月');
const SMALL = lexicon<number>([
  ['毛钱', 0.1],
  ['毛', 0.1],
  ['角', 0.1],
  ['分钱', 0.01],
  ['分', 0.01],
]);

const TAIL = wordSet('整 正 钱');
const yuanUnit: UnitAt = (s, i) => {
  const end = YUAN.at(s, i)?.end;
  return end === undefined ? undefined : skip(TAIL, s, end);
};

/** 五毛, 5角2分, and the bare digit of 3块5, after the yuan at `i`. */
function changeAt(s: string, i: number, bare: boolean): { yuan: number; end: number } | undefined {
  let p = s[i] === '零' && (cnDigit(s[i + 1]) !== undefined || isDigit(s[i + 1])) ? i + 1 : i;
  let yuan = 0;
  for (let n = 0; n < 2; n++) {
    const digit = isDigit(s[p]) ? Number(s[p]) : cnDigit(s[p]);
    if (digit === undefined || isDigit(s[p + 1])) break;
    const unit = SMALL.at(s, p + 1);
    if (unit === undefined) {
      const ends = p + 1 >= s.length || !/[个人点万千百十月年天日号-]/.test(s.charAt(p + 1));
      if (!bare || n > 0 || !ends || isNumeral(s[p + 1])) break;
      return { yuan: digit / 10, end: p + 1 };
    }
    yuan += digit * unit.value;
    p = unit.end;
  }
  return yuan > 0 ? { yuan, end: p } : undefined;
}

function moneyValue(low: number | undefined, high: number | undefined, approximate: boolean): Value {
  if (low !== undefined && low === high) return { kind: 'money', yuan: low };
  return {
    kind: 'moneyrange',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    approximate,
  };
}

/** A sum in 毛 and 分 alone. */
function coinsAt(s: string, i: number): Hit | undefined {
  const q = quantityAt(s, i);
  const unit = q === undefined ? undefined : SMALL.at(s, q.end);
  if (q === undefined || unit === undefined || unit.value === 0.01) return undefined;
  const more = changeAt(s, unit.end, false);
  const yuan = q.low * unit.value + (more?.yuan ?? 0);
  return { values: [moneyValue(yuan, yuan, false)], from: i, to: more?.end ?? unit.end };
}

function accepted(s: string, found: Measure, asked: boolean): boolean {
  if (found.unit) return true;
  if (isDigit(s[found.end]) || (s[found.end] === '-' && isDigit(s[found.end + 1]))) return false;
  if (asked) return true;
  return (
    /(?:年薪|月薪|工资|薪资|薪水|待遇|收入|补贴|资助|投资|经费|资金|年收入)[是为约大概在有:]{0,3}$/.test(
      s.slice(Math.max(0, found.from - 9), found.from),
    ) && found.sized
  );
}

/** Sums of money; `asked`: a bare number is one too. */
export const moneyIn = (s: string, asked: boolean): Hit[] =>
  hitsOfNumbers(s, (i) => coinsAt(s, i) ?? moneyAt(s, i, asked));

const NOT_MONEY = /^(?:个月|小时|分钟|工作日|[年月天日岁号届级人位名点时周%楼栋层室])/;

function moneyAt(s: string, i: number, asked: boolean): Hit | undefined {
  const found = measureAt(s, i, yuanUnit);
  if (found === undefined || !accepted(s, found, asked)) return undefined;
  if (!found.unit && NOT_MONEY.test(s.slice(found.end, found.end + 4))) return undefined;
  let { low, high, end } = found;
  if (found.unit && low !== undefined && low === high) {
    const change =
      s[end] === '半' ? { yuan: 0.5, end: end + 1 } : changeAt(s, end, /[块]/.test(s.charAt(end - 1)));
    if (change !== undefined) {
      low = high = Math.round((low + change.yuan) * 100) / 100;
      end = change.end;
    }
  }
  if (found.unit && s[found.end] === '多' && low !== undefined && low === high) {
    return { values: [moneyValue(low, low + 0.99, true)], from: i, to: end + 1 };
  }
  return { values: [moneyValue(low, high, found.approximate)], from: i, to: skip(PER, s, end) };
}
