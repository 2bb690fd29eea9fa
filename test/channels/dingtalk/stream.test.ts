import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createDingtalkChannel } from '../../../src/channels/dingtalk/channel.ts';
import { backoffMs } from '../../../src/channels/dingtalk/stream/backoff.ts';
import { answerFrame, readFrame } from '../../../src/channels/dingtalk/stream/frame.ts';
import { realWires } from '../../../src/channels/dingtalk/wires.ts';
import {
  type Bench,
  eventually,
  HandTimers,
  idleMs,
  isBackoff,
  listeningLog,
  only,
  openBench,
  pingMs,
  textTo,
} from './support.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(options: Parameters<typeof openBench>[0] = {}) {
  const bench = await openBench(options);
  closers.push(() => bench.stop());
  const person = bench.double.addUser({ name: '王小明', mobile: '13800000001' });
  const chat = bench.double.p2p(person.id);
  const say = (text: string) => bench.double.say(person.id, chat.id, { type: 'text', text });
  return { ...bench, person, chat, say };
}

const texts = ({ events }: Pick<Bench, 'events'>) =>
  events.map((event) =>
    event.kind === 'message' && event.content.type === 'text' ? event.content.text : event.kind,
  );
const open1 = (bench: Pick<Bench, 'double'>) =>
  bench.double.connections().filter(({ state }) => state === 'open').length;

describe('a stream', () => {
  test('brings a message in, acknowledges it and takes the answer back', async () => {
    const bench = await open();
    await bench.channel.start();
    expect(bench.channel.status()).toEqual({ connection: 'connected' });
    await bench.say('您好');
    await bench.double.idle();
    const message = only(bench.events, 'message');
    expect(message).toMatchObject({
      sender: { id: bench.person.id, name: '王小明' },
      content: { text: '您好' },
    });
    const pushed = bench.double.wire().find(({ what }) => what.includes('/im/bot/messages/get'));
    expect(pushed).toMatchObject({ status: 200, response: { response: null } });
    await bench.channel.send(
      textTo({ chat: message.chat, account: message.sender.id }, '在的', { session: message.session! }),
    );
    expect(bench.double.messages(bench.chat.id).at(-1)).toMatchObject({
      from: 'bot',
      content: { content: '在的' },
    });
  });

  test('acknowledges only what was kept: the rest comes again', async () => {
    // The platform's three seconds of waiting pass in sixty milliseconds.
    const timers = {
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms / 50),
      clearTimeout: stopTimer,
    };
    const bench = await open({ double: { timers, redelivery: { robotMs: 4000 } } });
    await bench.channel.start();
    let failures = 2;
    bench.sink.onEvent = async () => {
      if (failures-- > 0) throw new Error('the database is away');
      return undefined;
    };
    await bench.say('别丢');
    await eventually(() => expect(texts(bench)).toEqual(['别丢']));
    expect(failures).toBe(-1);
  });

  test('an event is answered SUCCESS, and LATER when it was not kept', async () => {
    const bench = await open({ double: { redelivery: { eventMs: [20] } } });
    await bench.channel.start();
    bench.sink.onEvent = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    await bench.double.pushEvent('chat_add_member', { openConversationId: 'cidG', userId: ['s1'] });
    const answers = () => bench.double.wire().filter(({ what }) => what.startsWith('EVENT'));
    await eventually(() =>
      expect(answers().map(({ response }) => response)).toEqual([
        { status: 'LATER', message: 'not kept' },
        { status: 'SUCCESS', message: 'success' },
      ]),
    );
    expect(bench.events).toHaveLength(1);
    expect(bench.events[0]).toMatchObject({ kind: 'member', change: 'added', chat: { id: 'cidG' } });
  });

  test('the same message twice has the same key', async () => {
    const bench = await open();
    await bench.channel.start();
    bench.double.faults.duplicate = 1;
    await bench.say('一次');
    await bench.double.idle();
    expect(bench.events).toHaveLength(2);
    expect(bench.events[0]!.dedupeKey).toBe(bench.events[1]!.dedupeKey);
  });

  test('echoes a ping', async () => {
    const bench = await open();
    await bench.channel.start();
    bench.double.sendPing();
    await eventually(() => {
      const ping = bench.double.wire().find(({ what }) => what === 'SYSTEM ping');
      expect(ping).toMatchObject({ status: 200 });
      expect(ping!.response).toEqual(ping!.request);
    });
  });

  test('an error toast is told to the presser, who would hear nothing else', async () => {
    const bench = await open();
    await bench.channel.start();
    bench.sink.onEvent = async () => ({ toast: '这个按钮已经失效', tone: 'error' });
    await bench.say('同意 #Old0Token');
    await eventually(() =>
      expect(bench.double.messages(bench.chat.id).at(-1)).toMatchObject({
        from: 'bot',
        content: { content: '这个按钮已经失效' },
      }),
    );
  });
});

