import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';
import { exampleEnvironment } from '../src/settings.ts';

const KEY = 'k'.repeat(32);
const FEISHU = { FEISHU_APP_ID: 'cli_0123456789abcdef', FEISHU_APP_SECRET: 's' };
const DINGTALK = { DINGTALK_CLIENT_ID: 'ding1', DINGTALK_CLIENT_SECRET: 's' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jinyue-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(env: Record<string, string> = {}) {
  return loadConfig({ DATA_DIR: folder, ...env });
}

function failure(env: Record<string, string>): ConfigError {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('nothing set', () => {
  test('runs everything in one process with simulated platforms', () => {
    const config = load();
    expect(config).toMatchObject({
      port: 3000,
      role: 'all',
      dataDir: folder,
      simulated: true,
      logLevel: 'info',
    });
    for (const absent of ['databaseUrl', 'redisUrl', 'publicUrl', 'feishu', 'dingtalk']) {
      expect(config).not.toHaveProperty(absent);
    }
  });

  test('makes a key that only we can read, and keeps it', () => {
    const first = load();
    expect(first.secretKeys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(load().secretKeys).toEqual(first.secretKeys);
  });

  test('makes a claim code that stays the same', () => {
    const { claimCode, claimCodeMade } = load();
    expect(claimCodeMade).toBe(true);
    expect(claimCode).toMatch(/^[A-Z2-9]{8}$/);
    expect(load().claimCode).toBe(claimCode);
    expect(load({ SECRET_KEY: KEY }).claimCode).not.toBe(claimCode);
    expect(load({ CLAIM_CODE: '人才办2026' })).toMatchObject({
      claimCode: '人才办2026',
      claimCodeMade: false,
    });
  });

  test('counts an empty variable as not set', () => {
    expect(load({ PORT: ' ', FEISHU_APP_ID: '', LOG_LEVEL: '' })).toMatchObject({
      port: 3000,
      logLevel: 'info',
    });
  });
});

describe('platforms', () => {
  test('a real platform is not simulated and takes its defaults', () => {
    const config = load({ ...FEISHU, ...DINGTALK, SECRET_KEY: KEY });
    expect(config.simulated).toBe(false);
    expect(config.feishu).toEqual({
      appId: FEISHU.FEISHU_APP_ID,
      appSecret: 's',
      connection: 'long',
      domain: 'https://open.feishu.cn',
    });
    expect(config.dingtalk).toEqual({
      clientId: 'ding1',
      clientSecret: 's',
      connection: 'stream',
      api: 'https://api.dingtalk.com',
      oapi: 'https://oapi.dingtalk.com',
    });
  });

  test('addresses on this machine are simulated, over plain http', () => {
    const config = load({ ...FEISHU, FEISHU_DOMAIN: 'http://127.0.0.1:7001/' });
    expect(config.simulated).toBe(true);
    expect(config.feishu?.domain).toBe('http://127.0.0.1:7001');
  });

  test('one address elsewhere makes all of it real', () => {
    const loopback = { DINGTALK_API: 'http://localhost:1', SECRET_KEY: KEY };
    expect(load({ ...DINGTALK, ...loopback }).simulated).toBe(false);
    expect(load({ ...DINGTALK, ...loopback, DINGTALK_OAPI: 'http://[::1]:2' }).simulated).toBe(true);
  });

  test('old keys follow the current one', () => {
    const old = 'o'.repeat(32);
    expect(load({ SECRET_KEY: `${KEY}, ${old}` }).secretKeys).toEqual([KEY, old]);
  });
});

describe('a wrong or missing setting', () => {
  const real = { ...FEISHU, SECRET_KEY: KEY };
  test.each<[string, Record<string, string>]>([
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: 'http' }],
    ['ROLE', { ROLE: 'both' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://host/db' }],
    ['DATABASE_URL', { ROLE: 'worker' }],
    ['REDIS_URL', { REDIS_URL: 'host:6379' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'talent.example.com' }],
    ['CLAIM_CODE', { CLAIM_CODE: '12 34567' }],
    ['SECRET_KEY', { SECRET_KEY: 'short' }],
    ['SECRET_KEY', { SECRET_KEY: `${KEY},short` }],
    ['SECRET_KEY', FEISHU],
    ['FEISHU_APP_ID', { ...real, FEISHU_APP_ID: 'cli_0123' }],
    ['FEISHU_APP_ID', { FEISHU_APP_SECRET: 's' }],
    ['FEISHU_APP_SECRET', { FEISHU_APP_ID: FEISHU.FEISHU_APP_ID }],
    ['FEISHU_CONNECTION', { ...real, FEISHU_CONNECTION: 'stream' }],
    ['FEISHU_ENCRYPT_KEY', { ...real, FEISHU_CONNECTION: 'webhook' }],
    ['FEISHU_VERIFICATION_TOKEN', { ...real, FEISHU_CONNECTION: 'webhook', FEISHU_ENCRYPT_KEY: 'e' }],
    ['FEISHU_DOMAIN', { ...real, FEISHU_DOMAIN: 'http://open.feishu.cn' }],
    ['FEISHU_DOMAIN', { ...real, FEISHU_DOMAIN: 'http://127.0.0.1.example.com' }],
    ['DINGTALK_CLIENT_ID', { DINGTALK_CLIENT_SECRET: 's' }],
    ['DINGTALK_CLIENT_SECRET', { DINGTALK_CLIENT_ID: 'ding1' }],
    ['DINGTALK_CONNECTION', { DINGTALK_CONNECTION: 'long' }],
    ['DINGTALK_API', { DINGTALK_API: 'api.dingtalk.com' }],
    ['DINGTALK_EVENT_TOKEN', { DINGTALK_EVENT_TOKEN: 'no-dashes' }],
    ['DINGTALK_EVENT_AES_KEY', { DINGTALK_EVENT_AES_KEY: 'short' }],
    ['DINGTALK_EVENT_AES_KEY', { ...DINGTALK, SECRET_KEY: KEY, DINGTALK_EVENT_TOKEN: 'token1' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('names %s and says what to do', (variable, env) => {
    const error = failure(env);
    expect(error.variable).toBe(variable);
    expect(error.message).toMatch(new RegExp(`^${variable} (must be|is missing).*\\.$`));
    expect(error.chinese).toContain(variable);
    expect(error.chinese).toMatch(/。$/);
  });

  test('never repeats the value, which may be a secret', () => {
    expect(failure({ SECRET_KEY: 'tooshort' }).message).not.toContain('tooshort');
    expect(failure({ DATABASE_URL: 'mysql://u:hidden@h/d' }).message).not.toContain('hidden');
  });

  test('points at the key that the data is encrypted with already', () => {
    load();
    expect(failure(FEISHU).message).toContain(join(folder, 'secret.key'));
  });

  test('a folder for the key that cannot be written is named', () => {
    expect(failure({ DATA_DIR: '/dev/null/data' }).variable).toBe('DATA_DIR');
  });
});

test('.env.example lists every setting', async () => {
  await expect(exampleEnvironment()).toMatchFileSnapshot('../.env.example');
});
