import { describe, expect, it } from 'vitest';
import { messageTypes } from '../../../src/channels/feishu/decode/content.ts';
import type { DecodeContext } from '../../../src/channels/feishu/decode/context.ts';
import { decodeEvent } from '../../../src/channels/feishu/decode/event.ts';
import { readEnvelope } from '../../../src/channels/feishu/envelope.ts';
import type { Event, MessageContent } from '../../../src/channels/port.ts';
import { silentLog } from '../../../src/ports.ts';
import { botOpenId, event, type MessageChange, message, now, settings, talent } from './compose.ts';

const context: DecodeContext = { appId: settings.appId, botOpenId: async () => botOpenId, log: silentLog };

async function decode(body: unknown, change: Partial<DecodeContext> = {}): Promise<Event | undefined> {
  const envelope = readEnvelope(body);
  if (!envelope) throw new Error('not an event');
  return decodeEvent(envelope, { ...context, ...change });
}

async function content(type: string, value: unknown, change?: MessageChange): Promise<MessageContent> {
  const decoded = await decode(message(type, value, change));
  if (decoded?.kind !== 'message') throw new Error('not a message');
  return decoded.content;
}

const file = (kind: string, key: string, name?: string) => ({
  type: 'files',
  files: [{ kind, key, messageId: 'om_1', ...(name ? { name } : {}) }],
});
const other = (name: string, text?: string) => ({ type: 'other', name, ...(text ? { text } : {}) });

describe('every message type says something', () => {
  const cases: [string, unknown, object][] = [
    ['text', { text: '我想申请人才公寓' }, { type: 'text', text: '我想申请人才公寓' }],
    ['text', { text: '第一行\n第二行 a@b.com' }, { type: 'text', text: '第一行\n第二行 a@b.com' }],
    ['image', { image_key: 'img_1' }, file('image', 'img_1')],
    ['file', { file_key: 'f_1', file_name: '简历.pdf' }, file('file', 'f_1', '简历.pdf')],
    ['audio', { file_key: 'f_2', duration: 2000 }, file('audio', 'f_2')],
    [
      'media',
      { file_key: 'f_3', image_key: 'i', file_name: '走访.mp4', duration: 9 },
      file('video', 'f_3', '走访.mp4'),
    ],
    ['folder', { file_key: 'f_4', file_name: '材料' }, other('文件夹', '材料')],
    ['sticker', { file_key: 'f_5' }, other('表情')],
    [
      'interactive',
      {
        title: '卡片',
        elements: [
          [
            { tag: 'text', text: '正文' },
            { tag: 'button', text: '好' },
          ],
        ],
      },
      other('卡片', '卡片\n正文\n好'),
    ],
    ['share_chat', { chat_id: 'oc_2' }, other('群名片')],
    ['share_user', { user_id: 'ou_2' }, other('个人名片')],
    ['location', { name: '县政府', longitude: '1', latitude: '2' }, other('位置', '县政府')],
    ['system', { template: '{from_user} invited {to_chatters}', from_user: [] }, other('系统消息')],
    ['hongbao', { text: '[红包]' }, other('红包', '[红包]')],
    ['share_calendar_event', { summary: '座谈会', start_time: '1' }, other('日程', '座谈会')],
    ['calendar', { summary: '走访', start_time: '1' }, other('日程邀请', '走访')],
    ['general_calendar', { summary: '汇报' }, other('日程', '汇报')],
    ['video_chat', { topic: '视频会议', start_time: '1' }, other('视频会议', '视频会议')],
    [
      'todo',
      {
        task_id: 't',
        summary: { title: '提交材料', content: [[{ tag: 'text', text: '周五前' }]] },
        due_time: '1',
      },
      other('任务', '提交材料\n周五前'),
    ],
    ['vote', { topic: '时间', options: ['周一', '周二'] }, other('投票', '时间\n周一\n周二')],
    ['merge_forward', { content: 'Merged and Forwarded Message' }, other('合并转发的聊天记录')],
    ['something_new', { text: '大概是这样' }, other('暂不支持的消息', '大概是这样')],
    ['something_new', {}, other('暂不支持的消息')],
  ];
  it.each(cases)('%s %j', async (type, value, expected) => {
    expect(await content(type, value)).toEqual(expected);
  });

  it('covers all types that have a converter', () => {
    const tried = new Set([...cases.map(([type]) => type), 'post']);
    expect(messageTypes.filter((type) => !tried.has(type))).toEqual([]);
    expect(messageTypes.length).toBeGreaterThanOrEqual(20);
  });

  it.each(messageTypes)('%s with broken, empty or senseless content is still something', async (type) => {
    for (const broken of ['', 'not json', 'null', '[]', '7', '{}', '{"content":[[null,7]],"elements":7}']) {
      const value = await content(type, broken);
      expect(['text', 'other']).toContain(value.type);
    }
  });
});

