/**
 * A lane is one chat's way out: one process at a time sends on it, in order.
 */
import type { SendRequest } from '../channels/port.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import { type Sql, statement } from '../store/statement.ts';
import { unpackBody } from './body.ts';
import { OWNERS } from './ownership.ts';
import { type Place, requestOf } from './request.ts';

/** A lane that this process sends on. */
export interface Lane {
  readonly chatId: bigint;
  /** Where it leads; undefined until something of it was read. */
  place: Place | undefined;
  /** When its last messages were sent, ms. */
  recent: readonly number[];
  /** What is to be sent on it, in order. */
  readonly queue: WaitingMessage[];
  /** Every message that came into its queue. */
  readonly known: Set<bigint>;
  /** False as soon as it is being given back: what comes into its queue then is not sent. */
  open: boolean;
  /** Whether it is surely ours and nothing waits in its chat that did not come into its queue, as far as is known here. */
  sure: boolean;
  /** Since when it is only kept, its queue being empty, ms: what comes next for its chat need not take it again. */
  restsSince: number | undefined;
}

export interface WaitingMessage {
  id: bigint;
  chatId: bigint;
  countyId: string;
  place: Place;
  cause: string;
  /** The hours within which it may be sent; null: at any time. */
  hours: string | null;
  attempts: number;
  firstTryAt: Date | null;
  /** What the channel is asked. Throws where the kept row cannot be read. */
  request(): SendRequest;
}

interface MessageRow extends Omit<WaitingMessage, 'request' | 'place'>, Place {
  key: string;
  body: Uint8Array;
}

interface LaneRow {
  chat_id: bigint;
  recent: bigint[];
}

/** Frees the lanes of processes that are gone, where something waits: there are as many lanes as there ever were chats. */
export async function freeLanes(db: Database): Promise<number> {
  return db.prisma.$executeRawUnsafe(
    `update lane set sender = null
     where chat_id in (select chat_id from message where status = 'waiting')
       and sender is not null and sender not in (
       select objid::bigint from pg_locks where locktype = 'advisory' and classid::bigint = $1 and granted
     )`,
    OWNERS,
  );
}

/** Gives back what is taken in our name except for the lanes we are at work on. */
export async function releaseLanes(db: Database, owner: number, except: bigint[]): Promise<void> {
  await db.prisma.$executeRawUnsafe(
    `update lane set sender = null where sender = $1::int and chat_id <> all($2::bigint[])`,
    owner,
    except,
  );
}

/** Those of these chats in which something waits. */
export async function chatsThatWait(db: Database, chats: bigint[]): Promise<Set<bigint>> {
  const rows = await statement<{ chat_id: bigint }>(
    db,
    'chats that wait',
    `select c.id as chat_id from unnest((select $1::bigint[])) as c(id)
     where exists (select 1 from message m where m.chat_id = c.id and m.status = 'waiting')`,
    [chats],
  );
  return new Set(rows.map((row) => row.chat_id));
}

/** Takes up to `limit` free lanes that have something to send, those that wait longest first. */
export async function claimLanes(db: Database, owner: number, limit: number): Promise<Lane[]> {
  const rows = await statement<LaneRow>(
    db,
    'claim lanes',
    `insert into lane as l (chat_id, sender)
     select chat_id, $1::int from (
       select m.chat_id from message m
       where m.status = 'waiting'
         and not exists (select 1 from lane b where b.chat_id = m.chat_id and (b.sender is not null or b.paused_until > now()))
       group by m.chat_id order by min(m.id) limit $2
     ) w order by chat_id
     on conflict (chat_id) do update set sender = excluded.sender
       where l.sender is null and l.paused_until <= now()
     returning chat_id, recent`,
    [owner, limit],
  );
  return rows.map((row) => toLane(row));
}

/**
 * Takes those of these chats' lanes that are free, in the transaction in which
 * something is added to them. It waits for nobody who may be waiting for it:
 * lanes are made first, in the order of their chats as `claimLanes` does, and of
 * those that are there only such are locked as nobody else has.
 *
 * @param known chats that have a lane; those that get one now are added.
 */
