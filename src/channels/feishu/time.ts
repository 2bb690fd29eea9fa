/**
 * Feishu writes times as strings of seconds ("1502199207.7"), milliseconds
 * (13 digits) or, in card callbacks, microseconds (16 digits): the size tells
 * which (feishu.md 1).
 * @returns ms since the epoch; 0 when there is none.
 */
export function platformTime(value: string | number | undefined): number {
  const time = Number(value ?? 0);
  if (!Number.isFinite(time) || time <= 0) return 0;
  if (time >= 1e15) return Math.floor(time / 1000);
  if (time >= 1e12) return Math.floor(time);
  return Math.floor(time * 1000);
}
