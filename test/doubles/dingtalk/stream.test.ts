import { once } from 'node:events';
import { DWClient, type DWClientDownStream, EventAck } from 'dingtalk-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type DingtalkDouble,
  sessionLifeMs,
  startDingtalkDouble,
} from '../../../src/doubles/dingtalk/index.ts';
import { BareBot, call, HandClock, robotTopic, takeAll, ticketOf } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, random: () => 0, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
});
afterEach(() => double.stop());

const tell = (text: string): Promise<string> => double.say(wang, double.p2p(wang).id, { type: 'text', text });

/** The npm client with its gateway moved to the loopback. */
class LoopbackClient extends DWClient {
  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await ticketOf(double);
    Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
    return this;
  }
}

describe('the npm client dingtalk-stream', () => {
  const started: DWClient[] = [];
  const start = async (
    onMessage: (client: DWClient, message: DWClientDownStream) => void,
  ): Promise<DWClient> => {
    const { clientId, clientSecret } = double.credentials;
    const client = new LoopbackClient({ clientId, clientSecret });
    started.push(client);
    client.registerCallbackListener(robotTopic, (message) => onMessage(client, message));
    await client.connect();
    return client;
  };
  afterEach(() => {
    for (const client of started.splice(0)) client.disconnect();
  });

  it('receives a robot message and acknowledges it', async () => {
    const got: DWClientDownStream[] = [];
    await start((client, message) => {
      got.push(message);
      client.socketCallBackResponse(message.headers.messageId, null);
    });
    const id = await tell('我想登记');
    await double.idle();
    expect(got).toHaveLength(1);
    expect(JSON.parse(got[0]?.data ?? '')).toMatchObject({ msgId: id, text: { content: '我想登记' } });
    expect(double.wire().at(-1)).toMatchObject({ what: `CALLBACK ${robotTopic}`, status: 200 });
    clock.pass(600_000);
    await double.idle();
    expect(got).toHaveLength(1);
  });

  it('acknowledges events and echoes pings', async () => {
    const client = await start(() => {});
    const events: DWClientDownStream[] = [];
    client.registerAllEventListener((event) => {
      events.push(event);
      return { status: EventAck.SUCCESS };
    });
    await double.pushEvent('user_leave_org', { userId: [wang] });
    await double.idle();
    expect(events[0]?.headers).toMatchObject({ eventType: 'user_leave_org', topic: '*' });
    expect(JSON.parse(events[0]?.data ?? '')).toEqual({ userId: [wang] });
    double.sendPing();
    await new Promise<void>((resolve) => double.onChange(resolve));
    const ping = double.wire().at(-1);
    expect(ping).toMatchObject({ what: 'SYSTEM ping', status: 200 });
    expect(ping?.response).toEqual(ping?.request);
  });
});

describe('the robot message', () => {
  it('carries what a bot needs of a one-to-one chat', async () => {
    const bot = await BareBot.connect(double);
    const id = await tell('你好');
    const message = await bot.message();
    expect(message).toMatchObject({
      msgId: id,
      msgtype: 'text',
      text: { content: '你好' },
      conversationType: '1',
      conversationId: double.p2p(wang).id,
      senderStaffId: wang,
      senderNick: '王芳',
      robotCode: double.credentials.clientId,
      createAt: clock.now(),
      sessionWebhookExpiredTime: clock.now() + sessionLifeMs,
    });
    expect(message).not.toHaveProperty('isInAtList');
    expect(bot.frames[0]?.headers).toMatchObject({ topic: robotTopic, time: String(clock.now()) });
  });

  it('comes from a group only when the bot is mentioned, without the mention but with its space', async () => {
    const bot = await BareBot.connect(double);
    const group = double.addGroup('人才专员群', [wang]);
    await double.say(wang, group.id, { type: 'text', text: '大家好' });
    await double.say(wang, group.id, { type: 'text', text: '进度', mentionBot: true });
    const message = await bot.message();
    expect(message).toMatchObject({
      conversationType: '2',
      conversationId: group.id,
      conversationTitle: '人才专员群',
      isInAtList: true,
      text: { content: ' 进度' },
    });
    expect(message.atUsers).toHaveLength(1);
    expect(bot.frames).toHaveLength(1);
    expect(double.messages(group.id).map((it) => it.content)).toEqual([
      { content: '大家好' },
      { content: '@近悦 进度' },
    ]);
  });

  it('loses its words when the month is used up', async () => {
    await double.stop();
    double = await startDingtalkDouble({ quotas: { pushesPerMonth: 0 }, pingMs: 0 });
    wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
    const bot = await BareBot.connect(double);
    await tell('你好');
    const message = await bot.message();
    expect(message).toMatchObject({ errorCode: '20001', senderStaffId: wang });
    expect(message).not.toHaveProperty('text');
  });
});

