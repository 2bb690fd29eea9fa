/**
 * 数字: a number that is read out, with its counting rule. A figure is declared
 * by the rows behind it and is nothing but their number, so it can always be
 * opened down to them (domain.md 6.1).
 */

import { dateOf } from '../../schedule/workdays.ts';
import type { World } from '../cases/file.ts';
import type { Period } from './period.ts';

/** 当前 as of a day, 当期 within the period, 累计 from the beginning up to a day. */
export type Scope = '当前' | '当期' | '累计';

export interface Row {
  /** Of what is counted; no id stands twice among a figure's rows. */
  id: string;
  /** A rate is the counted rows among all; a count has counted rows alone. */
  counted: boolean;
  /** What the figure is broken down by. */
  group?: string;
  /** Beside the figure's columns. */
  cells: string[];
  /** People it is not shown to. */
  recused?: readonly string[];
}

export interface Figure {
  name: string;
  /** 名, 人次, 件, 份, 条; % for a rate. */
  unit: string;
  scope: Scope;
  /** 口径: one or two Chinese sentences. */
  rule: string;
  /** Other words for it. */
  also: readonly string[];
  columns: readonly string[];
  /** What `group` of a row is: 方式, 类别. */
  groupedBy?: string;
  rows(asked: Asked): Promise<Row[]>;
}

/** What a figure is asked about. */
export interface Asked extends World {
  period: Period;
  /** The last day that counts: today, or the end of a period that is over. */
  asOf: string;
}

export interface Counted {
  figure: Figure;
  rows: Row[];
  /** Counted rows. */
  count: number;
  /** For a rate, the rows it is a part of. */
  of?: number;
  /** Counted rows by group, in the order of the rows. */
  groups: { name: string; count: number }[];
}

/** Asks about a period as of today, or as of its end when that is past. */
export function asking(world: World, period: Period): Asked {
  const today = dateOf(world.now);
  const over = period.to < today;
  return { ...world, period, asOf: over ? period.to : today };
}

export const isRate = (figure: Figure): boolean => figure.unit === '%';

/** Counts a figure by listing its rows. */
export async function count(figure: Figure, asked: Asked): Promise<Counted> {
  const rows = await figure.rows(asked);
  const counted = rows.filter((row) => row.counted);
  const groups = Map.groupBy(counted, (row) => row.group);
  return {
    figure,
    rows,
    count: counted.length,
    ...(isRate(figure) ? { of: rows.length } : {}),
    groups: [...groups].flatMap(([name, own]) => (name === undefined ? [] : [{ name, count: own.length }])),
  };
}

/** 35 名; 87.5%（35/40）; a rate of nothing is no rate. */
export function valueWords({ figure, count: number, of }: Counted): string {
  if (of === undefined) return `${number} ${figure.unit}`;
  return of === 0 ? '无可计' : `${percent(number, of)}（${number}/${of}）`;
}

/** To one decimal; never rounded up to 100% while something is missing. */
export function percent(part: number, whole: number): string {
  const tenths = Math.min(Math.round((part * 1000) / whole), part < whole ? 999 : 1000);
  return `${Number((tenths / 10).toFixed(1))}%`;
}

/** 截至 2026-09-30, or the days of the period up to it. */
export const asOfWords = ({ scope }: Figure, { period, asOf }: Asked): string =>
  scope === '当期' ? `${period.from} 至 ${asOf}` : `截至 ${asOf}`;
