/**
 * Putting messages in the outbox, in the transaction of the turn or timer that
 * wants them said. From here on a message is never lost silently.
 */
import type { Button, FormField, Message, Part } from '../channels/port.ts';
import type { Addressee, Post } from '../dialogue/post.ts';
import type { Choice, Reply, ReplyField, ReplyPart } from '../dialogue/reply.ts';
import type { Clock, Random } from '../ports.ts';
import { newId } from '../store/ids.ts';
import { packed } from '../store/packed.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Sql } from '../store/statement.ts';
import { type Body, packBody } from './body.ts';

export interface Posting {
  countyId: string;
  /** What made it: `event:12`, `timer:7`. */
  cause: string;
  post: Post;
  /** The hours within which it may be sent, by name; without: at any time. */
  hours?: string;
  /** The app whose accounts are preferred when a person has several. */
  appId?: string;
}

interface Deps {
  secrets: Secrets;
  clock: Clock;
  random: Random;
}

interface ShownButton {
  token: string;
  countyId: string;
  chatId: bigint;
  payload: Uint8Array;
}

/** Length of a button's token: 60 bits, and short enough to stand in a DingTalk text. */
const TOKEN_LENGTH = 12;

/** A message as it was added. */
export interface Added {
  id: bigint;
  countyId: string;
  chatId: bigint;
  key: string;
  cause: string;
  hours: string | null;
  body: Body;
  /** What waited in its chat before. */
  before: bigint[];
}

/**
 * Adds the messages in order. A posting to a role goes to everybody who has it;
 * who has no account on any channel is left out. Resolves with the messages added.
 *
 * @param reached told which chats will get something, before it is added.
 */
