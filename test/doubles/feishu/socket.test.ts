/** The long connection, frame by frame. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import { decodeFrame, encodeFrame, type Frame } from '../../../src/doubles/feishu/push/frame.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { Hands, until } from './support.ts';

let hands: Hands;
let double: FeishuDouble;
let user: DoubleUser;
let clients: TestClient[];

/** Connects, pings and acknowledges whatever comes with `ack`; undefined: keeps silent. */
interface TestClient {
  socket: WebSocket;
  frames: Frame[];
  ack: { code: number; data?: string } | undefined;
}

beforeEach(async () => {
  hands = new Hands();
  double = await startFeishuDouble({ now: hands.now, timers: hands, fragmentBytes: 300 });
  user = double.addUser({ name: '王芳', mobile: '13800000001' });
  clients = [];
});

afterEach(async () => {
  for (const { socket } of clients) socket.terminate();
  await double.stop();
});

interface Endpoint {
  code: number;
  data: { URL?: string; ClientConfig?: object };
}

async function endpoint(appSecret = double.credentials.appSecret): Promise<Endpoint> {
  const response = await fetch(`${double.url}/callback/ws/endpoint`, {
    method: 'POST',
    body: JSON.stringify({ AppID: double.credentials.appId, AppSecret: appSecret }),
  });
  return (await response.json()) as Endpoint;
}

const ping: Frame = {
  seqId: 0,
  logId: 0,
  service: 7,
  method: 0,
  headers: { type: 'ping' },
  payload: Buffer.alloc(0),
};

async function connect(): Promise<TestClient> {
  const { data } = await endpoint();
  const client: TestClient = { socket: new WebSocket(data.URL ?? ''), frames: [], ack: { code: 200 } };
  clients.push(client);
  client.socket.on('error', () => {});
  client.socket.on('message', (bytes) => {
    const frame = decodeFrame(bytes as Buffer);
    client.frames.push(frame);
    const last = Number(frame.headers.seq) === Number(frame.headers.sum) - 1;
    if (frame.method !== 1 || !client.ack || !last) return;
    client.socket.send(encodeFrame({ ...frame, payload: Buffer.from(JSON.stringify(client.ack)) }));
  });
  await new Promise((resolve) => client.socket.once('open', resolve));
  client.socket.send(encodeFrame(ping));
  await until(() => client.frames.length > 0);
  return client;
}

function payloadOf(frames: Frame[]) {
  return JSON.parse(Buffer.concat(frames.map((frame) => frame.payload)).toString());
}

const say = (text: string) => double.say(user.id, double.p2p(user.id).id, { type: 'text', text });

