/** `npm start` as a process: nothing but the settings given. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface MainProcess {
  child: ChildProcess;
  /** Everything it printed, both streams. */
  printed(): string;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts it and waits until it says that it is ready; throws with what it printed when it does not within 55 s. */
export async function startMain(settings: Record<string, string> & { PORT: string }): Promise<MainProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...settings },
  });
  let printed = '';
  const keep = (data: Buffer): void => {
    printed += data;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const deadline = Date.now() + 55_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`http://127.0.0.1:${settings.PORT}/readyz`).catch(() => undefined);
    if (ready?.ok) return { child, printed: () => printed };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`not ready: ${printed}`);
}
