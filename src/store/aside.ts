/** Events and messages that were set aside: to be looked at, and tried again by a person's word. */
import type { Database } from './database.ts';

export interface AsideRow {
  id: bigint;
  chatId: bigint | null;
  attempts: number;
  at: Date;
  error: string;
}

/** Events set aside, oldest first. Their words are sealed and are not part of the list. */
export async function listAsideEvents(db: Database): Promise<AsideRow[]> {
  const rows = await db.prisma.event.findMany({
    where: { status: 'aside' },
    orderBy: { id: 'asc' },
    take: 500,
  });
  return rows.map((row) => ({
    id: row.id,
    chatId: row.chatId,
    attempts: row.attempts,
    at: row.acceptedAt,
    error: row.error ?? '',
  }));
}

/** Puts events back to waiting, all of them or one. Resolves with how many. */
export async function retryEvents(db: Database, id?: bigint): Promise<number> {
  return db.prisma.$executeRawUnsafe(
    `with again as (
       update event set status = 'accepted', attempts = 0, error = null
       where status = 'aside' and ($1::bigint is null or id = $1)
       returning chat_id, id
     )
     insert into waiting_event (chat_id, event_id) select chat_id, id from again`,
    id ?? null,
  );
}

export async function listAsideMessages(db: Database): Promise<AsideRow[]> {
  const rows = await db.prisma.message.findMany({
    where: { status: 'aside' },
    orderBy: { id: 'asc' },
    take: 500,
  });
  return rows.map((row) => ({
    id: row.id,
    chatId: row.chatId,
    attempts: row.attempts,
    at: row.createdAt,
    error: row.error ?? '',
  }));
}

/**
 * Puts messages back to waiting under a new key: the platform's memory of the
 * old one may be gone, and a person has said it should be sent.
 */
export async function retryMessages(db: Database, id?: bigint): Promise<number> {
  return db.prisma.$executeRawUnsafe(
    `update message set status = 'waiting', attempts = 0, first_try_at = null, error = null,
       key = substr(md5(key || random()::text), 1, 26)
     where status = 'aside' and ($1::bigint is null or id = $1)`,
    id ?? null,
  );
}
