/**
 * Taking chats: a chat row locked in a transaction is the right to decide on
 * that chat. Whoever dies loses it with the transaction, at once.
 */
import type { Event } from '../channels/port.ts';
import type { Speaker } from '../county/turn.ts';
import type { RoleName } from '../dialogue/post.ts';
import type { Payload } from '../dialogue/reply.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import { type Sql, statement } from '../store/statement.ts';

/** Chats taken in one transaction, and events taken of each. */
export const CHATS = 128;
const EVENTS_A_CHAT = 50;

export interface ClaimedChat {
  id: bigint;
  countyId: string;
  appId: string;
  kind: 'p2p' | 'group';
  title: string;
  externalId: string | null;
  conversation: unknown;
  events: ClaimedEvent[];
}

/** An event as it was accepted. */
export interface KeptEvent {
  event: Event;
  /** When it was accepted, in the county's time, ms. */
  acceptedAt: number;
}

export interface ClaimedEvent extends KeptEvent {
  id: bigint;
  speaker: Speaker;
  /** When its account was last noted as used, ms. */
  seenAt: number;
  press?: { token: string; payload: Payload; used: boolean; only?: string };
}

interface ChatRow {
  id: bigint;
  county_id: string;
  app_id: string;
  kind: 'p2p' | 'group';
  title: string;
  external_id: string | null;
  conversation: Uint8Array | null;
}

/** An event that waits in one of the chats taken. */
interface Waiting extends KeptEvent {
  id: bigint;
  chat: ChatRow;
}

/** A time as a number: `pg` reads dates by a regular expression each. */
const milliseconds = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;

/** Events this process has accepted and not looked at since: a short way to what they say, never the only one. */
export interface Remembered {
  /** The event, which is then forgotten. */
  take(id: bigint): KeptEvent | undefined;
}

/** Which chats a round takes: these, or those that have waited longest; and at most so many events of each. */
export interface Wanted {
  chats?: readonly bigint[];
  most?: number;
  remembered?: Remembered;
}

/**
 * Takes chats that nobody else holds. Chats that rest after a failure are left
 * out before the number is limited, or enough of them would keep all others waiting.
 */
export async function claimChats(
  sql: Sql,
  secrets: Secrets,
  { chats: named, most = EVENTS_A_CHAT, remembered }: Wanted = {},
): Promise<ClaimedChat[]> {
  const among = named
    ? 'any((select $1::bigint[])::bigint[])'
    : `any(select e.chat_id from waiting_event e join chat w on w.id = e.chat_id
         where w.retry_at <= now()
         group by e.chat_id order by min(e.event_id) limit ${CHATS})`;
  const chats = await sql<ChatRow>(
    named ? 'take these chats' : 'take chats',
    `select c.id, c.county_id, c.app_id, c.kind, c.title, c.external_id, c.conversation
     from chat c where c.id = ${among} and c.retry_at <= now()
     order by c.id
     for update of c skip locked`,
    named ? [named] : [],
  );
  if (chats.length === 0) return [];
  // A second statement: only a snapshot taken after the lock shows what the last holder left.
  const rows = await sql<{ id: bigint; chat_id: bigint }>(
    'events of chats',
    `select w.event_id as id, w.chat_id
     from unnest((select $1::bigint[])) as c(id)
     cross join lateral (
       select chat_id, event_id from waiting_event where chat_id = c.id order by event_id limit $2
     ) w`,
    [chats.map((chat) => chat.id), most],
  );
  const kept = await loadEvents(
    sql,
    secrets,
    rows.map(({ id }) => id),
    remembered,
  );
  const chatOf = new Map(chats.map((chat) => [chat.id, chat]));
  const waiting = rows
    .map(
      ({ id, chat_id }): Waiting => ({
        id,
        chat: chatOf.get(chat_id) as ChatRow,
        ...(kept.get(id) as KeptEvent),
      }),
    )
    .sort((one, other) => one.event.at - other.event.at || Number(one.id - other.id));
  const speakers = await loadSpeakers(sql, waiting);
  const buttons = await loadButtons(sql, secrets, waiting);
  const byChat = Map.groupBy(waiting, ({ chat }) => chat.id);
  return chats.map((chat) => ({
    id: chat.id,
    countyId: chat.county_id,
    appId: chat.app_id,
    kind: chat.kind,
    title: chat.title,
    externalId: chat.external_id,
    conversation: chat.conversation
      ? JSON.parse(Buffer.from(secrets.openBytes(chat.conversation)).toString())
      : undefined,
    events: (byChat.get(chat.id) ?? []).map(({ id, event, acceptedAt }) => ({
      id,
      acceptedAt,
      event,
      ...(speakers.get(`${chat.app_id} ${accountOf(event) ?? ''}`) ?? nobody),
      ...(event.kind === 'action' ? buttons.get(`${chat.id} ${event.token}`) : undefined),
    })),
  }));
}

/** The account an event comes from, where it comes from one. */
export const accountOf = (event: Event): string | undefined =>
  'sender' in event ? event.sender.id : undefined;

/** Whether a round is worth its transaction. */
export async function anythingWaits(db: Database): Promise<boolean> {
  const rows = await statement<unknown>(db, 'any event waits', 'select 1 from waiting_event limit 1', []);
  return rows.length > 0;
}

