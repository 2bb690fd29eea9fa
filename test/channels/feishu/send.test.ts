import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Message, SendRequest } from '../../../src/channels/port.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { Inbox } from '../conformance.ts';
import { type FeishuRig, startRig } from './rig.ts';

let rig: FeishuRig;
let channel: Channel;
let user: DoubleUser;
let inbox: Inbox;

beforeEach(async () => {
  inbox = new Inbox();
  rig = await startRig({ connection: 'webhook', sink: inbox.sink });
  channel = rig.channel;
  user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
});
afterEach(() => rig.stop());

const text = (words: string): Message => ({ parts: [{ type: 'text', text: words }] });
const titled = (words: string): Message => ({ title: '通知', parts: [{ type: 'text', text: words }] });
const chat = () => ({ id: rig.double.p2p(user.id).id, kind: 'p2p' as const });
const request = (message: Message, change: Partial<SendRequest> = {}): SendRequest => ({
  key: 'key-1',
  to: { chat: chat() },
  message,
  ...change,
});
const fromBot = (chatId = chat().id) => rig.double.messages(chatId).filter((one) => one.from === 'bot');
const calls = (what: RegExp) =>
  rig.double.wire().filter((entry) => entry.direction === 'from-bot' && what.test(entry.what));

describe('what the platform says becomes what may be done', () => {
  it('429: the whole app waits as long as the platform says', async () => {
    rig.double.faults.rateLimited = 1;
    rig.double.faults.rateResetSeconds = 7;
    expect(await channel.send(request(text('好')))).toEqual({
      result: 'retry',
      afterMs: 7000,
      pause: 'app',
      code: '99991400',
      reason: expect.any(String),
    });
  });

  const cases: [number, object][] = [
    [99991400, { result: 'retry', pause: 'app' }],
    [230020, { result: 'retry', pause: 'chat' }],
    [230049, { result: 'retry', pause: 'chat' }],
    [18121, { result: 'retry', pause: 'chat' }],
    [230013, { result: 'refused', fault: 'recipient' }],
    [230029, { result: 'refused', fault: 'recipient' }],
    [230053, { result: 'refused', fault: 'recipient' }],
    [230002, { result: 'refused', fault: 'recipient' }],
    [232009, { result: 'refused', fault: 'recipient' }],
    [99992361, { result: 'refused', fault: 'recipient' }],
    [230022, { result: 'refused', fault: 'content' }],
    [230025, { result: 'refused', fault: 'content' }],
    [230028, { result: 'refused', fault: 'content' }],
    [230027, { result: 'refused', fault: 'app' }],
    [99991672, { result: 'refused', fault: 'app' }],
    [99991403, { result: 'refused', fault: 'app' }],
    [999999, { result: 'refused', fault: 'app' }],
  ];
  it.each(cases)('%i', async (code, expected) => {
    rig.double.faults.errorCode = { code, times: 1 };
    expect(await channel.send(request(text('好')))).toMatchObject({ ...expected, code: String(code) });
    expect(fromBot()).toEqual([]);
  });

  it('somebody outside the app’s reach is the recipient’s fault', async () => {
    rig.double.setAvailable(user.id, false);
    expect(await channel.send(request(text('好')))).toMatchObject({ result: 'refused', fault: 'recipient' });
  });

  it('HTTP 500 may be tried again', async () => {
    rig.double.faults.serverErrors = 1;
    expect(await channel.send(request(text('好')))).toMatchObject({ result: 'retry' });
    expect(await channel.send(request(text('好')))).toMatchObject({ result: 'sent' });
  });

  it('a message that cannot be rendered is refused, not thrown', async () => {
    const broken = { parts: [{ type: 'list', items: undefined }] } as unknown as Message;
    expect(await channel.send(request(broken))).toMatchObject({
      result: 'refused',
      fault: 'app',
      code: 'internal',
    });
  });

  it('without a receiver nothing is sent', async () => {
    expect(await channel.send({ key: 'k', to: {}, message: text('好') })).toMatchObject({
      result: 'refused',
      fault: 'target',
    });
  });
});

describe('one message is sent once', () => {
  it('although the connection was cut after the platform took it', async () => {
    await channel.send(request(text('先前'), { key: 'earlier' }));
    rig.double.faults.cutAfterSend = 3;
    const outcomes = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const outcome = await channel.send(request(text('只此一条')));
      outcomes.push(outcome.result);
      if (outcome.result === 'sent') break;
    }
    expect(outcomes.at(-1)).toBe('sent');
    expect(fromBot().filter((one) => JSON.stringify(one).includes('只此一条'))).toHaveLength(1);
  });

  it('when many ask at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 3 }, () => channel.send(request(text('一条')))));
    expect(fromBot()).toHaveLength(1);
    for (const outcome of outcomes) expect(['sent', 'retry']).toContain(outcome.result);
  });

  it('with its files, when all of it is sent again', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    const message: Message = {
      parts: [
        { type: 'text', text: '请查收' },
        { type: 'file', name: '报表.xlsx', mime: 'application/vnd.ms-excel', bytes: Buffer.from('x') },
        { type: 'file', name: '图.png', mime: 'image/png', bytes },
      ],
    };
    const first = await channel.send(request(message));
    expect(await channel.send(request(message))).toEqual(first);
    expect(fromBot().map((one) => one.type)).toEqual(['text', 'file', 'image']);
    expect(first).toEqual({ result: 'sent', messageId: fromBot()[0]?.id });
  });
});

