import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkDouble, startDingtalkDouble, tapTargets } from '../../../src/doubles/dingtalk/index.ts';
import { api, BareBot, call, HandClock, sendTo, takeAll, tokenOf } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;
let chat: string;
let bot: BareBot;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
  chat = double.p2p(wang).id;
  bot = await BareBot.connect(double);
});
afterEach(() => double.stop());

const link = (words: string, host = 'dingtalkclient'): string =>
  `dtmd://${host}/sendMessage?content=${encodeURIComponent(words)}`;
const sentId = async (msgKey: string, msgParam: object): Promise<string> =>
  String((await sendTo(double, [wang], msgKey, msgParam)).json.processQueryKey);

describe('a tap', () => {
  it('on a dtmd link in markdown sends its words in the name of the person', async () => {
    const id = await sentId('sampleMarkdown', {
      title: '?',
      text: `请选 [同意](${link('同意 42')}) 或 [退回](${link('退回')})`,
    });
    expect(await double.press(wang, id, '同意')).toEqual({});
    expect(await bot.message()).toMatchObject({ senderStaffId: wang, text: { content: '同意 42' } });
    expect(double.messages(chat).at(-1)).toMatchObject({ from: wang, content: { content: '同意 42' } });
  });

  it.each([
    ['sampleActionCard', { singleTitle: '同意', singleURL: link('好') }],
    [
      'sampleActionCard2',
      { actionTitle1: '退回', actionURL1: link('坏'), actionTitle2: '同意', actionURL2: link('好') },
    ],
    [
      'sampleActionCard6',
      { buttonTitle1: '同意', buttonUrl1: link('好'), buttonTitle2: '退回', buttonUrl2: link('坏') },
    ],
  ])('on a button of %s', async (msgKey, buttons) => {
    const id = await sentId(msgKey, { title: '?', text: '?', ...buttons });
    await double.press(wang, id, '同意');
    expect(await bot.message()).toMatchObject({ text: { content: '好' } });
  });

  it('on a button sent by a session webhook, with + for a space', async () => {
    await double.say(wang, chat, { type: 'text', text: '你好' });
    const webhook = String((await bot.message()).sessionWebhook);
    const btns = [{ title: '同意', actionURL: 'dtmd://dingtalkclient/sendMessage?content=%2Fapprove+42' }];
    await call(webhook, { msgtype: 'actionCard', actionCard: { title: '?', text: '?', btns } });
    const id = double.messages(chat).at(-1)?.id ?? '';
    await double.press(wang, id, '同意');
    expect(await bot.message(2)).toMatchObject({ text: { content: '/approve 42' } });
  });

  it('on a link whose host has a capital does nothing, without a sign', async () => {
    const id = await sentId('sampleMarkdown', {
      title: '?',
      text: `[同意](${link('好', 'DingTalkClient')})`,
    });
    expect(await double.press(wang, id, '同意')).toEqual({});
    await double.idle();
    expect(bot.frames).toHaveLength(0);
  });

  it('on a web address says nothing in the chat', async () => {
    const id = await sentId('sampleMarkdown', {
      title: '?',
      text: '![图](https://a.cn/p.png) [全文](https://a.cn)',
    });
    const message = double.messages(chat).at(-1);
    expect(message && tapTargets(message)).toEqual([{ label: '全文', url: 'https://a.cn' }]);
    expect(await double.press(wang, id, '全文')).toEqual({});
    expect(double.messages(chat)).toHaveLength(1);
  });

  it('on what is not there is an error', async () => {
    const id = await sentId('sampleText', { content: `[同意](${link('好')})` });
    expect(await double.press(wang, id, '同意')).toHaveProperty('error');
    expect(await double.press(wang, 'nothing', '同意')).toHaveProperty('error');
  });

  it.each([
    [true, { conversationType: '2', isInAtList: true, text: { content: ' 同意' } }],
    [false, undefined],
  ])('in a group carries the mention of the bot: %s', async (linkMentionsBot, heard) => {
    await double.stop();
    double = await startDingtalkDouble({ linkMentionsBot, pingMs: 0 });
    wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
    bot = await BareBot.connect(double);
    const group = double.addGroup('专员群', [wang]);
    const sent = await api(double, '/v1.0/robot/groupMessages/send', {
      robotCode: double.credentials.robotCode,
      openConversationId: group.id,
      msgKey: 'sampleMarkdown',
      msgParam: JSON.stringify({ title: '?', text: `[同意](${link('同意')})` }),
    });
    await double.press(wang, String(sent.json.processQueryKey), '同意');
    await double.idle();
    expect(double.messages(group.id)).toHaveLength(2);
    if (heard) expect(await bot.message()).toMatchObject(heard);
    else expect(bot.frames).toHaveLength(0);
  });
});

