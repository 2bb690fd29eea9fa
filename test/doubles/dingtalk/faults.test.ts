import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkDouble, startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { noFaults } from '../../../src/doubles/port.ts';
import { BareBot, call, type Frame, HandClock, sendTo } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;
let chat: string;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
  chat = double.p2p(wang).id;
});
afterEach(() => double.stop());

const tell = (text: string): Promise<string> => double.say(wang, chat, { type: 'text', text });
const wordsOf = (frames: Frame[]): string[] => frames.map(({ data }) => JSON.parse(data).text.content);
const sent = (): number => double.messages(chat).filter(({ from }) => from === 'bot').length;

describe('faults of a push', () => {
  it('dropAcks: an acknowledged message comes again after 60 s', async () => {
    const bot = await BareBot.connect(double);
    double.faults.dropAcks = 1;
    const id = await tell('你好');
    await double.idle();
    expect(double.faults.dropAcks).toBe(0);
    clock.pass(60_000);
    await double.idle();
    expect(bot.frames.map(({ data }) => JSON.parse(data).msgId)).toEqual([id, id]);
  });

  it('duplicate: every push comes that many extra times, under its own delivery id', async () => {
    const bot = await BareBot.connect(double);
    double.faults.duplicate = 2;
    await tell('你好');
    await double.idle();
    expect(new Set(bot.frames.map(({ data }) => data)).size).toBe(1);
    expect(new Set(bot.frames.map(({ headers }) => headers.messageId)).size).toBe(3);
    clock.pass(3_600_000);
    await double.idle();
    expect(bot.frames).toHaveLength(3);
  });

  it('duplicate: an extra copy is not delivered again on its own account', async () => {
    const bot = await BareBot.connect(double, () => undefined);
    double.faults.duplicate = 1;
    await tell('你好');
    await bot.heard(2);
    double.faults.duplicate = 0;
    clock.pass(3_000);
    await double.idle();
    clock.pass(57_000);
    await bot.heard(3);
    await call(`${double.url}/a-round-trip-later`, {});
    expect(bot.frames).toHaveLength(3);
  });

  it('delayMs: a push is held back, and idle waits for it', async () => {
    const bot = await BareBot.connect(double);
    double.faults.delayMs = 5_000;
    await tell('你好');
    let idle = false;
    const waiting = double.idle().then(() => {
      idle = true;
    });
    clock.pass(4_999);
    await new Promise(setImmediate);
    expect([idle, bot.frames.length]).toEqual([false, 0]);
    clock.pass(1);
    await waiting;
    expect(bot.frames).toHaveLength(1);
  });

  it('reorder: what waits together arrives in another order', async () => {
    const bot = await BareBot.connect(double);
    double.faults.reorder = true;
    for (const word of ['一', '二', '三']) await tell(word);
    await double.idle();
    const told = wordsOf(bot.frames);
    expect(told).not.toEqual(['一', '二', '三']);
    expect(told.toSorted()).toEqual(['一', '二', '三'].toSorted());
  });

  it('deadSocket: the open connection passes nothing either way, a new one does', async () => {
    const old = await BareBot.connect(double);
    double.faults.deadSocket = true;
    const id = await tell('你好');
    await new Promise(setImmediate);
    let pong = false;
    old.socket.once('pong', () => {
      pong = true;
    });
    old.socket.ping();
    await call(`${double.url}/a-round-trip-later`, {});
    clock.pass(3_000);
    await double.idle();
    expect(double.connections()).toMatchObject([{ state: 'dead' }]);
    old.socket.terminate();
    await once(old.socket, 'close');
    const fresh = await BareBot.connect(double);
    expect(double.connections().at(-1)?.state).toBe('open');
    clock.pass(57_000);
    expect(await fresh.message()).toMatchObject({ msgId: id });
    expect([pong, old.frames.length]).toEqual([false, 0]);
  });
});

describe('faults of a send', () => {
  it('serverErrors: HTTP 500 without effect', async () => {
    double.faults.serverErrors = 2;
    expect((await sendTo(double, [wang])).status).toBe(500);
    expect((await sendTo(double, [wang])).status).toBe(500);
    expect(sent()).toBe(0);
    expect((await sendTo(double, [wang])).status).toBe(200);
  });

  it('rateLimited: 403 Qps on the OpenAPI', async () => {
    double.faults.rateLimited = 1;
    expect(await sendTo(double, [wang])).toMatchObject({
      status: 403,
      json: { code: 'Forbidden.AccessDenied.QpsLimitForApi' },
    });
    expect([sent(), double.faults.rateLimited]).toEqual([0, 0]);
  });

  it('cutAfterSend: the message is there, the answer is not', async () => {
    double.faults.cutAfterSend = 1;
    await expect(sendTo(double, [wang])).rejects.toThrow();
    expect(sent()).toBe(1);
    expect(double.wire().at(-1)).toMatchObject({ direction: 'from-bot', status: 'cut' });
  });

  it('cutAfterSend: a refused send is answered and does not count', async () => {
    double.faults.cutAfterSend = 1;
    expect((await sendTo(double, ['nobody'])).status).toBe(400);
    expect(double.faults.cutAfterSend).toBe(1);
  });

  it.each([
    ['send.too.fast', 400],
    ['system.error', 500],
    ['Forbidden.AccessDenied.ApiCountLimitForOrg', 403],
  ])('errorCode: %s comes with HTTP %i', async (code, status) => {
    double.faults.errorCode = { code, times: 2 };
    expect(await sendTo(double, [wang])).toMatchObject({ status, json: { code } });
    expect(await sendTo(double, [wang])).toMatchObject({ status, json: { code } });
    expect(double.faults.errorCode).toBeNull();
    expect((await sendTo(double, [wang])).status).toBe(200);
  });

  it('errorCode 1111: the ban of an address, in its own shape', async () => {
    double.faults.errorCode = { code: 1111, times: 1 };
    expect(await sendTo(double, [wang])).toMatchObject({ status: 200, json: { status: 1111, wait: 5 } });
  });

  it('act on a session webhook in its own manner', async () => {
    const bot = await BareBot.connect(double);
    await tell('你好');
    const webhook = String((await bot.message()).sessionWebhook);
    const body = { msgtype: 'text', text: { content: '收到' } };
    double.faults.rateLimited = 1;
    expect(await call(webhook, body)).toMatchObject({ status: 200, json: { errcode: 90018 } });
    double.faults.errorCode = { code: 310000, times: 1 };
    expect(await call(webhook, body)).toMatchObject({ status: 200, json: { errcode: 310000 } });
    double.faults.serverErrors = 1;
    expect((await call(webhook, body)).status).toBe(500);
    expect(sent()).toBe(0);
    double.faults.cutAfterSend = 1;
    await expect(call(webhook, { ...body, msgUuid: 'k' })).rejects.toThrow();
    expect((await call(webhook, { ...body, msgUuid: 'k' })).json.errcode).toBe(0);
    expect(sent()).toBe(1);
  });
});

describe('all faults', () => {
  it('are off at first and can be switched off together', () => {
    expect({ ...double.faults }).toEqual(noFaults);
    Object.assign(double.faults, { duplicate: 3, deadSocket: true });
    Object.assign(double.faults, noFaults);
    expect({ ...double.faults }).toEqual(noFaults);
  });
});
