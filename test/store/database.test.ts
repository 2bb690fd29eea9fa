import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { StartError } from '../../src/store/start-error.ts';
import { databaseOfTest } from '../support/postgres.ts';

describe('an open database', () => {
  test('serves typed calls and plain SQL from one pool', async () => {
    const { prisma, pool, health } = await databaseOfTest();
    await prisma.county.create({ data: { id: 'c1', name: '某县', createdAt: new Date(0) } });
    const { rows } = await pool.query('select name from county');
    expect(rows).toEqual([{ name: '某县' }]);
    expect(await health()).toBe(true);
  });

  test('is a fresh one for every test', async () => {
    const { prisma } = await databaseOfTest();
    expect(await prisma.county.count()).toBe(0);
  });

  test('finds words in Chinese text by trigrams', async () => {
    const { pool } = await databaseOfTest();
    await pool.query('create extension if not exists pg_trgm');
    const { rows } = await pool.query("select similarity('近悦远来', '近悦远来者') > 0.5 as near");
    expect(rows).toEqual([{ near: true }]);
  });

  test('means the same time in typed calls and plain SQL, whatever the zone of the server', async () => {
    const { url, pool } = await databaseOfTest();
    await pool.query(`alter database ${new URL(url).pathname.slice(1)} set timezone = 'Asia/Shanghai'`);
    const database = await openDatabase({ url, poolSize: 2 });
    onTestFinished(() => database.close());
    const createdAt = new Date('2026-11-23T08:00:00Z');
    await database.prisma.county.create({ data: { id: 'c1', name: '某县', createdAt } });
    const { rows } = await database.pool.query('select created_at from county');
    expect(rows).toEqual([{ created_at: createdAt }]);
    await database.pool.query("insert into county (id, name, created_at) values ('c2', '某县', $1)", [
      createdAt,
    ]);
    const typed = await database.prisma.county.findMany({ select: { createdAt: true } });
    expect(typed).toEqual([{ createdAt }, { createdAt }]);
  });

  test('says that it does not answer once it is gone', async () => {
    const database = await databaseOfTest();
    await database.close();
    expect(await database.health()).toBe(false);
  });
});

describe('a database that cannot be used', () => {
  test('is named in one sentence without its password', async () => {
    const opening = openDatabase({ url: 'postgresql://office:hidden@127.0.0.1:1/jinyue' });
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/127\.0\.0\.1:1\/jinyue cannot be reached .* correct DATABASE_URL\.$/),
      chinese: expect.stringContaining('更正 DATABASE_URL'),
    });
    expect(String(error)).not.toContain('hidden');
  });
});