describe('a frame', () => {
  it('is protobuf: fields 1 to 5 and 8', () => {
    const frame = { ...ping, service: 300, headers: { type: 'x' }, payload: Buffer.from('{}') };
    expect(encodeFrame(frame).toString('hex')).toBe(
      ['0800', '1000', '18ac02', '2000', '2a09', '0a0474797065', '120178', '42027b7d'].join(''),
    );
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
  });

  it('cut short is an error', () => {
    const bytes = encodeFrame(ping);
    expect(() => decodeFrame(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
  });
});

describe('the endpoint', () => {
  it('gives a URL whose service_id is not the first parameter, and intervals in seconds', async () => {
    const { code, data } = await endpoint();
    expect(code).toBe(0);
    expect(data.URL).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[^?]+\?device_id=.+&service_id=\d+/);
    expect(data.ClientConfig).toEqual({
      PingInterval: 120,
      ReconnectCount: -1,
      ReconnectInterval: 120,
      ReconnectNonce: 30,
    });
  });

  it('refuses a wrong secret, and whatever it is told to', async () => {
    expect((await endpoint('wrong')).code).toBe(514);
    double.refuseEndpoint(1000040343, 2);
    expect([(await endpoint()).code, (await endpoint()).code, (await endpoint()).code]).toEqual([
      1000040343, 1000040343, 0,
    ]);
  });

  it('takes at most 50 connections', async () => {
    for (let index = 0; index < 50; index += 1) await connect();
    expect((await endpoint()).code).toBe(1000040350);
  });

  it('lets a URL be used once', async () => {
    const { data } = await endpoint();
    const first = new WebSocket(data.URL ?? '');
    await new Promise((resolve) => first.once('open', resolve));
    const second = new WebSocket(data.URL ?? '');
    expect(String(await new Promise((resolve) => second.once('error', resolve)))).toContain('403');
    first.terminate();
  });
});

describe('a connection', () => {
  it('answers a ping with the intervals', async () => {
    const { frames } = await connect();
    expect(frames[0]).toMatchObject({ method: 0, headers: { type: 'pong' }, service: 7 });
    expect(payloadOf(frames)).toHaveProperty('PingInterval', 120);
  });

  it('gets an event in fragments, which together are the body as pushed by HTTP', async () => {
    const { frames } = await connect();
    await say('您好'.repeat(100));
    await double.idle();
    const parts = frames.slice(1);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((frame) => frame.headers.seq)).toEqual(parts.map((_, index) => String(index)));
    expect(new Set(parts.map((frame) => frame.headers.message_id)).size).toBe(1);
    expect(payloadOf(parts)).toMatchObject({
      schema: '2.0',
      header: { token: double.credentials.verificationToken },
      event: { message: { content: JSON.stringify({ text: '您好'.repeat(100) }) } },
    });
    expect(double.redeliveries).toBe(0);
  });

  it('gets an event again when the handler threw, or kept silent for three seconds', async () => {
    const client = await connect();
    client.ack = { code: 500 };
    await say('一');
    await double.idle();
    expect(double.redeliveries).toBe(1);
    client.ack = undefined;
    double.redeliverNow();
    const before = client.frames.length;
    await until(() => client.frames.length >= before + 1);
    hands.advance(3000);
    await double.idle();
    expect(double.wire().at(-1)?.status).toBe('timeout');
    client.ack = { code: 200 };
    hands.advance(300_000);
    await double.idle();
    expect(double.redeliveries).toBe(0);
  });

  it('gets a card callback and answers it', async () => {
    const client = await connect();
    const answer = { toast: { type: 'info', content: '好' } };
    client.ack = { code: 200, data: Buffer.from(JSON.stringify(answer)).toString('base64') };
    const button = {
      tag: 'button',
      text: { tag: 'plain_text', content: '好' },
      behaviors: [{ type: 'callback', value: {} }],
    };
    const card = { schema: '2.0', body: { elements: [button] } };
    const id = await double.say(user.id, double.p2p(user.id).id, {
      type: 'raw',
      messageType: 'interactive',
      content: card,
    });
    expect(await double.press(user.id, id, '好')).toEqual({ toast: '好' });
    client.ack = { code: 500 };
    expect((await double.press(user.id, id, '好')).error).toContain('200671');
  });

  it('shares the events with the others: each goes to one', async () => {
    const both = [await connect(), await connect()];
    for (let index = 0; index < 40; index += 1) await say(String(index));
    await double.idle();
    const ids = both.map(({ frames }) => new Set(frames.slice(1).map((frame) => frame.headers.message_id)));
    expect((ids[0]?.size ?? 0) + (ids[1]?.size ?? 0)).toBe(40);
    expect(ids[0]?.size).toBeGreaterThan(0);
    expect(ids[1]?.size).toBeGreaterThan(0);
  });

  it('that is dead stays open, and nothing passes', async () => {
    const client = await connect();
    double.faults.deadSocket = true;
    client.socket.send(encodeFrame(ping));
    await say('一');
    hands.advance(3000);
    await double.idle();
    expect(client.frames).toHaveLength(1);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    double.faults.deadSocket = false;
    hands.advance(15_000);
    await double.idle();
    expect(client.frames.length).toBeGreaterThan(1);
  });

  it('dropped by the platform leaves the event to the ladder', async () => {
    await connect();
    // From the first word of the goodbye on: the socket itself is open for a while yet.
    double.disconnect();
    expect(double.connections).toBe(0);
    await say('一');
    await double.idle();
    expect(double.wire().at(-1)?.status).toBe('unconfigured');
    const next = await connect();
    hands.advance(15_000);
    await double.idle();
    expect(payloadOf(next.frames.slice(1)).event.message.content).toBe('{"text":"一"}');
  });

  it('honours the other faults', async () => {
    const client = await connect();
    double.faults.dropAcks = 1;
    double.faults.duplicate = 1;
    await say('一');
    await double.idle();
    const ids = new Set(client.frames.slice(1).map((frame) => frame.headers.message_id));
    expect([ids.size, double.redeliveries]).toEqual([2, 1]);
  });
});
