/**
 * The server of a cluster: start it, ask after it, stop it. Knows nothing of
 * who may use the cluster (see embedded.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type Cluster, readPassword, run } from './cluster.ts';
import { asUser } from './run-as.ts';
import { errorCode } from './start-error.ts';

/** Where a server answers: on a Unix socket, or on a loopback port where it cannot have one. */
export interface Address {
  readonly port: number;
  readonly socketFolder: string | undefined;
}

/** What a running server wrote into `postmaster.pid`; its address is whole as soon as it is ready. */
export interface Postmaster extends Address {
  readonly pid: number;
  /** Whether it takes connections: neither starting nor stopping. */
  readonly ready: boolean;
}

const LOG_LIMIT = 10 * 1024 * 1024;
const LOOPBACK = '127.0.0.1';
/** Of a server with a Unix socket: only part of the socket's name. */
const SOCKET_PORT = 5432;

/**
 * Settings for a small machine that must not lose a committed row. Statements
 * and the details of errors stay out of the log: they hold personal data.
 */
const SETTINGS: Readonly<Record<string, string>> = {
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

/** `postgresql://…` of a database of the cluster's server. Holds the password: not for logs. */
export function urlOf(
  cluster: Pick<Cluster, 'folder'>,
  { port, socketFolder }: Address,
  database: string,
): string {
  const url = new URL(`postgresql://postgres@${LOOPBACK}:${port}/${database}`);
  url.password = readPassword(cluster);
  if (socketFolder !== undefined) url.searchParams.set('host', socketFolder);
  return url.href;
}

/** The server that runs on the cluster, or undefined. One left over by another machine or boot does not count. */
export function runningServer(cluster: Pick<Cluster, 'folder'>): Postmaster | undefined {
  const text = readIfThere(join(cluster.folder, 'postmaster.pid'));
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const [pid, port, socketFolder] = [Number(lines[0]), Number(lines[3]), lines[4] || undefined];
  const ready = lines[7]?.trim() === 'ready';
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const isOurs = process.platform !== 'linux' || commandLine(pid).includes(cluster.folder);
  return isOurs ? { pid, port, socketFolder, ready } : undefined;
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

/** Where a server of this cluster is to answer. */
export async function addressFor(cluster: Cluster): Promise<Address> {
  const socketFolder = await socketFolderOf(cluster);
  return { socketFolder, port: socketFolder === undefined ? await freePort() : SOCKET_PORT };
}

/**
 * Starts a server in a session of its own: a key press in our terminal must not
 * stop it before we have stopped. It is starting, not ready, when this returns.
 */
export function startServer(
  cluster: Cluster,
  { port, socketFolder }: Address,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  forgetForeignServer(cluster);
  const listen =
    socketFolder === undefined
      ? { listen_addresses: LOOPBACK, unix_socket_directories: '' }
      : { listen_addresses: '', unix_socket_directories: socketFolder };
  const flags = Object.entries({ ...SETTINGS, ...listen, ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
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
 * Inside the cluster, that only its user can enter: a Unix socket takes no port
 * from anybody, and costs both ends less than TCP. None on Windows, where the
 * folder takes none, and where its name has a comma, at which PostgreSQL would
 * part it.
 */
async function socketFolderOf({ folder }: Cluster): Promise<string | undefined> {
  if (process.platform === 'win32' || folder.includes(',')) return undefined;
  return (await takesSocket(folder)) ? folder : undefined;
}

/** Some shared folders of containers take no Unix socket, and no system takes one with a long path. */
async function takesSocket(folder: string): Promise<boolean> {
  // Not shorter than the server's own name, and nobody else's who starts now.
  const path = join(folder, `.s.PGSQL.${String(process.pid).padStart(SOCKET_PORT.toString().length, '0')}`);
  const server = createServer((socket) => socket.end());
  try {
    await once(server.listen(path), 'listening');
    await once(connect(path).resume(), 'end');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    rmSync(path, { force: true });
  }
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
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function openLog(cluster: Cluster): number {
  const log = openSync(cluster.logFile, 'a', 0o600);
  if (statSync(cluster.logFile).size > LOG_LIMIT) ftruncateSync(log);
  return log;
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
