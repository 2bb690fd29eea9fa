/**
 * Wake-ups between processes, by BullMQ on PostgreSQL or Redis.
 *
 * A job says only "there may be work" and carries nothing: the rows are the
 * truth, a handler drains them until none is left, and a sweep wakes again what
 * a crash put to sleep. Hence every wake-up is a fresh job (an id that exists
 * is ignored by BullMQ, also while its job has looked but not ended), is tried
 * once, and is forgotten when it ends.
 */
import type { Log } from '../ports.ts';
import { coalesce } from './coalesce.ts';
import type { QueueBackend, WakeQueue } from './queue-backend.ts';
import { openPostgresBackend } from './queue-postgres.ts';
import { openRedisBackend } from './queue-redis.ts';
import { reason } from './start-error.ts';

export interface QueueOptions {
  /** Redis to use; absent: the queues are in the schema `bullmq` of the database. */
  readonly redisUrl?: string;
  readonly databaseUrl: string;
  /** Keeps deployments that share a Redis apart; by default `jinyue`. */
  readonly prefix?: string;
  readonly log: Log;
  /** The least time between two jobs of one name from this process, in milliseconds; by default 10. */
  readonly spacing?: number;
}

export interface WorkOptions {
  /** How many runs of the handler this process may have at once; by default 1. */
  readonly concurrency?: number;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for the handlers that run. */
  close(): Promise<void>;
}

export interface Queues {
  /**
   * Makes some process run the handler of `name` after now. Calls under load
   * share a job. Never rejects: a wake-up that could not be passed on is
   * logged and left to the sweep.
   */
  wake(name: string): Promise<void>;
  /** Runs `handler` on wake-ups of `name`; it should drain until nothing is left. Its failure is logged, not retried. */
  work(name: string, handler: () => Promise<unknown>, options?: WorkOptions): QueueWorker;
  /** Whether the backend answers within two seconds. Never throws. */
  health(): Promise<boolean>;
  /** Closes workers first, then the rest. */
  close(): Promise<void>;
}

const HEALTH_TIMEOUT = 2_000;
const FORGOTTEN = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** Opens the queues. @throws StartError when the backend cannot be reached. */
export async function openQueue(options: QueueOptions): Promise<Queues> {
  const backend =
    options.redisUrl === undefined
      ? await openPostgresBackend(options.databaseUrl)
      : await openRedisBackend(options.redisUrl, options.prefix ?? 'jinyue');
  return queuesOn(backend, options.log, options.spacing ?? 10);
}

function queuesOn(backend: QueueBackend, log: Log, spacing: number): Queues {
  const wakers = new Map<string, () => Promise<void>>();
  const queues: WakeQueue[] = [];
  const workers: QueueWorker[] = [];
  let closed: Promise<void> | undefined;

  function wakerOf(name: string): () => Promise<void> {
    const queue = backend.queue(name);
    queue.on('error', (error) => log.warn({ queue: name, reason: reason(error) }, 'A queue has trouble.'));
    queues.push(queue);
    return coalesce(() => add(queue, log), spacing);
  }

  return {
    wake(name) {
      if (closed !== undefined) return Promise.resolve();
      const wake = wakers.get(name) ?? wakerOf(name);
      wakers.set(name, wake);
      return wake();
    },
    work(name, handler, { concurrency = 1 } = {}) {
      const worker = backend.worker(name, handler, concurrency);
      worker.on('error', (error) =>
        log.warn({ queue: name, reason: reason(error) }, 'A worker has trouble.'),
      );
      worker.on('failed', (_job, error) =>
        log.error({ queue: name, reason: reason(error) }, 'A handler failed; the sweep wakes it again.'),
      );
      const closing = { close: () => worker.close() };
      workers.push(closing);
      return closing;
    },
    health: () => withinTime(backend.ping()),
    close() {
      closed ??= (async () => {
        await Promise.all(workers.map((worker) => worker.close()));
        await Promise.all(queues.map((queue) => queue.close()));
        await backend.close();
      })();
      return closed;
    },
  };
}

async function add(queue: WakeQueue, log: Log): Promise<void> {
  try {
    await queue.add('wake', null, FORGOTTEN);
  } catch (error) {
    log.warn(
      { queue: queue.name, reason: reason(error) },
      'A wake-up could not be passed on; the sweep makes up for it.',
    );
  }
}

function withinTime(answer: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), HEALTH_TIMEOUT);
    const settle = (healthy: boolean) => {
      clearTimeout(timer);
      resolve(healthy);
    };
    answer.then(
      () => settle(true),
      () => settle(false),
    );
  });
}
