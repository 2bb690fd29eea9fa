/** An inbox of its own on a real database, where only the deciding is the test's. */
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { ActionAnswer, Event } from '../../src/channels/port.ts';
import { apology } from '../../src/county/failures.ts';
import { addPerson } from '../../src/county/people.ts';
import type { Decide } from '../../src/county/turn.ts';
import { countyViews } from '../../src/county/view.ts';
import { say } from '../../src/dialogue/reply.ts';
import { type Inbox, openInbox } from '../../src/inbox/inbox.ts';
import { noHandover } from '../../src/outbox/handover.ts';
import { type Clock, type Log, silentLog, systemClock } from '../../src/ports.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { databaseOfTest, type FreshDatabase } from './postgres.ts';

export const APP = 'feishu:cli_0123456789abcdef';
export const COUNTY = 'county';
export const random = { bytes: (length: number) => randomBytes(length) };
export const secrets = openSecrets(['0123456789abcdef0123456789abcdef'], random);

export interface County {
  db: FreshDatabase;
  /** A second one on the same database is a second process. */
  inbox(decide: Decide, log?: Log): Inbox;
  /** Somebody says something in their own chat. */
  says(inbox: Inbox, account: string, text: string): Promise<void>;
  /** Somebody presses a button in a group. */
  presses(inbox: Inbox, account: string, group: string, token: string): Promise<ActionAnswer | undefined>;
  /** A person with a role who can be reached. */
  person(name: string, role: '人才办' | '领导', account: string): Promise<string>;
  /** The words of the messages to an account, oldest first. */
  told(account: string): Promise<string[]>;
}

export async function countyOfTest(clock: Clock = systemClock): Promise<County> {
  const db = await databaseOfTest({ poolSize: 16 });
  await db.prisma.county.create({ data: { id: COUNTY, name: '青岚县', createdAt: new Date(0) } });
  await db.prisma.app.create({ data: { id: APP, countyId: COUNTY, channel: 'feishu' } });
  let said = 0;
  return {
    db,
    inbox(decide, log = silentLog) {
      const inbox = openInbox({
        db,
        secrets,
        clock,
        random,
        log,
        decide,
        county: countyViews(systemClock),
        apology,
        handover: noHandover,
        countyOf: (app) => (app === APP ? COUNTY : undefined),
        wake: () => undefined,
        observe: () => undefined,
      });
      onTestFinished(() => inbox.stop());
      return inbox;
    },
    async says(inbox, account, text) {
      said += 1;
      await inbox.accept(messageOf(account, text, { id: `om_${said}`, at: said }));
    },
    presses(inbox, account, group, token) {
      said += 1;
      return inbox.accept({
        channel: 'feishu',
        appId: APP.slice('feishu:'.length),
        dedupeKey: `ev_${said}`,
        at: said,
        kind: 'action',
        chat: { id: group, kind: 'group' },
        sender: { id: account },
        token,
      });
    },
    async person(name, role, account) {
      const personId = await addPerson(db.prisma, { secrets, random }, COUNTY, { name, roles: [role] }, 0);
      await db.prisma.identity.create({
        data: {
          id: `i-${account}`,
          countyId: COUNTY,
          appId: APP,
          accountId: account,
          personId,
          seenAt: new Date(0),
        },
      });
      return personId;
    },
    async told(account) {
      const chat = await db.prisma.chat.findFirst({ where: { key: `u:${account}` } });
      const rows = await db.prisma.message.findMany({
        where: { chatId: chat?.id ?? -1n },
        orderBy: { id: 'asc' },
      });
      return rows.map((row) => Buffer.from(secrets.openBytes(row.body)).toString());
    },
  };
}

/** What somebody says in their own chat, and when, ms. */
export const messageOf = (account: string, text: string, { id, at }: { id: string; at: number }): Event => ({
  channel: 'feishu',
  appId: APP.slice('feishu:'.length),
  dedupeKey: id,
  at,
  kind: 'message',
  chat: { id: `oc_${account}`, kind: 'p2p' },
  sender: { id: account },
  messageId: id,
  content: { type: 'text', text },
  toBot: true,
  mentions: [],
});

/** Repeats what was said. */
export const echo: Decide = async ({ chat, said }) => ({
  posts: [{ to: { chat: chat.id }, reply: say(said.kind === 'text' ? said.text : said.kind) }],
});
