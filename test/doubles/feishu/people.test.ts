/** What people do on the platform, and the events it makes of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { type FakeBot, startBot } from './support.ts';

let bot: FakeBot;
let double: FeishuDouble;
let user: DoubleUser;
let other: DoubleUser;

beforeEach(async () => {
  bot = await startBot();
  double = await startFeishuDouble({ encryptKey: '', webhook: bot.url });
  user = double.addUser({ name: '王芳', mobile: '13800000001' });
  other = double.addUser({ name: '李雷', mobile: '13800000002' });
});

afterEach(async () => {
  await double.stop();
  await bot.stop();
});

async function events() {
  await double.idle();
  return bot.received.map(({ raw }) => JSON.parse(raw.toString()));
}

describe('in a group', () => {
  it('only what mentions the bot reaches it, with a mention like the wire', async () => {
    const group = double.addGroup('人才联络', [user.id, other.id]);
    await double.say(user.id, group.id, { type: 'text', text: '大家好' });
    await double.say(user.id, group.id, { type: 'text', text: '请问', mentionBot: true });
    const [first, second] = await events();
    expect(second).toBeUndefined();
    expect(first.event.message).toMatchObject({
      chat_type: 'group',
      content: '{"text":"@_user_1 请问"}',
      mentions: [{ key: '@_user_1', id: { open_id: double.botOpenId }, mentioned_type: 'bot' }],
    });
    expect(double.messages(group.id)).toHaveLength(2);
  });

  it('nobody outside can speak', async () => {
    const group = double.addGroup('人才联络', [user.id]);
    await expect(double.say(other.id, group.id, { type: 'text', text: '我' })).rejects.toThrow('not in');
  });

  it('members and the bot come and go', async () => {
    const group = double.addGroup('人才联络', [user.id]);
    double.addMembers(group.id, user.id, [other.id]);
    double.removeMembers(group.id, user.id, [other.id]);
    double.removeBot(group.id, user.id);
    double.addBot(group.id, user.id);
    const seen = await events();
    expect(seen.map((event) => event.header.event_type)).toEqual([
      'im.chat.member.user.added_v1',
      'im.chat.member.user.deleted_v1',
      'im.chat.member.bot.deleted_v1',
      'im.chat.member.bot.added_v1',
    ]);
    expect(seen[0].event).toMatchObject({
      chat_id: group.id,
      operator_id: { open_id: user.id },
      users: [{ name: '李雷', user_id: { open_id: other.id } }],
    });
    expect(seen[3].event).toMatchObject({ chat_id: group.id, name: '人才联络' });
  });
});

describe('one to one', () => {
  it('opening the chat, tapping the menu and recalling each make an event', async () => {
    const chat = double.p2p(user.id);
    const id = await double.say(user.id, chat.id, { type: 'text', text: '您好' });
    await double.enter(user.id);
    double.tapMenu(user.id, 'my-cases');
    await double.recall(user.id, id);
    const seen = (await events()).slice(1);
    expect(seen.map((event) => [event.header.event_type, event.event])).toEqual([
      [
        'im.chat.access_event.bot_p2p_chat_entered_v1',
        expect.objectContaining({ chat_id: chat.id, last_message_id: id }),
      ],
      [
        'application.bot.menu_v6',
        expect.objectContaining({ event_key: 'my-cases', timestamp: expect.any(Number) }),
      ],
      [
        'im.message.recalled_v1',
        expect.objectContaining({ message_id: id, chat_id: chat.id, recall_type: 'message_owner' }),
      ],
    ]);
    expect(double.messages(chat.id)[0]?.recalled).toBe(true);
  });

  it('carries any message of the platform, and any event', async () => {
    const chat = double.p2p(user.id);
    await double.say(user.id, chat.id, { type: 'raw', messageType: 'sticker', content: { file_key: 'f' } });
    double.pushRaw({ uuid: 'u1', token: 't', type: 'event_callback', event: { type: 'p2p_chat_create' } });
    const seen = await events();
    expect(seen).toHaveLength(2);
    expect(seen.map((event) => event.event.message?.message_type ?? event.event.type).sort()).toEqual([
      'p2p_chat_create',
      'sticker',
    ]);
  });
});

describe('those who watch', () => {
  it('hear of changes until they leave', async () => {
    let changes = 0;
    const leave = double.onChange(() => {
      changes += 1;
    });
    await double.say(user.id, double.p2p(user.id).id, { type: 'text', text: '您好' });
    await double.idle();
    expect(changes).toBeGreaterThan(1);
    leave();
    const heard = changes;
    double.addUser({ name: '新人', mobile: '13800000009' });
    expect(changes).toBe(heard);
  });

  it('see no secrets in the wire log, and at most 500 exchanges', async () => {
    const { appId, appSecret } = double.credentials;
    for (let index = 0; index < 510; index += 1) {
      await fetch(`${double.url}/open-apis/auth/v3/tenant_access_token/internal`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ app_id: appId, app_secret: appSecret }),
      });
    }
    const wire = double.wire();
    expect(wire).toHaveLength(500);
    expect(JSON.stringify(wire)).not.toContain(appSecret);
    expect(wire.at(-1)).toMatchObject({
      direction: 'from-bot',
      request: { app_secret: '***' },
      response: { tenant_access_token: '***' },
    });
  });
});
