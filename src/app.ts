/**
 * The one place where the parts are put together. Everything else is told what
 * it needs and knows nothing of the rest.
 */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createDingtalkChannel } from './channels/dingtalk/channel.ts';
import { createFeishuChannel } from './channels/feishu/channel.ts';
import type { Channel, Limits, Sink } from './channels/port.ts';
import type { Config } from './config.ts';
import { bindByPhone } from './county/binding.ts';
import { county } from './county/decide.ts';
import { draftExpiry, draftNudge } from './county/draft-timers.ts';
import { apology, undelivered } from './county/failures.ts';
import { DRAFT_EXPIRY, DRAFT_NUDGE } from './county/flows.ts';
import { CONTACT_REMINDER, contactReminder, setContactReminders } from './county/reminders.ts';
import { countyViews } from './county/view.ts';
import { watchFlows } from './flow-files.ts';
import { appKey } from './inbox/accept.ts';
import { fetchFiles } from './inbox/fetch-files.ts';
import { openInbox } from './inbox/inbox.ts';
import { openMetrics } from './metrics.ts';
import { openOutbox } from './outbox/outbox.ts';
import type { Clock, Log, Random } from './ports.ts';
import { systemClock } from './ports.ts';
import { fireDue, type TimersDeps } from './schedule/timers.ts';
import { dateOf } from './schedule/workdays.ts';
import type { Simulation } from './simulation.ts';
import { openDatabase } from './store/database.ts';
import { startEmbedded } from './store/embedded.ts';
import { migrate } from './store/migrations.ts';
import { openQueue } from './store/queue.ts';
import { openSecrets } from './store/secrets.ts';
import { listen, webApp } from './web/server.ts';

