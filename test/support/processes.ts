/** Service processes of a test: started, killed, replaced. None outlives its test. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Config } from '../../src/config.ts';

const program = fileURLToPath(new URL('service-process.ts', import.meta.url));

export interface ServiceProcess {
  readonly pid: number;
  /** Starts serving; resolves when it does. */
  go(): Promise<void>;
  /** SIGKILL: it gets no chance to do anything. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM. Resolves with its exit code and how long it took, ms. */
  stop(): Promise<{ code: number | null; ms: number }>;
}

/** A process that has loaded the service and waits to be told to go. */
export async function standBy(config: Config): Promise<ServiceProcess> {
  const child = fork(program, [JSON.stringify(config)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  await heard(child, 'loaded');
  return {
    pid: child.pid as number,
    async go() {
      child.send('go');
      await heard(child, 'ready');
    },
    kill,
    async stop() {
      const started = performance.now();
      child.kill('SIGTERM');
      const [code] = await gone;
      return { code, ms: performance.now() - started };
    },
  };
}

function heard(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown): void => {
      if ((message as { is?: string }).is !== what) return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`the service ended (${code}) before it was ${what}`)));
  });
}
