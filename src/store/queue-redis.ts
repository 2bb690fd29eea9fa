/** BullMQ on Redis. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { QueueBackend } from './queue-backend.ts';
import { reason, StartError } from './start-error.ts';

const EVENTS_KEPT = 100;
/** Milliseconds until a worker tries again after its connection broke. */
const RETRY = 1_000;

/**
 * Two connections: wake-ups fail at once while Redis is away (the sweep makes
 * up for them), workers wait until it is back.
 *
 * @throws StartError when Redis cannot be reached.
 */
export async function openRedisBackend(url: string, prefix: string): Promise<QueueBackend> {
  const producer = await connect(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  const consumer = await connect(url, { maxRetriesPerRequest: null });
  return {
    queue: (name) =>
      new Queue(name, { connection: producer, prefix, streams: { events: { maxLen: EVENTS_KEPT } } }),
    worker: (name, handler, concurrency) =>
      new Worker(name, handler, { connection: consumer, prefix, concurrency, runRetryDelay: RETRY }),
    ping: () => producer.ping(),
    async close() {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

interface Patience {
  readonly maxRetriesPerRequest: number | null;
  readonly enableOfflineQueue?: boolean;
}

async function connect(url: string, patience: Patience): Promise<Redis> {
  const redis = new Redis(url, { ...patience, lazyConnect: true, connectionName: 'jinyue' });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return redis;
  } catch (cause) {
    redis.disconnect();
    const { host } = new URL(url);
    throw new StartError(
      `Redis at ${host} cannot be reached (${reason(cause)}): start it, or correct REDIS_URL.`,
      `无法连接 Redis ${host}（${reason(cause)}）：请启动 Redis，或更正 REDIS_URL。`,
      { cause },
    );
  }
}
