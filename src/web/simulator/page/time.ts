/** County time, as a chat shows it. */
const shift = 8 * 3_600_000;
const dayMs = 86_400_000;
const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

const local = (ms: number): Date => new Date(ms + shift);
const two = (value: number): string => String(value).padStart(2, '0');
const dayNumber = (ms: number): number => Math.floor((ms + shift) / dayMs);

/** 09:05 */
export function hourOf(ms: number): string {
  return `${two(local(ms).getUTCHours())}:${two(local(ms).getUTCMinutes())}`;
}

/** 09:05:07 */
export function secondOf(ms: number): string {
  return `${hourOf(ms)}:${two(local(ms).getUTCSeconds())}`;
}

/** 2026年11月23日 */
export function dateOf(ms: number): string {
  const at = local(ms);
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
}

export function weekdayOf(ms: number): string {
  return weekdays[local(ms).getUTCDay()] ?? '';
}

/** What stands between messages: 今天 is left out, the year only when it is another. */
export function separatorOf(ms: number, now: number): string {
  const days = dayNumber(now) - dayNumber(ms);
  if (days === 0) return hourOf(ms);
  if (days === 1) return `昨天 ${hourOf(ms)}`;
  if (days > 1 && days < 7) return `${weekdayOf(ms)} ${hourOf(ms)}`;
  const sameYear = local(ms).getUTCFullYear() === local(now).getUTCFullYear();
  const date = sameYear ? dateOf(ms).slice(5) : dateOf(ms);
  return `${date} ${hourOf(ms)}`;
}

/** Short, for a list of chats. */
export function briefOf(ms: number, now: number): string {
  const days = dayNumber(now) - dayNumber(ms);
  if (days === 0) return hourOf(ms);
  if (days === 1) return '昨天';
  return `${local(ms).getUTCMonth() + 1}/${local(ms).getUTCDate()}`;
}

/** What a datetime-local input wants, and back. */
export function inputOf(ms: number): string {
  return local(ms).toISOString().slice(0, 16);
}

/** A new separator stands where the talk paused for ten minutes or a day changed. */
export function pausedBetween(before: number | undefined, at: number): boolean {
  return before === undefined || at - before > 600_000 || dayNumber(before) !== dayNumber(at);
}