describe('what people send', () => {
  const bytes = Uint8Array.from([1, 2, 3]);

  it.each([
    ['image', 'image/png', 'picture', { pictureDownloadCode: expect.any(String) }],
    ['audio', 'audio/amr', 'audio', { recognition: '我要登记', duration: 4000 }],
    ['file', 'application/pdf', 'file', { fileName: 'a' }],
    ['file', 'video/mp4', 'video', { videoType: 'mp4' }],
  ] as const)('as %s of %s comes as %s', async (type, mime, msgtype, fields) => {
    const file = { name: 'a', mime, bytes };
    await double.say(wang, chat, { type, file, transcript: '我要登记' });
    expect(await bot.message()).toMatchObject({
      msgtype,
      content: { downloadCode: expect.any(String), ...fields },
    });
  });

  it('as a file in a group never reaches the bot', async () => {
    const group = double.addGroup('专员群', [wang]);
    await double.say(wang, group.id, { type: 'file', file: { name: 'a', mime: 'text/plain', bytes } });
    await double.idle();
    expect(bot.frames).toHaveLength(0);
    expect(double.messages(group.id)).toHaveLength(1);
  });

  it('as raw JSON comes as it is', async () => {
    const content = {
      richText: [{ text: '@近悦 ' }, { type: 'picture', downloadCode: 'x' }, { text: '看图' }],
    };
    await double.say(wang, chat, { type: 'raw', messageType: 'richText', content });
    expect(await bot.message()).toMatchObject({ msgtype: 'richText', content });
  });

  it('is theirs alone to send, in chats they are in', async () => {
    const other = double.addUser({ name: '李强', mobile: '13800000002' }).id;
    await expect(double.say(other, chat, { type: 'text', text: 'x' })).rejects.toThrow();
    await expect(double.say('nobody', chat, { type: 'text', text: 'x' })).rejects.toThrow();
  });
});

describe('the far side', () => {
  it('sees a recall; the bot is not told, nor of an opened chat', async () => {
    const id = await double.say(wang, chat, { type: 'text', text: '说错了' });
    await double.enter(wang);
    await double.recall(wang, id);
    await double.idle();
    expect(double.messages(chat)[0]?.recalled).toBe(true);
    expect(bot.frames).toHaveLength(1);
    await expect(double.recall(wang, 'nothing')).rejects.toThrow();
  });

  it('keeps 2,000 messages of a chat and 500 exchanges', async () => {
    await double.stop();
    double = await startDingtalkDouble({ limits: 'off', pingMs: 0 });
    wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
    chat = double.p2p(wang).id;
    bot = await BareBot.connect(double);
    for (let i = 0; i < 2_010; i += 1) await double.say(wang, chat, { type: 'text', text: `${i}` });
    await double.idle();
    expect(double.messages(chat)).toHaveLength(2_000);
    expect(double.messages(chat)[0]?.content).toEqual({ content: '10' });
    expect(double.wire()).toHaveLength(500);
  });

  it('shows no secret in the wire log', async () => {
    const { clientSecret } = double.credentials;
    await call(`${double.url}/gettoken?appkey=x&appsecret=${clientSecret}`);
    await double.say(wang, chat, { type: 'text', text: '你好' });
    const webhook = String((await bot.message()).sessionWebhook);
    await call(webhook, { msgtype: 'text', text: { content: '收到' } });
    const token = await tokenOf(double);
    const log = JSON.stringify(double.wire());
    const session = new URL(webhook).searchParams.get('session') ?? '';
    for (const secret of [clientSecret, token, session]) expect(log).not.toContain(secret);
    expect(log).toContain('收到');
  });

  it('tells its listeners until they leave', async () => {
    let changes = 0;
    const leave = double.onChange(() => {
      changes += 1;
    });
    await double.say(wang, chat, { type: 'text', text: '你好' });
    expect(changes).toBeGreaterThan(0);
    await double.idle();
    leave();
    const before = changes;
    await double.say(wang, chat, { type: 'text', text: '你好' });
    expect(changes).toBe(before);
  });
});

