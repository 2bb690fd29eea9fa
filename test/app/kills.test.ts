/**
 * Once and in order, whatever is killed (design.md 4): a thousand events, each
 * delivered three times in random order, while the service is killed under way.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../src/config.ts';
import { addPerson } from '../../src/county/people.ts';
import type { FeishuDouble } from '../../src/doubles/feishu/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { freePort } from '../../src/store/postmaster.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { deliverAll, type Heard, pushed, seeded, shuffled } from '../support/deliveries.ts';
import { dropDatabase, emptyDatabase, TEMPLATE } from '../support/postgres.ts';
import { type ServiceProcess, standBy } from '../support/processes.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { configFor, until } from '../support/service.ts';

const LEADERS = 10;
const CHATS = 50;
const EACH = 20;
const COPIES = 3;
const KILLS = 20;
const SEED = 20_261_123;
const random = { bytes: (length: number) => randomBytes(length) };

interface Scene {
  double: FeishuDouble;
  db: Database;
  config: Config;
  said: Heard[];
  url: string;
}

async function scene(redisUrl?: string): Promise<Scene> {
  const double = await startFeishuDouble({ limits: 'off' });
  const databaseUrl = await emptyDatabase(TEMPLATE);
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-'));
  const db = await openDatabase({ url: databaseUrl, poolSize: 4 });
  onTestFinished(async () => {
    await db.close();
    await dropDatabase(databaseUrl);
    await double.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const port = await freePort();
  const options = { feishu: double, connection: 'webhook' as const, port, ...(redisUrl ? { redisUrl } : {}) };
  const config = configFor(options, databaseUrl, dataDir);
  const said = await people(double, db, config);
  return { double, db, config, said, url: `http://127.0.0.1:${port}/channels/feishu` };
}

/**
 * Ten leaders who tell of a contact and confirm, over and over; a stranger's
 * unknown commands in the other chats, and one claim of who they are.
 */
async function people(double: FeishuDouble, db: Database, config: Config): Promise<Heard[]> {
  const secrets = openSecrets(config.secretKeys, random);
  const chats = Array.from({ length: CHATS }, (_, index) => {
    const user = double.addUser({ name: `用户${index}`, mobile: String(13_900_000_000 + index) });
    return { account: user.id, chat: double.p2p(user.id).id };
  });
  for (const [index, { account }] of chats.slice(0, LEADERS).entries()) {
    await bound(db, secrets, double, account, `向国平${index}`, '领导');
    await addPerson(db.prisma, { secrets, random }, 'county', { name: talentOf(index), roles: ['人才'] }, 0);
  }
  return chats.flatMap(({ account, chat }, index) =>
    Array.from({ length: EACH }, (_, turn): Heard => {
      const number = index * EACH + turn;
      const messageId = `om_${number.toString(16).padStart(32, '0')}`;
      return { messageId, accountId: account, chatId: chat, text: wordsAt(index, turn, number) };
    }),
  );
}

