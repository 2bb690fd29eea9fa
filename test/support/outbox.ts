/** An outbox by itself, with a channel made for the test. */
import { onTestFinished } from 'vitest';
import type { Channel, Limits, SendOutcome, SendRequest } from '../../src/channels/port.ts';
import { undelivered } from '../../src/county/failures.ts';
import { say } from '../../src/dialogue/reply.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { type Outbox, openOutbox } from '../../src/outbox/outbox.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import type { Database } from '../../src/store/database.ts';
import { transaction } from '../../src/store/transaction.ts';
import { APP, COUNTY, type County, random, secrets } from './county.ts';
import { noLimits } from './service.ts';

export type Send = (request: SendRequest) => Promise<SendOutcome>;

/** What a text message says. */
export const wordsOf = (request: SendRequest): string => {
  const [part] = request.message.parts;
  return part?.type === 'text' ? part.text : '';
};

/** A Feishu channel of which only `send` works. */
function channel(send: Send, limits: Limits): Channel {
  return {
    name: 'feishu',
    appId: APP.slice('feishu:'.length),
    limits,
    handle: async () => ({ status: 200, body: {} }),
    start: async () => undefined,
    stop: async () => undefined,
    status: () => ({ connection: 'connected' }),
    send,
    download: () => Promise.reject(new Error('nothing to download')),
    findByPhone: async () => new Map(),
  };
}

/** An outbox that ends with the test. */
export async function outboxOf(db: Database, send: Send, limits: Limits = noLimits): Promise<Outbox> {
  const outbox = await openOutbox({
    db,
    secrets,
    clock: systemClock,
    random,
    log: silentLog,
    channels: new Map([[APP, channel(send, limits)]]),
    undelivered,
    openFrom: async (_county, _hours, now) => now,
    observe: () => undefined,
  });
  onTestFinished(() => outbox.stop());
  return outbox;
}

/** A person's chat with the bot. */
export async function chatIn({ db }: County, account: string): Promise<bigint> {
  const chat = await db.prisma.chat.create({
    data: { countyId: COUNTY, appId: APP, key: `u:${account}`, kind: 'p2p', accountId: account },
  });
  return chat.id;
}

/** Adds a text to what waits in a chat. */
export const post = ({ db }: County, chat: bigint, text: string) =>
  transaction(db, (sql) =>
    enqueue(sql, { secrets, clock: systemClock, random }, [
      { countyId: COUNTY, cause: 'event:1', post: { to: { chat }, reply: say(text) } },
    ]),
  );

/** Of all messages, in order. */
export const statuses = async ({ db }: County) =>
  (await db.prisma.message.findMany({ orderBy: { id: 'asc' } })).map((message) => message.status);
