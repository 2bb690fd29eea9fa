import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoubleUser } from '../../../src/doubles/port.ts';
import { Inbox } from '../conformance.ts';
import { type FeishuRig, startRig } from './rig.ts';

let rig: FeishuRig;
let user: DoubleUser;
let inbox: Inbox;

beforeEach(async () => {
  inbox = new Inbox();
  rig = await startRig({ connection: 'webhook', sink: inbox.sink });
  user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
});
afterEach(() => rig.stop());

const say = async (text: string) => {
  await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text });
  await rig.double.idle();
};

describe('by webhook', () => {
  it('answers the challenge of its own console', async () => {
    expect(await rig.double.verifyWebhook()).toEqual({ ok: true });
  });

  it('lets the platform deliver again what could not be kept', async () => {
    inbox.failing = true;
    await say('请记住');
    expect(rig.double.redeliveries).toBe(1);
    inbox.failing = false;
    rig.double.redeliverNow();
    await rig.double.idle();
    expect(inbox.of('message')).toMatchObject([{ content: { text: '请记住' } }]);
    expect(rig.double.redeliveries).toBe(0);
  });

  it('refuses a genuine request once a byte of it is changed', async () => {
    await say('您好');
    const genuine = rig.web.requests.at(-1)!;
    expect((await rig.channel.handle(genuine)).status).toBe(200);
    const body = Buffer.from(genuine.body);
    body[20] = (body[20] ?? 0) ^ 1;
    expect((await rig.channel.handle({ ...genuine, body })).status).toBe(401);
    const { 'x-lark-signature': _, ...headers } = genuine.headers;
    expect((await rig.channel.handle({ ...genuine, headers })).status).toBe(401);
  });

  it('shows the presser an error when the press could not be kept', async () => {
    await rig.channel.send({
      key: 'k',
      to: { account: user.id },
      message: { parts: [{ type: 'buttons', buttons: [{ label: '好', token: 'T' }] }] },
    });
    inbox.failing = true;
    const [card] = rig.double.messages(rig.double.p2p(user.id).id);
    expect((await rig.double.press(user.id, card?.id ?? '', '好')).error).toContain('500');
  });

  it('takes events of any size the web layer passes', async () => {
    const text = '县委人才办'.repeat(20_000);
    await say(text);
    expect(inbox.of('message')).toMatchObject([{ content: { text } }]);
  });

  it('hears what was taken back', async () => {
    const id = await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text: '写错了' });
    await rig.double.recall(user.id, id);
    await rig.double.idle();
    expect(inbox.of('recalled')).toMatchObject([{ messageId: id, chat: { id: rig.double.p2p(user.id).id } }]);
  });
});
