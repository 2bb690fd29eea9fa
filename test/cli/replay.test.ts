import { describe, expect, it, onTestFinished } from 'vitest';
import type { Event } from '../../src/channels/port.ts';
import { type DingtalkDouble, startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { type FeishuDouble, startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double } from '../../src/doubles/port.ts';
import { eventStatus } from '../../src/inbox/status.ts';
import type { Database } from '../../src/store/database.ts';
import { databaseOfTest } from '../support/postgres.ts';
import { serviceOfTest, until } from '../support/service.ts';
import { fileOfTest, folderOfTest, type } from './terminal.ts';

const APP = 'cli_a1b2c3d4e5f60718';
const CLIENT = 'dingtestclient';

const feishuBody = (appId = APP, chatId = 'oc_1', openId = 'ou_1', change: object = {}) => ({
  schema: '2.0',
  header: {
    event_id: 'ev_saved',
    event_type: 'im.message.receive_v1',
    create_time: '1795399800000',
    token: 'shown in the console',
    app_id: appId,
    tenant_key: 'tenant_1',
  },
  event: {
    sender: { sender_id: { open_id: openId, union_id: 'on_1' }, sender_type: 'user', tenant_key: 'tenant_1' },
    message: {
      message_id: 'om_saved',
      create_time: '1795399800000',
      chat_id: chatId,
      chat_type: 'p2p',
      message_type: 'text',
      content: '{"text":"你好"}',
      ...change,
    },
  },
});

const dingtalkBody = (change: object = {}) => ({
  msgtype: 'text',
  text: { content: '你好' },
  msgId: 'msg_saved',
  createAt: 1795399800000,
  conversationId: 'cid_1',
  conversationType: '1',
  senderStaffId: 'staff_1',
  senderNick: '何思雨',
  ...change,
});

const decoded: Event = {
  channel: 'feishu',
  appId: APP,
  dedupeKey: 'saved-entered',
  at: 1795399800000,
  kind: 'entered',
  chat: { id: 'oc_1', kind: 'p2p' },
  sender: { id: 'ou_1' },
};

/** A database that has seen the apps, and no service. */
async function statuses(db: Database): Promise<(string | undefined)[]> {
  const events = await db.prisma.event.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return Promise.all(events.map(async ({ id }) => (await eventStatus(db, { id }))?.status));
}

async function quiet(apps: [string, 'feishu' | 'dingtalk'][] = [[APP, 'feishu']]) {
  const db = await databaseOfTest({ poolSize: 4 });
  await db.prisma.county.create({ data: { id: 'county', name: '青岚县', createdAt: new Date() } });
  for (const [appId, channel] of apps) {
    await db.prisma.app.create({ data: { id: `${channel}:${appId}`, countyId: 'county', channel } });
  }
  const env = {
    DATABASE_URL: db.url,
    DATA_DIR: folderOfTest(),
    SECRET_KEY: '0123456789abcdef0123456789abcdef',
  };
  const replay = (content: unknown, ...options: string[]) =>
    type(['replay', fileOfTest(content), ...options], env);
  return { db, replay };
}

describe('with no service running', () => {
  it.each([
    ['a Feishu event', feishuBody()],
    ['a decoded event', decoded],
    ['a Feishu event of generation 1.0', firstGeneration()],
  ])('%s is handled on the spot; what it says waits in the outbox', async (_, content) => {
    const { db, replay } = await quiet();
    const { code, out } = await replay(content);
    expect(code).toBe(0);
    expect(out).toContain('产生 1 条回复，服务启动后发出');
    expect(await statuses(db)).toEqual(['done']);
    expect(await db.prisma.message.findMany({ select: { status: true } })).toEqual([{ status: 'waiting' }]);
  });

  it.each([
    ['a robot message', dingtalkBody()],
    [
      'a frame of the stream',
      {
        specVersion: '1.0',
        type: 'CALLBACK',
        headers: { topic: '/v1.0/im/bot/messages/get', messageId: 'frame_1' },
        data: JSON.stringify(dingtalkBody()),
      },
    ],
  ])('DingTalk: %s goes to the only app there is', async (_, content) => {
    const { db, replay } = await quiet([[CLIENT, 'dingtalk']]);
    expect((await replay(content)).out).toContain('钉钉 · 消息');
    const [event] = await db.prisma.event.findMany();
    expect(event).toMatchObject({
      appId: `dingtalk:${CLIENT}`,
      dedupeKey: `${CLIENT}:msg_saved`,
    });
    expect(await statuses(db)).toEqual(['done']);
  });

  it('a repeated one is known, until it is asked to be handled again', async () => {
    const { db, replay } = await quiet();
    await replay(feishuBody());
    const { code, out } = await replay(feishuBody());
    expect(code).toBe(0);
    expect(out).toContain('以前就收到过');
    expect(await db.prisma.message.count()).toBe(1);
    expect((await replay(feishuBody(), '--again')).out).toContain('已收下');
    expect((await replay(feishuBody(), '--again')).out).toContain('已收下');
    expect(await db.prisma.message.count()).toBe(3);
  });

  it('a group message that does not mention the bot is kept and not answered; one that does is', async () => {
    const { replay } = await quiet();
    const group = { chat_type: 'group', message_id: 'om_group' };
    const silent = await replay(feishuBody(APP, 'oc_g', 'ou_1', group));
    expect(silent.out).toContain('不是对机器人说的');
    const mentions = [{ key: '@_user_1', id: { open_id: 'ou_bot' }, name: '小才', mentioned_type: 'bot' }];
    const content = '{"text":"@_user_1 你好"}';
    const heard = await replay(
      feishuBody(APP, 'oc_g', 'ou_1', { ...group, message_id: 'om_heard', mentions, content }),
    );
    expect(heard.out).toContain('产生 1 条回复');
  });

  it('an app that is not ours is refused, unless the event is to count for one of ours', async () => {
    const { db, replay } = await quiet();
    const foreign = feishuBody('cli_ffffffffffffffff');
    const refused = await replay(foreign);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`feishu:${APP}`);
    expect(await db.prisma.event.count()).toBe(0);
    expect((await replay(foreign, '--app', 'feishu:cli_none')).code).toBe(2);
    expect((await replay(foreign, '--app', `feishu:${APP}`)).code).toBe(0);
  });

  it('an event that names no app must be given one where there are several', async () => {
    const { replay } = await quiet([
      [CLIENT, 'dingtalk'],
      ['dingother', 'dingtalk'],
    ]);
    const { code, err } = await replay(dingtalkBody());
    expect(code).toBe(2);
    expect(err).toContain('--app');
    expect((await replay(dingtalkBody({ robotCode: CLIENT }))).code).toBe(0);
  });

  it.each([
    ['no JSON', '{"schema":', '不是 JSON'],
    ['no object', '[1]', '一个 JSON 对象'],
    ['something else', { hello: 'world' }, '看不出是哪种来件'],
    ['an encrypted body', { encrypt: 'abc' }, '加密'],
    ['a challenge', { type: 'url_verification', challenge: 'x' }, '地址验证'],
    ['a decoded event with holes', { channel: 'feishu', kind: 'message', appId: APP }, 'dedupeKey'],
    [
      'a Feishu message with holes',
      feishuBody(APP, 'oc_1', 'ou_1', { content: undefined }),
      'message.content',
    ],
    ['a DingTalk message with holes', dingtalkBody({ conversationId: '' }), 'conversationId'],
  ])('%s is told what is wrong with it, and nothing is kept', async (_, content, said) => {
    const { db, replay } = await quiet([
      [APP, 'feishu'],
      [CLIENT, 'dingtalk'],
    ]);
    const { code, err } = await replay(content);
    expect(code).toBe(1);
    expect(err).toContain(said);
    expect(await db.prisma.event.count()).toBe(0);
  });

  it('a turn that fails is told, and is tried again by the service', async () => {
    const { db, replay } = await quiet();
    await db.prisma.county.update({ where: { id: 'county' }, data: { settings: { undoMinutes: 'ten' } } });
    const { code, err } = await replay(feishuBody());
    expect(code).toBe(1);
    expect(err).toContain('处理出错（服务会自动再试）');
    expect(await db.prisma.event.findFirst()).toMatchObject({ attempts: 1 });
    expect(await statuses(db)).toEqual(['waiting']);
  });

  it("a bot's own words are not handled", async () => {
    const { replay } = await quiet();
    const body = feishuBody();
    body.event.sender.sender_type = 'app';
    expect(await replay(body)).toMatchObject({ code: 1, err: expect.stringContaining('机器人') });
  });

  it('an event of no chat is only kept', async () => {
    const { replay } = await quiet();
    const { code, out } = await replay({ ...decoded, kind: 'unknown', name: 'contact.user.updated_v3' });
    expect(code).toBe(0);
    expect(out).toContain('只作记录');
  });
});