describe('the token', () => {
  it('is asked for once, however many send at once', async () => {
    await Promise.all(
      Array.from({ length: 4 }, (_, n) => channel.send(request(text(`${n}`), { key: `key-${n}` }))),
    );
    expect(rig.double.tokenRequests).toBe(1);
    expect(fromBot()).toHaveLength(4);
  });

  it('is asked for once again when it is refused, and nothing is lost', async () => {
    await channel.send(request(text('一'), { key: 'one' }));
    rig.double.faults.expireTokens = true;
    const outcomes = await Promise.all(
      Array.from({ length: 3 }, (_, n) => channel.send(request(text(`${n}`), { key: `key-${n}` }))),
    );
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['sent', 'sent', 'sent']);
    expect(rig.double.tokenRequests).toBe(2);
  });

  it('that cannot be had makes the whole app wait', async () => {
    await rig.double.stop();
    expect(await channel.send(request(text('在吗')))).toMatchObject({
      result: 'retry',
      pause: 'app',
      code: 'network',
    });
  });
});

describe('answering and replacing', () => {
  it('answers a message of a person', async () => {
    const id = await rig.double.say(user.id, chat().id, { type: 'text', text: '在吗' });
    expect(await channel.send(request(text('在的'), { replyTo: id }))).toMatchObject({ result: 'sent' });
    expect(calls(/reply/)).toHaveLength(1);
  });

  it('says it by itself when the message to be answered is gone', async () => {
    const id = await rig.double.say(user.id, chat().id, { type: 'text', text: '在吗' });
    await rig.double.recall(user.id, id);
    expect(await channel.send(request(text('在的'), { replyTo: id }))).toMatchObject({ result: 'sent' });
    expect(await channel.send(request(text('还在'), { key: 'k2', replyTo: 'om_nowhere' }))).toMatchObject({
      result: 'sent',
    });
    expect(fromBot()).toHaveLength(2);
  });

  it('replaces a card where it stands, even by words alone', async () => {
    const first = await channel.send(request(titled('处理中')));
    if (first.result !== 'sent' || !first.messageId) throw new Error('not sent');
    const outcome = await channel.send(request(text('已办结'), { key: 'key-2', replaces: first.messageId }));
    expect(outcome).toEqual({ result: 'sent', messageId: first.messageId });
    expect(fromBot()).toHaveLength(1);
    expect(JSON.stringify(fromBot())).toContain('已办结');
    expect(JSON.stringify(fromBot())).not.toContain('处理中');
  });

  it('sends a new card when the old one cannot be replaced', async () => {
    rig.double.faults.errorCode = { code: 230031, times: 1 };
    const outcome = await channel.send(request(text('已办结'), { replaces: 'om_old' }));
    expect(outcome).toMatchObject({ result: 'sent' });
    expect(fromBot()).toHaveLength(1);
  });
});

describe('nobody is left without an answer', () => {
  it('says a refused card in words', async () => {
    rig.double.faults.errorCode = { code: 230099, times: 1 };
    const parts: Message['parts'] = [
      { type: 'text', text: '请确认' },
      { type: 'buttons', buttons: [{ label: '同意', token: 'T1' }] },
    ];
    expect(await channel.send(request({ title: '结对', parts }))).toMatchObject({ result: 'sent' });
    expect(fromBot()).toMatchObject([{ type: 'text' }]);
    for (const word of ['结对', '请确认', '同意']) expect(JSON.stringify(fromBot())).toContain(word);
  });

  it('puts what is too long into a file beside a short card, buttons kept', async () => {
    const rows = Array.from({ length: 600 }, (_, n) => [`A-${n}`, `人才公寓申请第${n}号，县第一中学推荐`]);
    const message: Message = {
      title: '名单',
      parts: [
        { type: 'table', columns: ['编号', '事项'], rows },
        { type: 'buttons', buttons: [{ label: '知道了', token: 'T1' }] },
      ],
    };
    expect(await channel.send(request(message))).toMatchObject({ result: 'sent' });
    const [card, file] = fromBot();
    expect([card?.type, file?.type]).toEqual(['interactive', 'file']);
    const content = file?.content as { file_key: string };
    const words = Buffer.from(rig.double.file(content.file_key)?.bytes ?? []).toString('utf8');
    expect(words).toContain('A-599');
    expect((await rig.double.press(user.id, card?.id ?? '', '知道了')).error).toBeUndefined();
    expect(inbox.of('action')).toMatchObject([{ token: 'T1' }]);
  });

  it('mentions people in a group, in texts and in cards, and never one to one', async () => {
    const group = rig.double.addGroup('人才群', [user.id]);
    const mention = [{ id: user.id, name: '王小明' }];
    const to = { chat: { id: group.id, kind: 'group' as const } };
    await channel.send(request({ ...text('您好'), mention }, { key: 'g1', to }));
    await channel.send(request({ ...titled('您好'), mention }, { key: 'g2', to }));
    await channel.send(request({ ...text('您好'), mention }, { key: 'p1' }));
    const said = fromBot(group.id).map((one) => JSON.stringify(one.content));
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(user.id);
    expect(said[1]).toContain(`<at id=${user.id}>`);
    expect(JSON.stringify(fromBot())).not.toContain(user.id);
  });
});

describe('files', () => {
  it('rejects a file nobody can fetch with words that are safe to log', async () => {
    const file = { kind: 'file', key: 'none', messageId: 'om_none' } as const;
    await expect(channel.download(file)).rejects.toThrow(/^The file could not be fetched: \d+/);
  });
});
