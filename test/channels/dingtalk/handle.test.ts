import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDingtalkChannel } from '../../../src/channels/dingtalk/channel.ts';
import { decryptEvent, encryptEvent } from '../../../src/channels/dingtalk/decrypt.ts';
import { eventSignature, robotSign } from '../../../src/channels/dingtalk/verify.ts';
import type { Channel, Event, WireRequest } from '../../../src/channels/port.ts';
import { listeningLog } from './support.ts';

const now = 1_790_000_000_000;
const [clientId, clientSecret, token] = ['dingapp', 'secret-of-a-county', 'tok3n'];
const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

let events: Event[];
let refuse: boolean;
let log: ReturnType<typeof listeningLog>;
let channel: Channel;

beforeEach(() => {
  events = [];
  refuse = false;
  log = listeningLog();
  channel = createDingtalkChannel(
    {
      clientId,
      clientSecret,
      connection: 'webhook',
      api: 'http://127.0.0.1:9',
      oapi: 'http://127.0.0.1:9',
      eventToken: token,
      eventAesKey: aesKey,
      corpId: 'dingcorp',
    },
    {
      clock: { now: () => now },
      log,
      sink: async (event) => {
        if (refuse) throw new Error('the database is away');
        events.push(event);
        return undefined;
      },
    },
  );
});
afterEach(() => channel.stop());

const message = {
  msgId: 'm1',
  robotCode: clientId,
  conversationId: 'cid1',
  conversationType: '1',
  senderStaffId: 's1',
  msgtype: 'text',
  text: { content: '您好' },
};
const robot = (
  body: unknown,
  { timestamp = String(now), sign = robotSign(timestamp, clientSecret) } = {},
): WireRequest => ({
  headers: { timestamp, sign, 'content-type': 'application/json' },
  query: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const event = (plain: object, { owner = clientId, key = aesKey, by = token } = {}): WireRequest => {
  const encrypt = encryptEvent(JSON.stringify(plain), key, owner);
  return {
    headers: {},
    query: { timestamp: '1', nonce: 'n', signature: eventSignature(by, '1', 'n', encrypt) },
    body: Buffer.from(JSON.stringify({ encrypt })),
  };
};

describe('a robot callback', () => {
  test('is kept and answered with nothing to say', async () => {
    expect(await channel.handle(robot(message))).toEqual({ status: 200, body: { msgtype: 'empty' } });
    expect(events).toMatchObject([{ kind: 'message', dedupeKey: 'dingapp:m1', content: { text: '您好' } }]);
  });

  test.each([
    ['with a wrong sign', robot(message, { sign: robotSign(String(now), 'other') }), 401],
    ['that is stale', robot(message, { timestamp: String(now - 3_600_001) }), 401],
    ['without a sign', { ...robot(message), headers: {} }, 401],
    ['of broken JSON', robot('{"msgId":'), 400],
    ['of a list', robot([message]), 400],
    ['of broken JSON without a sign', { ...robot('nonsense'), headers: {} }, 400],
  ])('%s is refused', async (_, request, status) => {
    expect((await channel.handle(request)).status).toBe(status);
    expect(events).toEqual([]);
  });

  test('that could not be kept is not acknowledged', async () => {
    refuse = true;
    expect((await channel.handle(robot(message))).status).toBe(500);
  });
});

describe('the event subscription on the same route', () => {
  test('the address is checked without an event', async () => {
    const answer = await channel.handle(event({ EventType: 'check_url' }));
    const { encrypt, msg_signature, timeStamp, nonce } = answer.body as Record<string, string>;
    expect(decryptEvent(encrypt!, { aesKey, owners: [clientId] })).toBe('success');
    expect(msg_signature).toBe(eventSignature(token, timeStamp!, nonce!, encrypt!));
    expect(events).toEqual([]);
  });

  test('an event is kept, whether the app or the organisation owns it', async () => {
    const body = { EventType: 'chat_quit', eventId: 'e1', ChatId: 'chat1', UserId: ['s1'] };
    expect((await channel.handle(event(body))).status).toBe(200);
    expect((await channel.handle(event({ ...body, eventId: 'e2' }, { owner: 'dingcorp' }))).status).toBe(200);
    expect(events).toMatchObject([
      { kind: 'member', change: 'removed', dedupeKey: 'e1' },
      { dedupeKey: 'e2' },
    ]);
  });

  test('an event without an id has the same key when it comes again', async () => {
    const request = event({ EventType: 'user_add_org', UserId: ['s1'] });
    await channel.handle(request);
    await channel.handle(request);
    expect(events[0]!.dedupeKey).toBe(events[1]!.dedupeKey);
  });

  test.each([
    ['signed with another token', event({}, { by: 'other' })],
    ['of another app', event({}, { owner: 'dingother' })],
    ['sealed with another key', event({}, { key: `Z${aesKey.slice(1)}` })],
  ])('an event %s is refused', async (_, request) => {
    expect((await channel.handle(request)).status).toBe(401);
    expect(events).toEqual([]);
  });

  test('an event that could not be kept is not acknowledged', async () => {
    refuse = true;
    expect((await channel.handle(event({ EventType: 'chat_quit', ChatId: 'c' }))).status).toBe(500);
  });
});

test('a month quota that is used up is reported once', async () => {
  for (const msgId of ['q1', 'q2', 'q3'])
    await channel.handle(robot({ ...message, msgId, text: undefined, errorCode: '20001' }));
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(events.map(({ dedupeKey }) => dedupeKey)).toEqual(['dingapp:q1', 'dingapp:q2', 'dingapp:q3']);
});

test('nothing that was said gets into the log', async () => {
  refuse = true;
  await channel.handle(robot(message));
  await channel.handle(robot(message, { sign: 'x' }));
  expect(JSON.stringify(log.lines)).not.toContain('您好');
  expect(log.lines.length).toBeGreaterThan(0);
});
