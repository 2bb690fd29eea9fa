/** The platform misbehaves: nothing is lost, nothing doubled, order is kept, and the log says what happened. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addPerson } from '../../src/county/people.ts';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double, Faults } from '../../src/doubles/port.ts';
import { listAsideMessages, retryMessages } from '../../src/store/aside.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { collectingLog, type Line } from '../support/log.ts';
import { type Service, type ServiceOptions, serviceOfTest, until } from '../support/service.ts';
import { Talker } from '../support/talker.ts';

const random = { bytes: (length: number) => randomBytes(length) };

interface Setting {
  service: Service;
  talker: Talker;
  lines: Line[];
}

async function setting<D extends Double>(
  double: D,
  options: Pick<ServiceOptions, 'feishu' | 'dingtalk'>,
  connection: 'long' | 'webhook',
): Promise<Setting> {
  onTestFinished(() => double.stop());
  const log = collectingLog();
  const service = await serviceOfTest({ ...options, connection, log });
  const talker = new Talker(double, '何思雨', '13900005678');
  await talker.asks('/x0');
  return { service, talker, lines: log.lines };
}

async function onFeishu(
  connection: 'long' | 'webhook' = 'webhook',
): Promise<Setting & { double: Awaited<ReturnType<typeof startFeishuDouble>> }> {
  const double = await startFeishuDouble({
    limits: 'off',
    clientConfig: { ReconnectInterval: 1, ReconnectNonce: 1 },
  });
  return { double, ...(await setting(double, { feishu: double }, connection)) };
}

async function onDingtalk(): Promise<Setting & { double: Awaited<ReturnType<typeof startDingtalkDouble>> }> {
  const double = await startDingtalkDouble({ limits: 'off', redelivery: { robotMs: 1_000 } });
  return { double, ...(await setting(double, { dingtalk: double }, 'long')) };
}

const numbersIn = (words: string[]): string[] => words.map((text) => /\/x\d+/u.exec(text)?.[0] ?? text);

/** Says /x1 to /x5, one after the other, and waits for the answer to each. */
async function talksOn({ talker }: Setting): Promise<string[]> {
  for (let number = 1; number <= 5; number += 1) {
    await talker.says(`/x${number}`);
    await talker.double.idle();
  }
  await until(
    () => talker.heard(),
    (words) => words.some((text) => text.includes('/x5')),
    20_000,
  );
  return numbersIn(talker.heard());
}

const ALL = ['/x0', '/x1', '/x2', '/x3', '/x4', '/x5'];
const failures = (lines: Line[]) =>
  lines.filter((line) => line.message === 'A send failed and will be tried again');

interface Case {
  what: string;
  faults: Partial<Faults>;
  /** The code in the log; undefined where the channel mends it by itself. */
  code?: string;
}

describe('Feishu', () => {
  const cases: Case[] = [
    { what: '429 with a reset header', faults: { rateLimited: 2, rateResetSeconds: 1 }, code: '99991400' },
    { what: 'too much for one chat', faults: { errorCode: { code: 230020, times: 2 } }, code: '230020' },
    { what: 'an internal error', faults: { serverErrors: 2 }, code: '2200' },
    { what: 'a connection cut after the send was taken', faults: { cutAfterSend: 2 }, code: 'network' },
    { what: 'an expired token', faults: { expireTokens: true } },
  ];
  it.each(cases)('$what', async ({ faults, code }) => {
    const county = await onFeishu();
    Object.assign(county.double.faults, faults);
    expect(await talksOn(county)).toEqual(ALL);
    if (code) expect(failures(county.lines)[0]?.data).toMatchObject({ code, result: 'retry', attempt: 1 });
    else expect(failures(county.lines)).toEqual([]);
  });

  it('waits as long as the reset header says, and no other chat sends meanwhile', async () => {
    const { double, talker, lines } = await onFeishu();
    const other = new Talker(double, '田雨', '13900005679');
    Object.assign(double.faults, { rateLimited: 1, rateResetSeconds: 2 });
    await talker.says('/x1');
    await until(
      () => failures(lines).length,
      (count) => count === 1,
    );
    const refused = Date.now();
    await other.asks('/x2');
    expect(Date.now() - refused).toBeGreaterThan(1_500);
    await talker.hears(2);
  });

  it('hears again after the platform closed the long connection', async () => {
    const county = await onFeishu('long');
    county.double.disconnect();
    await until(
      () => county.double.connections,
      (open) => open === 0,
    );
    const said = county.talker.says('/x1');
    await until(
      () => county.double.connections,
      (open) => open === 1,
      20_000,
    );
    await said;
    await county.double.idle();
    county.double.redeliverNow();
    expect(numbersIn(await county.talker.hears(2))).toEqual(['/x0', '/x1']);
  });
});

