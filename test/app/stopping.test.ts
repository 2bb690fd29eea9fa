/** Stopped in order within ten seconds, losing nothing (design.md 5: main.ts as it runs in production). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type FeishuDouble, startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import { openDatabase } from '../../src/store/database.ts';
import { freePort } from '../../src/store/postmaster.ts';
import { deliverAll, pushed } from '../support/deliveries.ts';
import { dropDatabase, emptyDatabase, TEMPLATE } from '../support/postgres.ts';
import { until } from '../support/service.ts';

const CHATS = 40;
const EACH = 10;

/** `node src/main.ts` with nothing but the environment an operator would set. */
function start(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const environment = (double: FeishuDouble, databaseUrl: string, dataDir: string, port: number) => ({
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  SECRET_KEY: '0123456789abcdef0123456789abcdef',
  CLAIM_CODE: 'CLAIM123',
  FEISHU_APP_ID: double.credentials.appId,
  FEISHU_APP_SECRET: double.credentials.appSecret,
  FEISHU_ENCRYPT_KEY: double.credentials.encryptKey,
  FEISHU_VERIFICATION_TOKEN: double.credentials.verificationToken,
  FEISHU_CONNECTION: 'webhook',
  FEISHU_DOMAIN: double.url,
  LOG_LEVEL: 'error',
});

const ready = (port: number) =>
  until(
    () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        (response) => response.status,
        () => 0,
      ),
    (status) => status === 200,
    30_000,
  );

it('answers everything it has accepted, before the stop or after the next start', async () => {
  const double = await startFeishuDouble({ limits: 'off' });
  const databaseUrl = await emptyDatabase(TEMPLATE);
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-'));
  const db = await openDatabase({ url: databaseUrl, poolSize: 2 });
  onTestFinished(async () => {
    await db.close();
    await dropDatabase(databaseUrl);
    await double.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const port = await freePort();
  const env = environment(double, databaseUrl, dataDir, port);
  const first = start(env);
  await ready(port);

  const chats = Array.from({ length: CHATS }, (_, index) => {
    const user = double.addUser({ name: `用户${index}`, mobile: String(13_900_000_000 + index) });
    return { accountId: user.id, chatId: double.p2p(user.id).id };
  });
  const events = Array.from({ length: CHATS * EACH }, (_, number) => {
    const messageId = `om_${number.toString(16).padStart(32, '0')}`;
    const chat = chats[number % CHATS] ?? { accountId: '', chatId: '' };
    return pushed(double, { ...chat, messageId, text: `/x${String(number).padStart(4, '0')}` }, Date.now());
  });
  let stopped: Promise<{ code: number | null; ms: number }> | undefined;
  let second: Promise<void> | undefined;
  const succeed = async (): Promise<void> => {
    await stopped;
    start(env);
    await ready(port);
  };
  await deliverAll(double, `http://127.0.0.1:${port}/channels/feishu`, events, {
    lanes: 16,
    taken(count) {
      if (count === (CHATS * EACH) / 2) stopped = stop(first);
    },
    // Whatever comes while nobody serves is delivered again to the next one.
    serving() {
      second ??= succeed();
      return second;
    },
  });
  const { code, ms } = (await stopped) ?? { code: null, ms: 0 };
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  expect(second).toBeDefined();

  const shown = () =>
    chats.map(({ chatId }) => double.messages(chatId).filter((message) => message.from === 'bot'));
  await until(
    () => shown().flat().length,
    (count) => count === CHATS * EACH,
    60_000,
  );
  const said = shown()
    .flat()
    .map((message) => /\/x\d{4}/u.exec(JSON.stringify(message.content))?.[0]);
  expect(new Set(said).size).toBe(CHATS * EACH);
  expect(await db.prisma.event.count({ where: { status: 'accepted' } })).toBe(CHATS * EACH);
  expect(await db.prisma.waitingEvent.count()).toBe(0);
}, 120_000);

async function stop(child: ChildProcess): Promise<{ code: number | null; ms: number }> {
  const started = performance.now();
  const gone = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  const [code] = await gone;
  return { code, ms: performance.now() - started };
}
