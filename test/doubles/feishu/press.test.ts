/** Card callbacks: synchronous, once, judged, and what their token is good for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeishuDouble, startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { type Api, apiOf, type FakeBot, Hands, startBot, until } from './support.ts';

const minute = 60_000;
const button = {
  tag: 'button',
  text: { tag: 'plain_text', content: '同意' },
  behaviors: [{ type: 'callback', value: { token: 'abc' } }],
};
const card = (...elements: object[]) => ({ schema: '2.0', body: { elements } });
const done = card({ tag: 'markdown', content: '已同意' });

let bot: FakeBot;
let hands: Hands;
let double: FeishuDouble;
let api: Api;
let user: DoubleUser;
let messageId: string;

beforeEach(async () => {
  bot = await startBot();
  hands = new Hands();
  double = await startFeishuDouble({
    encryptKey: '',
    webhook: bot.url,
    now: hands.now,
    timers: hands,
    limits: 'off',
  });
  user = double.addUser({ name: '王芳', mobile: '13800000001' });
  api = await apiOf(double);
  const body = { receive_id: user.id, msg_type: 'interactive', content: JSON.stringify(card(button)) };
  const sent = await api('POST', 'im/v1/messages?receive_id_type=open_id', body);
  messageId = sent.json.data?.message_id ?? '';
});

afterEach(async () => {
  await double.stop();
  await bot.stop();
});

const press = () => double.press(user.id, messageId, '同意');
const shown = () => double.messages(double.p2p(user.id).id)[0]?.content;
const event = (index = 0) => JSON.parse(String(bot.received[index]?.raw));

async function answered(body: unknown, status = 200) {
  bot.answers.push({ status, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return press();
}

describe('the callback', () => {
  it('looks like the wire', async () => {
    expect(await press()).toEqual({});
    expect(event()).toMatchObject({
      schema: '2.0',
      header: { event_type: 'card.action.trigger', create_time: `${hands.time}000` },
      event: {
        operator: { open_id: user.id, union_id: user.unionId, tenant_key: double.tenantKey },
        token: expect.stringMatching(/^c-/),
        action: { tag: 'button', value: { token: 'abc' } },
        host: 'im_message',
        context: { open_message_id: messageId, open_chat_id: double.p2p(user.id).id },
      },
    });
  });

  it('is never pushed again', async () => {
    expect(await answered('', 500)).toEqual({ error: '200671 answered 500' });
    expect(double.redeliveries).toBe(0);
  });

  it('times out after three seconds', async () => {
    bot.answers.push('hang');
    const pressed = press();
    await until(() => bot.received.length === 1);
    hands.advance(3000);
    expect(await pressed).toEqual({ error: '200341 timeout' });
  });

  it('needs a bot that is there', async () => {
    await bot.stop();
    expect((await press()).error).toContain('200342');
    double.setWebhook(undefined);
    expect((await press()).error).toContain('200340');
  });

  it('comes twice when pushes are duplicated', async () => {
    double.faults.duplicate = 1;
    await press();
    expect(bot.received).toHaveLength(2);
    expect(event(0)).toEqual(event(1));
  });
});

describe('the answer', () => {
  it('may be a toast, in Chinese where there is one', async () => {
    expect(await answered({ toast: { type: 'success', content: 'ok' } })).toEqual({ toast: 'ok' });
    const both = { toast: { type: 'info', content: 'ok', i18n: { zh_cn: '好' } } };
    expect(await answered(both)).toEqual({ toast: '好' });
  });

  it('may bring a new card', async () => {
    expect(await answered({ card: { type: 'raw', data: done } })).toEqual({});
    expect(shown()).toEqual(done);
  });

  it.each([
    ['not JSON', 'ok', '200672'],
    ['an array', [], '200672'],
    ['something else', { message: 'ok' }, '200672'],
    ['a toast of no type', { toast: { type: 'loud', content: 'x' } }, '200672'],
    ['a bare card', { card: done }, '200672'],
    ['a bad card', { card: { type: 'raw', data: card({ tag: 'note' }) } }, '200673'],
    ['a card of 1.0', { card: { type: 'raw', data: { elements: [] } } }, '200830'],
  ])('%s is %#', async (_name, body, code) => {
    expect((await answered(body)).error).toContain(code);
    expect(shown()).toEqual(card(button));
  });
});

describe('the token of a callback', () => {
  const update = async () => {
    const { token } = event().event;
    const { status, json } = await api('POST', 'interactive/v1/card/update', { token, card: done });
    return [status, json.code];
  };

  it('updates the card twice within 30 minutes', async () => {
    await press();
    hands.advance(30 * minute - 1);
    expect(await update()).toEqual([200, 0]);
    expect(shown()).toEqual(done);
    expect(await update()).toEqual([200, 0]);
    expect(await update()).toEqual([400, 300040]);
  });

  it('is over after 30 minutes', async () => {
    await press();
    hands.advance(30 * minute);
    expect(await update()).toEqual([400, 300030]);
  });

  it('waits for the callback to be answered', async () => {
    bot.answers.push('hang');
    const pressed = press();
    await until(() => bot.received.length === 1);
    expect(await update()).toEqual([400, 200810]);
    hands.advance(3000);
    await pressed;
    expect(await update()).toEqual([200, 0]);
  });
});

describe('a press that stays in the client', () => {
  it('because the card is gone or too old', async () => {
    hands.advance(14 * 24 * 60 * minute + 1);
    expect(await press()).toHaveProperty('error');
    api = await apiOf(double);
    await api('DELETE', `im/v1/messages/${messageId}`);
    expect(await press()).toHaveProperty('error');
    expect(bot.received).toHaveLength(0);
  });
});
