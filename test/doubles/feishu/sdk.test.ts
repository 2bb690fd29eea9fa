/** The official SDK, unmodified, is a client the double must satisfy. */
import type { Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { Client, EventDispatcher, LoggerLevel, WSClient } from '@larksuiteoapi/node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { DoubleMessage, DoubleUser } from '../../../src/doubles/port.ts';
import { quiet, until } from './support.ts';

const card = {
  schema: '2.0',
  body: {
    elements: [
      { tag: 'markdown', content: '请确认' },
      {
        tag: 'button',
        text: { tag: 'plain_text', content: '同意' },
        behaviors: [{ type: 'callback', value: { token: 'abc' } }],
      },
    ],
  },
};

let double: FeishuDouble;
let user: DoubleUser;

beforeEach(async () => {
  double = await startFeishuDouble({ fragmentBytes: 200 });
  user = double.addUser({ name: '王芳', mobile: '13800000001' });
});

afterEach(() => double.stop());

function client(): Client {
  const { appId, appSecret } = double.credentials;
  return new Client({ appId, appSecret, domain: double.url, logger: quiet, loggerLevel: LoggerLevel.error });
}

describe('Client', () => {
  it('creates, replies, patches and recalls', async () => {
    const { message } = client().im.v1;
    const created = await message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: user.id, msg_type: 'interactive', content: JSON.stringify(card) },
    });
    expect(created.code).toBe(0);
    const id = created.data?.message_id ?? '';
    const chatId = double.p2p(user.id).id;
    expect(created.data?.chat_id).toBe(chatId);

    const replied = await message.reply({
      path: { message_id: id },
      data: { msg_type: 'text', content: JSON.stringify({ text: '收到' }) },
    });
    expect(replied.data?.parent_id).toBe(id);

    const changed = { ...card, body: { elements: [{ tag: 'markdown', content: '已同意' }] } };
    expect(
      (await message.patch({ path: { message_id: id }, data: { content: JSON.stringify(changed) } })).code,
    ).toBe(0);
    expect(double.messages(chatId)[0]).toMatchObject({
      id,
      from: 'bot',
      type: 'interactive',
      content: changed,
    });

    expect((await message.delete({ path: { message_id: id } })).code).toBe(0);
    expect(double.messages(chatId)[0]?.recalled).toBe(true);
  });

  it('uploads an image and a file and sends them', async () => {
    const sdk = client();
    const image = await sdk.im.v1.image.create({
      data: { image_type: 'message', image: Buffer.from('PNG') },
    });
    const file = await sdk.im.v1.file.create({
      data: { file_type: 'stream', file_name: '名册.xlsx', file: Buffer.from('rows\r\n--rows') },
    });
    expect(double.file(image?.image_key ?? '')?.bytes).toEqual(Buffer.from('PNG'));
    expect(double.file(file?.file_key ?? '')).toMatchObject({
      name: '名册.xlsx',
      bytes: Buffer.from('rows\r\n--rows'),
    });
    const sent = await sdk.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: user.id, msg_type: 'file', content: JSON.stringify({ file_key: file?.file_key }) },
    });
    expect(sent.code).toBe(0);
  });

  it('downloads what a person sent', async () => {
    const file = { name: '证明.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF') };
    const id = await double.say(user.id, double.p2p(user.id).id, { type: 'file', file });
    const [message] = double.messages(double.p2p(user.id).id);
    const { file_key } = (message as DoubleMessage).content as { file_key: string };
    const got = await client().im.v1.messageResource.get({
      path: { message_id: id, file_key },
      params: { type: 'file' },
    });
    expect(await readAll(got.getReadableStream() as Readable)).toBe('%PDF');
  });

  it('finds people by mobile number and says who the bot is', async () => {
    const sdk = client();
    const found = await sdk.contact.v3.user.batchGetId({
      params: { user_id_type: 'open_id' },
      data: { mobiles: ['13800000001', '13900000000'] },
    });
    expect(found.data?.user_list?.map((one) => [one.mobile, one.user_id])).toEqual([
      ['13800000001', user.id],
      ['13900000000', undefined],
    ]);
    const got = await sdk.contact.v3.user.get({
      path: { user_id: user.id },
      params: { user_id_type: 'open_id' },
    });
    expect(got.data?.user?.name).toBe('王芳');
    const info = (await sdk.request({ method: 'GET', url: '/open-apis/bot/v3/info' })) as {
      bot: { open_id: string };
    };
    expect(info.bot.open_id).toBe(double.botOpenId);
  });
});

describe('WSClient', () => {
  it('receives a message and a card action, whose answer is applied', async () => {
    const texts: string[] = [];
    const dispatcher = new EventDispatcher({ logger: quiet, loggerLevel: LoggerLevel.error }).register({
      'im.message.receive_v1': (data: { message: { content: string } }) => {
        texts.push(JSON.parse(data.message.content).text);
      },
      'card.action.trigger': (data: { action: { value: { token: string } } }) => ({
        toast: { type: 'success', content: `已收 ${data.action.value.token}` },
        card: {
          type: 'raw',
          data: { ...card, body: { elements: [{ tag: 'markdown', content: '已同意' }] } },
        },
      }),
    } as never);
    const { appId, appSecret } = double.credentials;
    const socket = new WSClient({ appId, appSecret, domain: double.url, logger: quiet });
    await socket.start({ eventDispatcher: dispatcher });
    try {
      await until(() => double.connections === 1);
      const chat = double.p2p(user.id);
      await double.say(user.id, chat.id, { type: 'text', text: '您好'.repeat(200) });
      await double.idle();
      expect(texts).toEqual(['您好'.repeat(200)]);
      expect(double.redeliveries).toBe(0);

      const sent = await client().im.v1.message.create({
        params: { receive_id_type: 'chat_id' },
        data: { receive_id: chat.id, msg_type: 'interactive', content: JSON.stringify(card) },
      });
      const id = sent.data?.message_id ?? '';
      expect(await double.press(user.id, id, '同意')).toEqual({ toast: '已收 abc' });
      expect(double.messages(chat.id).at(-1)?.content).toMatchObject({
        body: { elements: [{ content: '已同意' }] },
      });
    } finally {
      socket.close({ force: true });
    }
  });

  it('stops for good when the endpoint is refused with 514', async () => {
    double.refuseEndpoint(514);
    const { appId, appSecret } = double.credentials;
    const failed = new Promise<Error>((resolve) => {
      const socket = new WSClient({ appId, appSecret, domain: double.url, logger: quiet, onError: resolve });
      void socket.start({ eventDispatcher: new EventDispatcher({ logger: quiet }) });
    });
    expect((await failed).message).toContain('514');
  });
});