/** The events themselves. */
async function loadEvents(
  sql: Sql,
  secrets: Secrets,
  ids: bigint[],
  remembered: Remembered | undefined,
): Promise<Map<bigint, KeptEvent>> {
  const kept = new Map<bigint, KeptEvent>();
  for (const id of ids) {
    const event = remembered?.take(id);
    if (event) kept.set(id, event);
  }
  const others = ids.filter((id) => !kept.has(id));
  if (others.length === 0) return kept;
  const rows = await sql<{ id: bigint; payload: Uint8Array; accepted_at: number }>(
    'what events say',
    `select id, payload, ${milliseconds('accepted_at')} as accepted_at
     from event where id = any((select $1::bigint[])::bigint[])`,
    [others],
  );
  for (const { id, payload, accepted_at } of rows) {
    const event = JSON.parse(Buffer.from(secrets.openBytes(payload)).toString()) as Event;
    kept.set(id, { event, acceptedAt: accepted_at });
  }
  return kept;
}

type Heard = Pick<ClaimedEvent, 'speaker' | 'seenAt'>;
const nobody: Heard = { speaker: { identityId: '', accountId: '', name: '' }, seenAt: 0 };

interface Account {
  appId: string;
  countyId: string;
  accountId: string;
}

interface SpeakerRow {
  /** Which of the accounts asked for, from 1. */
  n: bigint;
  id: string;
  account_name: string;
  /** ms since 1970. */
  seen_at: number;
  person_id: string | null;
  name: string | null;
  title: string | null;
  unit: string | null;
  unit_id: string | null;
  /** With blanks between. */
  roles: string | null;
}

/** Who wrote: accounts seen for the first time are noted. */
async function loadSpeakers(sql: Sql, waiting: Waiting[]): Promise<Map<string, Heard>> {
  const accounts = new Map<string, Account>();
  for (const { chat, event } of waiting) {
    const accountId = accountOf(event);
    if (!accountId) continue;
    const account = { appId: chat.app_id, countyId: chat.county_id, accountId };
    accounts.set(`${chat.app_id} ${accountId}`, account);
  }
  const wanted = [...accounts.values()];
  if (wanted.length === 0) return new Map();
  const apps = wanted.map(({ appId }) => appId);
  const ids = wanted.map(({ accountId }) => accountId);
  const find = (): Promise<SpeakerRow[]> =>
    sql<SpeakerRow>(
      'speakers',
      `select a.n, i.id, i.name as account_name, ${milliseconds('i.seen_at')} as seen_at, p.id as person_id, p.name, p.title, p.unit, p.unit_id,
         (select string_agg(r.role, ' ') from role r where r.person_id = p.id) as roles
       from unnest((select $1::text[]), (select $2::text[])) with ordinality as a(app_id, account_id, n)
       join identity i on i.app_id = a.app_id and i.account_id = a.account_id
       left join person p on p.id = i.person_id`,
      [apps, ids],
    );
  let found = await find();
  if (found.length < wanted.length) {
    await sql(
      'note accounts',
      `insert into identity (id, county_id, app_id, account_id, seen_at)
       select gen_random_uuid()::text, a.county_id, a.app_id, a.account_id, now()
       from unnest((select $1::text[]), (select $2::text[]), (select $3::text[])) as a(county_id, app_id, account_id)
       on conflict (app_id, account_id) do nothing`,
      [wanted.map(({ countyId }) => countyId), apps, ids],
    );
    found = await find();
  }
  return new Map(
    found.flatMap((row) => {
      const account = wanted[Number(row.n) - 1];
      if (!account) return [];
      const heard = { speaker: toSpeaker(row, account), seenAt: row.seen_at };
      return [[`${account.appId} ${account.accountId}`, heard]];
    }),
  );
}

function toSpeaker(row: SpeakerRow, { accountId }: Account): Speaker {
  const speaker: Speaker = { identityId: row.id, accountId, name: row.account_name };
  if (row.person_id) {
    speaker.person = {
      id: row.person_id,
      name: row.name ?? '',
      title: row.title ?? '',
      unit: row.unit ?? '',
      roles: (row.roles?.split(' ') ?? []) as RoleName[],
      ...(row.unit_id ? { unitId: row.unit_id } : {}),
    };
  }
  return speaker;
}

interface ButtonRow {
  token: string;
  chat_id: bigint;
  payload: Uint8Array;
  used_at: Date | null;
}

/** What the pressed buttons mean. A button counts only in the chat it was shown in. */
async function loadButtons(
  sql: Sql,
  secrets: Secrets,
  events: Waiting[],
): Promise<Map<string, Pick<ClaimedEvent, 'press'>>> {
  const tokens = events.flatMap(({ event }) => (event.kind === 'action' ? [event.token] : []));
  if (tokens.length === 0) return new Map();
  const rows = await sql<ButtonRow>(
    'buttons',
    `select token, chat_id, payload, used_at from button where token = any((select $1::text[])::text[])`,
    [tokens],
  );
  return new Map(
    rows.map((row) => {
      const kept = JSON.parse(Buffer.from(secrets.openBytes(row.payload)).toString()) as {
        payload: Payload;
        only?: string;
      };
      return [
        `${row.chat_id} ${row.token}`,
        {
          press: {
            token: row.token,
            payload: kept.payload,
            used: row.used_at !== null,
            ...(kept.only ? { only: kept.only } : {}),
          },
        },
      ];
    }),
  );
}
