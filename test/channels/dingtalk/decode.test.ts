import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCardPress } from '../../../src/channels/dingtalk/decode/card.ts';
import { decodeMessage } from '../../../src/channels/dingtalk/decode/message.ts';
import { pressedToken } from '../../../src/channels/dingtalk/decode/press.ts';
import { decodeSubscription } from '../../../src/channels/dingtalk/decode/subscription.ts';

const context = { appId: 'dingapp', robotCode: 'dingapp', now: 1_790_000_000_000, fallbackId: 'delivery-1' };

const base = {
  msgId: 'msgA1',
  robotCode: 'dingrobot',
  conversationId: 'cidX==',
  conversationType: '1',
  senderStaffId: 'staff07',
  senderId: '$:LWCP_v1:$opaque',
  senderNick: '王小明',
  senderCorpId: 'dingcorp',
  createAt: 1_790_000_000_123,
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s',
  sessionWebhookExpiredTime: 1_790_005_400_123,
};
const group = {
  ...base,
  conversationType: '2',
  conversationTitle: '人才专班',
  isInAtList: true,
  atUsers: [{ dingtalkId: '$:LWCP_v1:$bot' }],
};
const decode = (more: object) => decodeMessage({ ...base, ...more }, context);
const contentOf = (more: object) => {
  const event = decode(more);
  return event.kind === 'message' ? event.content : event;
};

test('a text in a one-to-one chat', () => {
  expect(decode({ msgtype: 'text', text: { content: ' 我想申请人才公寓 ' } })).toEqual({
    kind: 'message',
    channel: 'dingtalk',
    appId: 'dingapp',
    dedupeKey: 'dingrobot:msgA1',
    at: 1_790_000_000_123,
    chat: { id: 'cidX==', kind: 'p2p' },
    sender: { id: 'staff07', name: '王小明', tenant: 'dingcorp' },
    messageId: 'msgA1',
    content: { type: 'text', text: '我想申请人才公寓' },
    toBot: true,
    mentions: [],
    session: { webhook: base.sessionWebhook, expiresAt: 1_790_005_400_123 },
  });
});

describe('what was said', () => {
  const file = { messageId: 'msgA1' };
  test.each([
    ['text', { text: { content: '你好' } }, { type: 'text', text: '你好' }],
    ['text with content at top level', { msgtype: 'text', content: ' 你好' }, { type: 'text', text: '你好' }],
    [
      'richText',
      {
        content: {
          richText: [{ text: '见图：' }, { type: 'picture', downloadCode: 'dc1', pictureDownloadCode: 'p1' }],
        },
      },
      { type: 'files', text: '见图：', files: [{ ...file, kind: 'image', key: 'dc1' }] },
    ],
    [
      'richText without pictures',
      { msgtype: 'richText', content: { richText: [{ text: '一' }, { text: '二' }] } },
      { type: 'text', text: '一二' },
    ],
    [
      'picture',
      { content: { downloadCode: 'dc2' } },
      { type: 'files', files: [{ ...file, kind: 'image', key: 'dc2' }] },
    ],
    [
      'audio',
      { content: { duration: '5', downloadCode: 'dc3', recognition: '下周三走访' } },
      { type: 'files', files: [{ ...file, kind: 'audio', key: 'dc3', transcript: '下周三走访' }] },
    ],
    [
      'video',
      { content: { duration: 4000, videoType: 'mp4', downloadCode: 'dc4' } },
      { type: 'files', files: [{ ...file, kind: 'video', key: 'dc4', name: '视频.mp4' }] },
    ],
    [
      'file',
      { content: { fileName: '申请表.pdf', downloadCode: 'dc5', spaceId: '1' } },
      { type: 'files', files: [{ ...file, kind: 'file', key: 'dc5', name: '申请表.pdf' }] },
    ],
    [
      'interactiveCard',
      { content: { biz_custom_action_url: 'dingtalk://x' } },
      { type: 'other', name: '卡片' },
    ],
    [
      'unknownMsgType',
      { content: { unknownMsgType: '暂不支持' } },
      { type: 'other', name: '暂不支持的消息' },
    ],
    [
      'chatRecord',
      { content: { chatRecord: JSON.stringify([{ content: '第一句' }, { content: '第二句' }]) } },
      { type: 'other', name: '聊天记录', text: '第一句\n第二句' },
    ],
    ['picture without a code', { msgtype: 'picture', content: {} }, { type: 'other', name: '图片' }],
    ['hologram', { content: 7 }, { type: 'text', text: '7' }],
    ['constructor', {}, { type: 'other', name: '其他消息' }],
  ])('%s', (msgtype, more, expected) => {
    expect(contentOf({ msgtype, ...more })).toEqual(expected);
  });
});

