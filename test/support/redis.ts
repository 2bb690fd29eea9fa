import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from '../../src/store/postmaster.ts';

/**
 * Whether the Redis half of a suite runs: where `redis-server` is installed,
 * and in CI in any case, so that its absence there fails instead of passing.
 */
export const hasRedis = process.env.CI !== undefined || isInstalled();

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Redis of its own on a free port that keeps nothing on disk. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const listen = port ?? (await freePort());
  const flags = ['--port', String(listen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', flags, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${listen}`;
  const failure = once(child, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([failure, answers(url)]);
  return {
    url,
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => {});
  await redis.ping();
  redis.disconnect();
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
