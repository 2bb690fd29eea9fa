/** Opening to the outside: the HTTP server and the long connections. */
import type { Server } from 'node:http';
import type { Router } from 'express';
import { listen, webApp } from '../web/server.ts';
import { clockOnlyRouter } from '../web/simulator/clock-only.ts';
import type { Closing } from './closing.ts';
import type { Ground } from './ground.ts';
import type { Works } from './works.ts';

/** Connections still open this long after the stop are cut, ms. */
const CUT_AFTER_MS = 2_000;

/** Resolves with the port it listens on. */
export async function openDoors(ground: Ground, works: Works, closing: Closing): Promise<number> {
  const { config, log } = ground;
  const channels = [...works.channels.values()];
  const readiness = { stopping: false };
  const web = webApp({
    log,
    channels,
    metrics: () => works.metrics.registry.metrics(),
    ready: () => ready(ground, works, readiness.stopping),
    ...simulator(ground, works),
  });
  const server = closing.with(await listen(web, config.port), closeServer);
  closing.with(channels, (all) => Promise.all(all.map((channel) => channel.stop())));
  for (const channel of channels) await channel.start();
  closing.with(readiness, async (state) => {
    state.stopping = true;
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : config.port;
}

/** The simulator while every platform is on this machine; without doubles of our own, its clock alone. */
function simulator({ simulatedClock, simulation, config }: Ground, works: Works): { simulator?: Router } {
  if (!simulatedClock) return {};
  const moveTo = async (ms: number): Promise<void> => {
    simulatedClock.moveTo(ms);
    await works.timers.tick();
  };
  if (simulation) return { simulator: simulation.page(config.county, moveTo) };
  return { simulator: clockOnlyRouter({ clock: { now: simulatedClock.now, moveTo } }) };
}

async function ready(ground: Ground, works: Works, stopping: boolean) {
  const states = [...works.channels.values()].map((channel) => [channel.name, channel.status().connection]);
  const checks = {
    database: await ground.db.health(),
    queue: await works.queues.health(),
    migrations: true,
    ...Object.fromEntries(states),
  };
  return { ok: !stopping && checks.database && checks.queue, checks };
}

function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), CUT_AFTER_MS).unref();
  return new Promise((resolve) => server.close(() => resolve()));
}
