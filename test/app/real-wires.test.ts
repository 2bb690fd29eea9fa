import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double, DoubleUser } from '../../src/doubles/port.ts';
import { freePort, startMain } from '../support/main-process.ts';
import { dropDatabase, emptyDatabase } from '../support/postgres.ts';
import { until } from '../support/service.ts';

/** Settings as an office would write them, with the platform's address on loopback. */
const platforms = {
  async feishu(connection: 'long' | 'webhook') {
    const double = await startFeishuDouble({ limits: 'off' });
    const { appId, appSecret, encryptKey, verificationToken } = double.credentials;
    const settings = {
      FEISHU_APP_ID: appId,
      FEISHU_APP_SECRET: appSecret,
      FEISHU_ENCRYPT_KEY: encryptKey,
      FEISHU_VERIFICATION_TOKEN: verificationToken,
      FEISHU_CONNECTION: connection,
      FEISHU_DOMAIN: double.url,
    };
    return { double, settings, listening: () => double.connections > 0 };
  },
  async dingtalk(connection: 'long' | 'webhook') {
    const double = await startDingtalkDouble({ limits: 'off' });
    const settings = {
      DINGTALK_CLIENT_ID: double.credentials.clientId,
      DINGTALK_CLIENT_SECRET: double.credentials.clientSecret,
      DINGTALK_CONNECTION: connection === 'long' ? 'stream' : 'webhook',
      DINGTALK_EVENT_TOKEN: double.credentials.eventToken,
      DINGTALK_EVENT_AES_KEY: double.credentials.eventAesKey,
      DINGTALK_API: double.url,
      DINGTALK_OAPI: double.url,
    };
    return { double, settings, listening: () => double.connections().length > 0 };
  },
};

describe.each(['feishu', 'dingtalk'] as const)('with credentials set, on %s', (platform) => {
  it.each(['long', 'webhook'] as const)(
    'a talent registers by %s',
    async (connection) => {
      const { double, settings, listening } = await platforms[platform](connection);
      const databaseUrl = await emptyDatabase();
      const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-wires-'));
      const port = await freePort();
      const { child, printed } = await startMain({
        ...settings,
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
      });
      onTestFinished(async () => {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
        await double.stop();
        await dropDatabase(databaseUrl);
        rmSync(dataDir, { recursive: true, force: true });
      });
      if (connection === 'webhook') double.setWebhook(`http://127.0.0.1:${port}/channels/${platform}`);
      else await until(listening, Boolean);
      if (platform === 'feishu' && connection === 'webhook') {
        expect(await (double as Awaited<ReturnType<typeof startFeishuDouble>>).verifyWebhook()).toEqual({
          ok: true,
        });
      }
      if (platform === 'dingtalk' && connection === 'webhook') {
        await takesSealedEvents(double as DingtalkDouble, `http://127.0.0.1:${port}/channels/dingtalk`);
      }
      const user = await register(double);
      const moved = await fetch(`http://127.0.0.1:${port}/simulator/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: 'P1D' }),
      });
      expect(moved.status).toBe(200);
      // The platform's time has not moved with it: what it signs is still fresh.
      await double.say(user.id, double.p2p(user.id).id, { type: 'text', text: '/帮助' });
      await until(
        () => double.messages(double.p2p(user.id).id).at(-1),
        (message) => message?.from === 'bot' && JSON.stringify(message.content).includes('人才登记'),
      );
      expect(printed()).not.toContain('11010519491231002X');
    },
    90_000,
  );
});

type DingtalkDouble = Awaited<ReturnType<typeof startDingtalkDouble>>;

/** The event subscription: its address is checked, and an encrypted event is answered with an encrypted success. */
async function takesSealedEvents(double: DingtalkDouble, url: string): Promise<void> {
  double.setEventWebhook(url);
  await double.pushEvent('chat_add_member', { openConversationId: 'cidG', userId: ['s1'] });
  const outcome = (what: string) => double.wire().find((entry) => entry.what === what)?.status;
  await until(() => outcome('EVENT chat_add_member'), Boolean);
  expect([outcome('EVENT check_url'), outcome('EVENT chat_add_member')]).toEqual([200, 200]);
}

/** The whole of talent-registration, in words. */
async function register(double: Double): Promise<DoubleUser> {
  const user = double.addUser({ name: '何思雨', mobile: '13900005678' });
  const chat = double.p2p(user.id);
  const steps: [say: string, heard: RegExp][] = [
    ['人才登记', /您同意吗/u],
    ['同意', /请问您的姓名/u],
    ['我叫何思雨，身份证11010519491231002X，电话13900005678', /您属于哪一类/u],
    ['应届', /从最高学历说起/u],
    ['2022年9月到2026年6月，怀化学院，汉语言文学，本科', /还有别的学历/u],
    ['没有了', /期望年薪/u],
    ['面议', /面谈/u],
    ['跳过', /简历/u],
    ['跳过', /还有什么想告诉/u],
    ['没有', /请核对/u],
    ['确认', /登记好了，编号 RC0001/u],
  ];
  let heard = 0;
  for (const [words, answer] of steps) {
    await double.say(user.id, chat.id, { type: 'text', text: words });
    const bot = await until(
      () => double.messages(chat.id).filter((message) => message.from === 'bot'),
      (messages) => messages.length > heard,
    );
    heard = bot.length;
    expect(JSON.stringify(bot.at(-1)?.content), `after “${words}”`).toMatch(answer);
  }
  return user;
}