describe('in a group', () => {
  test('the chat has its title, and only colleagues are mentions', () => {
    const atUsers = [
      { dingtalkId: '$:bot' },
      { dingtalkId: '$:li', staffId: 'staff09', unionId: 'u9' },
      { dingtalkId: '$:out', staffId: '' },
    ];
    const event = decodeMessage(
      { ...group, atUsers, msgtype: 'text', text: { content: ' @李四 看一下' } },
      context,
    );
    expect(event).toMatchObject({
      chat: { id: 'cidX==', kind: 'group', title: '人才专班' },
      mentions: [{ id: 'staff09', unionId: 'u9' }],
      content: { type: 'text', text: '@李四 看一下' },
      toBot: true,
    });
  });

  test.each([
    ['@近悦 /帮助', '/帮助'],
    ['/帮助 @近悦', '/帮助'],
    ['邮箱 a@b.com', '邮箱 a@b.com'],
  ])('rich text "%s" is read as "%s"', (written, read) => {
    const event = decodeMessage(
      { ...group, msgtype: 'richText', content: { richText: [{ text: written }] } },
      context,
    );
    expect(event).toMatchObject({ content: { type: 'text', text: read } });
  });
});

describe('a tapped button', () => {
  const token = 'T0k3nT0k3n';
  test('comes back as an action with its token', () => {
    expect(decode({ msgtype: 'text', text: { content: `同意 #${token}` } })).toMatchObject({
      kind: 'action',
      token,
      messageId: 'msgA1',
      dedupeKey: 'dingrobot:msgA1',
      session: { webhook: base.sessionWebhook },
      sender: { id: 'staff07' },
    });
  });

  test.each([
    [`同意 #${token}`, token],
    [`@近悦 同意 #${token}`, token],
    [` 同意+#${token}`, token],
    [`#${token}`, token],
    [`${'长'.repeat(20)} #${token}`, token],
    ['1', undefined],
    ['同意', undefined],
    ['同意 #短', undefined],
    [`同意 #${token} 谢谢`, undefined],
    [`第一行\n同意 #${token}`, undefined],
    [`${'长'.repeat(60)} #${token}`, undefined],
  ])('"%s"', (words, expected) => {
    expect(pressedToken(words)).toBe(expected);
  });
});

