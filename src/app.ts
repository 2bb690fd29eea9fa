/**
 * The one place where the parts are put together. Everything else is told what
 * it needs and knows nothing of the rest.
 */
import { Closing } from './app/closing.ts';
import { openDoors } from './app/doors.ts';
import { type AppOptions, layGround } from './app/ground.ts';
import { startJobs } from './app/jobs.ts';
import type { Channels } from './app/wires.ts';
import { openWorks } from './app/works.ts';
import type { Simulation } from './simulation.ts';

export type { AppOptions } from './app/ground.ts';

export interface App {
  url: string;
  channels: Channels;
  /** Set when the platforms are doubles. */
  simulation?: Simulation;
  /** Does everything that is due or lies waiting, now; what the recurring jobs do each second. */
  sweep(): Promise<void>;
  /** Stops in order, losing nothing. */
  stop(): Promise<void>;
}

/**
 * Starts what the role asks for: `web` takes events in, `worker` decides and sends, `all` does both.
 * @throws StartError, PortTaken, or whatever kept a part from opening; what was open is closed again.
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { role, port } = options.config;
  const closing = new Closing(options.log);
  try {
    const ground = await layGround(options, closing);
    const works = await openWorks(ground, closing);
    if (role !== 'web') startJobs(ground, works, closing);
    const opened = role === 'worker' ? port : await openDoors(ground, works, closing);
    const { timers, inbox, outbox, channels } = works;
    return {
      url: `http://localhost:${opened}`,
      channels,
      ...(ground.simulation ? { simulation: ground.simulation } : {}),
      async sweep() {
        await timers.tick();
        await inbox.drain();
        await outbox.sweep();
      },
      stop: () => closing.all(),
    };
  } catch (error) {
    await closing.all();
    throw error;
  }
}
