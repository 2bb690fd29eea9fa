/**
 * Accept once: an event is kept under its dedupe key before anybody is told it
 * arrived. Accepting never waits for a turn: it takes no lock that a turn holds.
 */
import type { Event } from '../channels/port.ts';
import type { Clock } from '../ports.ts';
import { type Batcher, batcher } from '../store/batcher.ts';
import type { Database } from '../store/database.ts';
import { packed } from '../store/packed.ts';
import type { Secrets } from '../store/secrets.ts';
import { statement } from '../store/statement.ts';
import { accountOf } from './claim.ts';

export interface Accepted {
  id: bigint;
  chatId: bigint | null;
  /** In the county's time, ms. */
  acceptedAt: number;
  /** False when it had been accepted before. */
  fresh: boolean;
}

interface Incoming {
  countyId: string;
  app: string;
  event: Event;
}

interface Deps {
  db: Database;
  secrets: Secrets;
  clock: Clock;
}

/** `feishu:cli_…`: how an app is named in every row. */
export const appKey = (channel: string, appId: string): string => `${channel}:${appId}`;

/** The key of the chat an event belongs to, or undefined where it belongs to none. */
export function chatKey(event: Event): string | undefined {
  switch (event.kind) {
    case 'menu':
      return `u:${event.sender.id}`;
    case 'message':
    case 'action':
    case 'entered':
      return event.chat.kind === 'p2p' ? `u:${event.sender.id}` : `g:${event.chat.id}`;
    case 'member':
      return event.chat.kind === 'group' ? `g:${event.chat.id}` : undefined;
    case 'recalled':
    case 'unknown':
      return undefined;
  }
}

/** @param room resolves when more may be accepted; without it, at once. */
export function acceptor(deps: Deps, room?: () => Promise<void>): Batcher<Incoming, Accepted> {
  // Chat ids never change, so remembering them is only a saving.
  const known = new Map<string, bigint>();
  return batcher<Incoming, Accepted>(async (batch) => {
    await ensureChats(deps, known, batch);
    const rows = await insertEvents(deps, known, batch);
    await forgetRecalled(deps, batch);
    return rows;
  }, room);
}

async function ensureChats(deps: Deps, known: Map<string, bigint>, batch: Incoming[]): Promise<void> {
  const missing = new Map<string, Incoming>();
  for (const incoming of batch) {
    const key = chatKey(incoming.event);
    if (key && !known.has(`${incoming.app} ${key}`)) missing.set(`${incoming.app} ${key}`, incoming);
  }
  if (missing.size === 0) return;
  const rows = [...missing.values()].map(({ countyId, app, event }) => {
    const chat = 'chat' in event ? event.chat : undefined;
    return {
      countyId,
      app,
      key: chatKey(event) as string,
      kind: chat?.kind ?? 'p2p',
      externalId: chat?.id ?? null,
      accountId: chat?.kind === 'group' || !('sender' in event) ? null : event.sender.id,
      title: chat?.title ?? '',
    };
  });
  const apps = rows.map((row) => row.app);
  const keys = rows.map((row) => row.key);
  await deps.db.prisma.$executeRawUnsafe(
    `insert into chat (county_id, app_id, key, kind, external_id, account_id, title)
     select * from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::text[]), (select $5::text[]), (select $6::text[]), (select $7::text[]))
     on conflict (app_id, key) do nothing`,
    rows.map((row) => row.countyId),
    apps,
    keys,
    rows.map((row) => row.kind),
    rows.map((row) => row.externalId),
    rows.map((row) => row.accountId),
    rows.map((row) => row.title),
  );
  const found = await deps.db.prisma.$queryRawUnsafe<{ id: bigint; app_id: string; key: string }[]>(
    `select c.id, c.app_id, c.key from chat c
     join unnest((select $1::text[]), (select $2::text[])) as k(app_id, key) on k.app_id = c.app_id and k.key = c.key`,
    apps,
    keys,
  );
  if (known.size > 100_000) known.clear();
  for (const row of found) known.set(`${row.app_id} ${row.key}`, row.id);
}

async function insertEvents(deps: Deps, known: Map<string, bigint>, batch: Incoming[]): Promise<Accepted[]> {
  const now = new Date(deps.clock.now());
  const payloads = packed(
    batch.map(({ event }) => deps.secrets.sealBytes(Buffer.from(JSON.stringify(event)))),
  );
  const chats = batch.map(({ app, event }) => known.get(`${app} ${chatKey(event)}`) ?? null);
  const kept = await statement<{ id: bigint; app_id: string; dedupe_key: string }>(
    deps.db,
    'accept events',
    `with kept as (
       insert into event (county_id, app_id, dedupe_key, chat_id, account_id, kind, at, payload, accepted_at, status)
       select e.county_id, e.app_id, e.dedupe_key, e.chat_id, e.account_id, e.kind, e.at,
         substring($8::bytea from e.start for e.length), $11::timestamptz,
         case when e.chat_id is null then 'ignored' else 'accepted' end
       from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::bigint[]), (select $5::text[]), (select $6::text[]), (select $7::timestamptz[]), (select $9::int[]), (select $10::int[]))
         as e(county_id, app_id, dedupe_key, chat_id, account_id, kind, at, start, length)
       on conflict (app_id, dedupe_key) do nothing
       returning id, app_id, dedupe_key, chat_id
     ), waits as (
       insert into waiting_event (chat_id, event_id) select chat_id, id from kept where chat_id is not null
     )
     select id, app_id, dedupe_key from kept`,
    [
      batch.map((incoming) => incoming.countyId),
      batch.map((incoming) => incoming.app),
      batch.map((incoming) => incoming.event.dedupeKey),
      chats,
      batch.map(({ event }) => accountOf(event) ?? null),
      batch.map((incoming) => incoming.event.kind),
      batch.map((incoming) => new Date(incoming.event.at).toISOString()),
      payloads.bytes,
      payloads.starts,
      payloads.lengths,
      now,
    ],
  );
  const fresh = new Map(kept.map((row) => [`${row.app_id} ${row.dedupe_key}`, row.id]));
  const results = batch.map(({ app, event }, index) => {
    const name = `${app} ${event.dedupeKey}`;
    const id = fresh.get(name);
    // A second one in the same batch finds the first one's id gone: it is a repetition.
    fresh.delete(name);
    return { id: id ?? 0n, chatId: chats[index] ?? null, acceptedAt: now.getTime(), fresh: id !== undefined };
  });
  return results;
}

/** A message taken back before it was read is not read. Its dedupe key is its message id. */
async function forgetRecalled(deps: Deps, batch: Incoming[]): Promise<void> {
  for (const { app, event } of batch) {
    if (event.kind !== 'recalled') continue;
    await statement(
      deps.db,
      'forget a recalled event',
      `with recalled as (
         delete from waiting_event w using event e
         where e.app_id = $1 and e.dedupe_key = $2 and w.chat_id = e.chat_id and w.event_id = e.id
         returning e.id
       )
       update event e set status = 'ignored', error = 'recalled by its sender' from recalled r where e.id = r.id`,
      [app, event.messageId],
    );
  }
}