describe('DingTalk', () => {
  const cases: Case[] = [
    { what: '403 Qps', faults: { rateLimited: 2 }, code: 'too.fast' },
    { what: 'an internal error', faults: { serverErrors: 1 }, code: 'system.error' },
    { what: 'an expired token', faults: { expireTokens: true } },
  ];
  it.each(cases)('$what', async ({ faults, code }) => {
    const county = await onDingtalk();
    Object.assign(county.double.faults, faults);
    expect(await talksOn(county)).toEqual(ALL);
    if (code) expect(failures(county.lines)[0]?.data).toMatchObject({ result: 'retry', attempt: 1 });
  });

  it('a connection cut after the send was taken: said at least once, in order', async () => {
    const county = await onDingtalk();
    county.double.faults.cutAfterSend = 1;
    const heard = await talksOn(county);
    expect(heard.filter((text, index) => text !== heard[index - 1])).toEqual(ALL);
    expect(failures(county.lines)).toHaveLength(1);
  });

  it('opens another connection when it is told to disconnect, and misses nothing', async () => {
    const { double, talker } = await onDingtalk();
    double.sendDisconnect();
    for (let number = 1; number <= 5; number += 1) await talker.says(`/x${number}`);
    // What found no connection comes again later, and so in another order.
    await talker.hears(6);
    expect(numbersIn(talker.heard()).sort()).toEqual(ALL);
    expect(double.connections().filter(({ state }) => state === 'open')).toHaveLength(1);
  });
});

it('sets aside what cannot be delivered, tells staff, and sends it when a person says so', async () => {
  const { double, talker, service, lines } = await onFeishu();
  const staff = new Talker(double, '龙敏', '13900005680');
  await joins(service, double.credentials.appId, staff.id);
  double.setAvailable(talker.id, false);
  await talker.says('/x1');
  const [news] = await staff.hears(1);
  const [aside] = await listAsideMessages(service.db);
  expect(news).toContain(`消息 ${aside?.id}`);
  expect(aside?.error).toContain('230013');
  expect(lines.filter((line) => line.message === 'A send was refused for good')).toHaveLength(1);
  expect(await retryMessages(service.db, aside?.id)).toBe(1);
  double.setAvailable(talker.id, true);
  await talker.hears(2);
  expect(numbersIn(talker.heard())).toEqual(['/x0', '/x1']);
  await until(
    () => listAsideMessages(service.db),
    (rows) => rows.length === 0,
  );
});

/** Makes an account a member of the office. */
async function joins({ db, config }: Service, appId: string, account: string): Promise<void> {
  const secrets = openSecrets(config.secretKeys, random);
  const person = { name: '龙敏', roles: ['人才办' as const] };
  const personId = await addPerson(db.prisma, { secrets, random }, 'county', person, 0);
  await db.prisma.identity.create({
    data: {
      id: 'i-staff',
      countyId: 'county',
      appId: `feishu:${appId}`,
      accountId: account,
      personId,
      seenAt: new Date(0),
    },
  });
}
