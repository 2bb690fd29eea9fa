/** Chats that share a round share a transaction and its statements, and nothing else. */
import { expect, it, onTestFinished } from 'vitest';
import { loadCalendar } from '../../src/county/calendar.ts';
import { readSettings } from '../../src/county/settings.ts';
import { appKey } from '../../src/inbox/accept.ts';
import type { RunDeps } from '../../src/inbox/deps.ts';
import { type Inbox, openInbox } from '../../src/inbox/inbox.ts';
import { noHandover } from '../../src/outbox/handover.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { databaseOfTest } from '../support/postgres.ts';

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const countyId = 'county';

async function inboxOfTest(decide: RunDeps['decide']): Promise<Inbox> {
  const db = await databaseOfTest();
  const app = appKey('feishu', 'cli_a');
  await db.prisma.county.create({ data: { id: countyId, name: '青岚县', createdAt: new Date() } });
  await db.prisma.app.create({ data: { id: app, countyId, channel: 'feishu' } });
  const inbox = openInbox({
    db,
    secrets: openSecrets(['0123456789abcdef0123456789abcdef'], random),
    clock: systemClock,
    random,
    log: silentLog,
    decide,
    county: async (tx) => ({
      id: countyId,
      name: '青岚县',
      calendar: await loadCalendar(tx, countyId),
      settings: readSettings({}),
      since: 0,
    }),
    apology: () => [],
    handover: noHandover,
    countyOf: () => countyId,
    wake() {},
    observe() {},
  });
  onTestFinished(() => inbox.stop());
  return inbox;
}

let said = 0;
const say = (
  inbox: Inbox,
  account: string,
  text: string,
  session?: { webhook: string; expiresAt: number },
) => {
  said += 1;
  return inbox.accept({
    kind: 'message',
    channel: 'feishu',
    appId: 'cli_a',
    dedupeKey: `om_${said}`,
    at: Date.now() + said,
    chat: { id: `oc_${account}`, kind: 'p2p' },
    sender: { id: account },
    messageId: `om_${said}`,
    content: { type: 'text', text },
    toBot: true,
    mentions: [],
    ...(session ? { session } : {}),
  });
};

it('keeps a conversation beside chats that have none, in whatever order they come', async () => {
  const heard: [string, unknown][] = [];
  const inbox = await inboxOfTest(async ({ speaker, conversation, said: words }) => {
    heard.push([speaker.accountId, conversation]);
    const keeps = words.kind === 'text' && words.text === 'keep';
    return { posts: [], ...(keeps ? { conversation: { of: speaker.accountId } } : {}) };
  });
  const session = { webhook: 'https://example.com/s', expiresAt: 1 };
  await Promise.all([
    say(inbox, 'first', 'forget'),
    say(inbox, 'second', 'keep', session),
    say(inbox, 'third', 'forget'),
    say(inbox, 'fourth', 'keep'),
  ]);
  await inbox.drain();
  await Promise.all(['first', 'second', 'third', 'fourth'].map((account) => say(inbox, account, 'again')));
  await inbox.drain();
  expect(new Map(heard.slice(4))).toEqual(
    new Map([
      ['first', undefined],
      ['second', { of: 'second' }],
      ['third', undefined],
      ['fourth', { of: 'fourth' }],
    ]),
  );
});