export async function enqueue(
  sql: Sql,
  deps: Deps,
  postings: Posting[],
  reached?: (chats: bigint[]) => Promise<void>,
): Promise<Added[]> {
  if (postings.length === 0) return [];
  const targets = await resolve(sql, postings);
  await reached?.([...new Set(targets.flat())]);
  const buttons: ShownButton[] = [];
  const rows = postings.flatMap((posting, index) =>
    (targets[index] ?? []).map((chatId) => {
      const body: Body = {
        message: toMessage(deps, posting, chatId, buttons),
        ...(posting.post.replaces ? { replaces: posting.post.replaces } : {}),
        ...(posting.post.replyTo ? { replyTo: posting.post.replyTo } : {}),
      };
      return {
        countyId: posting.countyId,
        chatId,
        key: newId(deps.random, 26),
        cause: posting.cause,
        hours: posting.hours ?? null,
        body,
      };
    }),
  );
  if (rows.length === 0) return [];
  const payloads = packed(buttons.map((button) => button.payload));
  const bodies = packed(rows.map((row) => deps.secrets.sealBytes(packBody(row.body))));
  const added = await sql<{ id: bigint; key: string; before: bigint[] | null }>(
    'add messages',
    `with shown as (
       insert into button (token, county_id, chat_id, payload, created_at)
       select b.token, b.county_id, b.chat_id, substring($5::bytea from b.start for b.length), $1::timestamptz
       from unnest((select $2::text[]), (select $3::text[]), (select $4::bigint[]), (select $6::int[]), (select $7::int[]))
         as b(token, county_id, chat_id, start, length)
     )
     insert into message (county_id, chat_id, key, body, cause, hours, created_at)
     select m.county_id, m.chat_id, m.key, substring($11::bytea from m.start for m.length), m.cause, m.hours, $1::timestamptz
     from unnest((select $8::text[]), (select $9::bigint[]), (select $10::text[]), (select $12::int[]), (select $13::int[]), (select $14::text[]), (select $15::text[]))
       with ordinality as m(county_id, chat_id, key, start, length, cause, hours, n)
     order by m.n
     returning id, key, (
       select array_agg(w.id) from message w where w.chat_id = message.chat_id and w.status = 'waiting'
     ) as before`,
    [
      new Date(deps.clock.now()),
      buttons.map((button) => button.token),
      buttons.map((button) => button.countyId),
      buttons.map((button) => button.chatId),
      payloads.bytes,
      payloads.starts,
      payloads.lengths,
      rows.map((row) => row.countyId),
      rows.map((row) => row.chatId),
      rows.map((row) => row.key),
      bodies.bytes,
      bodies.starts,
      bodies.lengths,
      rows.map((row) => row.cause),
      rows.map((row) => row.hours),
    ],
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return added.flatMap(({ id, key, before }) => {
    const row = byKey.get(key);
    return row ? [{ ...row, id, before: before ?? [] }] : [];
  });
}

/** The chats each posting goes to. */
async function resolve(sql: Sql, postings: Posting[]): Promise<bigint[][]> {
  const people = new Set<string>();
  const byRole = new Map<string, string[]>();
  for (const { post, countyId } of postings) {
    if ('person' in post.to) people.add(post.to.person);
    if ('role' in post.to) byRole.set(`${countyId} ${post.to.role}`, []);
  }
  for (const key of byRole.keys()) {
    const holders = await sql<{ person_id: string }>(
      'who has a role',
      `select r.person_id from role r join person p on p.id = r.person_id
       where r.county_id = $1 and r.role = $2 and p.left_at is null`,
      key.split(' '),
    );
    byRole.set(
      key,
      holders.map((holder) => holder.person_id),
    );
    for (const holder of holders) people.add(holder.person_id);
  }
  const apps = [...new Set(postings.flatMap(({ appId }) => appId ?? []))];
  const chats = people.size > 0 ? await chatsOfPeople(sql, [...people], apps) : new Map<string, bigint>();
  const of = (to: Addressee, countyId: string): bigint[] => {
    if ('chat' in to) return [to.chat];
    const ids = 'person' in to ? [to.person] : (byRole.get(`${countyId} ${to.role}`) ?? []);
    return ids.flatMap((id) => chats.get(id) ?? []);
  };
  return postings.map(({ post, countyId }) => of(post.to, countyId));
}

/** The one-to-one chat of the account each person used last; made where there is none yet. */
async function chatsOfPeople(sql: Sql, people: string[], apps: string[]): Promise<Map<string, bigint>> {
  const found = await findChats(sql, people, apps);
  const missing = people.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  await sql(
    'open chats',
    `insert into chat (county_id, app_id, key, kind, account_id)
     select county_id, app_id, 'u:' || account_id, 'p2p', account_id from (${LATEST}) l
     order by app_id, account_id
     on conflict (app_id, key) do nothing`,
    [missing, apps],
  );
  // A statement of its own: a chat that somebody else made at this very moment shows only now.
  for (const [id, chat] of await findChats(sql, missing, apps)) found.set(id, chat);
  return found;
}

/** The account each person used last; of those never used, the one on the app this is about. */
const LATEST = `select distinct on (i.person_id) i.person_id, i.county_id, i.app_id, i.account_id
  from identity i where i.person_id = any((select $1::text[])::text[])
  order by i.person_id, i.seen_at desc, i.app_id = any((select $2::text[])::text[]) desc, i.app_id desc`;

async function findChats(sql: Sql, people: string[], apps: string[]): Promise<Map<string, bigint>> {
  const rows = await sql<{ person_id: string; id: bigint }>(
    'chats of people',
    `select l.person_id, c.id from (${LATEST}) l
     join chat c on c.app_id = l.app_id and c.key = 'u:' || l.account_id`,
    [people, apps],
  );
  return new Map(rows.map((row) => [row.person_id, row.id]));
}

/** Gives every button a one-time token and turns a reply into what a channel sends. */
function toMessage(deps: Deps, posting: Posting, chatId: bigint, shown: ShownButton[]): Message {
  const toButton = (choice: Choice): Button => {
    const token = newId(deps.random, TOKEN_LENGTH);
    const kept = { payload: choice.payload, ...(posting.post.only ? { only: posting.post.only } : {}) };
    shown.push({
      token,
      countyId: posting.countyId,
      chatId,
      payload: deps.secrets.sealBytes(Buffer.from(JSON.stringify(kept))),
    });
    return {
      label: choice.label,
      token,
      ...(choice.style ? { style: choice.style } : {}),
      ...(choice.confirm ? { confirm: choice.confirm } : {}),
    };
  };
  const reply: Reply = posting.post.reply;
  return {
    ...(reply.title ? { title: reply.title } : {}),
    ...(reply.tone ? { tone: reply.tone } : {}),
    parts: reply.parts.map((part) => toPart(part, toButton)),
  };
}

function toPart(part: ReplyPart, toButton: (choice: Choice) => Button): Part {
  switch (part.type) {
    case 'buttons':
      return { type: 'buttons', buttons: part.buttons.map(toButton) };
    case 'form':
      return {
        type: 'form',
        fields: part.fields satisfies ReplyField[] as FormField[],
        submit: toButton(part.submit),
      };
    default:
      return part;
  }
}
