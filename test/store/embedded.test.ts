import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/ports.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/store/embedded.ts';
import { StartError } from '../../src/store/start-error.ts';

const HOLDER = fileURLToPath(new URL('../support/hold-embedded.ts', import.meta.url));

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'jinyue-embedded-'));
  chmodSync(home, 0o755);
});
afterAll(() => rmSync(home, { recursive: true }));

/** One cluster for the file, so that it is made once; tests leave no server behind. */
let dataDir: string;
beforeEach(() => {
  dataDir = join(home, 'data');
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, log: silentLog, ...options });
  onTestFinished(() => embedded.stop());
  return embedded;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that runs the same folder; answers once it is up, with its URL. */
async function otherProcess(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [HOLDER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(line) };
}

function postmasterPid(): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function gone(pid: number): Promise<void> {
  await expect
    .poll(() => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '), {
      timeout: 20_000,
    })
    .toBe(false);
}

describe('the embedded PostgreSQL', () => {
  test('is made once and keeps its rows over a stop', async () => {
    const first = await startEmbedded({ dataDir, log: silentLog });
    await query(first.url, 'create table kept as select 1 as one');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  test('is reached by a Unix socket that only its user can come to, and by no port', async () => {
    const folder = join(dataDir, 'postgres');
    const { url } = await start();
    expect(new URL(url).searchParams.get('host')).toBe(realpathSync(folder));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(
      await query(url, "select current_setting('listen_addresses') as listens, inet_server_port() as port"),
    ).toEqual([{ listens: '', port: null }]);
  });

  test('is reached by a port where the folder’s name is too long for a socket', async () => {
    const embedded = await startEmbedded({ dataDir: join(home, 'long'.repeat(20)), log: silentLog });
    onTestFinished(() => embedded.stop());
    expect(new URL(embedded.url).searchParams.get('host')).toBeNull();
    expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('promises that what is committed is on the disk', async () => {
    const { url } = await start();
    expect(
      await query(
        url,
        "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') order by 1",
      ),
    ).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  test('lets nobody in without its password, which only its user can read', async () => {
    const { url } = await start();
    const stranger = new URL(url);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, 'postgres', 'jinyue.password')).mode & 0o777).toBe(0o600);
  });

  test('keeps no statement and no value in its log', async () => {
    const { url } = await start();
    await query(url, 'create table if not exists person (phone text unique)');
    await query(url, "insert into person values ('13800138000')");
    await expect(query(url, "insert into person values ('13800138000')")).rejects.toThrow(/duplicate key/);
    await expect(query(url, "select '13800138000'::date")).rejects.toThrow();
    await query(url, 'drop table person');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('insert into person');
    expect(log).not.toContain('Key (phone)');
  });
});

describe('two processes on one folder', () => {
  test('the second is told so in one sentence, and the first goes on', async () => {
    const { url } = await otherProcess();
    const error: unknown = await startEmbedded({ dataDir, log: silentLog }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      message: `Another process already runs on the data in ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
      chinese: expect.stringContaining('正被另一个进程使用'),
    });
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('started at once, exactly one gets it', async () => {
    const starts = await Promise.allSettled([1, 2, 3].map(() => startEmbedded({ dataDir, log: silentLog })));
    const running = starts.filter((started) => started.status === 'fulfilled');
    for (const started of running) await started.value.stop();
    expect(running).toHaveLength(1);
    for (const started of starts) {
      if (started.status === 'rejected') expect(started.reason).toBeInstanceOf(StartError);
    }
  });

  test('making a new cluster at once, exactly one gets it and nothing half-made is left', async () => {
    const fresh = join(home, 'fresh');
    const starts = await Promise.allSettled(
      [1, 2].map(() => startEmbedded({ dataDir: fresh, log: silentLog })),
    );
    const running = starts.filter((started) => started.status === 'fulfilled');
    for (const started of running) await started.value.stop();
    expect(running).toHaveLength(1);
    expect(readdirSync(fresh).sort()).toEqual(['postgres', 'postgres.log']);
  });
});

describe('after a crash', () => {
  test('of our process, its server is taken over', async () => {
    const { child, url } = await otherProcess();
    await query(url, 'create table if not exists survived as select 1 as one');
    const before = postmasterPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const embedded = await start();
    expect(postmasterPid()).toBe(before);
    expect(embedded.url).toBe(url);
    expect(await query(embedded.url, 'select one from survived')).toEqual([{ one: 1 }]);
    await embedded.stop();
    await gone(before);
  });

  test('of everything, the folder starts again', async () => {
    const { child, url } = await otherProcess();
    await query(url, 'create table if not exists committed as select 2 as two');
    const server = postmasterPid();
    process.kill(child.pid ?? 0, 'SIGKILL');
    process.kill(server, 'SIGKILL');
    await gone(server);
    const embedded = await start();
    expect(await query(embedded.url, 'select two from committed')).toEqual([{ two: 2 }]);
  });

  test('of a container, a process id that now is somebody else’s does not stop the start', async () => {
    const first = await startEmbedded({ dataDir, log: silentLog });
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    const words = readFileSync(file, 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['60'], {
      uid: statSync(file.replace('/postmaster.pid', '')).uid,
      cwd: '/',
    });
    onTestFinished(() => void stranger.kill());
    writeFileSync(file, words.replace(/^\d+/, String(stranger.pid)));
    const embedded = await start();
    expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of the server alone, it is brought back on the same address', async () => {
    const back = Promise.withResolvers<void>();
    const info = (_values: object, words: string) => words.includes('is back') && back.resolve();
    const embedded = await start({ log: { ...silentLog, info } });
    const server = postmasterPid();
    process.kill(server, 'SIGKILL');
    await back.promise;
    expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(postmasterPid()).not.toBe(server);
    await expect(startEmbedded({ dataDir, log: silentLog })).rejects.toThrow(StartError);
  });
});

describe('a folder that does not serve', () => {
  test('is named when it cannot be written', async () => {
    await expect(startEmbedded({ dataDir: '/dev/null/data', log: silentLog })).rejects.toThrow(
      /^The database cannot be kept in .*: set DATA_DIR to a folder the service may write to\.$/,
    );
  });

  test('a server that does not come up is told with its last words', async () => {
    await expect(
      startEmbedded({ dataDir, log: silentLog, settings: { shared_buffers: 'plenty' }, patience: 1_000 }),
    ).rejects.toThrow(/did not start \(.*shared_buffers.*\): see .*postgres\.log, or set DATABASE_URL\.$/);
  });

  test.runIf(process.getuid?.() === 0)('works below a folder that is closed to others', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const embedded = await startEmbedded({ dataDir: join(closed, 'data'), log: silentLog });
    onTestFinished(() => embedded.stop());
    expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
