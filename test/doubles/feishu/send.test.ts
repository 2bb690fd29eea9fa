/** Sending as the platform allows it: tokens, receivers, uuid, limits, sizes, faults. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FeishuDouble,
  type FeishuDoubleOptions,
  startFeishuDouble,
} from '../../../src/doubles/feishu/index.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { type Api, apiOf, Hands, textTo } from './support.ts';

const create = 'im/v1/messages?receive_id_type=open_id';
const toChat = 'im/v1/messages?receive_id_type=chat_id';
const day = 86_400_000;

let hands: Hands;
let double: FeishuDouble;
let api: Api;
let user: DoubleUser;

beforeEach(() => begin({ limits: 'off' }));
afterEach(() => double.stop());

async function begin(options: FeishuDoubleOptions): Promise<void> {
  await double?.stop();
  hands = new Hands();
  double = await startFeishuDouble({ now: hands.now, timers: hands, ...options });
  api = await apiOf(double);
  user = double.addUser({ name: '王芳', mobile: '13800000001' });
}

function said(): unknown[] {
  return double.messages(double.p2p(user.id).id).map((message) => message.content);
}

describe('a token', () => {
  it('stays the same while 30 minutes are left, and the old one lives on beside the new one', async () => {
    const ask = async () => {
      const { appId: app_id, appSecret: app_secret } = double.credentials;
      const { json } = await api('POST', 'auth/v3/tenant_access_token/internal', { app_id, app_secret });
      return json as unknown as { tenant_access_token: string; expire: number };
    };
    const first = await ask();
    expect(first.expire).toBe(7200);
    hands.advance(90 * 60_000);
    expect(await ask()).toEqual({ ...first, expire: 1800 });
    hands.advance(1);
    const second = await ask();
    expect(second.tenant_access_token).not.toBe(first.tenant_access_token);
    expect((await api('POST', create, textTo(user.id, '还行'))).status).toBe(200);
    hands.advance(30 * 60_000);
    expect((await api('POST', create, textTo(user.id, '不行'))).json.code).toBe(99991663);
    expect(double.tokenRequests).toBe(4);
  });

  it('is needed, and must be good', async () => {
    const bare = await fetch(`${double.url}/open-apis/bot/v3/info`);
    expect([bare.status, (await bare.json()).code]).toEqual([400, 99991661]);
    const wrong = await fetch(`${double.url}/open-apis/bot/v3/info`, {
      headers: { authorization: 'Bearer t-1' },
    });
    expect([wrong.status, (await wrong.json()).code]).toEqual([400, 99991663]);
  });

  it('expires with all others when the fault says so', async () => {
    double.faults.expireTokens = true;
    expect((await api('GET', 'bot/v3/info')).json.code).toBe(99991663);
    expect(double.faults.expireTokens).toBe(false);
    const again = await apiOf(double);
    expect((await again('GET', 'bot/v3/info')).json.code).toBe(0);
  });

  it('is not given for a wrong secret', async () => {
    const wrong = { app_id: double.credentials.appId, app_secret: 'wrong' };
    expect((await api('POST', 'auth/v3/tenant_access_token/internal', wrong)).json.code).toBe(10014);
  });
});

describe('a receiver', () => {
  it.each([
    ['open_id', () => user.id],
    ['union_id', () => user.unionId],
    ['chat_id', () => double.p2p(user.id).id],
  ])('is reached by %s', async (type, id) => {
    const { json } = await api('POST', `im/v1/messages?receive_id_type=${type}`, textTo(id(), '您好'));
    expect(json.data?.chat_id).toBe(double.p2p(user.id).id);
    expect(said()).toEqual([{ text: '您好' }]);
  });

  it.each([
    ['open_id', 'ou_of_another_app', 99992361],
    ['open_id', 'oc_a_chat', 99992351],
    ['union_id', 'on_nobody', 230034],
    ['user_id', 'nobody', 230034],
    ['chat_id', 'oc_nowhere', 230034],
    ['email', 'a@b.cn', 99992402],
  ])('%s %s is refused with %i', async (type, id, code) => {
    const { status, json } = await api('POST', `im/v1/messages?receive_id_type=${type}`, textTo(id, '您好'));
    expect([status, json.code]).toEqual([400, code]);
  });

  it('must be in the availability scope, and a group must have the bot', async () => {
    double.setAvailable(user.id, false);
    expect((await api('POST', create, textTo(user.id, '您好'))).json.code).toBe(230013);
    const group = double.addGroup('联络', [user.id]);
    expect((await api('POST', toChat, textTo(group.id, '您好'))).json.code).toBe(0);
    double.removeBot(group.id, user.id);
    expect((await api('POST', toChat, textTo(group.id, '您好'))).json.code).toBe(230002);
  });
});

describe('a uuid', () => {
  it('sends once within an hour and answers with the same message', async () => {
    const first = await api('POST', create, textTo(user.id, '一次', 'job-1'));
    hands.advance(3_599_999);
    api = await apiOf(double);
    const second = await api('POST', create, textTo(user.id, '一次', 'job-1'));
    expect(second.json.data?.message_id).toBe(first.json.data?.message_id);
    expect(said()).toHaveLength(1);
    hands.advance(1);
    await api('POST', create, textTo(user.id, '一次', 'job-1'));
    expect(said()).toHaveLength(2);
  });

  it('is at most 50 characters', async () => {
    expect((await api('POST', create, textTo(user.id, '长', 'x'.repeat(51)))).json.code).toBe(99992402);
    expect((await api('POST', create, textTo(user.id, '长', 'x'.repeat(50)))).json.code).toBe(0);
  });

  it('holds when the answer was cut off', async () => {
    double.faults.cutAfterSend = 1;
    await expect(api('POST', create, textTo(user.id, '一次', 'job-2'))).rejects.toThrow();
    expect(said()).toHaveLength(1);
    expect((await api('POST', create, textTo(user.id, '一次', 'job-2'))).json.code).toBe(0);
    expect(said()).toHaveLength(1);
    expect(double.wire().map((entry) => entry.status)).toContain('cut');
  });
});

describe('limits', () => {
  it('let 5 messages a second into one chat', async () => {
    await begin({});
    const codes: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      codes.push((await api('POST', create, textTo(user.id, `第${index}条`))).json.code);
    }
    expect(codes).toEqual([0, 0, 0, 0, 0, 230020]);
    hands.advance(1000);
    expect((await api('POST', create, textTo(user.id, '又来'))).json.code).toBe(0);
  });

  it('let so many calls a second and a minute, and say when to come back', async () => {
    await begin({ limits: { perSecond: 2, perMinute: 3, perChatPerSecond: 5 } });
    const send = () => api('POST', create, textTo(user.id, '您好'));
    await send();
    await send();
    const third = await send();
    expect([third.status, third.json.code, third.headers.get('x-ogw-ratelimit-reset')]).toEqual([
      429,
      99991400,
      '1',
    ]);
    hands.advance(10_000);
    expect((await send()).status).toBe(200);
    const fifth = await send();
    expect([fifth.status, fifth.headers.get('x-ogw-ratelimit-reset')]).toEqual([429, '50']);
    hands.advance(50_000);
    expect((await send()).status).toBe(200);
  });
});

describe('content', () => {
  const post = { zh_cn: { title: '通知', content: [[{ tag: 'text', text: '您好' }]] } };
  it.each([
    ['text', { text: '您好' }, 0],
    ['text', { text: '' }, 230001],
    ['text', { text: 'x'.repeat(150 * 1024) }, 230025],
    ['post', post, 0],
    ['post', { zh_cn: { content: 'not lines' } }, 230001],
    ['post', { zh_cn: { content: [[{ tag: 'text', text: 'x'.repeat(30 * 1024) }]] } }, 230025],
    ['image', { image_key: 'img_v3_none' }, 230001],
    ['file', { file_key: 'file_v3_none' }, 230001],
    ['poem', { text: '床前' }, 230001],
  ])('%s %#: code %i', async (msg_type, content, code) => {
    const body = { receive_id: user.id, msg_type, content: JSON.stringify(content) };
    expect((await api('POST', create, body)).json.code).toBe(code);
  });

  it('must be a JSON string', async () => {
    const body = { receive_id: user.id, msg_type: 'text', content: { text: '您好' } };
    expect((await api('POST', create, body)).json.code).toBe(230001);
    expect((await api('POST', create, { ...body, content: '您好' })).json.code).toBe(230001);
  });
});

describe('an earlier message', () => {
  const card = (text: string) =>
    JSON.stringify({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: text }] } });
  const sendCard = async () => {
    const body = { receive_id: user.id, msg_type: 'interactive', content: card('旧') };
    return (await api('POST', create, body)).json.data?.message_id ?? '';
  };

  it('can be replaced for 14 days when it is a card of the bot', async () => {
    const id = await sendCard();
    hands.advance(14 * day);
    api = await apiOf(double);
    expect((await api('PATCH', `im/v1/messages/${id}`, { content: card('新') })).json.code).toBe(0);
    expect(said()).toMatchObject([{ body: { elements: [{ content: '新' }] } }]);
    hands.advance(1);
    expect((await api('PATCH', `im/v1/messages/${id}`, { content: card('迟') })).json.code).toBe(230031);
  });

  it('keeps its schema', async () => {
    const id = await sendCard();
    const old = JSON.stringify({ elements: [] });
    expect((await api('PATCH', `im/v1/messages/${id}`, { content: old })).json.msg).toContain('200830');
  });

  it('must be a card, of the bot, known, and not recalled', async () => {
    const text = (await api('POST', create, textTo(user.id, '字'))).json.data?.message_id;
    const theirs = await double.say(user.id, double.p2p(user.id).id, { type: 'text', text: '您好' });
    const gone = await sendCard();
    expect((await api('DELETE', `im/v1/messages/${gone}`)).json.code).toBe(0);
    const patch = async (id: string | undefined) =>
      (await api('PATCH', `im/v1/messages/${id}`, { content: card('新') })).json.code;
    expect(await patch(text)).toBe(230054);
    expect(await patch(theirs)).toBe(230071);
    expect(await patch(gone)).toBe(230011);
    expect(await patch('om_never')).toBe(230110);
    expect(await patch('c-token')).toBe(99992354);
    expect((await api('DELETE', `im/v1/messages/${theirs}`)).json.code).toBe(230026);
  });
});

describe('a reply', () => {
  it('names the message it answers, and is sent once per uuid', async () => {
    const asked = await double.say(user.id, double.p2p(user.id).id, { type: 'text', text: '在吗' });
    const body = { msg_type: 'text', content: '{"text":"在"}', uuid: 'reply-1' };
    const first = await api('POST', `im/v1/messages/${asked}/reply`, body);
    const again = await api('POST', `im/v1/messages/${asked}/reply`, body);
    expect(first.json.data).toMatchObject({ parent_id: asked, root_id: asked });
    expect(again.json.data?.message_id).toBe(first.json.data?.message_id);
    expect(said()).toHaveLength(2);
    await double.recall(user.id, asked);
    expect((await api('POST', `im/v1/messages/${asked}/reply`, { ...body, uuid: 'reply-2' })).json.code).toBe(
      230011,
    );
  });

  it('needs the bot in the group', async () => {
    const group = double.addGroup('联络', [user.id]);
    const asked = await double.say(user.id, group.id, { type: 'text', text: '在吗' });
    double.removeBot(group.id, user.id);
    const body = { msg_type: 'text', content: '{"text":"在"}' };
    expect((await api('POST', `im/v1/messages/${asked}/reply`, body)).json.code).toBe(230002);
  });
});

describe('a file', () => {
  const file = { name: 'a.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF') };

  it('of a person is fetched by message, key and the right type only', async () => {
    const chat = double.p2p(user.id).id;
    const id = await double.say(user.id, chat, { type: 'file', file });
    const other = await double.say(user.id, chat, { type: 'text', text: '字' });
    const [{ content } = { content: {} }] = double.messages(chat);
    const { file_key: key } = content as { file_key: string };
    const code = async (path: string) => (await api('GET', `im/v1/messages/${path}`)).json.code;
    expect(await code(`${id}/resources/${key}?type=image`)).toBe(234003);
    expect(await code(`${id}/resources/${key}`)).toBe(234001);
    expect(await code(`${other}/resources/${key}?type=file`)).toBe(234003);
    expect(await code(`${id}/resources/file_v3_x?type=file`)).toBe(234003);
    const sent = { receive_id: user.id, msg_type: 'file', content: JSON.stringify({ file_key: key }) };
    expect((await api('POST', create, sent)).json.code).toBe(230001);
  });

  it.each([
    ['images', { image_type: 'message' }, 'image', 0, 234010],
    ['images', { image_type: 'poster' }, 'image', 4, 234001],
    ['images', { image_type: 'message' }, 'image', 10 * 1024 * 1024 + 1, 234006],
    ['files', { file_type: 'stream', file_name: 'a' }, 'file', 0, 234010],
    ['files', { file_type: 'exe', file_name: 'a' }, 'file', 4, 234001],
    ['files', { file_type: 'stream', file_name: 'a' }, 'file', 4, 0],
  ])('uploaded to %s with %o as %s of %i bytes: code %i', async (path, fields, name, size, code) => {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.set(key, value);
    form.set(name, new Blob([Buffer.alloc(size)]), 'a.bin');
    expect((await api('POST', `im/v1/${path}`, form)).json.code).toBe(code);
  });

  it('is not an image', async () => {
    const form = new FormData();
    form.set('image_type', 'message');
    form.set('image', new Blob(['PNG']), 'a.png');
    const { json } = await api('POST', 'im/v1/images', form);
    const content = JSON.stringify({ file_key: json.data?.image_key });
    expect((await api('POST', create, { receive_id: user.id, msg_type: 'file', content })).json.code).toBe(
      230055,
    );
  });
});

describe('faults', () => {
  it('serverErrors, rateLimited and errorCode answer so many sends without effect', async () => {
    Object.assign(double.faults, {
      serverErrors: 1,
      rateLimited: 1,
      rateResetSeconds: 7,
      errorCode: { code: 230049, times: 2 },
    });
    const answers = [];
    for (let index = 0; index < 5; index += 1)
      answers.push(await api('POST', create, textTo(user.id, '您好')));
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [500, 2200],
      [429, 99991400],
      [400, 230049],
      [400, 230049],
      [200, 0],
    ]);
    expect(answers[1]?.headers.get('x-ogw-ratelimit-reset')).toBe('7');
    expect(said()).toHaveLength(1);
    expect(double.faults.errorCode).toBeNull();
  });
});

it('keeps the last 2,000 messages of a chat', async () => {
  const chat = double.p2p(user.id);
  for (let index = 0; index < 2010; index += 1) {
    await double.say(user.id, chat.id, { type: 'text', text: String(index) });
  }
  expect(double.messages(chat.id)).toHaveLength(2000);
  expect(double.messages(chat.id)[0]?.content).toEqual({ text: '10' });
});
