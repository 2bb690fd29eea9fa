/** What became of an event. */
import type { ActionAnswer } from '../channels/port.ts';
import type { Database } from '../store/database.ts';
import { statement } from '../store/statement.ts';

export interface EventStatus {
  id: bigint;
  /** `aside`: it failed for the last time. `ignored`: it was not said to us, or was taken back. */
  status: 'waiting' | 'done' | 'aside' | 'ignored';
  /** Why it failed, also where it is tried again. */
  error: string | null;
  /** What the presser of a button was told. */
  answer: ActionAnswer | null;
}

/** By its number, or by what its platform calls it; undefined where there is none. */
export async function eventStatus(
  db: Database,
  of: { id: bigint } | { app: string; dedupeKey: string },
): Promise<EventStatus | undefined> {
  const [row] = await ('id' in of
    ? statement<EventStatus>(db, 'status of an event', `${STATUS} where e.id = $1`, [of.id])
    : statement<EventStatus>(db, 'status of a key', `${STATUS} where e.app_id = $1 and e.dedupe_key = $2`, [
        of.app,
        of.dedupeKey,
      ]));
  return row;
}

const STATUS = `select e.id, e.error, e.answer,
    case when w.event_id is not null then 'waiting' when e.status = 'accepted' then 'done' else e.status end as status
  from event e left join waiting_event w on w.chat_id = e.chat_id and w.event_id = e.id`;
