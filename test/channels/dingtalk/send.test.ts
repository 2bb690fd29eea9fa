import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message, SendRequest } from '../../../src/channels/port.ts';
import type { DoubleChat, DoubleMessage, DoubleUser } from '../../../src/doubles/port.ts';
import { type Bench, only, openBench, textTo } from './support.ts';

let bench: Bench;
let person: DoubleUser;
let group: DoubleChat;

beforeEach(async () => {
  bench = await openBench();
  person = bench.double.addUser({ name: '王小明', mobile: '13800000001' });
  group = bench.double.addGroup('人才专班', [person.id]);
});
afterEach(() => bench.stop());

const said = (chatId: string): DoubleMessage[] =>
  bench.double.messages(chatId).filter(({ from }) => from === 'bot');
const p2p = () => bench.double.p2p(person.id);
const wordsOf = (message: DoubleMessage | undefined) => JSON.stringify(message?.content);
const calls = (path: string) => bench.double.wire().filter(({ what }) => what.includes(path)).length;

/** The session of a message the person has just sent. */
async function sessionIn(chat: DoubleChat): Promise<NonNullable<SendRequest['session']>> {
  if (bench.channel.status().connection !== 'connected') await bench.channel.start();
  await bench.double.say(person.id, chat.id, { type: 'text', text: '在吗', mentionBot: true });
  await bench.double.idle();
  return only(bench.events.splice(0), 'message').session!;
}

describe('by the OpenAPI', () => {
  test('one person', async () => {
    const outcome = await bench.channel.send(textTo({ account: person.id }, '您好'));
    expect(outcome).toEqual({ result: 'sent', messageId: expect.any(String) });
    expect(said(p2p().id)).toMatchObject([{ type: 'text', content: { content: '您好' } }]);
  });

  test('a group, where people are called by name only', async () => {
    const message: Message = {
      parts: [{ type: 'text', text: '请签到' }],
      mention: [{ id: person.id, name: '王小明' }],
    };
    await bench.channel.send({ key: 'k', to: { chat: group }, message });
    expect(said(group.id)).toMatchObject([{ type: 'text', content: { content: '@王小明 请签到' } }]);
  });

  test('nobody, when the chat is one-to-one and no userId is known', async () => {
    const outcome = await bench.channel.send(textTo({ chat: { id: 'cid1', kind: 'p2p' } }, 'x'));
    expect(outcome).toMatchObject({ result: 'refused', fault: 'recipient', code: 'unreachable' });
    const outsider = await bench.channel.send(textTo({ account: 'lwcp:$:LWCP_v1:$x' }, 'x'));
    expect(outsider).toMatchObject({ result: 'refused', fault: 'recipient' });
    expect(calls('batchSend')).toBe(0);
  });

  test('a stranger and a group that is gone are told apart', async () => {
    expect(await bench.channel.send(textTo({ account: 'nobody' }, 'x'))).toMatchObject({
      result: 'refused',
      fault: 'recipient',
    });
    expect(await bench.channel.send(textTo({ chat: { id: 'cidgone', kind: 'group' } }, 'x'))).toMatchObject({
      result: 'refused',
      fault: 'target',
    });
  });

  test('a person who gets too much is left alone for a while', async () => {
    bench.double.flowControl(person.id, 1);
    expect(await bench.channel.send(textTo({ account: person.id }, 'x'))).toMatchObject({
      result: 'retry',
      pause: 'chat',
      code: 'flowControlled',
    });
    expect(await bench.channel.send(textTo({ account: person.id }, 'x'))).toMatchObject({ result: 'sent' });
  });

  test('buttons come back as an action of whoever pressed', async () => {
    await bench.channel.start();
    const message: Message = {
      title: '请确认',
      parts: [
        {
          type: 'buttons',
          buttons: [
            { label: '同意', token: 'Agree12345' },
            { label: '退回', token: 'Return1234' },
          ],
        },
      ],
    };
    await bench.channel.send({ key: 'k', to: { account: person.id }, message });
    await bench.double.press(person.id, said(p2p().id)[0]!.id, '退回');
    await bench.double.idle();
    expect(only(bench.events, 'action')).toMatchObject({
      token: 'Return1234',
      sender: { id: person.id },
      chat: { id: p2p().id, kind: 'p2p' },
    });
  });

  test.each([6, 12])('%i buttons as links come back all the same', async (count) => {
    await bench.channel.start();
    const buttons = Array.from({ length: count }, (_, n) => ({
      label: `选项[${n}]`,
      token: `Token${1000 + n}`,
    }));
    await bench.channel.send({
      key: 'k',
      to: { account: person.id },
      message: { parts: [{ type: 'buttons', buttons }] },
    });
    const [message] = said(p2p().id);
    expect(message).toMatchObject({ type: 'markdown' });
    await bench.double.press(person.id, message!.id, `选项［${count - 1}］`);
    await bench.double.idle();
    expect(only(bench.events, 'action').token).toBe(`Token${1000 + count - 1}`);
  });
});

