import { durationAt, secondsOf } from './durations.ts';
import type { Hit } from './hits.ts';
import type { Value } from './value.ts';
import { lexicon, words } from './words.ts';

const BEFORE = lexicon<'low' | 'high' | 'about'>([
  ...words('high' as const, '不超过', '最多', '至多', '顶多', '不到', '少于', '最长', '不满', '未满', '不足'),
  ...words('low' as const, '至少', '最少', '起码', '不少于', '超过', '满', '年满', '大于', '最短', '不低于'),
  ...words('about' as const, '大概', '大约', '约', '差不多', '估计'),
]);
/** Letters of the bounds before a duration. */
export const BOUND_FIRST = BEFORE.firsts;

const AFTER = lexicon<'low' | 'high' | 'about'>([
  ...words('low' as const, '以上', '及以上', '或以上', '(含)以上', '起步', '往上', '开外'),
  ...words('high' as const, '以下', '及以下', '不到'),
  ...words('about' as const, '左右', '上下'),
]);

/** 五年以上, 至少三个月, 两年左右: a length with a bound or a margin of a tenth. */
export function measuredDuration(s: string, i: number): Hit | undefined {
  const before = BEFORE.at(s, i);
  const d = durationAt(s, before?.end ?? i);
  if (d === undefined || d.dayName) return undefined;
  const after = AFTER.at(s, d.end);
  const bound = after?.value ?? before?.value;
  if (bound === undefined) return undefined;
  const to = after?.end ?? d.end;
  const [low, high] = [secondsOf(d.low), secondsOf(d.high)];
  if (d.workdays) return { values: [{ kind: 'workdays', days: d.low.days }], from: i, to };
  const value: Value =
    bound === 'low'
      ? { kind: 'durationrange', low }
      : bound === 'high'
        ? { kind: 'durationrange', high }
        : { kind: 'durationrange', low: Math.round(low * 0.9), high: Math.round(high * 1.1) };
  return { values: [value], from: i, to };
}
