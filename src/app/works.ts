/** The parts that work: inbox, outbox, timers, and the wake-ups between them. */
import type { ActionAnswer, Event } from '../channels/port.ts';
import { county } from '../county/decide.ts';
import { apology, undelivered } from '../county/failures.ts';
import { tellFileFaults } from '../county/file-faults.ts';
import { hoursOf, openFrom } from '../county/hours.ts';
import type { Decide } from '../county/turn.ts';
import { watchFlows } from '../flow-files.ts';
import { type Inbox, openInbox } from '../inbox/inbox.ts';
import { type Metrics, openMetrics } from '../metrics.ts';
import { noHandover } from '../outbox/handover.ts';
import { type Outbox, openOutbox } from '../outbox/outbox.ts';
import { openQueue, type Queues } from '../store/queue.ts';
import { type Closing, reasonOf } from './closing.ts';
import type { Ground } from './ground.ts';
import { openTimers, type Timers } from './timers.ts';
import { type Channels, openChannels } from './wires.ts';

export interface Works {
  channels: Channels;
  queues: Queues;
  metrics: Metrics;
  inbox: Inbox;
  outbox: Outbox;
  timers: Timers;
}

export async function openWorks(ground: Ground, closing: Closing): Promise<Works> {
  const { config, db, log } = ground;
  const metrics = openMetrics(db);
  const redis = config.redisUrl ? { redisUrl: config.redisUrl } : {};
  const queues = closing.with(await openQueue({ databaseUrl: db.url, log, ...redis }), (part) =>
    part.close(),
  );
  // The channels are made before the inbox they hand over to: events come only once they are started.
  const accept = (event: Event): Promise<ActionAnswer | undefined> => {
    metrics.accepted.inc({ channel: event.channel, kind: event.kind });
    return inbox.accept(event);
  };
  const channels = await openChannels(ground, accept);
  const wake = waking(ground, queues, { inbox: () => inbox.drain(), outbox: () => outbox.drain() });
  const flows = closing.with(
    watchFlows({
      log,
      ...(ground.flowsFolder ? { folder: ground.flowsFolder } : {}),
      refused: (one) =>
        void tellFileFaults(ground, one).then(
          () => queues.wake('outbox'),
          (error: unknown) =>
            log.error({ file: one.file, reason: reasonOf(error) }, 'A refused file was not told'),
        ),
    }),
    (part) => part.stop(),
  );
  const outbox = await openOutbox({
    ...ground,
    channels,
    undelivered,
    openFrom: async (countyId, hours, now) => openFrom(await ground.viewNow(countyId), hoursOf(hours), now),
    observe(result, code, ms) {
      metrics.sends.inc({ result, code });
      metrics.sendSeconds.observe(ms / 1000);
    },
  });
  const inbox = openInbox({
    ...ground,
    decide: counting(
      metrics,
      county({ flows: flows.book, policies: flows.policies, claimCode: config.claimCode }),
    ),
    county: ground.view,
    apology,
    // A process that only receives sends nothing.
    handover: config.role === 'web' ? noHandover : outbox,
    countyOf: (app) => (channels.has(app) ? ground.countyId : undefined),
    wake: () => wake('inbox'),
    observe({ events, messages, ms }) {
      metrics.handled.inc(events);
      metrics.rounds.observe(ms / 1000);
      if (messages > 0) wake('outbox');
    },
  });
  closing.with(outbox, (part) => part.stop());
  closing.with(inbox, (part) => part.stop());
  const timers = openTimers({
    ...ground,
    flows: flows.book,
    wake: () => wake('outbox'),
    observe: (fired) => metrics.timers.inc(fired),
  });
  return { channels, queues, metrics, inbox, outbox, timers };
}

/** Counts the turns that fail, by the class of what they threw. */
export const counting =
  (metrics: Pick<Metrics, 'errors'>, decide: Decide): Decide =>
  (turn) =>
    decide(turn).catch((error: unknown) => {
      metrics.errors.inc({ class: error instanceof Error ? error.name : 'unknown' });
      throw error;
    });

/**
 * A process that works does so at once, which saves a lone message the way
 * through the queue; one that does not has the queue wake another.
 */
function waking(
  { config, log }: Ground,
  queues: Queues,
  drain: Record<'inbox' | 'outbox', () => Promise<void>>,
): (name: 'inbox' | 'outbox') => void {
  if (config.role === 'web') return (name) => void queues.wake(name);
  return (name) =>
    void drain[name]().catch((error: unknown) =>
      log.error({ queue: name, reason: reasonOf(error) }, 'A drain failed; the sweep takes it up again'),
    );
}