const surnames = ['李', '王', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const talentOf = (index: number): string => `${surnames[index]}文博`;

function wordsAt(chat: number, turn: number, number: number): string {
  if (chat < LEADERS) return turn % 2 === 0 ? `昨天跟${talentOf(chat)}通了电话` : '确认';
  return turn === 0 ? `我是何思雨${chat} 县中医院` : `/x${String(number).padStart(4, '0')}`;
}

async function bound(
  db: Database,
  secrets: ReturnType<typeof openSecrets>,
  double: FeishuDouble,
  account: string,
  name: string,
  role: '领导' | '人才办',
): Promise<void> {
  const personId = await addPerson(db.prisma, { secrets, random }, 'county', { name, roles: [role] }, 0);
  await db.prisma.identity.create({
    data: {
      id: `i-${personId}`,
      countyId: 'county',
      appId: `feishu:${double.credentials.appId}`,
      accountId: account,
      personId,
      seenAt: new Date(0),
    },
  });
}

/** Every event thrice, in an order of its own. */
const deliveriesOf = ({ double, said }: Scene): object[] => {
  const at = Date.now();
  const events = said.map((heard) => pushed(double, heard, at));
  return shuffled(Array.from({ length: COPIES }, () => events).flat(), seeded(SEED));
};

interface EventRow {
  id: bigint;
  dedupeKey: string;
  status: string;
}

/** Waits until nothing is under way, then checks all that was promised. */
async function expectOnceAndInOrder({ double, db, said }: Scene): Promise<void> {
  const left = () =>
    db.prisma.$queryRawUnsafe<{ n: number }[]>(
      `select (select count(*) from waiting_event)::int
            + (select count(*) from message where status = 'waiting')::int as n`,
    );
  await until(left, ([row]) => row?.n === 0, 60_000);

  const events: EventRow[] = await db.prisma.event.findMany({ orderBy: { id: 'asc' } });
  expect(events.map((event) => event.dedupeKey).sort()).toEqual(said.map((heard) => heard.messageId).sort());
  expect(new Set(events.map((event) => event.status))).toEqual(new Set(['accepted']));

  const messages = await db.prisma.message.findMany({ orderBy: { id: 'asc' } });
  expect(messages.map((message) => message.cause).sort()).toEqual(
    events.map((event) => `event:${event.id}`).sort(),
  );
  expect(new Set(messages.map((message) => message.status))).toEqual(new Set(['sent']));

  const heardBy = new Map(said.map((heard) => [heard.messageId, heard]));
  const keyOf = new Map(events.map((event) => [`event:${event.id}`, event.dedupeKey]));
  const handled = messages.map((message) => ({
    message,
    heard: heardBy.get(keyOf.get(message.cause) ?? '') as Heard,
  }));
  for (const [chatId, inChat] of Map.groupBy(handled, ({ heard }) => heard.chatId)) {
    const shown = double.messages(chatId).filter((message) => message.from === 'bot');
    expect(shown.map((message) => message.id)).toEqual(inChat.map(({ message }) => message.externalId));
    for (const [index, { heard }] of inChat.entries()) {
      if (heard.text.startsWith('/')) expect(JSON.stringify(shown[index]?.content)).toContain(heard.text);
    }
  }
  await expectRecords(
    db,
    handled.map(({ heard }) => heard),
  );
}

/** The business the events asked for, followed in the order they were handled. */
async function expectRecords(db: Database, handled: Heard[]): Promise<void> {
  const pending = new Set<string>();
  let records = 0;
  for (const { chatId, text } of handled) {
    if (text.startsWith('昨天')) pending.add(chatId);
    else if (text === '确认' && pending.delete(chatId)) records += 1;
  }
  const contacts = await db.prisma.contact.findMany();
  expect(records).toBeGreaterThan(LEADERS);
  expect(contacts).toHaveLength(records);
  expect(contacts.map((contact) => Number(contact.no.split('-')[2])).sort((a, b) => a - b)).toEqual(
    contacts.map((_, index) => index + 1),
  );
  const claims = await db.prisma.bindRequest.findMany();
  expect(new Set(claims.map((claim) => claim.claims)).size).toBe(CHATS - LEADERS);
  expect(claims).toHaveLength(CHATS - LEADERS);
}

const backends = [
  ['PostgreSQL', async () => undefined],
  ...(hasRedis
    ? [
        [
          'Redis',
          async () => {
            const redis = await startRedis();
            onTestFinished(() => redis.stop());
            return redis.url;
          },
        ] as const,
      ]
    : []),
] as const;

describe.each(backends)('with the queues on %s', (_name, backend) => {
  it(`handles ${CHATS * EACH} events once and in order, each delivered ${COPIES} times, killed ${KILLS} times`, async () => {
    const county = await scene(await backend());
    let current = await standBy(county.config);
    let next = standBy(county.config);
    await current.go();
    let serving = Promise.resolve();
    let kills = 0;
    const replace = async (): Promise<void> => {
      kills += 1;
      await current.kill();
      current = await next;
      if (kills < KILLS) next = standBy(county.config);
      await current.go();
    };
    const every = Math.floor((CHATS * EACH * COPIES) / (KILLS + 1));
    await deliverAll(county.double, county.url, deliveriesOf(county), {
      lanes: 24,
      taken(count) {
        if (count % every === 0 && kills < KILLS) serving = serving.then(replace);
      },
      serving: () => serving,
    });
    await serving;
    expect(kills).toBe(KILLS);
    await expectOnceAndInOrder(county);
    await current.kill();
  }, 400_000);

  it('shares the work between a web process and two workers, one of which is killed', async () => {
    const county = await scene(await backend());
    const roles = ['web', 'worker', 'worker'] as const;
    const processes: ServiceProcess[] = await Promise.all(
      roles.map((role) => standBy({ ...county.config, role })),
    );
    await Promise.all(processes.map((process) => process.go()));
    let killed = Promise.resolve();
    await deliverAll(county.double, county.url, deliveriesOf(county), {
      lanes: 24,
      taken(count) {
        if (count === CHATS * EACH) killed = processes[1]?.kill() ?? killed;
      },
      serving: async () => undefined,
    });
    await killed;
    await expectOnceAndInOrder(county);
  }, 120_000);
});

it('answers what reached nobody when the platform delivers it again', async () => {
  const county = await scene();
  const { double, config } = county;
  double.setWebhook(county.url);
  const first = await standBy(config);
  const second = await standBy(config);
  await first.go();
  await first.kill();
  const user = double.addUser({ name: '何思雨', mobile: '13900005678' });
  const chat = double.p2p(user.id).id;
  for (const text of ['/x1', '/x2', '/x3']) await double.say(user.id, chat, { type: 'text', text });
  await double.idle();
  expect(double.redeliveries).toBe(3);
  await second.go();
  double.redeliverNow();
  const heard = () => double.messages(chat).filter((message) => message.from === 'bot');
  const words = (await until(heard, (seen) => seen.length === 3)).map((message) =>
    JSON.stringify(message.content),
  );
  expect(words.map((text) => /\/x\d/u.exec(text)?.[0])).toEqual(['/x1', '/x2', '/x3']);
  await second.kill();
});
