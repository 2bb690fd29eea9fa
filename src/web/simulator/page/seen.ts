/** How far each person has read each chat, kept in this browser. */
import type { Platform } from '../view.ts';

const place = 'jinyue.simulator.seen';

function load(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

const seen = load();
const key = (platform: Platform, account: string, chat: string): string => `${platform}/${account}/${chat}`;

/** Messages read so far. */
export function isSeen(platform: Platform, account: string, chat: string): number {
  return seen[key(platform, account, chat)] ?? 0;
}

/** True when this was news. A smaller total (the service started anew) counts. */
export function markSeen(platform: Platform, account: string, chat: string, total: number): boolean {
  if (isSeen(platform, account, chat) === total) return false;
  seen[key(platform, account, chat)] = total;
  try {
    localStorage.setItem(place, JSON.stringify(seen));
  } catch {
    // A browser that keeps nothing only forgets what was read.
  }
  return true;
}
