import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkDouble, startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { robotSign } from '../../../src/doubles/dingtalk/push/callback.ts';
import { decryptEvent, encryptEvent, eventSignature } from '../../../src/doubles/dingtalk/push/crypto.ts';
import { HandClock, type Heard, httpBot } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;
let bot: Awaited<ReturnType<typeof httpBot>> | undefined;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
});
afterEach(async () => {
  bot?.stop();
  bot = undefined;
  await double.stop();
});

const tell = (text: string): Promise<string> => double.say(wang, double.p2p(wang).id, { type: 'text', text });

describe('the signature of a robot callback', () => {
  it('is the HMAC of timestamp and secret', () => {
    expect(robotSign('1577262236757', 'this is a secret')).toBe(
      'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=',
    );
  });
});

describe('a robot message in HTTP mode', () => {
  it('is posted, signed, to the webhook', async () => {
    bot = await httpBot(() => ({}));
    double.setWebhook(bot.url);
    const id = await tell('你好');
    await double.idle();
    const [heard] = bot.heard;
    expect(heard?.body).toMatchObject({ msgId: id, text: { content: '你好' } });
    expect(heard?.headers.timestamp).toBe(String(clock.now()));
    expect(heard?.headers.sign).toBe(robotSign(String(clock.now()), double.credentials.clientSecret));
    expect(double.messages(double.p2p(wang).id)).toHaveLength(1);
  });

  it.each([
    ['text', { msgtype: 'text', text: { content: '收到' } }],
    ['markdown', { msgtype: 'markdown', markdown: { title: '好', text: '**收到**' } }],
    [
      'actionCard',
      {
        msgtype: 'actionCard',
        actionCard: { title: '?', text: '?', singleTitle: '看', singleURL: 'https://a.cn' },
      },
    ],
  ])('may be answered at once with %s', async (type, json) => {
    bot = await httpBot(() => ({ json }));
    double.setWebhook(bot.url);
    await tell('你好');
    await double.idle();
    expect(double.messages(double.p2p(wang).id).at(-1)).toMatchObject({ from: 'bot', type });
  });

  it('comes again after 60 s when the answer is an error', async () => {
    let status = 500;
    bot = await httpBot(() => ({ status }));
    double.setWebhook(bot.url);
    const id = await tell('你好');
    await double.idle();
    status = 200;
    clock.pass(59_999);
    await double.idle();
    expect(bot.heard).toHaveLength(1);
    clock.pass(1);
    await double.idle();
    expect(bot.heard.map(({ body }) => body.msgId)).toEqual([id, id]);
  });

  it('waits 2.5 s for an answer', async () => {
    let asked: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    bot = await httpBot(() => {
      asked();
      return new Promise(() => {});
    });
    double.setWebhook(bot.url);
    await tell('你好');
    await arrived;
    clock.pass(2_500);
    await double.idle();
    expect(double.wire().at(-1)).toMatchObject({ status: 'timeout' });
  });
});

describe('a subscribed event over HTTP', () => {
  const plain = (heard: Heard) => {
    const { eventToken, eventAesKey, clientId } = double.credentials;
    const query = new URL(heard.url, 'http://a').searchParams;
    const encrypt = String(heard.body.encrypt);
    const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    expect(query.get('signature')).toBe(eventSignature(eventToken, timestamp, nonce, encrypt));
    expect(query.get('msg_signature')).toBe(query.get('signature'));
    const opened = decryptEvent(eventAesKey, encrypt);
    expect(opened?.owner).toBe(clientId);
    return JSON.parse(opened?.message ?? '');
  };
  const success = (word = 'success') => {
    const { eventToken, eventAesKey, clientId } = double.credentials;
    const encrypt = encryptEvent(eventAesKey, clientId, word);
    const [timeStamp, nonce] = [String(clock.now()), 'abcdefgh12345678'];
    return {
      msg_signature: eventSignature(eventToken, timeStamp, nonce, encrypt),
      timeStamp,
      nonce,
      encrypt,
    };
  };

  it('asks check_url first, then tells the event, encrypted and with capital keys', async () => {
    bot = await httpBot(() => ({ json: success() }));
    double.setEventWebhook(bot.url);
    await double.pushEvent('user_add_org', { userId: [wang] });
    await double.pushEvent('user_leave_org', { userId: [wang] });
    await double.idle();
    const told = bot.heard.map(plain);
    expect(told).toMatchObject([
      { EventType: 'check_url' },
      { EventType: 'user_add_org', UserId: [wang], CorpId: double.credentials.corpId },
      { EventType: 'user_leave_org' },
    ]);
  });

  it.each([
    ['words in clear', () => ({ msgtype: 'empty' })],
    ['another word', () => success('ok')],
    ['a wrong signature', () => ({ ...success(), msg_signature: 'f'.repeat(40) })],
  ])('is not taken with %s, and comes again', async (_, wrong) => {
    let right = false;
    bot = await httpBot(() => ({ json: right ? success() : wrong() }));
    double.setEventWebhook(bot.url);
    await double.pushEvent('user_add_org', { userId: [wang] });
    await double.idle();
    expect(bot.heard.map(plain)).toMatchObject([{ EventType: 'check_url' }]);
    right = true;
    clock.pass(10_000);
    await double.idle();
    expect(bot.heard.map(plain).map(({ EventType }) => EventType)).toEqual([
      'check_url',
      'check_url',
      'user_add_org',
    ]);
  });

  it('is padded to blocks of 32 bytes', () => {
    const { eventAesKey } = double.credentials;
    for (let length = 0; length < 40; length += 1) {
      const encrypted = encryptEvent(eventAesKey, 'ding', 'x'.repeat(length));
      expect(Buffer.from(encrypted, 'base64').length % 32).toBe(0);
      expect(decryptEvent(eventAesKey, encrypted)?.message).toBe('x'.repeat(length));
    }
    expect(decryptEvent(eventAesKey, 'bm8=')).toBeUndefined();
  });
});
