import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventStatus } from '../../src/inbox/status.ts';
import { silentLog } from '../../src/ports.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrations.ts';
import { databaseOfTest, emptyDatabase } from '../support/postgres.ts';
import { folderOfTest, type } from './terminal.ts';

const at = new Date('2026-11-23T01:30:00Z');

async function addEvent(db: Database, status: string, error?: string): Promise<bigint> {
  const { id } = await db.prisma.event.create({
    data: {
      countyId: 'county',
      appId: 'feishu:cli_a1b2c3d4e5f60718',
      dedupeKey: crypto.randomUUID(),
      chatId: 7n,
      kind: 'message',
      at,
      acceptedAt: at,
      payload: new Uint8Array(),
      status: status === 'aside' || status === 'ignored' ? status : 'accepted',
      attempts: 5,
      error: error ?? null,
    },
  });
  if (status === 'waiting') await db.prisma.waitingEvent.create({ data: { chatId: 7n, eventId: id } });
  return id;
}

async function addMessage(db: Database, status: string, error?: string): Promise<bigint> {
  const { id } = await db.prisma.message.create({
    data: {
      countyId: 'county',
      chatId: 7n,
      key: crypto.randomUUID().slice(0, 26),
      body: new Uint8Array(),
      cause: 'event:1',
      status,
      attempts: 30,
      createdAt: at,
      firstTryAt: at,
      error: error ?? null,
    },
  });
  return id;
}

const shelves = [
  { name: 'inbox', add: addEvent, done: 'done', again: '处理', table: 'event' },
  { name: 'outbox', add: addMessage, done: 'sent', again: '发送', table: 'message' },
] as const;

const statusOf = async (db: Database, table: 'event' | 'message', id: bigint) =>
  table === 'event'
    ? (await eventStatus(db, { id }))?.status
    : (await db.prisma.message.findUniqueOrThrow({ where: { id } })).status;

describe.each(shelves)('$name', ({ name, add, done, again, table }) => {
  async function prepared() {
    const db = await databaseOfTest({ poolSize: 3 });
    const env = { DATABASE_URL: db.url, DATA_DIR: folderOfTest() };
    return { db, env };
  }

  it('says in words that nothing was set aside', async () => {
    const { env } = await prepared();
    expect(await type([name, 'list'], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('没有被搁置的'),
    });
    expect(await type([name, 'retry', 'all'], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('不用重试'),
    });
  });

  it('lists what was set aside, in local time, with phone numbers hidden', async () => {
    const { db, env } = await prepared();
    const id = await add(db, 'aside', 'TypeError: nobody at 13812345678\nat line 3');
    await add(db, 'waiting');
    const { code, out } = await type([name, 'list'], env);
    expect(code).toBe(0);
    expect(out).toContain('编号');
    expect(out).toContain('共 1 条');
    const row = out.split('\n').find((line) => line.startsWith(String(id)));
    expect(row).toContain('2026-11-23 09:30');
    expect(row).toContain('nobody at [hidden] at line 3');
    expect(out).not.toContain('13812345678');
  });

  it('puts one back, and only that one', async () => {
    const { db, env } = await prepared();
    const [first, second] = [await add(db, 'aside', 'x'), await add(db, 'aside', 'y')];
    const { code, out } = await type([name, 'retry', String(second)], env);
    expect(code).toBe(0);
    expect(out).toContain('已放回 1 条');
    expect(out).toContain(`下次启动后重新${again}`);
    expect(await statusOf(db, table, first)).toBe('aside');
    expect(await statusOf(db, table, second)).toBe('waiting');
  });

  it.each([[['all']], [[]]])('puts all back with %j', async (which) => {
    const { db, env } = await prepared();
    const ids = [await add(db, 'aside', 'x'), await add(db, 'aside', 'y')];
    const { out } = await type([name, 'retry', ...which], env);
    expect(out).toContain('已放回 2 条');
    for (const id of ids) expect(await statusOf(db, table, id)).toBe('waiting');
  });

  it('says why one cannot be put back', async () => {
    const { db, env } = await prepared();
    const id = await add(db, done);
    expect(await type([name, 'retry', String(id)], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('没有被搁置'),
    });
    expect(await type([name, 'retry', '999999'], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('没有编号为 999999'),
    });
  });
});

describe('which database', () => {
  it('one that lacks migrations is not touched', async () => {
    const { code, err } = await type(['inbox', 'list'], {
      DATABASE_URL: await emptyDatabase(),
      DATA_DIR: folderOfTest(),
    });
    expect(code).toBe(1);
    expect(err).toContain('还没有升级到本版本');
  });

  it('the embedded one, while its service runs and after it has stopped', async () => {
    const dataDir = folderOfTest();
    const embedded = await startEmbedded({ dataDir, log: silentLog, settings: { fsync: 'off' } });
    let stopped = false;
    const stop = async () => {
      if (!stopped) await embedded.stop();
      stopped = true;
    };
    onTestFinished(stop);
    await migrate(embedded.url, { log: silentLog });
    const db = await openDatabase({ url: embedded.url, poolSize: 2 });
    const id = await addEvent(db, 'aside', 'while it runs');

    expect((await type(['inbox', 'list'], { DATA_DIR: dataDir })).out).toContain('while it runs');
    expect(await db.health()).toBe(true);
    await db.close();

    const state = join(dataDir, 'postgres', 'postmaster.pid');
    const running = readFileSync(state, 'utf8');
    writeFileSync(state, running.replace(/^ready\s*$/mu, 'starting'));
    expect(await type(['inbox', 'list'], { DATA_DIR: dataDir })).toMatchObject({
      code: 1,
      err: expect.stringContaining('服务正在启动或停止'),
    });
    writeFileSync(state, running);
    await stop();

    expect((await type(['inbox', 'retry', String(id)], { DATA_DIR: dataDir })).code).toBe(0);
    expect((await type(['inbox', 'list'], { DATA_DIR: dataDir })).out).toContain('没有被搁置的来件');
  });
});