export interface App {
  url: string;
  channels: ReadonlyMap<string, Channel>;
  /** Set when the platforms are doubles. */
  simulation?: Simulation;
  /** Does everything that is due or lies waiting, now; what the recurring jobs do each second. */
  sweep(): Promise<void>;
  /** Stops in order, losing nothing. */
  stop(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  log: Log;
  /** For tests and benchmarks. */
  clock?: Clock;
  random?: Random;
  limits?: Limits;
}

const systemRandom: Random = { bytes: (length) => randomBytes(length) };

/** How often somebody looks whether anything was left lying, ms. */
const SWEEP_MS = 1_000;
const DIRECTORY_MS = 3_600_000;

export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const random = options.random ?? systemRandom;
  const closers: (() => Promise<unknown>)[] = [];
  const onClose = <T>(part: T, close: () => Promise<unknown>): T => {
    closers.unshift(close);
    return part;
  };
  try {
    const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log });
    if (embedded) closers.unshift(() => embedded.stop());
    const databaseUrl = config.databaseUrl ?? (embedded?.url as string);
    await migrate(databaseUrl, { log });
    const opened = await openDatabase({ url: databaseUrl });
    const db = onClose(opened, () => opened.close());
    const secrets = openSecrets(config.secretKeys, random);
    const simulating = !config.feishu && !config.dingtalk;
    // Loaded only where they are used: with real platforms no double is in the process.
    const simulation = simulating
      ? await (await import('./simulation.ts')).openSimulation({ dataDir: config.dataDir, log })
      : undefined;
    if (simulation) closers.unshift(() => simulation.stop());
    const clock = options.clock ?? simulation?.clock ?? systemClock;

    const countyId = 'county';
    await db.prisma.county.upsert({
      where: { id: countyId },
      create: { id: countyId, name: config.county, createdAt: new Date(clock.now()) },
      update: { name: config.county },
    });
    if (simulation) await simulation.seed({ db, secrets, random, countyId, now: clock.now() });

    const metrics = openMetrics(db);
    const queueing = await openQueue({
      databaseUrl,
      log,
      ...(config.redisUrl ? { redisUrl: config.redisUrl } : {}),
    });
    const queues = onClose(queueing, () => queueing.close());
    const wake = (name: string) => (): void => void queues.wake(name);

    const sink: Sink = async (event) => {
      metrics.accepted.inc({ channel: event.channel, kind: event.kind });
      return inbox.accept(event);
    };
    const channels = openChannels(
      { ...config, ...simulation?.credentials },
      { clock, log, sink },
      options.limits,
    );
    const byApp = new Map(channels.map((channel) => [appKey(channel.name, channel.appId), channel]));
    for (const [id, channel] of byApp) {
      await db.prisma.app.upsert({
        where: { id },
        create: { id, countyId, channel: channel.name },
        update: { countyId },
      });
    }

    const flows = watchFlows({ log });
    onClose(flows, () => flows.stop());
    const view = countyViews(systemClock);
    const viewNow = (id: string) => view(db.prisma, id);
    const ports = { db, secrets, clock, random, log };
    const inbox = openInbox({
      ...ports,
      decide: county({ flows: flows.book, claimCode: config.claimCode }),
      county: view,
      apology,
      countyOf: (app) => (byApp.has(app) ? countyId : undefined),
      wake: wake('inbox'),
      observe({ events, messages, ms }) {
        metrics.handled.inc(events);
        metrics.rounds.observe(ms / 1000);
        if (messages > 0) void queues.wake('outbox');
      },
    });
    const outboxing = await openOutbox({
      ...ports,
      channels: byApp,
      undelivered,
      observe(result, code, ms) {
        metrics.sends.inc({ result, code });
        metrics.sendSeconds.observe(ms / 1000);
      },
    });
    const outbox = onClose(outboxing, () => outboxing.stop());
    onClose(inbox, () => inbox.stop());
    const draftDeps = { secrets, random, flows: flows.book, view, viewNow };
    const timers: TimersDeps = {
      ...ports,
      wake: wake('outbox'),
      handlers: {
        [CONTACT_REMINDER]: contactReminder(view, viewNow),
        [DRAFT_NUDGE]: draftNudge(draftDeps),
        [DRAFT_EXPIRY]: draftExpiry(draftDeps),
      },
    };

    let remindersFor = '';
    /** Sets what the day asks for, then fires what is due. */
    async function tick(): Promise<void> {
      const today = dateOf(clock.now());
      if (today !== remindersFor) {
        await db.prisma.$transaction(async (tx) =>
          setContactReminders(tx, await view(tx, countyId), clock.now()),
        );
        remindersFor = today;
      }
      metrics.timers.inc(await fireDue(timers));
    }
    async function directory(): Promise<void> {
      for (const [app, channel] of byApp) {
        await bindByPhone(ports, countyId, app, channel, clock.now()).catch((error: unknown) =>
          log.warn({ app, reason: reasonOf(error) }, 'Accounts could not be looked up by phone'),
        );
      }
    }

    const works = config.role !== 'web';
    if (works) {
      const workers = [
        queues.work('inbox', () => inbox.drain()),
        queues.work('outbox', () => outbox.drain()),
      ];
      closers.unshift(() => Promise.all(workers.map((worker) => worker.close())));
      const jobs = [
        every(SWEEP_MS, log, tick),
        every(SWEEP_MS, log, () => inbox.drain()),
        every(SWEEP_MS, log, () => outbox.sweep()),
        every(SWEEP_MS, log, () => fetchFiles({ ...ports, channels: byApp })),
        every(DIRECTORY_MS, log, directory),
      ];
      closers.unshift(() => Promise.all(jobs.map((job) => job.stop())));
      simulation?.onMoved(tick);
    }

    let stopping = false;
    let server: Server | undefined;
    if (config.role !== 'worker') {
      const web = webApp({
        log,
        channels,
        metrics: () => metrics.registry.metrics(),
        async ready() {
          const checks = {
            database: await db.health(),
            queue: await queues.health(),
            migrations: true,
            ...Object.fromEntries(channels.map((channel) => [channel.name, channel.status().connection])),
          };
          return { ok: !stopping && checks.database && checks.queue, checks };
        },
        ...(simulation ? { simulator: simulation.page(config.county) } : {}),
      });
      server = await listen(web, config.port);
      const listening = server;
      closers.unshift(() => closeServer(listening));
      for (const channel of channels) await channel.start();
      closers.unshift(() => Promise.all(channels.map((channel) => channel.stop())));
    }
    closers.unshift(async () => {
      stopping = true;
    });
    const address = server?.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    return {
      url: `http://localhost:${port}`,
      channels: byApp,
      ...(simulation ? { simulation } : {}),
      async sweep() {
        await tick();
        await inbox.drain();
        await outbox.sweep();
      },
      stop: () => closeAll(closers, log),
    };
  } catch (error) {
    await closeAll(closers, log);
    throw error;
  }
}

function openChannels(
  config: Pick<Config, 'feishu' | 'dingtalk'>,
  ports: { clock: Clock; log: Log; sink: Sink },
  limits: Limits | undefined,
): Channel[] {
  const own = limits ? { limits } : {};
  return [
    ...(config.feishu ? [createFeishuChannel({ ...config.feishu, ...own }, ports)] : []),
    ...(config.dingtalk ? [createDingtalkChannel({ ...config.dingtalk, ...own }, ports)] : []),
  ];
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

function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Closes in order; one that fails does not keep the others open. */
async function closeAll(closers: (() => Promise<unknown>)[], log: Log): Promise<void> {
  for (const close of closers.splice(0)) {
    await close().catch((error: unknown) => log.error({ reason: reasonOf(error) }, 'A part did not close'));
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
