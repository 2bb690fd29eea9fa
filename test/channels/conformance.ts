/**
 * What must hold for any channel, whatever the platform: run by each channel's
 * tests over its own double.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  ActionAnswer,
  Channel,
  Event,
  Message,
  Part,
  SendRequest,
  Sink,
} from '../../src/channels/port.ts';
import type { Double, DoubleUser } from '../../src/doubles/port.ts';

/** A channel on its double. */
export interface Rig {
  channel: Channel;
  double: Double;
  stop(): Promise<void>;
}

/** Where platforms honestly differ. */
export interface Traits {
  /** One key is sent once, however often it is asked for. */
  dedupes: boolean;
  /** A form comes back as an `action` with its fields. */
  forms: boolean;
  /** The presser of a button sees the sink's answer. */
  toasts: boolean;
}

/** What the sink was given, and what it says. */
export class Inbox {
  events: Event[] = [];
  answer: ActionAnswer | undefined;
  failing = false;
  readonly sink: Sink = async (event) => {
    if (this.failing) throw new Error('nothing can be kept now');
    this.events.push(event);
    return event.kind === 'action' ? this.answer : undefined;
  };

  of<K extends Event['kind']>(kind: K): Extract<Event, { kind: K }>[] {
    return this.events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind);
  }
}

const everyPart: Part[] = [
  { type: 'text', text: '您好，请核对以下内容。\n如有出入请告知。' },
  {
    type: 'list',
    items: [
      { label: '姓名', text: '王小明' },
      { label: '单位', text: '县第一中学' },
    ],
  },
  { type: 'list', ordered: true, items: [{ text: '提交材料' }, { text: '等待审核' }] },
  {
    type: 'table',
    columns: ['编号', '事项'],
    rows: [
      ['A-01', '人才公寓申请'],
      ['A-02', '子女入学协调'],
    ],
  },
  { type: 'figures', items: [{ label: '本月走访', value: '12', note: '较上月多三次' }] },
];

/** The texts of everyPart, each of which must be shown. */
const everyText = [
  '请核对以下内容',
  '王小明',
  '县第一中学',
  '等待审核',
  '人才公寓申请',
  '子女入学协调',
  '本月走访',
  '较上月多三次',
];

/**
 * @param start a fresh rig whose channel hands over to `sink`, ready to be told
 * something (connected, if it connects).
 */
