/** Numbers, sums of money and percentages. What was approximate stays approximate. */
import type { Value } from '../../understand/value.ts';
import type { Field, Json } from '../flow.ts';
import { readingsOf } from './reading.ts';
import { type FieldType, objectOf, part } from './type.ts';

type Range = { low?: number; high?: number; approximate: boolean };

const range = ({ low, high, approximate }: Range): Json => ({
  ...(low === undefined ? {} : { 低: low }),
  ...(high === undefined ? {} : { 高: high }),
  约: approximate,
});

const rangeParts = { 低: part('低'), 高: part('高'), 约: part('约') };

/** 数字, 金额, 百分比 are one number when exact; a range compares by its low end. */
const plain = (value: Json): Json | undefined => (typeof value === 'number' ? value : objectOf(value).低);

/** 250000 -> '25 万'. */
function amount(n: number): string {
  if (Math.abs(n) >= 1e8) return `${trim(n / 1e8)} 亿`;
  return Math.abs(n) >= 10_000 ? `${trim(n / 10_000)} 万` : trim(n);
}

const trim = (n: number): string => String(Math.round(n * 100) / 100);

function sayRange(value: Json, unit: string): string {
  if (typeof value === 'number') return `${amount(value)}${unit}`;
  const { 低: low, 高: high, 约: about, 面议: open } = objectOf(value);
  if (open === true) return '面议';
  if (typeof low === 'number' && typeof high === 'number')
    return low === high
      ? `${amount(low)}${unit}`
      : `${amount(low)}到 ${amount(high)}${unit}${about === true ? '（约）' : ''}`;
  if (typeof low === 'number') return `${amount(low)}${unit}以上`;
  return typeof high === 'number' ? `${amount(high)}${unit}以内` : '';
}

const numeral = (value: Value): Json | undefined => {
  if (value.kind === 'number') return value.n;
  return value.kind === 'numberrange' ? range(value) : undefined;
};

export const 数字: FieldType = {
  input: 'text',
  labels: [],
  example: (field) => `3${field.unit ?? ''}`,
  read: (text, field, context) => readingsOf('数字', text, field, context, numeral),
  say: (value, field) => sayRange(value, field?.unit ?? ''),
  parts: rangeParts,
  plain,
};

export const 金额: FieldType = {
  input: 'text',
  labels: [],
  echoes: true,
  example: () => '3万元',
  read: (text, field, context) => readingsOf('金额', text, field, context, (value) => money(value, false)),
  say: (value, field) => sayRange(value, field?.unit ?? '元'),
  parts: rangeParts,
  plain,
};

/** 面议 is an answer of its own: no number, and none is missing. */
const OPEN = /^(?:还是|可以|就)?(?:面议|面谈|当面谈|到时候谈|看情况)[吧呗。！]*$/u;

export const 金额范围: FieldType = {
  input: 'text',
  labels: [],
  echoes: true,
  example: () => '15到20万',
  read: (text, field, context) =>
    OPEN.test(text.trim())
      ? [{ value: { 面议: true }, span: [0, text.length], full: true }]
      : readingsOf('金额范围', text, field, context, (value) => money(value, true)),
  say: (value, field) => sayRange(value, field?.unit ?? '元'),
  parts: { ...rangeParts, 面议: part('面议') },
  plain,
};

function money(value: Value, asRange: boolean): Json | undefined {
  const exact = (yuan: number): Json => (asRange ? { 低: yuan, 高: yuan, 约: false } : yuan);
  switch (value.kind) {
    case 'money':
      return exact(value.yuan);
    case 'number':
      return exact(value.n);
    case 'moneyrange':
    case 'numberrange':
      return range(value);
    default:
      return undefined;
  }
}

export const 百分比: FieldType = {
  input: 'text',
  labels: [],
  example: () => '80%',
  read: (text, field, context) =>
    readingsOf('百分比', text, field, context, (value) => {
      if (value.kind === 'percent') return value.percent;
      return numeral(value);
    }),
  say: (value: Json, _field?: Field) => sayRange(value, '%'),
  parts: rangeParts,
  plain,
};
