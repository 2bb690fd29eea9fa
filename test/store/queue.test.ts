import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/ports.ts';
import { openQueue, type Queues } from '../../src/store/queue.ts';
import { StartError } from '../../src/store/start-error.ts';
import { dropDatabase, emptyDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';

/** A promise and its resolver, to wait for what a handler did. */
function signal<T = void>() {
  return Promise.withResolvers<T>();
}

interface Backend {
  open(): Promise<Queues>;
  stop(): Promise<void>;
}

async function onPostgres(): Promise<Backend> {
  const databaseUrl = await emptyDatabase();
  return {
    open: () => openQueue({ databaseUrl, log: silentLog, spacing: 1 }),
    stop: () => dropDatabase(databaseUrl),
  };
}

async function onRedis(): Promise<Backend> {
  const redis: TestRedis = await startRedis();
  return {
    open: () =>
      openQueue({ databaseUrl: 'postgresql://unused/', redisUrl: redis.url, log: silentLog, spacing: 1 }),
    stop: () => redis.stop(),
  };
}

const backends = [
  { name: 'PostgreSQL', start: onPostgres, runs: true },
  { name: 'Redis', start: onRedis, runs: hasRedis },
];

for (const { name, start, runs } of backends) {
  describe.runIf(runs)(`wake-ups on ${name}`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend.stop());

    /** The queues of one process. */
    async function process(): Promise<Queues> {
      const queues = await backend.open();
      onTestFinished(() => queues.close());
      return queues;
    }

    test('run the handler in another process', async () => {
      const [web, worker] = [await process(), await process()];
      const ran = signal();
      worker.work('another', async () => ran.resolve());
      await web.wake('another');
      await ran.promise;
    });

    test('wait for a worker that comes later', async () => {
      const queues = await process();
      await queues.wake('later');
      const ran = signal();
      queues.work('later', async () => ran.resolve());
      await ran.promise;
    });

    test('are not lost to a handler that has looked but not ended', async () => {
      const queues = await process();
      const rows: number[] = [];
      const [looked, mayEnd, done] = [signal(), signal(), signal()];
      let runs = 0;
      queues.work('looked', async () => {
        runs += 1;
        const seen = rows.splice(0);
        if (runs === 1) {
          looked.resolve();
          await mayEnd.promise;
        }
        if (seen.includes(2)) done.resolve();
      });
      rows.push(1);
      await queues.wake('looked');
      await looked.promise;
      rows.push(2);
      await queues.wake('looked');
      mayEnd.resolve();
      await done.promise;
    });

    test('under load share jobs, and every row is seen', async () => {
      const queues = await process();
      const waiting = new Set<number>();
      const all = signal();
      let runs = 0;
      let handled = 0;
      queues.work('load', async () => {
        runs += 1;
        handled += waiting.size;
        waiting.clear();
        if (handled === 2_000) all.resolve();
      });
      const wakes: Promise<void>[] = [];
      for (let row = 0; row < 2_000; row += 1) {
        waiting.add(row);
        wakes.push(queues.wake('load'));
      }
      await Promise.all(wakes);
      await all.promise;
      expect(runs).toBeLessThan(20);
    });

    test('outlive a handler that fails', async () => {
      const queues = await process();
      const [failed, ran] = [signal(), signal()];
      let runs = 0;
      queues.work('fails', async () => {
        runs += 1;
        if (runs > 1) return ran.resolve();
        failed.resolve();
        throw new Error('broken');
      });
      await queues.wake('fails');
      await failed.promise;
      await queues.wake('fails');
      await ran.promise;
    });

    test('run as many handlers at once as asked for', async () => {
      const [one, two] = [await process(), await process()];
      const [both, mayEnd] = [signal(), signal()];
      let running = 0;
      one.work(
        'parallel',
        async () => {
          running += 1;
          if (running === 2) both.resolve();
          await mayEnd.promise;
        },
        { concurrency: 2 },
      );
      await one.wake('parallel');
      await two.wake('parallel');
      await both.promise;
      mayEnd.resolve();
    });

    test('are healthy until closed, and wait for a running handler when closing', async () => {
      const queues = await backend.open();
      const [begun, mayEnd] = [signal(), signal()];
      let ended = false;
      queues.work('closing', async () => {
        begun.resolve();
        await mayEnd.promise;
        ended = true;
      });
      await queues.wake('closing');
      await begun.promise;
      expect(await queues.health()).toBe(true);
      const closed = queues.close();
      mayEnd.resolve();
      await closed;
      expect(ended).toBe(true);
      expect(await queues.health()).toBe(false);
      await queues.wake('closing');
    });
  });
}

describe('a backend that cannot be reached', () => {
  test('Redis is named', async () => {
    const opening = openQueue({ databaseUrl: '', redisUrl: 'redis://:hidden@127.0.0.1:1', log: silentLog });
    await expect(opening).rejects.toThrow(StartError);
    await expect(opening).rejects.toThrow(/^Redis at 127\.0\.0\.1:1 cannot be reached/);
  });

  test('PostgreSQL is named', async () => {
    const opening = openQueue({ databaseUrl: 'postgresql://u:hidden@127.0.0.1:1/d', log: silentLog });
    await expect(opening).rejects.toThrow(/check DATABASE_URL/);
  });
});

describe('the queues in the database', () => {
  test('stay in a schema of their own and keep nothing that ended', async () => {
    const databaseUrl = await emptyDatabase();
    const queues = await openQueue({ databaseUrl, log: silentLog, spacing: 1 });
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await dropDatabase(databaseUrl);
    });
    const ran = signal();
    queues.work('tidy', async () => ran.resolve());
    await queues.wake('tidy');
    await ran.promise;
    await queues.close();
    const { rows } = await client.query('select count(*)::int as jobs from bullmq.job');
    expect(rows).toEqual([{ jobs: 0 }]);
    const tables = await client.query(
      "select 1 from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.rowCount).toBe(0);
  });
});
