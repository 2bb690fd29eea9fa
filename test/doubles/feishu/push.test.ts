/** Pushing to a callback address: encryption, signature, ladder, faults. */
import { createHash } from 'node:crypto';
import { AESCipher } from '@larksuiteoapi/node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { type FakeBot, Hands, startBot } from './support.ts';

const encryptKey = 'a key of the test';
const seconds = 1000;
const ladder = [15 * seconds, 300 * seconds, 3600 * seconds, 21_600 * seconds];

let bot: FakeBot;
let hands: Hands;
let double: FeishuDouble;
let user: DoubleUser;
let chatId: string;

beforeEach(async () => {
  bot = await startBot((raw) => {
    const plain = decrypted(raw);
    return plain.type === 'url_verification' ? JSON.stringify({ challenge: plain.challenge }) : '{}';
  });
  hands = new Hands();
  double = await startFeishuDouble({ encryptKey, webhook: bot.url, now: hands.now, timers: hands });
  user = double.addUser({ name: '李雷', mobile: '13800000002' });
  chatId = double.p2p(user.id).id;
});

afterEach(async () => {
  await double.stop();
  await bot.stop();
});

function decrypted(raw: Buffer) {
  const { encrypt } = JSON.parse(raw.toString()) as { encrypt: string };
  return JSON.parse(new AESCipher(encryptKey).decrypt(encrypt));
}

async function say(text: string): Promise<void> {
  await double.say(user.id, chatId, { type: 'text', text });
}

function heard(): string[] {
  return bot.received.map(({ raw }) => JSON.parse(decrypted(raw).event.message.content).text);
}

describe('a push', () => {
  it('is encrypted, and signed over its raw bytes', async () => {
    await say('您好');
    await double.idle();
    const [{ headers, raw } = { headers: {}, raw: Buffer.alloc(0) }] = bot.received;
    const signed = createHash('sha256')
      .update(`${headers['x-lark-request-timestamp']}${headers['x-lark-request-nonce']}${encryptKey}`)
      .update(raw)
      .digest('hex');
    expect(headers['x-lark-signature']).toBe(signed);
    expect(headers['x-lark-request-timestamp']).toBe(String(hands.time / 1000));
    expect(decrypted(raw)).toMatchObject({
      schema: '2.0',
      header: {
        event_type: 'im.message.receive_v1',
        create_time: String(hands.time),
        token: double.credentials.verificationToken,
        app_id: double.credentials.appId,
        tenant_key: double.tenantKey,
      },
      event: {
        sender: { sender_id: { open_id: user.id, union_id: user.unionId }, sender_type: 'user' },
        message: { chat_id: chatId, chat_type: 'p2p', message_type: 'text', content: '{"text":"您好"}' },
      },
    });
  });

  it('goes plain and unsigned without an Encrypt Key', async () => {
    const plain = await startFeishuDouble({ encryptKey: '', webhook: bot.url });
    bot.answers.push({ status: 200, body: '{}' });
    const someone = plain.addUser({ name: '韩梅', mobile: '13800000003' });
    await plain.say(someone.id, plain.p2p(someone.id).id, { type: 'text', text: 'hi' });
    await plain.idle();
    await plain.stop();
    expect(bot.received[0]?.headers['x-lark-signature']).toBeUndefined();
    expect(JSON.parse(String(bot.received[0]?.raw))).toMatchObject({ schema: '2.0' });
  });

  it('keeps the order of a chat', async () => {
    for (const text of ['一', '二', '三', '四', '五']) await say(text);
    await double.idle();
    expect(heard()).toEqual(['一', '二', '三', '四', '五']);
  });
});

