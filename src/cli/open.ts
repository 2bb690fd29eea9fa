/**
 * The service's database for the length of one command: the given one, the
 * embedded one of a service that runs, or the embedded one started for it.
 */
import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { silentLog } from '../ports.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrationStatus } from '../store/migrations.ts';
import { runningServer, urlOf } from '../store/postmaster.ts';
import { errorCode } from '../store/start-error.ts';
import { failed } from './problem.ts';

type Where = Pick<Config, 'databaseUrl' | 'dataDir'>;

/**
 * Runs `work` on the database and closes everything again; a server that was
 * running goes on running.
 *
 * @throws Problem when there is no database yet or it is not of this version;
 *   StartError when it cannot be reached.
 */
export async function withDatabase<T>(where: Where, work: (db: Database) => Promise<T>): Promise<T> {
  const { url, close } = where.databaseUrl
    ? { url: where.databaseUrl, close: async () => {} }
    : await embeddedUrl(where.dataDir);
  try {
    const db = await openDatabase({ url, poolSize: 4 });
    try {
      await checkVersion(url);
      return await work(db);
    } finally {
      await db.close();
    }
  } finally {
    await close();
  }
}

/** A running server is only asked for: its folder is not opened as a start would, which hands files to their owner. */
async function embeddedUrl(dataDir: string): Promise<{ url: string; close(): Promise<void> }> {
  const running = findRunning(dataDir);
  if (running) return { url: running, close: async () => {} };
  const embedded = await startEmbedded({ dataDir, log: silentLog });
  return { url: embedded.url, close: () => embedded.stop() };
}

/** The address of the server that runs on the folder; undefined when none runs. */
function findRunning(dataDir: string): string | undefined {
  try {
    const made = statSync(join(dataDir, 'postgres', 'PG_VERSION'), { throwIfNoEntry: false });
    if (!made) {
      throw failed(`${dataDir} 里还没有数据库：请先运行一次服务（npm start），或设置 DATABASE_URL。`);
    }
    const cluster = { folder: realpathSync(join(dataDir, 'postgres')) };
    const running = runningServer(cluster);
    if (!running) return undefined;
    if (!running.ready) throw failed('服务正在启动或停止：请过几秒再试。');
    return urlOf(cluster, running, 'jinyue');
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    throw failed(`没有权限读取 ${dataDir} 里的数据库：请用运行服务的那个用户执行，或设置 DATABASE_URL。`);
  }
}

async function checkVersion(url: string): Promise<void> {
  const { pending, unknown } = await migrationStatus(url);
  if (unknown.length > 0) throw failed('数据库由更新的版本建立：请用那个版本的命令行。');
  if (pending.length > 0) throw failed('数据库还没有升级到本版本：请先启动（或重启）一次服务，再试。');
}