describe('rich text', () => {
  const rows = [
    [
      { tag: 'text', text: '您好 ' },
      { tag: 'at', user_id: '@_user_1', user_name: '李主任' },
      { tag: 'a', text: '通知', href: 'https://example.com' },
    ],
    [{ tag: 'hr' }],
    [
      { tag: 'code_block', text: 'A=1' },
      { tag: 'emotion', emoji_type: 'SMILE' },
    ],
    [{ tag: 'md', text: '结尾' }],
  ];
  const words = '标题\n您好 @李主任通知（https://example.com）\n————\nA=1[SMILE]\n结尾';
  const mentions = [{ key: '@_user_1', id: { open_id: 'ou_li' }, name: '李主任', mentioned_type: 'user' }];

  it.each([
    ['as it is', { title: '标题', content: rows }],
    ['wrapped in a locale', { zh_cn: { title: '标题', content: rows } }],
    ['wrapped in another locale', { en_us: { title: '标题', content: rows } }],
    ['in content_v2', { title: '标题', content: [], content_v2: rows }],
  ])('%s', async (_, value) => {
    expect(await content('post', value, { mentions })).toEqual({ type: 'text', text: words });
  });

  it('gives its pictures and videos as files, the words beside them', async () => {
    const value = {
      title: '',
      content: [
        [{ tag: 'text', text: '营业执照' }],
        [{ tag: 'img', image_key: 'i1' }],
        [{ tag: 'media', file_key: 'v1' }],
      ],
    };
    expect(await content('post', value)).toEqual({
      type: 'files',
      text: '营业执照',
      files: [
        { kind: 'image', key: 'i1', messageId: 'om_1' },
        { kind: 'video', key: 'v1', messageId: 'om_1' },
      ],
    });
  });

  it('drops the mention of the bot', async () => {
    const bot = [{ key: '@_user_1', id: { open_id: botOpenId }, name: '近悦', mentioned_type: 'bot' }];
    const value = {
      title: '',
      content: [
        [
          { tag: 'at', user_id: '@_user_1' },
          { tag: 'text', text: ' 查进度' },
        ],
      ],
    };
    expect(await content('post', value, { mentions: bot, chat_type: 'group' })).toEqual({
      type: 'text',
      text: '查进度',
    });
  });
});

describe('mentions', () => {
  const bot = {
    key: '@_user_1',
    id: { open_id: botOpenId, union_id: '' },
    name: '近悦',
    mentioned_type: 'bot',
  };
  const person = (n: number) => ({
    key: `@_user_${n}`,
    id: { open_id: `ou_${n}`, union_id: `on_${n}` },
    name: `第${n}人`,
    tenant_key: 'tenant_1',
    mentioned_type: 'user',
  });

  it('takes the bot out of the text and of the people', async () => {
    const change = { chat_type: 'group', mentions: [bot, person(2)] };
    expect(
      await decode(message('text', { text: '@_user_1 请通知 @_user_2 周五前交' }, change)),
    ).toMatchObject({
      toBot: true,
      content: { text: '请通知 @第2人 周五前交' },
      mentions: [{ id: 'ou_2', unionId: 'on_2', tenant: 'tenant_1', name: '第2人' }],
    });
  });

  it('is not confused by @_user_1 and @_user_10', async () => {
    const mentions = [bot, ...Array.from({ length: 9 }, (_, i) => person(i + 2))];
    const value = await content(
      'text',
      { text: '@_user_10、@_user_1@_user_2' },
      { chat_type: 'group', mentions },
    );
    expect(value).toEqual({ type: 'text', text: '@第10人、@第2人' });
  });

  it('is not spoken to in a group where others are mentioned, or nobody', async () => {
    const toBot = async (text: string, mentions?: object[]) => {
      const decoded = await decode(
        message('text', { text }, { chat_type: 'group', ...(mentions ? { mentions } : {}) }),
      );
      return decoded?.kind === 'message' && decoded.toBot;
    };
    expect(await toBot('@_user_2 您好', [person(2)])).toBe(false);
    expect(await toBot('大家好')).toBe(false);
    expect(await toBot('@_all 开会')).toBe(false);
    expect(await toBot('@_user_1 另一个机器人', [{ ...bot, id: { open_id: 'ou_otherbot' } }])).toBe(false);
    expect(await toBot('@_user_1 你好', [{ ...bot, mentioned_type: undefined }])).toBe(true);
  });

  it('shows @all with and without an entry, and leaves @_allies alone', async () => {
    expect(await content('text', { text: '@_all 开会' })).toEqual({ type: 'text', text: '@所有人 开会' });
    const mentions = [{ key: '@_all', id: {}, name: '所有人' }];
    expect(await content('text', { text: '@_all 开会' }, { mentions })).toEqual({
      type: 'text',
      text: '@所有人 开会',
    });
    expect(await content('text', { text: '@_allies' })).toEqual({ type: 'text', text: '@_allies' });
  });

  it('asks who the bot is only when a bot may be meant, and fails when it cannot', async () => {
    const away = { botOpenId: () => Promise.reject(new Error('Feishu is away')) };
    const group = (mentions: object[]) =>
      message('text', { text: '@_user_2 好' }, { chat_type: 'group', mentions });
    expect(await decode(group([person(2)]), away)).toMatchObject({ toBot: false });
    expect(await decode(message('text', { text: '好' }), away)).toMatchObject({ toBot: true });
    await expect(decode(group([bot]), away)).rejects.toThrow('Feishu is away');
  });
});