describe('a stream that is told to disconnect', () => {
  test('is replaced without losing anything, and answers what it has in hand on the old socket', async () => {
    const bench = await open({ double: { redelivery: { robotMs: 20, robotTimes: 1_000 } } });
    await bench.channel.start();
    const release = Promise.withResolvers<void>();
    const started: string[] = [];
    bench.sink.onEvent = async (event) => {
      if (event.kind === 'message' && event.content.type === 'text') started.push(event.content.text);
      if (started.at(-1) === '先') await release.promise;
      return undefined;
    };
    await bench.say('先');
    await eventually(() => expect(started).toEqual(['先']));
    bench.double.sendDisconnect();
    await bench.say('后');
    await eventually(() => expect(texts(bench)).toContain('后'));
    expect(open1(bench)).toBe(1);
    expect(bench.double.connections().filter(({ state }) => state === 'draining')).toHaveLength(1);
    release.resolve();
    await eventually(() => expect(bench.double.connections()).toHaveLength(1));
    expect(texts(bench).toSorted()).toEqual(['先', '后'].toSorted());
    expect(started).toHaveLength(2);
    expect(bench.channel.status()).toEqual({ connection: 'connected' });
  });

  test('over and over, under traffic, loses nothing and leaves one socket', async () => {
    const bench = await open({ double: { redelivery: { robotMs: 20, robotTimes: 1_000 } } });
    await bench.channel.start();
    const spoken: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      spoken.push(`第${n}句`);
      await bench.say(`第${n}句`);
      if (n % 8 === 7) {
        bench.double.sendDisconnect();
        await eventually(() => {
          // A connection that brought nothing before its end is not replaced at once a second time.
          bench.timers.fire(isBackoff);
          expect(open1(bench)).toBe(1);
        });
      }
    }
    await eventually(() => expect(new Set(texts(bench))).toEqual(new Set(spoken)));
    await eventually(() => expect(bench.double.connections()).toHaveLength(1));
  });
});

