import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkDouble, startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { api, BareBot, call, HandClock, sendTo, tokenOf } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;
let chat: string;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
  chat = double.p2p(wang).id;
});
afterEach(() => double.stop());

const last = () => double.messages(chat).at(-1);
const button = {
  actionTitle1: '同意',
  actionURL1: 'https://a.cn/1',
  actionTitle2: '退回',
  actionURL2: 'https://a.cn/2',
};

describe('a one-to-one send', () => {
  it.each([
    ['sampleText', { content: '您好' }, 'text'],
    ['sampleMarkdown', { title: '进度', text: '**已受理**' }, 'markdown'],
    ['sampleLink', { title: '政策', text: '全文', picUrl: '', messageUrl: 'https://a.cn' }, 'link'],
    [
      'sampleActionCard',
      { title: '请选择', text: '?', singleTitle: '查看', singleURL: 'https://a.cn' },
      'actionCard',
    ],
    ['sampleActionCard2', { title: '请选择', text: '?', ...button }, 'actionCard'],
    [
      'sampleActionCard6',
      {
        title: '请选择',
        text: '?',
        buttonTitle1: '是',
        buttonUrl1: 'https://a.cn/1',
        buttonTitle2: '否',
        buttonUrl2: 'https://a.cn/2',
      },
      'actionCard',
    ],
    ['sampleImageMsg', { photoURL: 'https://a.cn/a.png' }, 'image'],
  ])('of %s reaches the person', async (msgKey, msgParam, type) => {
    const { status, json } = await sendTo(double, [wang], msgKey, msgParam);
    expect(status).toBe(200);
    expect(json).toEqual({
      processQueryKey: expect.any(String),
      invalidStaffIdList: [],
      flowControlledStaffIdList: [],
    });
    expect(last()).toMatchObject({ id: json.processQueryKey, from: 'bot', type, content: msgParam });
  });

  it.each([
    ['no users', [], 'sampleText', { content: 'x' }, 'invalidParameter.userIds.empty'],
    [
      '21 users',
      Array.from({ length: 21 }, (_, i) => `u${i}`),
      'sampleText',
      { content: 'x' },
      'invalidParameter.userIds.overMax',
    ],
    ['only strangers', ['nobody'], 'sampleText', { content: 'x' }, 'staffId.notExisted'],
    ['no msgKey', ['*'], '', { content: 'x' }, 'invalidParameter.msgKey.empty'],
    ['an unknown msgKey', ['*'], 'sampleFeedCard', { content: 'x' }, 'invalidParameter.msgKey.invalid'],
    ['a msgKey of the prototype', ['*'], 'toString', { content: 'x' }, 'invalidParameter.msgKey.invalid'],
    ['msgParam that is no JSON', ['*'], 'sampleText', 'hello', 'invalidParameter.msgParam.invalid'],
    [
      'msgParam over 15,000 bytes',
      ['*'],
      'sampleText',
      { content: '字'.repeat(5_000) },
      'invalidParameter.msgParam.tooLong',
    ],
    ['text without content', ['*'], 'sampleText', { text: 'x' }, 'miss.param.contentOfText'],
    ['markdown without text', ['*'], 'sampleMarkdown', { title: 'x' }, 'miss.param.markdownTotext'],
    [
      'a card without its third button',
      ['*'],
      'sampleActionCard3',
      { title: 'x', text: 'x', ...button },
      'miss.param.actionCardTobtnsTotitle',
    ],
    [
      'horizontal buttons spelled the vertical way',
      ['*'],
      'sampleActionCard6',
      { title: 'x', text: 'x', ...button },
      'miss.param.actionCardTobtnsTotitle',
    ],
    [
      'a file nobody uploaded',
      ['*'],
      'sampleFile',
      { mediaId: '@no', fileName: 'a.pdf', fileType: 'pdf' },
      'resource.not.found',
    ],
  ])('with %s is refused', async (_, userIds, msgKey, msgParam, code) => {
    const ids = userIds.map((id) => (id === '*' ? wang : id));
    expect(await sendTo(double, ids, msgKey, msgParam)).toMatchObject({ status: 400, json: { code } });
    expect(double.messages(chat)).toHaveLength(0);
  });

  it('takes msgParam up to 15,000 bytes', async () => {
    const content = 'x'.repeat(15_000 - JSON.stringify({ content: '' }).length);
    expect((await sendTo(double, [wang], 'sampleText', { content })).status).toBe(200);
  });

  it('fails for some with 200, naming strangers and those held back', async () => {
    const li = double.addUser({ name: '李强', mobile: '13800000002' }).id;
    double.flowControl(li, 1);
    const { json } = await sendTo(double, [wang, li, 'nobody']);
    expect(json).toMatchObject({ invalidStaffIdList: ['nobody'], flowControlledStaffIdList: [li] });
    expect(double.messages(double.p2p(li).id)).toHaveLength(0);
    expect((await sendTo(double, [li])).json.flowControlledStaffIdList).toEqual([]);
    expect(double.messages(double.p2p(li).id)).toHaveLength(1);
  });

  it('by another robot is refused', async () => {
    const body = {
      robotCode: 'dingother',
      userIds: [wang],
      msgKey: 'sampleText',
      msgParam: '{"content":"x"}',
    };
    expect((await api(double, '/v1.0/robot/oToMessages/batchSend', body)).json.code).toBe(
      'invalidParameter.robotCode.auth',
    );
  });

  it('can be taken back within 24 hours', async () => {
    const { robotCode } = double.credentials;
    const sent = String((await sendTo(double, [wang])).json.processQueryKey);
    const recall = (processQueryKeys: string[]) =>
      api(double, '/v1.0/robot/otoMessages/batchRecall', { robotCode, processQueryKeys });
    expect((await recall([sent, 'other'])).json).toEqual({
      successResult: [sent],
      failedResult: { other: expect.any(String) },
    });
    expect(last()?.recalled).toBe(true);
    const late = String((await sendTo(double, [wang])).json.processQueryKey);
    clock.pass(86_400_001);
    expect((await recall([late])).json).toMatchObject({ successResult: [] });
    expect(last()?.recalled).toBeUndefined();
  });
});