describe('by the session of a message', () => {
  test('without a token, as long as it lives', async () => {
    const session = await sessionIn(p2p());
    expect(await bench.channel.send(textTo({ account: person.id }, '在的', { session }))).toEqual({
      result: 'sent',
    });
    expect(wordsOf(said(p2p().id)[0])).toContain('在的');
    expect(calls('accessToken') + calls('batchSend')).toBe(0);
  });

  test('in a group the person is mentioned, in the text and by id', async () => {
    const session = await sessionIn(group);
    const message: Message = {
      parts: [{ type: 'text', text: '已登记' }],
      mention: [{ id: person.id }, { id: 'lwcp:x', name: '外' }],
    };
    await bench.channel.send({ key: 'k', to: { chat: group }, message, session });
    expect(said(group.id)).toMatchObject([
      { content: { content: `@${person.id} 已登记`, at: { atUserIds: [person.id] } } },
    ]);
  });

  test('not in its last minute: then by the OpenAPI', async () => {
    const session = await sessionIn(p2p());
    bench.clock.at += 5_400_000 - 59_000;
    expect(await bench.channel.send(textTo({ account: person.id }, 'x', { session }))).toMatchObject({
      result: 'sent',
      messageId: expect.any(String),
    });
    expect(calls('sendBySession')).toBe(0);
  });

  test('and when it has ended early, by the OpenAPI in the same send', async () => {
    const session = await sessionIn(p2p());
    const ended = { ...session, webhook: session.webhook.replace(/session=.*/, 'session=ended') };
    expect(await bench.channel.send(textTo({ account: person.id }, 'x', { session: ended }))).toMatchObject({
      result: 'sent',
      messageId: expect.any(String),
    });
    expect(said(p2p().id)).toHaveLength(1);
    expect(await bench.channel.send(textTo({ chat: p2p() }, 'x', { session: ended }))).toMatchObject({
      result: 'refused',
      fault: 'recipient',
    });
  });

  test('never to an address that is not DingTalk’s', async () => {
    const session = {
      webhook: 'https://oapi.dingtalk.com.evil.example/robot?session=1',
      expiresAt: bench.clock.now() + 3_600_000,
    };
    expect(await bench.channel.send(textTo({ account: person.id }, '您的手机号', { session }))).toMatchObject(
      { result: 'sent', messageId: expect.any(String) },
    );
    expect(await bench.channel.send(textTo({ chat: p2p() }, '您的手机号', { session }))).toMatchObject({
      result: 'refused',
    });
  });

  test('a send whose answer was lost is said once, though it is sent twice', async () => {
    const session = await sessionIn(p2p());
    const request = textTo({ account: person.id }, '只说一次', { session });
    bench.double.faults.cutAfterSend = 1;
    expect(await bench.channel.send(request)).toMatchObject({
      result: 'retry',
      pause: 'message',
      code: 'network',
    });
    expect(await bench.channel.send(request)).toEqual({ result: 'sent' });
    expect(said(p2p().id)).toHaveLength(1);
  });
});