describe('a stream that goes wrong', () => {
  test('open but dead is noticed, ended and replaced', async () => {
    const bench = await open({ double: { redelivery: { robotMs: 20, robotTimes: 1_000 } } });
    await bench.channel.start();
    bench.double.faults.deadSocket = true;
    for (let beat = 0; beat < 4; beat += 1) bench.timers.fire(pingMs);
    await eventually(() => expect(bench.channel.status()).toEqual({ connection: 'reconnecting' }));
    bench.double.faults.deadSocket = false;
    expect(bench.timers.fire(isBackoff)).toBe(1);
    await eventually(() => expect(open1(bench)).toBe(1));
    await bench.say('还在吗');
    await eventually(() => expect(texts(bench)).toEqual(['还在吗']));
  });

  test('alive but silent is left alone', async () => {
    const bench = await open();
    await bench.channel.start();
    for (let beat = 0; beat < 8; beat += 1) {
      const server = bench.double.connections();
      expect(server).toHaveLength(1);
      bench.timers.fire(pingMs);
      // A ping to the platform and its pong pass before anything said after it.
      await bench.say(`第${beat}次`);
      await eventually(() => expect(bench.events).toHaveLength(beat + 1));
    }
    expect(bench.channel.status()).toEqual({ connection: 'connected' });
  });

  test('wrong credentials are named, and tried again slowly', async () => {
    const bench = await open({ settings: { clientSecret: 'wrong' } });
    await bench.channel.start();
    expect(bench.channel.status()).toEqual({ connection: 'failed' });
    expect(bench.log.lines.find(({ level }) => level === 'error')?.data).toMatchObject({
      reason: expect.stringContaining('ClientSecret'),
    });
    expect(JSON.stringify(bench.log.lines)).not.toContain('wrong');
    expect(bench.timers.backoffs()).toEqual([1250]);
  });

  test('stopping answers what is in hand, and then there is no socket and no timer', async () => {
    const bench = await open();
    await bench.channel.start();
    const release = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    bench.sink.onEvent = async () => {
      begun.resolve();
      await release.promise;
      return undefined;
    };
    await bench.say('最后一句');
    await begun.promise;
    const stopping = bench.channel.stop();
    release.resolve();
    await stopping;
    await bench.double.idle();
    expect(texts(bench)).toEqual(['最后一句']);
    expect(bench.double.wire().find(({ what }) => what.includes('/im/bot'))).toMatchObject({ status: 200 });
    expect(bench.channel.status()).toEqual({ connection: 'stopped' });
    expect(bench.timers.waiting).toEqual([]);
    await eventually(() => expect(bench.double.connections()).toEqual([]));
  });
});

function stopTimer(handle: unknown): void {
  clearTimeout(handle as NodeJS.Timeout);
}