describe('a group send', () => {
  const send = (openConversationId?: string) =>
    api(double, '/v1.0/robot/groupMessages/send', {
      robotCode: double.credentials.robotCode,
      openConversationId,
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: '请各位专员查收' }),
    });

  it('reaches the group and can be taken back there only', async () => {
    const group = double.addGroup('专员群', [wang]);
    const other = double.addGroup('别的群', [wang]);
    const { processQueryKey } = (await send(group.id)).json;
    expect(double.messages(group.id)[0]).toMatchObject({ id: processQueryKey, type: 'text' });
    const recall = async (openConversationId: string) =>
      (
        await api(double, '/v1.0/robot/groupMessages/recall', {
          robotCode: double.credentials.robotCode,
          openConversationId,
          processQueryKeys: [processQueryKey],
        })
      ).json.successResult;
    expect(await recall(other.id)).toEqual([]);
    expect(await recall(group.id)).toEqual([processQueryKey]);
  });

  it('to no group is refused', async () => {
    expect((await send()).json.code).toBe('miss.openConversationId');
    expect((await send('cidNowhere==')).json.code).toBe('invalid.openConversationId');
    expect((await send(chat)).json.code).toBe('invalid.openConversationId');
  });
});

describe('a session webhook', () => {
  let webhook: string;
  beforeEach(async () => {
    const bot = await BareBot.connect(double);
    await double.say(wang, chat, { type: 'text', text: '你好' });
    webhook = String((await bot.message()).sessionWebhook);
    await double.idle();
  });
  const multi = [{ title: '同意', actionURL: 'https://a.cn/1' }];

  it.each([
    ['text', { text: { content: '收到' } }],
    ['markdown', { markdown: { title: '进度', text: '# 已受理' } }],
    ['link', { link: { title: '政策', text: '全文', messageUrl: 'https://a.cn' } }],
    ['actionCard', { actionCard: { title: '?', text: '?', btnOrientation: '0', btns: multi } }],
    ['actionCard', { actionCard: { title: '?', text: '?', singleTitle: '看', singleURL: 'https://a.cn' } }],
    [
      'feedCard',
      { feedCard: { links: [{ title: '一', messageURL: 'https://a.cn', picURL: 'https://a.cn/p' }] } },
    ],
  ])('takes %s without a token', async (msgtype, body) => {
    const { status, json } = await call(webhook, { msgtype, ...body });
    expect([status, json]).toEqual([200, { errcode: 0, errmsg: 'ok' }]);
    expect(last()).toMatchObject({ from: 'bot', type: msgtype, content: Object.values(body)[0] });
  });

  it.each([
    ['an unknown type', { msgtype: 'image', image: { picURL: 'x' } }, 400105],
    ['nothing', {}, 400105],
    ['no content', { msgtype: 'text', text: {} }, 40035],
    [
      'a button without address',
      { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x', btns: [{ title: 'x' }] } },
      40035,
    ],
    ['text over 20,000 bytes', { msgtype: 'text', text: { content: '字'.repeat(6_667) } }, 460101],
    [
      'markdown over 20,000 bytes',
      { msgtype: 'markdown', markdown: { title: 'x', text: 'x'.repeat(20_001) } },
      460101,
    ],
  ])('refuses %s', async (_, body, errcode) => {
    const before = double.messages(chat).length;
    expect(await call(webhook, body)).toMatchObject({ status: 200, json: { errcode } });
    expect(double.messages(chat)).toHaveLength(before);
  });

  it('is gone after 90 minutes', async () => {
    const body = { msgtype: 'text', text: { content: '迟了' } };
    clock.pass(5_399_999);
    expect((await call(webhook, body)).json.errcode).toBe(0);
    clock.pass(1);
    expect((await call(webhook, body)).json).toEqual({ errcode: 300001, errmsg: 'session 不存在' });
  });

  it('takes a msgUuid once', async () => {
    const body = { msgtype: 'text', text: { content: '只说一次' }, msgUuid: 'k1' };
    const before = double.messages(chat).length;
    expect((await call(webhook, body)).json.errcode).toBe(0);
    expect((await call(webhook, body)).json.errcode).toBe(0);
    expect(double.messages(chat)).toHaveLength(before + 1);
  });

  it('shows a mention only when it stands in the text as well', async () => {
    const at = { atUserIds: [wang, 'other'], atMobiles: [], isAtAll: false };
    await call(webhook, { msgtype: 'text', text: { content: `@${wang} 请看` }, at });
    expect(last()?.content).toMatchObject({ at: { atUserIds: [wang] } });
  });
});

describe('a custom robot', () => {
  const body = { msgtype: 'text', text: { content: '通知' } };

  it('takes 20 messages a minute and is then blocked for ten', async () => {
    const group = double.addGroup('通知群', [wang]);
    const webhook = double.addCustomRobot(group.id);
    for (let i = 0; i < 20; i += 1) expect((await call(webhook, body)).json.errcode).toBe(0);
    expect((await call(webhook, body)).json.errcode).toBe(410100);
    clock.pass(599_000);
    expect((await call(webhook, body)).json.errcode).toBe(410100);
    clock.pass(1_000);
    expect((await call(webhook, body)).json.errcode).toBe(0);
    expect(double.messages(group.id)).toHaveLength(21);
  });

  it('with a secret wants a signature', async () => {
    const webhook = double.addCustomRobot(double.addGroup('通知群', [wang]).id, 'SEC1');
    const timestamp = String(clock.now());
    const sign = createHmac('sha256', 'SEC1').update(`${timestamp}\nSEC1`).digest('base64');
    expect((await call(webhook, body)).json.errcode).toBe(310000);
    const signed = `${webhook}&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`;
    expect((await call(signed, body)).json.errcode).toBe(0);
  });
});

describe('files', () => {
  const upload = async (bytes: Uint8Array<ArrayBuffer>, type = 'file', name = '名单.xlsx') => {
    const form = new FormData();
    form.set('media', new File([bytes], name));
    const token = await tokenOf(double);
    const url = `${double.url}/media/upload?access_token=${token}&type=${type}`;
    return (await (await fetch(url, { method: 'POST', body: form })).json()) as Record<string, unknown>;
  };

  it('that are uploaded can be sent and opened', async () => {
    const bytes = Uint8Array.from([80, 75, 3, 4]);
    const { errcode, media_id, type } = await upload(bytes);
    expect([errcode, type]).toEqual([0, 'file']);
    const msgParam = { mediaId: media_id, fileName: '专家名单.xlsx', fileType: 'xlsx' };
    const { json } = await sendTo(double, [wang], 'sampleFile', msgParam);
    const file = double.file?.(String(json.processQueryKey));
    expect(file?.name).toBe('专家名单.xlsx');
    expect([...(file?.bytes ?? [])]).toEqual([...bytes]);
    const wrongType = { ...msgParam, fileType: 'exe' };
    expect((await sendTo(double, [wang], 'sampleFile', wrongType)).status).toBe(400);
  });

  it('over the size of their type are refused', async () => {
    const big = new Uint8Array(2 * 1024 * 1024 + 1);
    expect((await upload(big, 'voice')).errcode).toBe(40006);
    expect((await upload(big, 'image')).errcode).toBe(0);
    expect((await upload(big, 'nothing')).errcode).toBe(40004);
    expect((await upload(new Uint8Array(0))).errcode).toBe(44001);
  });

  it('that a person sends can be fetched for a while', async () => {
    const bot = await BareBot.connect(double);
    const file = { name: '简历.pdf', mime: 'application/pdf', bytes: Uint8Array.from([37, 80, 68, 70]) };
    const id = await double.say(wang, chat, { type: 'file', file });
    const { msgtype, content } = await bot.message();
    expect([msgtype, content]).toEqual(['file', expect.objectContaining({ fileName: '简历.pdf' })]);
    expect(double.file?.(id)).toMatchObject(file);
    const { downloadCode } = content as { downloadCode: string };
    const { robotCode } = double.credentials;
    const got = await api(double, '/v1.0/robot/messageFiles/download', { downloadCode, robotCode });
    const url = String(got.json.downloadUrl);
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(file.bytes);
    clock.pass(3_600_000);
    expect((await fetch(url)).status).toBe(403);
    const unknown = await api(double, '/v1.0/robot/messageFiles/download', { downloadCode: 'x', robotCode });
    expect(unknown.status).toBe(400);
  });
});
