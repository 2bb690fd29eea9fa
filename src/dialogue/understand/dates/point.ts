import type { Precision } from '../value.ts';
import type { Day } from './civil.ts';
import type { Feast } from './feasts.ts';

export type Part = '初' | '中' | '底' | '上旬' | '中旬' | '下旬' | '上半月' | '下半月';

/**
 * What was said of a day or a period, before anything is inferred: only the
 * parts that were said are there. `resolve` supplies the rest from the
 * context, or from the other end of A到B.
 */
export interface Point {
  /** Counted: 2026年. */
  year?: number;
  /** Counted from this year: 明年 is 1. */
  yearRel?: number;
  half?: 1 | 2;
  quarter?: number;
  quarterRel?: number;
  /** 1 spring .. 4 winter. */
  season?: number;
  /** 暑假. */
  vacation?: true;
  month?: number;
  monthRel?: number;
  part?: Part;
  /** A bare 年底: the part is a year's, not a month's. */
  nearYear?: boolean;
  day?: number;
  weekRel?: number;
  weekday?: number;
  weekend?: true;
  dayRel?: number;
  feast?: Feast;
  /** The days off around the feast, not the day itself: 国庆期间. */
  leave?: true;
  /** 节: the next public holiday, whichever it is. */
  anyFeast?: true;
  lunar?: { month?: number; day: number };
  decade?: number;
  nth?: { n: number; of: 'day' | 'workday' | 'week' | 'month' | 'weekday'; weekday?: number };
  /** A working day counted from today: 下一个工作日. */
  workdayFromNow?: number;
  /** Already a stretch of days. */
  exact?: { from: Day; to: Day; precision: Precision };
  /** 届, 级. */
  cohort?: true;
}

/** A point and where its words end. */
export interface PointAt {
  point: Point;
  end: number;
}

/** A stretch of whole days, `to` exclusive. */
export interface Interval {
  from: Day;
  to: Day;
  precision: Precision;
}