/** A gateway and a socket server under the test's hand. */
async function startGate() {
  const state = {
    asked: 0,
    refuse: true,
    onSocket: (_: import('ws').WebSocket) => {},
    tickets: [] as (string | null)[],
    accept: '',
  };
  const sockets = new WebSocketServer({ noServer: true });
  const raw = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    state.asked += 1;
    state.accept = request.headers.accept ?? '';
    const endpoint = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/connect`;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ endpoint, ticket: `a+b/c=${state.asked}` }));
  });
  server.on('connection', (socket) => {
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    state.tickets.push(/ticket=(.*)$/.exec(request.url ?? '')?.[1] ?? null);
    if (state.refuse) socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => state.onSocket(opened));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of raw) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timers = new HandTimers();
  const channel = createDingtalkChannel(
    { clientId: 'ding', clientSecret: 's', connection: 'stream', api: url, oapi: url },
    { clock: { now: () => 0 }, log: listeningLog(), sink: async () => undefined },
    { ...realWires(), timers, random: () => 0.5, pingMs, idleMs },
  );
  closers.push(async () => {
    for (const client of sockets.clients) client.terminate();
    await channel.stop();
  });
  return { state, channel, timers, clients: sockets.clients };
}

describe('refused handshakes', () => {
  test('make one attempt at a time, ever slower, and one socket in the end', async () => {
    const { state, channel, timers, clients } = await startGate();
    await channel.start();
    const waits: number[] = [];
    for (let round = 2; round <= 8; round += 1) {
      expect(timers.backoffs()).toHaveLength(1);
      waits.push(...timers.backoffs());
      timers.fire(isBackoff);
      await eventually(() => expect(timers.backoffs()).toHaveLength(1));
      expect(state.asked).toBe(round);
    }
    expect(waits).toEqual([1250, 2500, 5000, 10_000, 20_000, 40_000, 60_000]);
    state.refuse = false;
    timers.fire(isBackoff);
    await eventually(() => expect(channel.status()).toEqual({ connection: 'connected' }));
    expect(clients.size).toBe(1);
    expect(timers.backoffs()).toEqual([]);
  });

  test('the ticket is encoded, and JSON asked for', async () => {
    const { state, channel } = await startGate();
    await channel.start();
    expect(state.tickets).toEqual(['a%2Bb%2Fc%3D1']);
    expect(state.accept).toContain('application/json');
  });

  test('a server that closes at once is not hammered: only a frame resets the waiting', async () => {
    const { state, channel, timers } = await startGate();
    state.refuse = false;
    state.onSocket = (socket) => socket.close();
    await channel.start();
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await eventually(() => expect(timers.backoffs()).toHaveLength(1));
      waits.push(...timers.backoffs());
      timers.fire(isBackoff);
    }
    expect(waits).toEqual([1250, 2500, 5000]);
  });

  test('a server that only ever says disconnect is not hammered either', async () => {
    const { state, channel, timers } = await startGate();
    state.refuse = false;
    state.onSocket = (socket) =>
      socket.send(JSON.stringify({ type: 'SYSTEM', headers: { topic: 'disconnect' }, data: '{}' }));
    await channel.start();
    await eventually(() => expect(timers.backoffs()).toHaveLength(1));
    expect(state.asked).toBeLessThanOrEqual(2);
  });

  test('frames that cannot be read do no harm, and those nobody knows are said so', async () => {
    const { state, channel } = await startGate();
    state.refuse = false;
    const answers: unknown[] = [];
    const frames = [
      'nonsense',
      '[]',
      '{}',
      '{"type":7}',
      '{"type":"CALLBACK"}',
      '{"type":"SYSTEM","headers":{"topic":"KEEPALIVE","messageId":"k"}}',
      JSON.stringify({ type: 'CALLBACK', headers: { topic: '/v1.0/other', messageId: 'm1' }, data: '{' }),
      JSON.stringify({
        type: 'CALLBACK',
        header: { topic: '/v1.0/im/bot/messages/get', messageId: 'm2' },
        data: 'not json',
      }),
    ];
    state.onSocket = (socket) => {
      socket.on('message', (data) => answers.push(JSON.parse(String(data))));
      for (const frame of frames) socket.send(frame);
      socket.send(Buffer.from([1, 2, 3]));
    };
    await channel.start();
    await eventually(() => expect(answers).toHaveLength(2));
    expect(answers).toMatchObject([
      { code: 404, headers: { messageId: 'm1' } },
      { code: 200, headers: { messageId: 'm2' } },
    ]);
    expect(channel.status()).toEqual({ connection: 'connected' });
  });
});

test('two replicas share the messages', async () => {
  const first = await open();
  const { clientId, clientSecret } = first.double.credentials;
  const seen: string[] = [];
  const second = createDingtalkChannel(
    { clientId, clientSecret, connection: 'stream', api: first.double.url, oapi: first.double.url },
    { clock: first.clock, log: listeningLog(), sink: async (event) => void seen.push(event.dedupeKey) },
    { ...realWires(), timers: new HandTimers(), pingMs, idleMs },
  );
  closers.push(() => second.stop());
  await Promise.all([first.channel.start(), second.start()]);
  for (let n = 0; n < 30; n += 1) await first.say(`第${n}句`);
  await first.double.idle();
  expect(seen.length + first.events.length).toBe(30);
  expect(new Set([...seen, ...first.events.map(({ dedupeKey }) => dedupeKey)]).size).toBe(30);
});

test('frames are read leniently and answered exactly', () => {
  expect(readFrame('{"type":"EVENT","header":{"topic":"*","time":1790000000000},"data":{"a":1}}')).toEqual({
    type: 'EVENT',
    topic: '*',
    messageId: undefined,
    headers: { topic: '*', time: '1790000000000' },
    data: { a: 1 },
  });
  expect(JSON.parse(answerFrame('m1', { response: null }))).toEqual({
    code: 200,
    message: 'OK',
    headers: { messageId: 'm1', contentType: 'application/json' },
    data: '{"response":null}',
  });
});

test('waits double up to a minute, with chance on top', () => {
  expect([1, 2, 3, 7, 30].map((n) => backoffMs(n, 0))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  expect(backoffMs(1, 1)).toBe(1500);
});
