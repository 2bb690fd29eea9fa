/** What a working process does again and again. The rows are the truth: each of these only looks at them. */
import { bindByPhone } from '../county/binding.ts';
import { fetchFiles } from '../inbox/fetch-files.ts';
import type { Log } from '../ports.ts';
import { type Closing, reasonOf } from './closing.ts';
import type { Ground } from './ground.ts';
import type { Works } from './works.ts';

/** How often somebody looks whether anything was left lying, ms. */
const SWEEP_MS = 1_000;
/** How often accounts are looked up for people who have none, ms. */
const DIRECTORY_MS = 3_600_000;

export function startJobs(ground: Ground, works: Works, closing: Closing): void {
  const { queues, inbox, outbox, timers, channels } = works;
  const { log } = ground;
  const workers = [queues.work('inbox', () => inbox.drain()), queues.work('outbox', () => outbox.drain())];
  closing.with(workers, (all) => Promise.all(all.map((worker) => worker.close())));
  const jobs = [
    every(SWEEP_MS, log, () => timers.tick()),
    every(SWEEP_MS, log, () => inbox.drain()),
    every(SWEEP_MS, log, () => outbox.sweep()),
    every(SWEEP_MS, log, () => fetchFiles({ ...ground, channels })),
    every(DIRECTORY_MS, log, () => lookUpAccounts(ground, works)),
  ];
  closing.with(jobs, (all) => Promise.all(all.map((job) => job.stop())));
  // Asked to end first: under load what the workers and jobs have begun would end only with the last event.
  closing.with(works, (parts) => Promise.all([parts.inbox.stop(), parts.outbox.stop()]));
}

async function lookUpAccounts(ground: Ground, works: Works): Promise<void> {
  for (const [app, channel] of works.channels) {
    await bindByPhone(ground, ground.countyId, app, channel, ground.clock.now()).catch((error: unknown) =>
      ground.log.warn({ app, reason: reasonOf(error) }, 'Accounts could not be looked up by phone'),
    );
  }
}

/** Runs a job again and again, never twice at once; what it threw is logged and it goes on. */
function every(ms: number, log: Log, job: () => Promise<unknown>): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await job();
    } catch (error) {
      if (!stopped) log.error({ reason: reasonOf(error) }, 'A recurring job failed');
    }
    if (!stopped) timer = setTimeout(start, ms);
  };
  const start = (): void => {
    running = run();
  };
  start();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