export async function takeFreeLanes(
  sql: Sql,
  { owner, chats, known }: { owner: number; chats: readonly bigint[]; known: Set<bigint> },
): Promise<Lane[]> {
  const unknown = chats.filter((chat) => !known.has(chat));
  const made =
    unknown.length > 0
      ? await sql<LaneRow & Place>(
          'make lanes',
          `with made as (
             insert into lane (chat_id, sender)
             select u.id, $1::int from unnest((select $2::bigint[])) as u(id) order by u.id
             on conflict (chat_id) do nothing returning chat_id, recent
           )
           select l.chat_id, l.recent, ${PLACE} from made l join chat c on c.id = l.chat_id`,
          [owner, unknown],
        )
      : [];
  for (const chat of unknown) known.add(chat);
  const mine = new Set(made.map(({ chat_id }) => chat_id));
  const others = chats.filter((chat) => !mine.has(chat));
  const taken =
    others.length > 0
      ? await sql<LaneRow & Place>(
          'take free lanes',
          `with free as (
             select chat_id from lane
             where chat_id = any((select $2::bigint[])::bigint[]) and sender is null and paused_until <= now()
             order by chat_id for update skip locked
           )
           update lane l set sender = $1::int from free join chat c on c.id = free.chat_id
           where l.chat_id = free.chat_id
           returning l.chat_id, l.recent, ${PLACE}`,
          [owner, others],
        )
      : [];
  return [...made, ...taken].map((row) => toLane(row, placeIn(row)));
}

/** A chat's place, of the chat `c`. */
const PLACE = `c.app_id as "appId", c.kind, c.external_id as "externalId", c.account_id as "accountId", c.title, c.session`;

const placeIn = ({ appId, kind, externalId, accountId, title, session }: Place): Place => ({
  appId,
  kind,
  externalId,
  accountId,
  title,
  session,
});

const toLane = (row: LaneRow, place?: Place): Lane => ({
  chatId: row.chat_id,
  place,
  recent: row.recent.map(Number),
  queue: [],
  known: new Set(),
  open: true,
  sure: false,
  restsSince: undefined,
});

/** What waits on lanes that are ours, in order. A statement of its own: its snapshot must be younger than the claim. */
export async function waitingOn(
  { db, secrets }: { db: Database; secrets: Secrets },
  lanes: Lane[],
  each: number,
): Promise<WaitingMessage[]> {
  const rows = await statement<MessageRow>(
    db,
    'messages of lanes',
    `select m.id, m.chat_id as "chatId", m.county_id as "countyId", m.key, m.cause, m.hours, m.body, m.attempts,
       m.first_try_at as "firstTryAt", ${PLACE}
     from unnest((select $1::bigint[])) as l(chat_id)
     cross join lateral (
       select * from message where chat_id = l.chat_id and status = 'waiting' order by id limit $2
     ) m
     join chat c on c.id = m.chat_id
     order by m.chat_id, m.id`,
    [lanes.map((lane) => lane.chatId), each],
  );
  return rows.map((row) => {
    const place = placeIn(row);
    return {
      id: row.id,
      chatId: row.chatId,
      countyId: row.countyId,
      place,
      cause: row.cause,
      hours: row.hours,
      attempts: row.attempts,
      firstTryAt: row.firstTryAt,
      request: () =>
        requestOf(secrets, { key: row.key, body: unpackBody(secrets.openBytes(row.body)), place }),
    };
  });
}

/** When the next paused lane that has something to send is free again, ms from now; undefined when there is none. */
export async function nextPause(db: Database): Promise<number | undefined> {
  const [row] = await db.prisma.$queryRawUnsafe<{ ms: number | null }[]>(
    `select extract(epoch from min(l.paused_until) - now())::float8 * 1000 as ms
     from lane l where l.sender is null and l.paused_until > now()
       and exists (select 1 from message m where m.chat_id = l.chat_id and m.status = 'waiting')`,
  );
  return row?.ms ?? undefined;
}
