/** Whatever is thrown at the service: a clear answer or a clean refusal, nothing kept that should not be, and on it goes. */
import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addPerson } from '../../src/county/people.ts';
import type { RoleName } from '../../src/dialogue/post.ts';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { type FeishuDouble, startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { pushed } from '../support/deliveries.ts';
import { type Letter, post, raw } from '../support/feishu-post.ts';
import { collectingLog } from '../support/log.ts';
import { type Service, serviceOfTest, until } from '../support/service.ts';
import { Talker } from '../support/talker.ts';

const random = { bytes: (length: number) => randomBytes(length) };

interface Setting {
  double: FeishuDouble;
  service: Service;
  talker: Talker;
  url: string;
  /** A message of the talker as the platform would push it. */
  event(text: string): { header: Record<string, unknown>; event: { message: Record<string, unknown> } };
  /** Everything that looks like a failure of ours. */
  errors(): string[];
}

async function onFeishu(): Promise<Setting> {
  const double = await startFeishuDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const log = collectingLog();
  const service = await serviceOfTest({ feishu: double, connection: 'webhook', log });
  const talker = new Talker(double, '何思雨', '13900005678');
  let count = 0;
  return {
    double,
    service,
    talker,
    url: `${service.app.url}/channels/feishu`,
    event(text) {
      count += 1;
      const messageId = `om_${count.toString(16).padStart(32, '0')}`;
      const heard = { messageId, accountId: talker.id, chatId: talker.chat, text };
      return pushed(double, heard, Date.now()) as ReturnType<Setting['event']>;
    },
    errors: () => log.lines.filter((line) => line.level === 'error').map((line) => line.message),
  };
}

/** The service is well: it kept so many events and answers the next word. */
async function expectWell({ service, talker, errors }: Setting, events: number): Promise<void> {
  expect(await service.db.prisma.event.count()).toBe(events);
  const underWay = async () => [
    await service.db.prisma.waitingEvent.count(),
    await service.db.prisma.message.count({ where: { status: 'waiting' } }),
  ];
  await until(underWay, ([heard, said]) => heard === 0 && said === 0);
  const shown = talker.shown().length;
  expect(await talker.asks('/x9')).toContain('/x9');
  expect(talker.shown()).toHaveLength(shown + 1);
  expect(errors()).toEqual([]);
}

describe('a request that is not what it claims to be', () => {
  const letters: [string, number, (event: object) => Letter][] = [
    ['a wrong signature', 401, (body) => ({ body, signature: 'f'.repeat(64) })],
    ['no signature', 401, (body) => ({ body, unsigned: true })],
    ['a stale timestamp', 401, (body) => ({ body, timestamp: Math.floor(Date.now() / 1000) - 86_400 })],
    ['a timestamp of tomorrow', 401, (body) => ({ body, timestamp: Math.floor(Date.now() / 1000) + 86_400 })],
    [
      'a body altered on the way',
      401,
      (body) => ({
        body,
        alter: (bytes) => Buffer.from(bytes.toString().replace('"encrypt":"', '"encrypt":"A')),
      }),
    ],
    [
      'blanks added on the way',
      401,
      (body) => ({ body, alter: (bytes) => Buffer.concat([bytes, Buffer.from(' ')]) }),
    ],
    ['a wrong verification token', 401, (body) => ({ body: withHeader(body, { token: 'not ours' }) })],
    ['another app', 401, (body) => ({ body: withHeader(body, { app_id: 'cli_ffffffffffffffff' }) })],
    ['no event at all', 400, () => ({ body: { hello: 'world' } })],
    ['a list', 401, () => ({ body: [1, 2, 3] })],
  ];
  it.each(letters)('%s is refused', async (_what, status, letter) => {
    const county = await onFeishu();
    const { status: answered, answer } = await post(county.double, county.url, letter(county.event('/x1')));
    expect(answered).toBe(status);
    expect(answer).toHaveProperty('error');
    await expectWell(county, 0);
  });

  it.each([
    ['broken JSON', '{"encrypt":'],
    ['an empty body', ''],
    ['two megabytes', JSON.stringify({ encrypt: 'A'.repeat(2_000_000) })],
  ])('%s is refused with 400', async (_what, body) => {
    const county = await onFeishu();
    expect((await raw(county.url, body)).status).toBe(400);
    await expectWell(county, 0);
  });

  it('DingTalk: a wrong or stale sign, an altered body and no JSON are refused', async () => {
    const double = await startDingtalkDouble({ limits: 'off' });
    onTestFinished(() => double.stop());
    const service = await serviceOfTest({ dingtalk: double, connection: 'webhook' });
    const url = `${service.app.url}/channels/dingtalk`;
    const body = JSON.stringify({ msgtype: 'text', text: { content: '/x1' }, msgId: 'm1' });
    const now = String(Date.now());
    const old = String(Date.now() - 7_200_000);
    expect((await raw(url, body, { timestamp: now, sign: 'AAAA' })).status).toBe(401);
    expect((await raw(url, body)).status).toBe(401);
    expect((await raw(url, body, signed(old, double.credentials.clientSecret))).status).toBe(401);
    expect((await raw(url, '{"msg', signed(now, double.credentials.clientSecret))).status).toBe(400);
    expect(await service.db.prisma.event.count()).toBe(0);
    const talker = new Talker(double, '何思雨', '13900005678');
    expect(await talker.asks('/x9')).toContain('/x9');
  });
});

/** DingTalk's robot callbacks: base64(HMAC-SHA256(secret, timestamp + "\n" + secret)). */
const signed = (timestamp: string, secret: string): Record<string, string> => ({
  timestamp,
  sign: createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
});

const withHeader = (event: object, change: object): object => ({
  ...event,
  header: { ...(event as { header: object }).header, ...change },
});

describe('an event that is strange but genuine', () => {
  it('of an unknown kind is taken, kept for the record, and says nothing', async () => {
    const county = await onFeishu();
    const event = withHeader(county.event('/x1'), { event_type: 'im.something.new_v9' });
    expect((await post(county.double, county.url, { body: event })).status).toBe(200);
    expect(await county.service.db.prisma.event.findMany()).toMatchObject([
      { kind: 'unknown', status: 'ignored' },
    ]);
    await expectWell(county, 1);
  });

  it('with a message of an unknown type is answered: not understood', async () => {
    const county = await onFeishu();
    const event = county.event('');
    Object.assign(event.event.message, { message_type: 'hologram', content: '{"depth":3}' });
    expect((await post(county.double, county.url, { body: event })).status).toBe(200);
    expect((await county.talker.hears(1))[0]).toContain('看不懂');
    await expectWell(county, 1);
  });

  it.each([
    ['content that is no JSON', { content: 'not JSON' }],
    ['no content', { content: null }],
    ['no chat', { chat_id: null }],
  ])('with %s crashes nothing', async (_what, change) => {
    const county = await onFeishu();
    const event = county.event('');
    Object.assign(event.event.message, change);
    const { status } = await post(county.double, county.url, { body: event });
    expect([200, 400]).toContain(status);
    await expectWell(county, status === 200 ? 1 : 0);
  });

  const words: [string, string][] = [
    ['10,000 characters', '我想登记人才'.repeat(1_667)],
    ['an emoji storm', '👨‍👩‍👧‍👦🎉🧧'.repeat(400)],
    ['a NUL', '我是\u0000何思雨 县中医院'],
    ['half an emoji', '\ud83d'],
    ['only blanks', ' \n\u3000 '],
    ['right-to-left marks', '\u202e/帮助\u202c'],
    ['SQL', `'; drop table event; --`],
    ['markup', '<at user_id="all"></at> **粗** <script>alert(1)</script>'],
    ['a command of 10,000 characters', `/${'长'.repeat(9_999)}`],
  ];
  it.each(words)('%s gets one answer', async (_what, text) => {
    const county = await onFeishu();
    expect((await post(county.double, county.url, { body: county.event(text) })).status).toBe(200);
    await county.talker.hears(1);
    await expectWell(county, 1);
  });

  it('taken back before it was read is not read', async () => {
    const double = await startFeishuDouble({ limits: 'off' });
    onTestFinished(() => double.stop());
    const web = await serviceOfTest({ feishu: double, connection: 'webhook', role: 'web' });
    const talker = new Talker(double, '何思雨', '13900005678');
    const id = await talker.says('/x1');
    await double.idle();
    await double.recall(talker.id, id);
    await talker.says('/x2');
    await double.idle();
    const { databaseUrl } = web.config;
    await serviceOfTest({
      feishu: double,
      connection: 'webhook',
      role: 'worker',
      ...(databaseUrl ? { databaseUrl } : {}),
    });
    const [first] = await talker.hears(1);
    expect(first).toContain('/x2');
    expect(
      (await web.db.prisma.event.findMany({ orderBy: { id: 'asc' } })).map((event) => event.status),
    ).toEqual(['ignored', 'ignored', 'accepted']);
  });
});

describe('a button', () => {
  it('pressed twice at once, each press delivered twice, records one contact', async () => {
    const { county, leader } = await withLeader();
    await leader.asks('昨天跟李文博通了电话');
    const [card] = leader.shown();
    county.double.faults.duplicate = 1;
    await Promise.all([
      county.double.press(leader.id, card?.id ?? '', '确认记录'),
      county.double.press(leader.id, card?.id ?? '', '确认记录'),
    ]);
    county.double.faults.duplicate = 0;
    await county.double.idle();
    expect(await county.service.db.prisma.contact.count()).toBe(1);
    expect(county.errors()).toEqual([]);
  });

  it('of a card whose matter has moved on says so and changes nothing', async () => {
    const { county, leader } = await withLeader();
    await leader.asks('昨天跟李文博通了电话');
    const [card] = leader.shown();
    await leader.asks('算了');
    const { toast, error } = await county.double.press(leader.id, card?.id ?? '', '确认记录');
    expect(error).toBeUndefined();
    expect(toast).toBeTruthy();
    expect(await county.service.db.prisma.contact.count()).toBe(0);
    expect(county.errors()).toEqual([]);
  });

  it('with a token of another chat does nothing, whoever sends it', async () => {
    const { county, leader } = await withLeader();
    await leader.asks('昨天跟李文博通了电话');
    const [card] = leader.shown();
    const copy = pressOf(county.double, card?.content, county.talker);
    const { status, answer } = await post(county.double, county.url, { body: copy });
    expect(status).toBe(200);
    expect(JSON.stringify(answer)).toContain('失效');
    expect(await county.service.db.prisma.contact.count()).toBe(0);
  });
});

/** A press of the first button of a card, claimed to have happened in somebody's own chat. */
function pressOf(double: FeishuDouble, card: unknown, presser: Talker): object {
  const value = /"value":(\{[^{}]*\})/u.exec(JSON.stringify(card))?.[1];
  return {
    schema: '2.0',
    header: {
      event_id: 'ev-copied-press',
      event_type: 'card.action.trigger',
      create_time: `${Date.now()}000`,
      token: double.credentials.verificationToken,
      app_id: double.credentials.appId,
      tenant_key: double.tenantKey,
    },
    event: {
      operator: { open_id: presser.id, tenant_key: double.tenantKey },
      token: 'c-copied',
      action: { value: JSON.parse(value ?? '{}'), tag: 'button' },
      context: { open_message_id: 'om_copied', open_chat_id: presser.chat },
    },
  };
}

it.each(['/查 李文博', '/授权 何思雨 人才办', '/记联系 李文博 昨天通了电话', '/撤销', '/待办'])(
  'a stranger who sends %s is told that it is not for them, and nothing changes',
  async (command) => {
    const { county } = await withLeader();
    const roles = await county.service.db.prisma.role.count();
    const said = await county.talker.asks(command);
    expect(said).toMatch(/还不知道您是哪位/u);
    expect(said).not.toContain('县职业中专');
    expect(await county.service.db.prisma.role.count()).toBe(roles);
    expect(await county.service.db.prisma.contact.count()).toBe(0);
  },
);

/** A county with a leader, and a talent whom he looks after. */
async function withLeader(): Promise<{ county: Setting; leader: Talker }> {
  const county = await onFeishu();
  const leader = new Talker(county.double, '向国平', '13900001003');
  const leaderId = await known(county, { name: '向国平', title: '副县长', roles: ['领导'] }, leader.id);
  const talentId = await known(county, { name: '李文博', unit: '县职业中专', roles: ['人才'] });
  await county.service.db.prisma.pairing.create({
    data: { id: 'p', countyId: 'county', post: '副县长', leaderId, talentId, from: new Date('2026-01-12') },
  });
  return { county, leader };
}

async function known(
  { double, service }: Setting,
  person: { name: string; title?: string; unit?: string; roles: RoleName[] },
  account?: string,
): Promise<string> {
  const secrets = openSecrets(service.config.secretKeys, random);
  const personId = await addPerson(service.db.prisma, { secrets, random }, 'county', person, 0);
  const appId = `feishu:${double.credentials.appId}`;
  if (account) {
    await service.db.prisma.identity.create({
      data: {
        id: `i-${personId}`,
        countyId: 'county',
        appId,
        accountId: account,
        personId,
        seenAt: new Date(0),
      },
    });
  }
  return personId;
}