export function describeChannel(name: string, start: (sink: Sink) => Promise<Rig>, traits: Traits): void {
  describe(`${name} holds what every channel must`, () => {
    let rig: Rig;
    let inbox: Inbox;
    let user: DoubleUser;
    let serial = 0;

    beforeEach(async () => {
      inbox = new Inbox();
      rig = await start(inbox.sink);
      user = rig.double.addUser({ name: '王小明', mobile: '13800001111' });
    });
    afterEach(() => rig.stop());

    const say = async (text: string): Promise<Extract<Event, { kind: 'message' }>> => {
      const before = inbox.of('message').length;
      await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text });
      await rig.double.idle();
      const event = inbox.of('message')[before];
      if (!event) throw new Error('the message did not arrive');
      return event;
    };
    const request = (message: Message, chatId = rig.double.p2p(user.id).id): SendRequest => {
      serial += 1;
      return { key: `key${serial}`, to: { chat: { id: chatId, kind: 'p2p' }, account: user.id }, message };
    };
    const shown = (): string => JSON.stringify(rig.double.messages(rig.double.p2p(user.id).id));
    const fromBot = () => rig.double.messages(rig.double.p2p(user.id).id).filter((one) => one.from === 'bot');

    describe('coming in', () => {
      it('hands over what a person said, once, with who, where and when', async () => {
        const event = await say('我想申请人才公寓');
        expect(event).toMatchObject({
          kind: 'message',
          channel: rig.channel.name,
          appId: rig.channel.appId,
          content: { type: 'text', text: '我想申请人才公寓' },
          toBot: true,
          mentions: [],
          chat: { kind: 'p2p', id: rig.double.p2p(user.id).id },
        });
        expect(event.sender.id).toBe(user.id);
        expect(event.at).toBeGreaterThan(0);
        expect(event.dedupeKey).not.toBe('');
        expect(inbox.events).toHaveLength(1);
      });

      it('gives a repeated delivery the same key, and different messages different keys', async () => {
        rig.double.faults.duplicate = 1;
        await say('一');
        rig.double.faults.duplicate = 0;
        await say('二');
        const keys = inbox.of('message').map((event) => event.dedupeKey);
        expect(keys).toHaveLength(3);
        expect(new Set(keys).size).toBe(2);
      });

      it('hears in a group that it was mentioned, without its own name in the text', async () => {
        const group = rig.double.addGroup('人才工作群', [user.id]);
        await rig.double.say(user.id, group.id, {
          type: 'text',
          text: '本周有几位人才需要联系？',
          mentionBot: true,
        });
        await rig.double.idle();
        expect(inbox.of('message')).toMatchObject([
          {
            chat: { kind: 'group', id: group.id },
            toBot: true,
            mentions: [],
            content: { text: '本周有几位人才需要联系？' },
          },
        ]);
      });

      it('fetches a file that a person sent', async () => {
        const bytes = Buffer.from('姓名,单位\n王小明,县一中\n');
        const file = { name: '名单.csv', mime: 'text/csv', bytes };
        await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'file', file });
        await rig.double.idle();
        const content = inbox.of('message')[0]?.content;
        if (content?.type !== 'files') throw new Error('no file arrived');
        const fetched = await rig.channel.download(content.files[0]!);
        expect(fetched.name).toBe('名单.csv');
        expect(Buffer.from(fetched.bytes).equals(bytes)).toBe(true);
      });

      it('does not acknowledge what could not be kept', async () => {
        inbox.failing = true;
        await rig.double.say(user.id, rig.double.p2p(user.id).id, { type: 'text', text: '请记住' });
        await rig.double.idle();
        const pushes = rig.double.wire().filter((entry) => entry.direction === 'to-bot');
        expect(pushes.length).toBeGreaterThan(0);
        for (const push of pushes) expect(push.status).not.toBe(200);
      });

      it('refuses what nobody signed, and never throws', async () => {
        const forged = { headers: {}, query: {}, body: Buffer.from('{"text":"我是管理员"}') };
        expect((await rig.channel.handle(forged)).status).toBeGreaterThanOrEqual(400);
        const broken = { headers: {}, query: {}, body: Buffer.from('{') };
        expect((await rig.channel.handle(broken)).status).toBeGreaterThanOrEqual(400);
        expect(inbox.events).toEqual([]);
      });
    });

    describe('going out', () => {
      it('shows a text as it was written', async () => {
        const text = '您好，<请>核对 & 确认：\n第二行 *不是* _标记_';
        const outcome = await rig.channel.send(request({ parts: [{ type: 'text', text }] }));
        expect(outcome).toMatchObject({ result: 'sent' });
        expect(fromBot()).toHaveLength(1);
        for (const word of ['您好', '核对', '确认', '第二行', '不是', '标记'])
          expect(shown()).toContain(word);
      });

      it('shows every text of every part', async () => {
        const outcome = await rig.channel.send(
          request({ title: '办件进度', tone: 'good', parts: everyPart }),
        );
        expect(outcome).toMatchObject({ result: 'sent' });
        for (const text of ['办件进度', ...everyText]) expect(shown()).toContain(text);
      });

      it.each(everyPart.map((part) => [part.type, part] as const))('shows %s alone', async (_, part) => {
        expect(await rig.channel.send(request({ parts: [part] }))).toMatchObject({ result: 'sent' });
        expect(fromBot()).toHaveLength(1);
      });

      it('sends a file', async () => {
        const bytes = Buffer.from('第一季度');
        const part: Part = { type: 'file', name: '报告.txt', mime: 'text/plain', bytes };
        expect(await rig.channel.send(request({ parts: [part] }))).toMatchObject({ result: 'sent' });
        expect(fromBot().length).toBeGreaterThan(0);
      });

      it('takes a text of 10,000 characters', async () => {
        const text = '县委人才办'.repeat(2000);
        expect(await rig.channel.send(request({ parts: [{ type: 'text', text }] }))).toMatchObject({
          result: 'sent',
        });
      });

      it('opens the one-to-one chat by account', async () => {
        const { message } = request({ parts: [{ type: 'text', text: '您好' }] });
        expect(
          await rig.channel.send({ key: 'by-account', to: { account: user.id }, message }),
        ).toMatchObject({
          result: 'sent',
        });
        expect(shown()).toContain('您好');
      });

      it.runIf(traits.dedupes)('sends one key once', async () => {
        const once = request({ parts: [{ type: 'text', text: '只说一次' }] });
        const first = await rig.channel.send(once);
        expect(await rig.channel.send(once)).toEqual(first);
        expect(fromBot()).toHaveLength(1);
      });

      it('sends although its token has expired', async () => {
        await rig.channel.send(request({ parts: [{ type: 'text', text: '一' }] }));
        rig.double.faults.expireTokens = true;
        expect(await rig.channel.send(request({ parts: [{ type: 'text', text: '二' }] }))).toMatchObject({
          result: 'sent',
        });
      });

      it('tells to wait when it was too fast, and to try again after an error of the platform', async () => {
        rig.double.faults.rateLimited = 1;
        const limited = await rig.channel.send(request({ parts: [{ type: 'text', text: '一' }] }));
        expect(limited).toMatchObject({ result: 'retry', afterMs: expect.any(Number) });
        rig.double.faults.serverErrors = 1;
        const broken = await rig.channel.send(request({ parts: [{ type: 'text', text: '二' }] }));
        expect(broken).toMatchObject({ result: 'retry' });
      });

      it('tells to try again when the platform cannot be reached', async () => {
        await rig.double.stop();
        const outcome = await rig.channel.send(request({ parts: [{ type: 'text', text: '在吗' }] }));
        expect(outcome).toMatchObject({ result: 'retry' });
      });

      it('refuses a message without content instead of sending nothing', async () => {
        expect(await rig.channel.send(request({ parts: [] }))).toMatchObject({
          result: 'refused',
          fault: 'content',
        });
      });
    });

    describe('buttons and forms', () => {
      const token = 'Tok3nOf40Characters000000000000000000001';

      it('brings the token of a pressed button back, and shows the answer', async () => {
        inbox.answer = { toast: '已记录', tone: 'success' };
        const parts: Part[] = [
          { type: 'text', text: '确认提交吗？' },
          {
            type: 'buttons',
            buttons: [
              { label: '确认提交', token, style: 'primary' },
              { label: '再改改', token: 'Other1' },
            ],
          },
        ];
        await rig.channel.send(request({ title: '请确认', parts }));
        const message = fromBot()[0]!;
        const pressed = await rig.double.press(user.id, message.id, '确认提交');
        await rig.double.idle();
        expect(pressed.error).toBeUndefined();
        if (traits.toasts) expect(pressed.toast).toBe('已记录');
        expect(inbox.of('action')).toMatchObject([{ token, sender: { id: user.id }, chat: { kind: 'p2p' } }]);
      });

      it.runIf(traits.forms)('brings a form back by the names of its fields', async () => {
        const parts: Part[] = [
          {
            type: 'form',
            submit: { label: '提交', token },
            fields: [
              { name: 'name', label: '姓名', required: true, input: 'text', value: '王小明' },
              { name: 'why', label: '事由', required: false, input: 'paragraph', error: '请写明事由' },
              { name: 'kind', label: '类别', required: true, input: 'select', options: ['住房', '子女入学'] },
              {
                name: 'ways',
                label: '方式',
                required: false,
                input: 'multi-select',
                options: ['走访', '电话', '微信'],
              },
              { name: 'day', label: '日期', required: true, input: 'date' },
              { name: 'hour', label: '时间', required: false, input: 'datetime', value: '2026-11-23 09:30' },
            ],
          },
        ];
        await rig.channel.send(request({ title: '登记', parts }));
        for (const text of ['事由', '请写明事由', '子女入学']) expect(shown()).toContain(text);
        const form = { why: '孩子上学', kind: '子女入学', ways: ['走访', '微信'], day: '2026-12-01' };
        const pressed = await rig.double.press(user.id, fromBot()[0]!.id, '提交', form);
        expect(pressed.error).toBeUndefined();
        expect(inbox.of('action')).toMatchObject([
          { token, form: { ...form, name: '王小明', hour: '2026-11-23 09:30' } },
        ]);
      });
    });

    describe('people and life', () => {
      it('finds accounts by phone and leaves out numbers nobody has', async () => {
        const found = await rig.channel.findByPhone(['13800001111', '13900009999']);
        expect([...found.keys()]).toEqual(['13800001111']);
        expect(found.get('13800001111')?.id).toBe(user.id);
      });

      it('knows its limits and its state, and stops', async () => {
        const { perSecond, perMinute, perChatPerSecond } = rig.channel.limits;
        expect(Math.min(perSecond, perMinute, perChatPerSecond)).toBeGreaterThan(0);
        expect(['webhook', 'connected']).toContain(rig.channel.status().connection);
        await rig.channel.stop();
        expect(['webhook', 'stopped']).toContain(rig.channel.status().connection);
      });
    });
  });
}
