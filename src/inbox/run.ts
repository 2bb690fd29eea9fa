/**
 * One round: take chats, decide on what waits in each, and commit everything
 * together. When one chat fails, the others are run again without it, each in
 * a transaction of its own.
 */
import type { Event } from '../channels/port.ts';
import type { Outcome, Said, Turn } from '../county/turn.ts';
import { type Added, enqueue, type Posting } from '../outbox/enqueue.ts';
import type { Taken } from '../outbox/handover.ts';
import type { Tx } from '../store/database.ts';
import { packed } from '../store/packed.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Sql } from '../store/statement.ts';
import { transaction } from '../store/transaction.ts';
import { type ClaimedChat, type ClaimedEvent, claimChats, type Wanted } from './claim.ts';
import type { RunDeps } from './deps.ts';
import { recordFailure } from './failures.ts';
import { keepFiles } from './files.ts';

/** Runs what waits in the chats wanted. Resolves with the number of events handled. */
export async function runRound(deps: RunDeps, wanted: Wanted = {}): Promise<number> {
  const started = performance.now();
  let current: Suspect | undefined;
  let claimed: ClaimedChat[] = [];
  let taken: Taken | undefined;
  const round = async (sql: Sql, tx: Tx): Promise<{ events: number; added: Added[] }> => {
    claimed = await claimChats(sql, deps.secrets, wanted);
    const settled: Settled = { events: [], chats: [], moved: new Set(), postings: [], usedTokens: [] };
    for (const chat of claimed) {
      for (const event of chat.events) {
        current = { chat, event };
        await handle(deps, tx, chat, event, settled);
      }
      settled.chats.push(chat);
    }
    current = undefined;
    await settle(deps, sql, settled);
    const added = await enqueue(sql, deps, settled.postings, async (chats) => {
      taken = await deps.handover.take(sql, chats);
    });
    return { events: settled.events.length, added };
  };
  let done: Awaited<ReturnType<typeof round>>;
  try {
    done = await transaction(deps.db, round, turnTimes);
  } catch (error) {
    taken?.rolledBack();
    return runApart(deps, claimed, current ?? onlyOne(claimed), error);
  }
  const messages = taken?.committed(done.added) ?? done.added.length;
  deps.observe({
    chats: claimed.length,
    events: done.events,
    messages,
    ms: performance.now() - started,
  });
  return done.events;
}

interface Suspect {
  chat: ClaimedChat;
  event: ClaimedEvent;
}

/** The event of a round that held a single one. */
function onlyOne(claimed: ClaimedChat[]): Suspect | undefined {
  const suspects = claimed.flatMap((chat) => chat.events.map((event) => ({ chat, event })));
  return suspects.length === 1 ? suspects[0] : undefined;
}

/**
 * After a round was rolled back: what failed is noted, and everything else is
 * run again, each chat in a transaction of its own. When it is not known which
 * event it was, each chat goes on by its first event only, until it shows.
 */
async function runApart(
  deps: RunDeps,
  claimed: ClaimedChat[],
  suspect: Suspect | undefined,
  error: unknown,
): Promise<number> {
  if (!claimed.some((chat) => chat.events.length > 0)) throw error;
  let handled = 0;
  for (const chat of claimed) {
    if (chat.id !== suspect?.chat.id) {
      handled += await runRound(deps, { chats: [chat.id], ...(suspect ? {} : { most: 1 }) });
      continue;
    }
    // What was said before it need not wait with it.
    const before = chat.events.indexOf(suspect.event);
    if (before > 0) handled += await runRound(deps, { chats: [chat.id], most: before });
    await recordFailure(deps, chat, suspect.event, error);
    handled += 1;
  }
  return handled;
}

const turnTimes = { maxWait: 10_000, timeout: 30_000 };

interface SettledEvent {
  id: bigint;
  chatId: bigint;
  /** It was not said to us. */
  ignored?: true;
  /** What the presser of a button is told. */
  answer?: Outcome['answer'];
}

interface Settled {
  events: SettledEvent[];
  chats: ClaimedChat[];
  /** Those whose conversation is another than before. */
  moved: Set<ClaimedChat>;
  postings: Posting[];
  usedTokens: string[];
}

async function handle(
  deps: RunDeps,
  tx: Tx,
  chat: ClaimedChat,
  claimed: ClaimedEvent,
  settled: Settled,
): Promise<void> {
  const said = await readEvent(deps, tx, chat, claimed, settled);
  if (!said) {
    settled.events.push({ id: claimed.id, chatId: chat.id, ignored: true });
    return;
  }
  const turn: Turn = {
    tx,
    secrets: deps.secrets,
    random: deps.random,
    county: await deps.county(tx, chat.countyId),
    // A turn that comes late, after a stop, still means by 今天 the day it was said on.
    now: claimed.acceptedAt,
    eventId: claimed.id,
    chat: { id: chat.id, kind: chat.kind, title: chat.title },
    speaker: claimed.speaker,
    said,
    conversation: chat.conversation,
    ...(messageIdOf(claimed.event) ? { messageId: messageIdOf(claimed.event) as string } : {}),
  };
  const outcome = await deps.decide(turn);
  if (outcome.conversation !== undefined) {
    chat.conversation = outcome.conversation;
    settled.moved.add(chat);
  }
  // A press that did not count leaves the button good for whom it is meant.
  if (claimed.press && said.kind === 'press') settled.usedTokens.push(claimed.press.token);
  settled.events.push({ id: claimed.id, chatId: chat.id, answer: outcome.answer });
  for (const post of outcome.posts) {
    settled.postings.push({ countyId: chat.countyId, cause: `event:${claimed.id}`, post, appId: chat.appId });
  }
}