describe('a message', () => {
  it('has its chat, its sender, its time and its key', async () => {
    expect(await decode(message('text', { text: '好' }, { message_id: 'om_9', parent_id: 'om_8' }))).toEqual({
      kind: 'message',
      channel: 'feishu',
      appId: settings.appId,
      dedupeKey: 'om_9',
      at: now - 500,
      chat: { id: 'oc_1', kind: 'p2p' },
      sender: { id: talent.open_id, unionId: talent.union_id, tenant: 'tenant_1' },
      messageId: 'om_9',
      content: { type: 'text', text: '好' },
      toBot: true,
      mentions: [],
      replyTo: 'om_8',
    });
  });

  it.each(['bot', 'app', 'anonymous'])(
    'of a %s is not handled, or two bots would talk for ever',
    async (sender_type) => {
      expect(await decode(message('text', { text: '好' }, { sender_type }))).toBeUndefined();
    },
  );
});

describe('cards', () => {
  const operator = { ...talent, tenant_key: 'tenant_1' };
  const place = { open_message_id: 'om_7', open_chat_id: 'oc_7' };
  const press = (action: object, more: object = { context: place }) =>
    event(
      'card.action.trigger',
      { operator, token: 'c-1', action, host: 'im_message', ...more },
      { create_time: `${now}000` },
    );

  it('a pressed button brings its token and the kind of chat it was sent to', async () => {
    expect(await decode(press({ tag: 'button', value: { t: 'Tok1', k: 'group' } }))).toEqual({
      kind: 'action',
      channel: 'feishu',
      appId: settings.appId,
      dedupeKey: 'ev_1',
      at: now,
      chat: { id: 'oc_7', kind: 'group' },
      sender: { id: talent.open_id, unionId: talent.union_id, tenant: 'tenant_1' },
      token: 'Tok1',
      messageId: 'om_7',
    });
  });

  it('a form brings its values by field, dates without the zone the client adds', async () => {
    const form_value = {
      name: '王小明',
      day: '2024-04-01 +0800',
      hour: '2024-04-29 07:07 +0800',
      clock: '00:00 +0800',
      ways: ['走访', '电话'],
      'day~1': '2024-05-01 +0800',
      note: '会议 2024-04-01 +0800 起',
      empty: null,
    };
    expect(
      await decode(press({ tag: 'button', name: 'submit', value: { t: 'Tok2', k: 'p2p' }, form_value })),
    ).toMatchObject({
      token: 'Tok2',
      chat: { kind: 'p2p' },
      form: {
        name: '王小明',
        hour: '2024-04-29 07:07',
        clock: '00:00',
        ways: ['走访', '电话'],
        day: '2024-05-01',
        note: '会议 2024-04-01 +0800 起',
        empty: '',
      },
    });
  });

  it('finds the place beside the event as well', async () => {
    const body = { ...press({ tag: 'date_picker', value: { t: 'Tok3' } }, {}), context: place };
    expect(await decode(body)).toMatchObject({
      kind: 'action',
      token: 'Tok3',
      chat: { id: 'oc_7', kind: 'group' },
    });
  });

  it.each([undefined, {}, 'text', { t: '' }, { key: 'value' }])(
    'keeps a press that is not ours: %j',
    async (value) => {
      expect(await decode(press({ tag: 'button', value }))).toMatchObject({
        kind: 'unknown',
        name: 'card.action.trigger',
      });
    },
  );
});

