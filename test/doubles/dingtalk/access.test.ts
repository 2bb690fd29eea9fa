import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DingtalkDouble, startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { call, HandClock, sendTo, tokenOf } from './kit.ts';

let clock: HandClock;
let double: DingtalkDouble;
let wang: string;

beforeEach(async () => {
  clock = new HandClock();
  double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0 });
  wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
});
afterEach(() => double.stop());

const probe = (token: string) =>
  call(
    `${double.url}/v1.0/robot/groupMessages/send`,
    { robotCode: double.credentials.robotCode },
    { 'x-acs-dingtalk-access-token': token },
  );

describe('the access token', () => {
  it('stays the same while it is asked for in time, and is renewed by asking', async () => {
    const first = await tokenOf(double);
    clock.pass(7_199_000);
    expect(await tokenOf(double)).toBe(first);
    clock.pass(7_199_000);
    expect((await probe(first)).json.code).toBe('miss.openConversationId');
    clock.pass(1_000);
    expect(await probe(first)).toMatchObject({ status: 400, json: { code: 'InvalidAuthentication' } });
    expect(await tokenOf(double)).not.toBe(first);
  });

  it('is refused to a wrong secret, on both hosts', async () => {
    const { clientId } = double.credentials;
    const fresh = await call(`${double.url}/v1.0/oauth2/accessToken`, { appKey: clientId, appSecret: 'no' });
    expect(fresh).toMatchObject({ status: 400, json: { code: 'invalidClientIdOrSecret' } });
    const old = await call(`${double.url}/gettoken?appkey=${clientId}&appsecret=no`);
    expect(old).toMatchObject({ status: 200, json: { errcode: 40089 } });
  });

  it('of the old host is the same', async () => {
    const { clientId, clientSecret } = double.credentials;
    const old = await call(`${double.url}/gettoken?appkey=${clientId}&appsecret=${clientSecret}`);
    expect(old.json).toMatchObject({ errcode: 0, access_token: await tokenOf(double), expires_in: 7200 });
  });

  it('is needed for every API', async () => {
    expect((await probe('')).json.code).toBe('InvalidAuthentication');
    const old = await call(`${double.url}/topapi/v2/user/get`, { userid: wang });
    expect(old).toMatchObject({ status: 200, json: { errcode: 40014 } });
  });

  it('of now and before is void once expireTokens is set', async () => {
    const token = await tokenOf(double);
    double.faults.expireTokens = true;
    expect((await probe(token)).json.code).toBe('InvalidAuthentication');
    expect(double.faults.expireTokens).toBe(false);
    expect((await sendTo(double, [wang])).status).toBe(200);
  });
});

describe('limits', () => {
  const start = async (options: Parameters<typeof startDingtalkDouble>[0]): Promise<void> => {
    await double.stop();
    double = await startDingtalkDouble({ now: clock.now, timers: clock, pingMs: 0, ...options });
    wang = double.addUser({ name: '王芳', mobile: '13800000001' }).id;
  };

  it('let 20 calls a second through to one API', async () => {
    for (let i = 0; i < 20; i += 1) expect((await sendTo(double, [wang])).status).toBe(200);
    expect(await sendTo(double, [wang])).toMatchObject({
      status: 403,
      json: { code: expect.stringMatching(/^Forbidden\.AccessDenied\.QpsLimitFor/) },
    });
    expect(double.messages(double.p2p(wang).id)).toHaveLength(20);
    clock.pass(1_000);
    expect((await sendTo(double, [wang])).status).toBe(200);
  });

  it('can be off', async () => {
    await start({ limits: 'off' });
    for (let i = 0; i < 25; i += 1) expect((await sendTo(double, [wang])).status).toBe(200);
  });

  it('end the month of an organisation; contacts and tokens are free', async () => {
    await start({ quotas: { apiCallsPerMonth: 1 } });
    expect((await sendTo(double, [wang])).status).toBe(200);
    expect(await sendTo(double, [wang])).toMatchObject({
      status: 403,
      json: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
    });
    const token = await tokenOf(double);
    const lookup = await call(`${double.url}/topapi/v2/user/get?access_token=${token}`, { userid: wang });
    expect(lookup.json.errcode).toBe(0);
    clock.time = Date.UTC(2026, 11, 1, 1);
    expect((await sendTo(double, [wang])).status).toBe(200);
  });

  it('ban an address that calls too much, with a body of another shape', async () => {
    await start({ limits: { ipPer20Seconds: 2 } });
    await sendTo(double, [wang]);
    expect(await sendTo(double, [wang])).toMatchObject({ status: 200, json: { status: 1111, wait: 5 } });
    clock.pass(299_000);
    expect((await sendTo(double, [wang])).json.status).toBe(1111);
    clock.pass(20_000);
    expect((await sendTo(double, [wang])).json).toHaveProperty('processQueryKey');
  });
});

describe('contacts', () => {
  const lookup = async (path: string, body: object) =>
    (await call(`${double.url}${path}?access_token=${await tokenOf(double)}`, body)).json;

  it('find a person by mobile, by unionId and by userId', async () => {
    const [user] = double.users();
    expect(await lookup('/topapi/v2/user/getbymobile', { mobile: '13800000001' })).toMatchObject({
      errcode: 0,
      result: { userid: wang },
    });
    expect(await lookup('/topapi/user/getbyunionid', { unionid: user?.unionId })).toMatchObject({
      result: { contact_type: 0, userid: wang },
    });
    expect(await lookup('/topapi/v2/user/get', { userid: wang, language: 'zh_CN' })).toMatchObject({
      result: { userid: wang, unionid: user?.unionId, name: '王芳', mobile: '13800000001' },
    });
  });

  it.each([
    ['/topapi/v2/user/getbymobile', { mobile: '13900000000' }, 60121],
    ['/topapi/v2/user/getbymobile', { mobile: '139' }, 40104],
    ['/topapi/user/getbyunionid', { unionid: 'nobody' }, 60121],
    ['/topapi/v2/user/get', { userid: 'nobody' }, 60121],
  ])('%s answers %o with %i', async (path, body, errcode) => {
    expect(await lookup(path, body)).toMatchObject({ errcode });
  });

  it('take a form as well as JSON', async () => {
    const response = await fetch(
      `${double.url}/topapi/v2/user/getbymobile?access_token=${await tokenOf(double)}`,
      { method: 'POST', body: new URLSearchParams({ mobile: '13800000001' }) },
    );
    expect(await response.json()).toMatchObject({ errcode: 0, result: { userid: wang } });
  });
});

describe('an address nobody knows', () => {
  it('is answered in the manner of its host', async () => {
    expect(await call(`${double.url}/v1.0/nothing`, {})).toMatchObject({
      status: 404,
      json: { code: 'InvalidAction.NotFound' },
    });
    expect((await call(`${double.url}/topapi/nothing`, {})).json.errcode).toBe(404);
  });
});
