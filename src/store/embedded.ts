/**
 * PostgreSQL that comes with the service: one cluster under DATA_DIR, one
 * server on a Unix socket in it (on a free loopback port where there can be
 * none), one owner at a time.
 *
 * The owner is whoever holds an advisory lock on the server. A process that is
 * killed lets go of the lock at once and leaves the server running; the next
 * start finds it and takes it over.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../ports.ts';
import { type Cluster, openCluster } from './cluster.ts';
import {
  type Address,
  addressFor,
  lastWords,
  runningServer,
  startServer,
  stopServer,
  urlOf,
} from './postmaster.ts';
import { errorCode, reason, StartError } from './start-error.ts';

export interface EmbeddedOptions {
  /** The folder that keeps the cluster (`postgres/`) and its log; made when missing. */
  readonly dataDir: string;
  readonly log: Log;
  /** The database to make and answer with; by default `jinyue`. */
  readonly database?: string;
  /** Settings of the server over the built-in ones, for tests (`fsync: 'off'`). */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long the server may take to answer, in milliseconds; by default a minute. */
  readonly patience?: number;
}

export interface Embedded {
  /** `postgresql://…` of the database. Holds the password: not for logs. */
  readonly url: string;
  /** The same for another database of this server. */
  urlOf(database: string): string;
  /** Stops the server and waits for it. Close every pool first. */
  stop(): Promise<void>;
}

const OWNER_LOCK = 0x6a696e79;
const POLL = 50;
const RETRY = 500;

/**
 * Starts the server of `dataDir`, or takes over one whose owner is gone, and
 * keeps it running: if it dies, it is started again at the same address.
 *
 * @throws StartError when another process uses the folder, or the server does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await openCluster(options.dataDir);
  const keeper = new Keeper(cluster, options);
  await keeper.own();
  const database = options.database ?? 'jinyue';
  await keeper.ensureDatabase(database);
  return {
    url: keeper.urlOf(database),
    urlOf: (name) => keeper.urlOf(name),
    stop: () => keeper.stop(),
  };
}

/** Holds the cluster for this process. */
class Keeper {
  readonly #cluster: Cluster;
  readonly #options: EmbeddedOptions;
  readonly #patience: number;
  /** Kept over a crash of the server: who uses the database knows it by this. */
  #address: Address | undefined;
  #owner: pg.Client | undefined;
  #stopping = false;

  constructor(cluster: Cluster, options: EmbeddedOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#patience = options.patience ?? 60_000;
  }

  urlOf(database: string): string {
    if (this.#address === undefined) throw new Error('The server has no address yet.');
    return urlOf(this.#cluster, this.#address, database);
  }

  /** Makes sure that a server runs and that we are its owner. */
  async own(): Promise<void> {
    const client = await this.#reach();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [OWNER_LOCK]);
    if (rows[0]?.mine !== true) {
      await client.end();
      throw this.#inUse();
    }
    this.#owner = client;
    client.on('error', () => {});
    client.once('end', () => void this.#recover());
  }

  async ensureDatabase(name: string): Promise<void> {
    const client = this.#owner;
    if (client === undefined) throw new Error('The server is not ours.');
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#owner?.end().catch(() => {});
    await stopServer(this.#cluster);
  }

  /** Connects to the running server, starting one as long as there is none and there is time. */
  async #reach(): Promise<pg.Client> {
    const deadline = performance.now() + this.#patience;
    let child: ChildProcess | undefined;
    let answer: unknown = 'it was not ready in time';
    for (;;) {
      const running = runningServer(this.#cluster);
      const starting = child !== undefined && child.exitCode === null && child.signalCode === null;
      if (running === undefined && !starting) child = await this.#start();
      if (running?.ready) {
        this.#address = running;
        answer = await this.#connect();
        if (answer instanceof pg.Client) return answer;
      }
      if (performance.now() > deadline) throw this.#silent(answer);
      await sleep(POLL);
    }
  }

  async #start(): Promise<ChildProcess> {
    this.#address ??= await addressFor(this.#cluster);
    return startServer(this.#cluster, this.#address, this.#options.settings ?? {});
  }

  /** @throws StartError when the server there does not take our password. */
  async #connect(): Promise<pg.Client | unknown> {
    const client = new pg.Client({
      connectionString: this.urlOf('postgres'),
      application_name: 'jinyue owner',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (errorCode(error) === '28P01') throw this.#silent(error);
      return error;
    }
  }

  /** The owner's connection is gone though we did not stop: the server crashed, or was killed. */
  async #recover(): Promise<void> {
    while (!this.#stopping) {
      try {
        this.#options.log.warn({}, 'The embedded PostgreSQL went away and is brought back.');
        await this.own();
        this.#options.log.info({}, 'The embedded PostgreSQL is back.');
        if (this.#stopping) await this.stop();
        return;
      } catch (error) {
        this.#options.log.error({ reason: reason(error) }, 'The embedded PostgreSQL is not back yet.');
        await sleep(RETRY);
      }
    }
  }

  #inUse(): StartError {
    const { dataDir } = this.#options;
    return new StartError(
      `Another process already runs on the data in ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
      `${dataDir} 中的数据正被另一个进程使用：请先停止它，或把 DATA_DIR 设为其他目录。`,
    );
  }

  #silent(cause: unknown): StartError {
    const words = lastWords(this.#cluster) || reason(cause);
    return new StartError(
      `The embedded PostgreSQL did not start (${words}): see ${this.#cluster.logFile}, or set DATABASE_URL.`,
      `内置 PostgreSQL 未能启动（${words}）：请查看 ${this.#cluster.logFile}，或设置 DATABASE_URL。`,
      { cause },
    );
  }
}