describe('other events', () => {
  const who = { id: talent.open_id, unionId: talent.union_id };
  const about = { chat_id: 'oc_3', operator_id: talent, external: false, name: '人才群' };
  const users = [
    { name: '张三', tenant_key: 't2', user_id: { open_id: 'ou_3', union_id: 'on_3' } },
    { name: '外部', user_id: null },
  ];
  const members = [{ id: 'ou_3', unionId: 'on_3', tenant: 't2', name: '张三' }];
  const chat = { id: 'oc_3', kind: 'group', title: '人才群' };
  const cases: [string, object, object][] = [
    [
      'application.bot.menu_v6',
      {
        operator: { operator_name: '王小明', operator_id: talent },
        event_key: 'progress',
        timestamp: 1669364458,
      },
      { kind: 'menu', key: 'progress', sender: { ...who, tenant: 'tenant_1', name: '王小明' } },
    ],
    [
      'im.chat.access_event.bot_p2p_chat_entered_v1',
      { chat_id: 'oc_3', operator_id: talent },
      { kind: 'entered', chat: { id: 'oc_3', kind: 'p2p' }, sender: { ...who, tenant: 'tenant_1' } },
    ],
    ['im.chat.member.bot.added_v1', about, { kind: 'member', change: 'bot-added', chat, members: [] }],
    ['im.chat.member.bot.deleted_v1', about, { kind: 'member', change: 'bot-removed', chat, members: [] }],
    ['im.chat.member.user.added_v1', { ...about, users }, { kind: 'member', change: 'added', chat, members }],
    [
      'im.chat.member.user.deleted_v1',
      { ...about, users },
      { kind: 'member', change: 'removed', chat, members },
    ],
    [
      'im.chat.member.user.withdrawn_v1',
      { ...about, users },
      { kind: 'member', change: 'removed', chat, members },
    ],
    ['im.chat.disbanded_v1', about, { kind: 'member', change: 'disbanded', chat, members: [] }],
    [
      'im.message.recalled_v1',
      { message_id: 'om_3', chat_id: 'oc_3', recall_time: '1', recall_type: 'message_owner' },
      { kind: 'recalled', messageId: 'om_3', chat: { id: 'oc_3' } },
    ],
    [
      'im.message.reaction.created_v1',
      { message_id: 'om_3' },
      { kind: 'unknown', name: 'im.message.reaction.created_v1' },
    ],
    ['contact.user.updated_v3', { object: {} }, { kind: 'unknown', name: 'contact.user.updated_v3' }],
    // Known by name, but not of the shape we know: kept all the same.
    ['im.message.receive_v1', { message: {} }, { kind: 'unknown', name: 'im.message.receive_v1' }],
    ['application.bot.menu_v6', {}, { kind: 'unknown', name: 'application.bot.menu_v6' }],
  ];
  it.each(cases)('%s', async (type, value, expected) => {
    expect(await decode(event(type, value))).toMatchObject({
      ...expected,
      channel: 'feishu',
      dedupeKey: 'ev_1',
      at: now,
    });
  });

  it('the first time ever that a person opens the chat, a 1.0 event', async () => {
    const body = {
      ts: '1502199207.7171419',
      uuid: 'uuid_1',
      token: settings.verificationToken,
      type: 'event_callback',
      event: {
        type: 'p2p_chat_create',
        app_id: settings.appId,
        chat_id: 'oc_4',
        operator: { open_id: 'ou_admin' },
        tenant_key: 'tenant_1',
        user: { name: '王小明', open_id: 'ou_wang', user_id: 'u' },
      },
    };
    expect(await decode(body)).toEqual({
      kind: 'entered',
      channel: 'feishu',
      appId: settings.appId,
      dedupeKey: 'uuid_1',
      at: 1502199207717,
      chat: { id: 'oc_4', kind: 'p2p' },
      sender: { id: 'ou_wang', tenant: 'tenant_1', name: '王小明' },
    });
  });
});
