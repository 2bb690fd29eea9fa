/** What happens when a turn fails: tried again later and later, then set aside in the open. */
import { enqueue } from '../outbox/enqueue.ts';
import type { Tx } from '../store/database.ts';
import { reasonOf } from '../store/reason.ts';
import type { Sql } from '../store/statement.ts';
import { transaction } from '../store/transaction.ts';
import type { ClaimedChat, ClaimedEvent } from './claim.ts';
import type { RunDeps } from './deps.ts';

/** Tries a turn gets before its event is set aside. */
const TRIES = 5;

/** ms. Whoever has taken the chat meanwhile is waited for, and a turn may take half of this. */
const times = { maxWait: 10_000, timeout: 60_000 };

/** Seconds until the next try: 1, 4, 16, 64. */
const waitSeconds = (attempts: number): number => 4 ** (attempts - 1);

/** Counts the failure; after the last one, sets the event aside and says so to the writer and to a person. */
export async function recordFailure(
  deps: RunDeps,
  chat: ClaimedChat,
  event: ClaimedEvent,
  error: unknown,
): Promise<void> {
  const reason = reasonOf(error);
  const about = { event: String(event.id), chat: String(chat.id), reason };
  deps.log.error(about, 'A turn failed');
  /** Whether the event was set aside. */
  const count = async (sql: Sql, tx: Tx): Promise<boolean> => {
    await tx.$queryRaw`select 1 from chat where id = ${chat.id} for update`;
    const waiting = { chatId: chat.id, eventId: event.id };
    // Somebody else took it up meanwhile and is done with it.
    if ((await tx.waitingEvent.count({ where: waiting })) === 0) return false;
    const { attempts } = await tx.event.update({
      where: { id: event.id },
      data: { attempts: { increment: 1 }, error: reason },
      select: { attempts: true },
    });
    if (attempts < TRIES) {
      await tx.$executeRawUnsafe(
        `update chat set retry_at = now() + make_interval(secs => $2) where id = $1`,
        chat.id,
        waitSeconds(attempts),
      );
      return false;
    }
    await tx.event.update({ where: { id: event.id }, data: { status: 'aside' } });
    await tx.waitingEvent.deleteMany({ where: waiting });
    const posts = deps.apology(chat.id, event.id);
    const cause = `aside:${event.id}`;
    await enqueue(
      sql,
      deps,
      posts.map((post) => ({ countyId: chat.countyId, appId: chat.appId, cause, post })),
    );
    return true;
  };
  if (await transaction(deps.db, count, times))
    deps.log.error(about, `A turn failed for the ${TRIES}th time; its event is set aside`);
}
