/** What each app may send right now, shared by all processes through the app's row. */
import type { Channel } from '../channels/port.ts';
import type { Database } from '../store/database.ts';
import { statement } from '../store/statement.ts';
import { type Grant, grant, nothingSent, type Sending } from './allowance.ts';

export interface Allowances {
  /** Takes up to `want` sends, whoever else is sending. */
  reserve(appId: string, want: number): Promise<Grant>;
  /** A platform asked the whole app to wait so many ms. */
  pause(appId: string, ms: number): Promise<void>;
}

const none = { perSecond: 0, perMinute: 0, perChatPerSecond: 0 };

export function openAllowances(db: Database, channels: ReadonlyMap<string, Channel>): Allowances {
  const allowances = new Map<string, { version: number; state: Sending }>();

  async function known(appId: string): Promise<{ version: number; state: Sending }> {
    const kept = allowances.get(appId);
    if (kept) return kept;
    const row = await db.prisma.app.findUniqueOrThrow({ where: { id: appId } });
    return { version: row.version, state: { ...nothingSent, ...(row.sending as Partial<Sending>) } };
  }

  /** Whether the row was still as we know it, and is now `next`. */
  async function write(appId: string, version: number, next: Sending): Promise<boolean> {
    const written = await statement<unknown>(
      db,
      'note what an app sends',
      'update app set sending = $3::jsonb, version = version + 1 where id = $1 and version = $2 returning 1',
      [appId, version, JSON.stringify(next)],
    );
    allowances.delete(appId);
    if (written.length === 0) return false;
    allowances.set(appId, { version: version + 1, state: next });
    return true;
  }

  return {
    async reserve(appId, want) {
      const limits = channels.get(appId)?.limits ?? none;
      for (;;) {
        const { version, state } = await known(appId);
        const asked = grant(state, Date.now(), want, limits);
        if (asked.granted === 0) {
          allowances.set(appId, { version, state });
          return asked;
        }
        if (await write(appId, version, asked.next)) return asked;
      }
    },
    async pause(appId, ms) {
      for (;;) {
        const { version, state } = await known(appId);
        const pausedUntil = Math.max(state.pausedUntil, Date.now() + ms);
        if (await write(appId, version, { ...state, pausedUntil })) return;
      }
    },
  };
}
