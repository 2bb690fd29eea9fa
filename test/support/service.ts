/**
 * The real service on a real database, against a double: everything but the
 * platform itself is what runs in production.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { DingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import type { FeishuDouble } from '../../src/doubles/feishu/index.ts';
import { type Clock, type Log, silentLog } from '../../src/ports.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dropDatabase, emptyDatabase, TEMPLATE } from './postgres.ts';

export interface ServiceOptions {
  feishu?: FeishuDouble;
  dingtalk?: DingtalkDouble;
  connection?: 'long' | 'webhook';
  role?: Config['role'];
  databaseUrl?: string;
  redisUrl?: string;
  clock?: Clock;
  log?: Log;
  port?: number;
  /** Where the matters are; flows/ of the project. */
  flowsFolder?: string;
  /** Fills the database before the service starts. */
  prepare?: (db: Database) => Promise<void>;
}

export interface Service {
  app: App;
  db: Database;
  config: Config;
}

export const CLAIM = 'CLAIM123';

/** Settings as they would be read from the environment. */
export function configFor(options: ServiceOptions, databaseUrl: string, dataDir: string): Config {
  const { feishu, dingtalk } = options;
  const webhook = options.connection === 'webhook';
  return {
    port: options.port ?? 0,
    role: options.role ?? 'all',
    dataDir,
    databaseUrl,
    ...(options.redisUrl ? { redisUrl: options.redisUrl } : {}),
    county: '青岚县',
    secretKeys: ['0123456789abcdef0123456789abcdef'],
    claimCode: CLAIM,
    claimCodeMade: false,
    simulated: true,
    logLevel: 'silent',
    ...(feishu
      ? {
          feishu: {
            appId: feishu.credentials.appId,
            appSecret: feishu.credentials.appSecret,
            encryptKey: feishu.credentials.encryptKey,
            verificationToken: feishu.credentials.verificationToken,
            connection: webhook ? ('webhook' as const) : ('long' as const),
            domain: feishu.url,
          },
        }
      : {}),
    ...(dingtalk
      ? {
          dingtalk: {
            clientId: dingtalk.credentials.clientId,
            clientSecret: dingtalk.credentials.clientSecret,
            connection: webhook ? ('webhook' as const) : ('stream' as const),
            api: dingtalk.url,
            oapi: dingtalk.url,
          },
        }
      : {}),
  };
}

/** Limits that never stand in a test's way. */
export const noLimits = { perSecond: 100_000, perMinute: 6_000_000, perChatPerSecond: 1_000 };

/** Starts the service; it is stopped, and its database dropped, when the test ends. */
export async function serviceOfTest(options: ServiceOptions): Promise<Service> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-'));
  const url = options.databaseUrl ?? (await emptyDatabase(TEMPLATE));
  const config = configFor(options, url, dataDir);
  const db = await openDatabase({ url, poolSize: 4 });
  await options.prepare?.(db);
  const app = await startApp({
    config,
    log: options.log ?? silentLog,
    limits: noLimits,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.flowsFolder ? { flowsFolder: options.flowsFolder } : {}),
  });
  if (options.connection === 'webhook') {
    options.feishu?.setWebhook(`${app.url}/channels/feishu`);
    options.dingtalk?.setWebhook(`${app.url}/channels/dingtalk`);
  }
  if (options.connection !== 'webhook') {
    // Open is not enough: the platform must know of a client that listens.
    const listening = () => [options.feishu?.connections, options.dingtalk?.connections().length];
    await until(listening, (seen) => seen.every((count) => count !== 0));
  }
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    if (!options.databaseUrl) await dropDatabase(url);
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { app, db, config };
}

/** Waits until something holds, looking every few milliseconds; fails with its last look after `within` ms. */
export async function until<T>(
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  within = 10_000,
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > deadline)
      throw new Error(
        `still ${JSON.stringify(seen, (_k, v) => (typeof v === 'bigint' ? String(v) : v))?.slice(0, 2_000)} after ${within} ms`,
      );
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