describe('leniently', () => {
  test('a quoted message is named, in text and in rich text', () => {
    const quote = {
      isReplyMsg: true,
      repliedMsg: { msgType: 'text', msgId: 'quoted', content: { text: '从前' } },
    };
    expect(
      decode({ msgtype: 'text', text: { content: '好的', ...quote }, originalMsgId: 'top' }),
    ).toMatchObject({ replyTo: 'quoted' });
    expect(
      decode({ msgtype: 'richText', content: { richText: [{ text: '好的' }], ...quote } }),
    ).toMatchObject({ replyTo: 'quoted' });
    expect(decode({ msgtype: 'text', text: { content: '好的' }, originalMsgId: 'top' })).not.toHaveProperty(
      'replyTo',
    );
  });

  test('times come as numbers, as text, under a misspelt name, or not at all', () => {
    const text = { msgtype: 'text', text: { content: '好' } };
    expect(decode({ ...text, createAt: '1790000000777' }).at).toBe(1_790_000_000_777);
    expect(
      decodeMessage({ ...base, ...text, createAt: undefined, createA: 1_790_000_000_888 }, context).at,
    ).toBe(1_790_000_000_888);
    expect(decode({ ...text, createAt: undefined }).at).toBe(context.now);
  });

  test('a sender without a userId keeps an id that cannot be taken for one', () => {
    const event = decode({ msgtype: 'text', text: { content: '好' }, senderStaffId: '' });
    expect(event).toMatchObject({ sender: { id: 'lwcp:$:LWCP_v1:$opaque' } });
  });

  test('over quota there is no message left, and nothing breaks', () => {
    expect(decode({ msgtype: 'text', errorCode: '20001', errorMessage: 'x' })).toMatchObject({
      kind: 'unknown',
      name: 'quota-exceeded',
      dedupeKey: 'dingrobot:msgA1',
    });
  });

  test('any JSON at all becomes an event with a dedupe key', () => {
    const shapes = fc.oneof(
      fc.jsonValue(),
      fc.record({
        msgId: fc.string(),
        conversationId: fc.jsonValue(),
        senderStaffId: fc.jsonValue(),
        msgtype: fc.constantFrom('text', 'richText', 'file', 'audio', 'chatRecord', '__proto__'),
        text: fc.jsonValue(),
        content: fc.jsonValue(),
        atUsers: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(shapes, (payload) => {
        for (const event of [
          decodeMessage(payload, context),
          decodeSubscription(payload, {}, context),
          decodeCardPress(payload, context),
        ]) {
          expect(event.dedupeKey).not.toBe('');
          expect(Number.isFinite(event.at)).toBe(true);
        }
      }),
    );
  });
});

describe('the event subscription', () => {
  const headers = { eventType: 'chat_add_member', eventId: 'ev1', eventBornTime: '1790000000999' };

  test('from the stream', () => {
    const data = { openConversationId: 'cidG', title: '专班', userId: ['s1', 's2'] };
    expect(decodeSubscription(data, headers, context)).toEqual({
      kind: 'member',
      channel: 'dingtalk',
      appId: 'dingapp',
      dedupeKey: 'ev1',
      at: 1_790_000_000_999,
      chat: { id: 'cidG', kind: 'group', title: '专班' },
      change: 'added',
      members: [{ id: 's1' }, { id: 's2' }],
    });
  });

  test('over HTTP, with capitals', () => {
    const data = { EventType: 'chat_disband', eventId: 'ev2', ChatId: 'chat1', TimeStamp: 1_790_000_001_000 };
    expect(decodeSubscription(data, {}, context)).toMatchObject({
      kind: 'member',
      change: 'disbanded',
      dedupeKey: 'ev2',
      at: 1_790_000_001_000,
      chat: { id: 'chat1' },
      members: [],
    });
  });

  test('what nobody handles is kept by its name', () => {
    expect(
      decodeSubscription({ userId: ['s1'] }, { ...headers, eventType: 'user_leave_org' }, context),
    ).toMatchObject({ kind: 'unknown', name: 'user_leave_org' });
    expect(decodeSubscription({ errCode: 20001 }, headers, context)).toMatchObject({
      kind: 'unknown',
      name: 'quota-exceeded',
    });
  });
});

test('a press on a template card, in the shapes that were seen', () => {
  const pressed = { userId: 's1', spaceId: 'cidG', outTrackId: 't' };
  const inside = JSON.stringify({
    cardPrivateData: {
      actionIds: ['agree'],
      params: { token: 'T0k3nT0k3n', form: { when: '周三', who: ['a', 'b'] } },
    },
  });
  expect(decodeCardPress({ ...pressed, content: inside }, context)).toMatchObject({
    kind: 'action',
    token: 'T0k3nT0k3n',
    form: { when: '周三', who: ['a', 'b'] },
    sender: { id: 's1' },
  });
  const beside = JSON.stringify({ cardPrivateData: { actionIds: ['agree'] }, params: { action: 'x' } });
  expect(decodeCardPress({ ...pressed, value: beside }, context)).toMatchObject({
    kind: 'action',
    token: 'agree',
  });
  expect(decodeCardPress({ outTrackId: 't' }, context)).toMatchObject({
    kind: 'unknown',
    name: 'card-press',
  });
});