describe('with a service running', () => {
  const start = {
    async feishu() {
      const double: FeishuDouble = await startFeishuDouble({ limits: 'off' });
      return { double, options: { feishu: double } };
    },
    async dingtalk() {
      const double: DingtalkDouble = await startDingtalkDouble({ limits: 'off' });
      return { double, options: { dingtalk: double } };
    },
  };

  const bodyFor = (double: Double, userId: string, chatId: string): object =>
    double.name === 'feishu'
      ? feishuBody((double as FeishuDouble).credentials.appId, chatId, userId)
      : dingtalkBody({ conversationId: chatId, senderStaffId: userId });

  it.each(['feishu', 'dingtalk'] as const)('%s: the service answers the person', async (platform) => {
    const { double, options } = await start[platform]();
    onTestFinished(() => double.stop());
    const { config } = await serviceOfTest(options);
    const env = {
      DATABASE_URL: config.databaseUrl ?? '',
      DATA_DIR: folderOfTest(),
      SECRET_KEY: config.secretKeys[0],
    };
    const user = double.addUser({ name: '何思雨', mobile: '13900005678' });
    const chat = double.p2p(user.id);
    const file = fileOfTest(bodyFor(double, user.id, chat.id));

    const { code, out } = await type(['replay', file], env);
    expect(out).toContain('运行中的服务已处理，产生 1 条回复');
    expect(code).toBe(0);
    await until(
      () => double.messages(chat.id).filter((message) => message.from === 'bot'),
      (said) => said.length === 1,
    );
    expect((await type(['replay', file], env)).out).toContain('以前就收到过');
  });
});

/** The first time that a person opens the chat is still told in generation 1.0. */
function firstGeneration(): object {
  return {
    uuid: 'uuid_saved',
    ts: '1795399800.5',
    token: 'shown in the console',
    type: 'event_callback',
    event: {
      type: 'p2p_chat_create',
      app_id: APP,
      tenant_key: 'tenant_1',
      chat_id: 'oc_1',
      user: { open_id: 'ou_1', name: '何思雨' },
    },
  };
}