describe('what the platform answers', () => {
  test('an expired token is renewed once, within the send', async () => {
    await bench.channel.send(textTo({ account: person.id }, '一'));
    bench.double.faults.expireTokens = true;
    expect(await bench.channel.send(textTo({ account: person.id }, '二'))).toMatchObject({ result: 'sent' });
    expect(calls('accessToken')).toBe(2);
  });

  test('a token that stays refused is given up', async () => {
    bench.double.faults.errorCode = { code: 'InvalidAuthentication', times: 9 };
    expect(await bench.channel.send(textTo({ account: person.id }, '一'))).toMatchObject({
      result: 'refused',
      fault: 'app',
    });
    expect(calls('batchSend')).toBe(2);
  });

  test('too many a second pauses the app', async () => {
    bench.double.faults.rateLimited = 1;
    const outcome = await bench.channel.send(textTo({ account: person.id }, 'x'));
    expect(outcome).toMatchObject({ result: 'retry', pause: 'app' });
    expect(outcome.result === 'retry' && outcome.afterMs).toBeGreaterThanOrEqual(1000);
  });

  test.each([
    ['410100', { result: 'retry', pause: 'chat', afterMs: 600_000 }],
    ['1111', { result: 'retry', pause: 'app', afterMs: 300_000 }],
    ['460101', { result: 'refused', fault: 'content' }],
    ['310000', { result: 'refused', fault: 'app' }],
  ])('%s on a session', async (code, expected) => {
    const session = await sessionIn(p2p());
    bench.double.faults.errorCode = { code: Number(code), times: 1 };
    expect(await bench.channel.send(textTo({ account: person.id }, 'x', { session }))).toMatchObject(
      expected,
    );
    expect(said(p2p().id)).toHaveLength(0);
  });

  test('a server error is tried again, and the month quota is not', async () => {
    bench.double.faults.serverErrors = 1;
    expect(await bench.channel.send(textTo({ account: person.id }, 'x'))).toMatchObject({
      result: 'retry',
      pause: 'message',
    });
    bench.double.faults.errorCode = { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', times: 1 };
    expect(await bench.channel.send(textTo({ account: person.id }, 'x'))).toMatchObject({
      result: 'refused',
      fault: 'app',
    });
  });
});

describe('files', () => {
  const sheet = {
    type: 'file' as const,
    name: '花名册.xlsx',
    mime: 'application/vnd.ms-excel',
    bytes: new Uint8Array([80, 75, 3, 4]),
  };

  test('go after the words, as files', async () => {
    const message: Message = { parts: [{ type: 'text', text: '请查收' }, sheet] };
    await bench.channel.send({ key: 'k', to: { account: person.id }, message });
    const [words, file] = said(p2p().id);
    expect(words).toMatchObject({ type: 'text', content: { content: '请查收' } });
    expect(file).toMatchObject({ type: 'file', content: { fileName: '花名册.xlsx', fileType: 'xlsx' } });
    expect(bench.double.file(file!.id)).toMatchObject({
      name: '花名册.xlsx',
      bytes: new Uint8Array([80, 75, 3, 4]),
    });
  });

  test('that fail are tried again without the words being said again', async () => {
    const request: SendRequest = {
      key: 'k2',
      to: { account: person.id },
      message: { parts: [{ type: 'text', text: '请查收' }, sheet] },
    };
    const { id } = p2p();
    const unsubscribe = bench.double.onChange(() => {
      if (said(id).length !== 1) return;
      bench.double.faults.serverErrors = 1;
      unsubscribe();
    });
    expect(await bench.channel.send(request)).toMatchObject({ result: 'retry' });
    expect(await bench.channel.send(request)).toMatchObject({ result: 'sent' });
    expect(said(p2p().id).map(({ type }) => type)).toEqual(['text', 'file']);
  });

  test('pictures go as pictures; what cannot go is told', async () => {
    const picture = {
      type: 'file' as const,
      name: '照片.png',
      mime: 'image/png',
      bytes: new Uint8Array([1]),
    };
    await bench.channel.send({ key: 'k', to: { account: person.id }, message: { parts: [picture] } });
    await bench.channel.send({
      key: 'k2',
      to: { account: person.id },
      message: { parts: [{ ...picture, name: '名单.csv', mime: 'text/csv' }] },
    });
    expect(said(p2p().id).map(({ type }) => type)).toEqual(['image', 'text']);
    expect(wordsOf(said(p2p().id)[1])).toContain('名单.csv');
  });

  test('that somebody sent are fetched', async () => {
    await bench.channel.start();
    const bytes = new Uint8Array(Buffer.from('%PDF-1.7 近悦'));
    await bench.double.say(person.id, p2p().id, {
      type: 'file',
      file: { name: '简历.pdf', mime: 'application/pdf', bytes },
    });
    await bench.double.idle();
    const { content } = only(bench.events, 'message');
    if (content.type !== 'files') throw new Error('no file came');
    const got = await bench.channel.download(content.files[0]!);
    expect(got).toMatchObject({ name: '简历.pdf', mime: 'application/pdf' });
    expect(Buffer.from(got.bytes)).toEqual(Buffer.from(bytes));
    await expect(bench.channel.download({ kind: 'file', key: 'gone', messageId: 'm' })).rejects.toThrow(
      'no address',
    );
  });
});

describe('people by phone', () => {
  test('are found, and numbers nobody has are left out', async () => {
    const others = Array.from({ length: 20 }, (_, n) =>
      bench.double.addUser({ name: `人${n}`, mobile: `139000000${10 + n}` }),
    );
    const found = await bench.channel.findByPhone([
      ...others.map(({ mobile }) => mobile),
      '13700000000',
      '110',
      person.mobile,
    ]);
    expect(found.size).toBe(21);
    expect(found.get(person.mobile)).toEqual({ id: person.id });
    expect(found.get('13900000015')).toEqual({ id: others[5]!.id });
  });

  test('a refusal names no number', async () => {
    const wrong = await openBench({ settings: { clientSecret: 'wrong' } });
    try {
      const error = await wrong.channel.findByPhone(['13800000001']).catch((it: unknown) => it);
      expect(String(error)).toContain('invalidClientIdOrSecret');
      expect(String(error)).not.toContain('138');
    } finally {
      await wrong.stop();
    }
  });
});
