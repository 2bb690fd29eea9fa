/** Programs that are measured, each in a process of its own, and how they are spoken to. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const usage = z.object({
  /** Events its handlers were given. */
  handled: z.number(),
  /** Statements sent to the database; a statement is a round trip. */
  statements: z.number(),
  /** Transactions the database has committed, by its own count. */
  commits: z.number(),
  /** Megabytes held by the process now, and at most so far. */
  memory: z.number(),
  peak: z.number(),
  /** Seconds of processor time the process has used. */
  cpu: z.number(),
});
export type Usage = z.infer<typeof usage>;

const message = z.discriminatedUnion('is', [
  z.object({ is: z.literal('ready'), url: z.string(), notes: z.array(z.string()) }),
  z.object({ is: z.literal('usage'), usage }),
]);

export interface Child {
  /** Where it listens. */
  url: string;
  /** What it says of itself: settings a reader of the figures should know. */
  notes: string[];
  /** Milliseconds from its start until it said that it was ready. */
  readyMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 15_000;

/** Starts a program of this folder and waits until it is ready. Rejects when it ends before. */
export async function startChild(
  program: string,
  env: Readonly<Record<string, string>>,
  execArgv: string[] = [],
): Promise<Child> {
  const started = performance.now();
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), {
    // Nothing of the environment of who runs the benchmark changes what is measured.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      BENCH_STATEMENTS: process.env.BENCH_STATEMENTS,
      ...env,
    },
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await nextOf(child, 'ready');
  const readyMs = performance.now() - started;
  return {
    url: ready.url,
    notes: ready.notes,
    readyMs,
    async usage() {
      child.send('usage');
      return (await nextOf(child, 'usage')).usage;
    },
    async stop() {
      const gone = once(child, 'exit');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      child.send('stop');
      await gone;
      clearTimeout(late);
    },
  };
}

type Message = z.infer<typeof message>;

function nextOf<K extends Message['is']>(child: ChildProcess, is: K): Promise<Extract<Message, { is: K }>> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${child.spawnfile} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (raw) => {
      child.off('exit', ended);
      const got = message.parse(raw);
      if (got.is === is) resolve(got as Extract<Message, { is: K }>);
      else reject(new Error(`${is} was expected, ${got.is} came`));
    });
  });
}

/** The other side: says that this process is ready, then answers until it is told to stop. */
export function serveParent(
  ready: { url: string; notes: string[] },
  count: () => Promise<Pick<Usage, 'handled' | 'statements' | 'commits'>>,
  stop: () => Promise<void>,
): void {
  process.on('message', (asked) => {
    if (asked === 'usage')
      void count().then((counted) => process.send?.({ is: 'usage', usage: { ...counted, ...resources() } }));
    if (asked === 'stop') void stop().finally(() => process.exit(0));
  });
  // Whoever measured is gone: what was started (a database) must not stay behind.
  process.on('disconnect', () => void stop().finally(() => process.exit(1)));
  process.send?.({ is: 'ready', ...ready });
}

function resources(): Pick<Usage, 'memory' | 'peak' | 'cpu'> {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    memory: process.memoryUsage.rss() / 2 ** 20,
    peak: maxRSS / 1024,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
  };
}