describe('an interactive card', () => {
  const msgButtons = [{ text: '同意', id: 'agree', request: true }];
  const create = (outTrackId: string, more: object = {}) =>
    api(double, '/v1.0/card/instances/createAndDeliver', {
      cardTemplateId: '7e0c7a4e-0000-4000-8000-000000000001.schema',
      outTrackId,
      callbackType: 'STREAM',
      cardData: { cardParamMap: { title: '申请', sys_full_json_obj: JSON.stringify({ msgButtons }) } },
      openSpaceId: `dtv1.card//IM_ROBOT.${wang}`,
      userIdType: 1,
      ...more,
    });
  const put = async (path: string, body: object) => {
    const response = await fetch(`${double.url}${path}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'x-acs-dingtalk-access-token': await tokenOf(double),
      },
      body: JSON.stringify(body),
    });
    return response.status;
  };

  it('asks the bot when pressed; the answer changes the presser’s view', async () => {
    bot.socket.terminate();
    bot = await BareBot.connect(double, (frame) =>
      frame.headers.topic === '/v1.0/card/instances/callback'
        ? { response: { cardData: { cardParamMap: { status: '已同意' } } } }
        : takeAll(frame),
    );
    expect((await create('t1')).json).toMatchObject({
      success: true,
      result: { outTrackId: 't1', deliverResults: [{ spaceType: 'IM_ROBOT', spaceId: wang, success: true }] },
    });
    const id = double.messages(chat).at(-1)?.id ?? '';
    expect(await double.press(wang, id, '同意', { note: '好' })).toEqual({});
    const body = await bot.message();
    expect(body).toMatchObject({ type: 'actionCallback', outTrackId: 't1', userId: wang, spaceId: chat });
    expect(JSON.parse(String(body.value))).toEqual({
      cardPrivateData: { actionIds: ['agree'], params: { form: { note: '好' } } },
    });
    expect(double.messages(chat).at(-1)?.content).toMatchObject({ views: { [wang]: { status: '已同意' } } });
  });

  it('says so when the bot does not answer within 2 s', async () => {
    bot.socket.terminate();
    bot = await BareBot.connect(double, () => undefined);
    await create('t1');
    const pressed = double.press(wang, double.messages(chat).at(-1)?.id ?? '', '同意');
    await bot.heard(1);
    clock.pass(2_000);
    expect(await pressed).toHaveProperty('error');
  });

  it('is updated by key, or as a whole', async () => {
    await create('t1');
    const content = () =>
      (double.messages(chat).at(-1)?.content as { cardParamMap: object } | undefined)?.cardParamMap;
    const cardData = { cardParamMap: { status: '已办结' } };
    const cardUpdateOptions = { updateCardDataByKey: true };
    expect(await put('/v1.0/card/instances', { outTrackId: 't1', cardData, cardUpdateOptions })).toBe(200);
    expect(content()).toMatchObject({ title: '申请', status: '已办结' });
    await put('/v1.0/card/streaming', { outTrackId: 't1', key: 'status', content: '！', isFull: false });
    expect(content()).toMatchObject({ status: '已办结！' });
    await put('/v1.0/card/instances', { outTrackId: 't1', cardData });
    expect(content()).toEqual({ status: '已办结' });
    expect(await put('/v1.0/card/instances', { outTrackId: 'none', cardData })).toBe(400);
  });

  it.each([
    ['a template that is not published', { cardTemplateId: 'StandardCard' }, 'param.templateNotExist'],
    ['a value that is no string', { cardData: { cardParamMap: { n: 1 } } }, 'param.error'],
    ['no space', { openSpaceId: 'nowhere' }, 'param.error'],
  ])('is refused with %s', async (_, more, code) => {
    expect(await create('t1', more)).toMatchObject({ status: 400, json: { code } });
  });

  it('is refused under an outTrackId in use, and fails for a stranger with 200', async () => {
    await create('t1');
    expect((await create('t1')).json.code).toBe('param.cardAlreadyExist');
    const stranger = await create('t2', { openSpaceId: 'dtv1.card//im_robot.nobody' });
    expect(stranger.json).toMatchObject({ result: { deliverResults: [{ success: false }] } });
  });
});
