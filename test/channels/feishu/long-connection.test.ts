import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/channels/feishu/http.ts';
import { createLongConnection, type LongConnection } from '../../../src/channels/feishu/long-connection.ts';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { Log } from '../../../src/ports.ts';
import { Inbox } from '../conformance.ts';
import { connected, startRig, until } from './rig.ts';

/** Keeps every line, so that what must not be said can be looked for. */
function recordingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const say = (level: string) => (data: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(data)}`);
  };
  return { lines, debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

describe('a channel by long connection', () => {
  it('hands over events larger than a frame, and thousands of characters whole', async () => {
    const inbox = new Inbox();
    const rig = await startRig({ connection: 'long', sink: inbox.sink, double: { fragmentBytes: 512 } });
    const user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    const text = '县委人才办'.repeat(800);
    await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text });
    await rig.double.idle();
    expect(inbox.of('message')).toMatchObject([{ content: { text } }]);
    await rig.stop();
  });

  it('lets the platform deliver again what could not be kept, and then it is kept', async () => {
    const inbox = new Inbox();
    const rig = await startRig({ connection: 'long', sink: inbox.sink });
    const user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    inbox.failing = true;
    await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text: '请记住' });
    await rig.double.idle();
    expect(rig.double.redeliveries).toBe(1);
    inbox.failing = false;
    rig.double.redeliverNow();
    await rig.double.idle();
    expect(inbox.of('message')).toMatchObject([{ content: { text: '请记住' } }]);
    expect(rig.double.redeliveries).toBe(0);
    await rig.stop();
  });

  it('acknowledges only after the sink has kept it', async () => {
    const order: string[] = [];
    const kept = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const rig = await startRig({
      connection: 'long',
      sink: async () => {
        reached.resolve();
        await kept.promise;
        order.push('kept');
        return undefined;
      },
    });
    const user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    await rig.double.enter(user.id);
    const idle = rig.double.idle().then(() => order.push('acknowledged'));
    await reached.promise;
    kept.resolve();
    await idle;
    expect(order).toEqual(['kept', 'acknowledged']);
    await rig.stop();
  });

  it('waits on stop for what the sink is keeping, and acknowledges it', async () => {
    const kept = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const rig = await startRig({
      connection: 'long',
      sink: async () => {
        reached.resolve();
        await kept.promise;
        return undefined;
      },
    });
    const user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    await rig.double.enter(user.id);
    await reached.promise;
    const stopped = rig.channel.stop();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.double.connections).toBe(1);
    kept.resolve();
    await stopped;
    await rig.double.idle();
    expect(rig.double.redeliveries).toBe(0);
    expect(rig.channel.status().connection).toBe('stopped');
    await rig.stop();
  });

  it('keeps other events than messages: menus, members, a chat entered', async () => {
    const inbox = new Inbox();
    const rig = await startRig({ connection: 'long', sink: inbox.sink });
    const user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    const other = rig.double.addUser({ name: '李主任', mobile: '13800002222' });
    const group = rig.double.addGroup('人才群', [user.id]);
    await rig.double.enter(user.id);
    rig.double.tapMenu(user.id, 'progress');
    rig.double.addMembers(group.id, user.id, [other.id]);
    rig.double.removeBot(group.id, user.id);
    rig.double.pushRaw({
      schema: '2.0',
      header: { event_id: 'e', event_type: 'contact.x', app_id: rig.channel.appId },
      event: {},
    });
    await rig.double.idle();
    const kinds = inbox.events.map((event) => event.kind).toSorted();
    expect(kinds).toEqual(['entered', 'member', 'member', 'menu', 'unknown']);
    await rig.stop();
  });

  it('never takes an event of another app', async () => {
    const inbox = new Inbox();
    const rig = await startRig({ connection: 'long', sink: inbox.sink });
    rig.double.pushRaw({
      schema: '2.0',
      header: { event_id: 'e', event_type: 'x', app_id: 'cli_ffffffffffffffff' },
      event: {},
    });
    await rig.double.idle();
    expect(inbox.events).toEqual([]);
    await rig.stop();
  });
});

describe('the connection under supervision', () => {
  let double: FeishuDouble;
  let log: ReturnType<typeof recordingLog>;
  let connection: LongConnection;
  let http: ReturnType<typeof createHttp>;

  beforeEach(async () => {
    double = await startFeishuDouble({
      clientConfig: { PingInterval: 0.1, ReconnectInterval: 0.02, ReconnectNonce: 0.02 },
    });
    log = recordingLog();
    http = createHttp(double.url);
  });
  afterEach(async () => {
    await connection.stop(async () => {});
    http.close();
    await double.stop();
  });

  const open = (options: { secret?: string; pingTimeoutSeconds?: number } = {}) => {
    const { appId, appSecret } = double.credentials;
    const settings = { appId, appSecret: options.secret ?? appSecret, domain: double.url };
    connection = createLongConnection(
      settings,
      { log, receive: async () => ({}), http },
      {
        restartDelay: () => 10,
        ...(options.pingTimeoutSeconds === undefined
          ? {}
          : { pingTimeoutSeconds: options.pingTimeoutSeconds }),
      },
    );
    return connection.start();
  };

  it.each([1, 514, 1000040350] as const)(
    'starts again after code %i, which the SDK gives up on',
    async (code) => {
      double.refuseEndpoint(code, 2);
      await open();
      expect(connection.state()).toBe('failed');
      await connected(double);
      expect(connection.state()).toBe('connected');
      const failures = log.lines.filter((line) => line.startsWith('error'));
      expect(failures).toHaveLength(2);
      expect(failures[0]).toContain(`code=${code}`);
    },
  );

  it('connects again after the platform closed the connection', async () => {
    await open();
    await connected(double);
    double.disconnect();
    await until(double, () => double.connections === 0);
    await connected(double);
    expect(connection.state()).toBe('connected');
  });

  it('notices a socket that is open but dead', async () => {
    await open({ pingTimeoutSeconds: 0.05 });
    await connected(double);
    double.faults.deadSocket = true;
    await until(double, () => double.connections === 0);
    double.faults.deadSocket = false;
    await connected(double);
    expect(connection.state()).toBe('connected');
  });

  it('never logs the secret, the ticket or what people wrote', async () => {
    const secret = 'a-very-secret-secret';
    await open({ secret });
    expect(connection.state()).toBe('failed');
    await connection.stop(async () => {});
    await open();
    await connected(double);
    double.pushRaw({
      schema: '2.0',
      header: { event_id: 'e', event_type: 'x' },
      event: { text: '身份证号' },
    });
    double.disconnect();
    await until(double, () => double.connections === 0);
    const said = log.lines.join('\n');
    expect(log.lines.length).toBeGreaterThan(0);
    for (const word of [secret, double.credentials.appSecret, 'ticket=', '身份证号'])
      expect(said).not.toContain(word);
  });

  it('stays stopped once it was stopped, even while it was failing', async () => {
    double.refuseEndpoint(514, 100);
    await open();
    await connection.stop(async () => {});
    expect(connection.state()).toBe('stopped');
    const asked = log.lines.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.lines).toHaveLength(asked);
    expect(double.connections).toBe(0);
  });
});