const messageIdOf = (event: Event): string | undefined =>
  'messageId' in event ? event.messageId : undefined;

/** What an event says to the county; undefined where it says nothing. */
async function readEvent(
  deps: RunDeps,
  tx: Tx,
  chat: ClaimedChat,
  claimed: ClaimedEvent,
  { usedTokens }: Settled,
): Promise<Said | undefined> {
  const { event, press } = claimed;
  switch (event.kind) {
    case 'message': {
      if (!event.toBot) return undefined;
      const { content } = event;
      if (content.type === 'text') return { kind: 'text', text: content.text };
      if (content.type === 'other') return { kind: 'other', name: content.name };
      const spoken = content.files.find((file) => file.kind === 'audio' && file.transcript)?.transcript;
      if (spoken) return { kind: 'text', text: spoken };
      const files = await keepFiles(tx, deps, chat, content.files);
      return { kind: 'files', files, ...(content.text ? { text: content.text } : {}) };
    }
    case 'action': {
      if (!press) return { kind: 'lost-press' };
      if (press.only && press.only !== claimed.speaker.identityId)
        return { kind: 'lost-press', others: true };
      return {
        kind: 'press',
        payload: press.payload,
        stale: press.used || usedTokens.includes(press.token),
        ...(event.form ? { form: event.form } : {}),
      };
    }
    case 'menu':
      return { kind: 'menu', key: event.key };
    case 'entered':
      return { kind: 'entered' };
    case 'member':
      return event.change === 'bot-added' ? { kind: 'joined-group' } : undefined;
    case 'recalled':
    case 'unknown':
      return undefined;
  }
}

/** An account's last use is noted to within so many ms; it decides which of a person's accounts is written to. */
const SEEN_WITHIN = 10_000;

const sealed = (secrets: Secrets, value: unknown): Uint8Array =>
  secrets.sealBytes(Buffer.from(JSON.stringify(value)));

/** Writes what the round left: events done, conversations, buttons used. */
async function settle(deps: RunDeps, sql: Sql, settled: Settled): Promise<void> {
  if (settled.events.length === 0) return;
  const changed = settled.chats.flatMap((chat) => {
    const last = chat.events.at(-1)?.event;
    const session = last && 'session' in last ? last.session : undefined;
    const place = chat.events.findLast(({ event }) => 'chat' in event)?.event;
    const externalId = place && 'chat' in place ? place.chat.id : chat.externalId;
    const moved = settled.moved.has(chat);
    return moved || session || externalId !== chat.externalId ? [{ chat, moved, session, externalId }] : [];
  });
  const noted = settled.events.filter(({ ignored, answer }) => ignored || answer);
  const conversations = packed(
    changed.map(({ chat, moved }) => (moved ? sealed(deps.secrets, chat.conversation) : null)),
  );
  const sessions = packed(changed.map(({ session }) => (session ? sealed(deps.secrets, session) : null)));
  const now = deps.clock.now();
  const accounts = settled.chats.flatMap((chat) =>
    chat.events.flatMap(({ speaker, seenAt }) =>
      Math.abs(now - seenAt) > SEEN_WITHIN ? [speaker.identityId] : [],
    ),
  );
  await sql(
    'settle a round',
    `with handled as (
       delete from waiting_event w using unnest((select $1::bigint[]), (select $2::bigint[])) as x(chat_id, id)
       where w.chat_id = x.chat_id and w.event_id = x.id
     ), noted as (
       update event e set status = x.status, answer = x.answer::jsonb
       from unnest((select $3::bigint[]), (select $4::text[]), (select $5::text[])) as x(id, status, answer) where e.id = x.id
     ), seen as (
       update identity set seen_at = $6::timestamptz where id = any((select $7::text[])::text[])
     ), pressed as (
       update button set used_at = now() where token = any((select $8::text[])::text[]) and used_at is null
     )
     update chat c set
       conversation = coalesce(substring($10::bytea from x.conversation for x.conversation_length), c.conversation),
       session = coalesce(substring($13::bytea from x.session for x.session_length), c.session),
       external_id = coalesce(x.external_id, c.external_id)
     from unnest((select $9::bigint[]), (select $11::int[]), (select $12::int[]), (select $14::int[]), (select $15::int[]), (select $16::text[]))
       as x(id, conversation, conversation_length, session, session_length, external_id)
     where c.id = x.id`,
    [
      settled.events.map(({ chatId }) => chatId),
      settled.events.map(({ id }) => id),
      noted.map(({ id }) => id),
      noted.map(({ ignored }) => (ignored ? 'ignored' : 'accepted')),
      noted.map(({ answer }) => (answer ? JSON.stringify(answer) : null)),
      new Date(now),
      [...new Set(accounts)],
      settled.usedTokens,
      changed.map(({ chat }) => chat.id),
      conversations.bytes,
      conversations.starts,
      conversations.lengths,
      sessions.bytes,
      sessions.starts,
      sessions.lengths,
      changed.map(({ externalId }) => externalId),
    ],
  );
}