describe('the challenge', () => {
  it('goes encrypted and unsigned', async () => {
    expect(await double.verifyWebhook()).toEqual({ ok: true });
    expect(bot.received[0]?.headers['x-lark-signature']).toBeUndefined();
    expect(decrypted(bot.received[0]?.raw ?? Buffer.alloc(0))).toMatchObject({
      type: 'url_verification',
      token: double.credentials.verificationToken,
    });
  });

  it('fails when it does not come back', async () => {
    bot.answers.push({ status: 200, body: '{"challenge":"another"}' });
    expect((await double.verifyWebhook()).ok).toBe(false);
    bot.answers.push({ status: 401, body: '' });
    expect(await double.verifyWebhook()).toEqual({ ok: false, reason: 'refused' });
  });
});

describe('the ladder', () => {
  it('tries again after 15 s, 5 min, 1 h and 6 h with the same event, then gives up', async () => {
    for (let index = 0; index < 6; index += 1) bot.answers.push({ status: 500, body: '' });
    await say('在吗');
    await double.idle();
    for (const [index, wait] of ladder.entries()) {
      hands.advance(wait - 1);
      await double.idle();
      expect(bot.received).toHaveLength(index + 1);
      hands.advance(1);
      await double.idle();
      expect(bot.received).toHaveLength(index + 2);
    }
    const events = bot.received.map(({ raw }) => decrypted(raw));
    expect(new Set(events.map((event) => event.header.event_id)).size).toBe(1);
    expect(new Set(events.map((event) => event.event.message.message_id)).size).toBe(1);
    expect(double.redeliveries).toBe(0);
  });

  it('stops climbing once acknowledged', async () => {
    bot.answers.push({ status: 302, body: '' });
    await say('在吗');
    await double.idle();
    hands.advance(ladder[0] ?? 0);
    await double.idle();
    expect(bot.received).toHaveLength(2);
    expect(double.redeliveries).toBe(0);
  });

  it('takes three seconds of silence for a failure', async () => {
    bot.answers.push('hang');
    await say('在吗');
    await new Promise<void>((resolve) => {
      const watch = setInterval(() => {
        if (bot.received.length === 0) return;
        clearInterval(watch);
        resolve();
      }, 1);
    });
    hands.advance(2999);
    expect(double.redeliveries).toBe(0);
    hands.advance(1);
    await double.idle();
    expect(double.redeliveries).toBe(1);
    expect(double.wire().at(-1)).toMatchObject({ what: 'im.message.receive_v1', status: 'timeout' });
    double.redeliverNow();
    await double.idle();
    expect(double.wire().at(-1)).toMatchObject({ what: 'im.message.receive_v1 (redelivery 1)', status: 200 });
  });

  it('counts a bot that is not there as a failure', async () => {
    await bot.stop();
    await say('在吗');
    await double.idle();
    expect(double.redeliveries).toBe(1);
    double.setWebhook(undefined);
    double.redeliverNow();
    await double.idle();
    expect(double.wire().at(-1)?.status).toBe('unconfigured');
  });
});

describe('faults', () => {
  it('dropAcks delivers acknowledged pushes again', async () => {
    double.faults.dropAcks = 1;
    await say('一');
    await say('二');
    await double.idle();
    hands.advance(ladder[0] ?? 0);
    await double.idle();
    expect(heard()).toEqual(['一', '二', '一']);
    expect(double.faults.dropAcks).toBe(0);
  });

  it('duplicate delivers every push more often', async () => {
    double.faults.duplicate = 2;
    await say('一');
    await double.idle();
    expect(heard()).toEqual(['一', '一', '一']);
  });

  it('delayMs holds pushes back', async () => {
    double.faults.delayMs = 5000;
    await say('一');
    hands.advance(4999);
    expect(bot.received).toHaveLength(0);
    hands.advance(1);
    await double.idle();
    expect(heard()).toEqual(['一']);
  });

  it('reorder sends what waits together in another order', async () => {
    double.faults.reorder = true;
    for (const text of ['一', '二', '三']) await say(text);
    await double.idle();
    expect(heard()).toEqual(['三', '二', '一']);
  });
});