describe('a connection', () => {
  const refused = async (url: string): Promise<number | undefined> => {
    const socket = new WebSocket(url);
    const [, response] = await once(socket, 'unexpected-response');
    socket.on('error', () => {});
    socket.terminate();
    return response.statusCode;
  };

  it('opens once with a ticket, and not after 90 seconds', async () => {
    const { endpoint, ticket } = await ticketOf(double);
    const socket = new WebSocket(`${endpoint}?ticket=${ticket}`);
    await once(socket, 'open');
    expect(await refused(`${endpoint}?ticket=${ticket}`)).toBe(401);
    const late = await ticketOf(double);
    clock.pass(90_000);
    expect(await refused(`${late.endpoint}?ticket=${late.ticket}`)).toBe(401);
    expect(double.connections()).toHaveLength(1);
  });

  it('is offered in XML to those who do not ask for JSON, and to nobody with a wrong secret', async () => {
    const { clientId, clientSecret } = double.credentials;
    const url = `${double.url}/v1.0/gateway/connections/open`;
    const subscriptions = [{ type: 'EVENT', topic: '*' }];
    const plain = await call(url, { clientId, clientSecret, subscriptions }, { accept: '*/*' });
    expect(plain.text).toMatch(/^<\?xml.*<ticket>/);
    expect(await call(url, { clientId, clientSecret: 'wrong', subscriptions })).toMatchObject({
      status: 401,
      json: { code: 'authFailed' },
    });
  });

  it('gets nothing more once it was told to disconnect, and is closed 10 s later', async () => {
    const old = await BareBot.connect(double);
    double.sendDisconnect();
    const [told] = await old.heard(1, 'SYSTEM');
    expect(told?.headers.topic).toBe('disconnect');
    expect(double.connections()[0]?.state).toBe('draining');
    const fresh = await BareBot.connect(double);
    await tell('还在吗');
    await fresh.heard(1);
    expect(old.frames).toHaveLength(1);
    clock.pass(9_999);
    expect(old.socket.readyState).toBe(WebSocket.OPEN);
    const closed = once(old.socket, 'close');
    clock.pass(1);
    await closed;
    expect(double.connections()).toHaveLength(1);
  });

  it('is one of several, picked at random for every push', async () => {
    await double.stop();
    const picks = [0.9, 0.1, 0.6];
    double = await startDingtalkDouble({ random: () => picks.shift() ?? 0, pingMs: 0 });
    wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
    const first = await BareBot.connect(double);
    const second = await BareBot.connect(double);
    for (const word of ['一', '二', '三']) await tell(word);
    await double.idle();
    expect([first.frames.length, second.frames.length]).toEqual([1, 2]);
  });
});

describe('a push nobody acknowledges', () => {
  it('comes again after 60 s with the same msgId and another delivery id', async () => {
    let deaf = true;
    const bot = await BareBot.connect(double, (frame) => (deaf ? undefined : takeAll(frame)));
    const id = await tell('在吗');
    const [first] = await bot.heard(1);
    clock.pass(3_000);
    await double.idle();
    clock.pass(56_999);
    expect(bot.frames).toHaveLength(1);
    deaf = false;
    clock.pass(1);
    const [, second] = await bot.heard(2);
    expect(JSON.parse(second?.data ?? '').msgId).toBe(id);
    expect(second?.headers.messageId).not.toBe(first?.headers.messageId);
    await double.idle();
    clock.pass(3_600_000);
    await double.idle();
    expect(bot.frames).toHaveLength(2);
  });

  it('waits for a connection when there is none', async () => {
    await tell('有人吗');
    await double.idle();
    const bot = await BareBot.connect(double);
    clock.pass(60_000);
    expect(await bot.message()).toMatchObject({ text: { content: '有人吗' } });
  });

  it('is asked for again by an event handler that says LATER, with the same eventId', async () => {
    let answer = { status: 'LATER' };
    const bot = await BareBot.connect(double, () => answer);
    await double.pushEvent('user_add_org', { userId: [wang] });
    await double.idle();
    answer = { status: 'SUCCESS' };
    clock.pass(10_000);
    const [first, second] = await bot.heard(2, 'EVENT');
    expect(second?.headers.eventId).toBe(first?.headers.eventId);
    await double.idle();
    clock.pass(3_600_000);
    await double.idle();
    expect(bot.frames).toHaveLength(2);
  });
});
