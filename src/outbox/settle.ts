/** Writing down what became of sends, many in one statement. */
import { type Batcher, batcher } from '../store/batcher.ts';
import type { Database } from '../store/database.ts';
import { statement } from '../store/statement.ts';

export interface Result {
  chatId: bigint;
  /** Undefined: only the lane is given back. */
  message?: {
    id: bigint;
    status: 'sent' | 'waiting' | 'aside';
    externalId?: string;
    error?: string;
  };
  /** Given with the last result of a lane: it is free again, not before `pauseMs` from now. */
  release?: { recent: number[]; pauseMs: number };
}

/** @param owner only lanes that are still this process's are given back. */
export function settler(db: Database, owner: number): Batcher<Result, void> {
  return batcher<Result, void>(async (results) => {
    const messages = results.flatMap((result) => result.message ?? []);
    const released = results.filter((result) => result.release);
    await statement<never>(
      db,
      'settle sends',
      `with told as (
         update message m set
           status = x.status, external_id = x.external_id, error = x.error, attempts = m.attempts + 1,
           first_try_at = coalesce(m.first_try_at, now()),
           sent_at = case when x.status = 'sent' then now() end
         from unnest((select $1::bigint[]), (select $2::text[]), (select $3::text[]), (select $4::text[])) as x(id, status, external_id, error)
         where m.id = x.id
       )
       update lane l set sender = null, recent = x.recent::bigint[],
         paused_until = now() + make_interval(secs => x.pause_ms / 1000.0)
       from unnest((select $5::bigint[]), (select $6::text[]), (select $7::float8[])) as x(chat_id, recent, pause_ms)
       where l.chat_id = x.chat_id and l.sender = $8::int`,
      [
        messages.map((message) => message.id),
        messages.map((message) => message.status),
        messages.map((message) => message.externalId ?? null),
        messages.map((message) => message.error ?? null),
        released.map((result) => result.chatId),
        released.map((result) => `{${result.release?.recent.join(',') ?? ''}}`),
        released.map((result) => result.release?.pauseMs ?? 0),
        owner,
      ],
    );
    return results.map(() => undefined);
  });
}
