/** The parts that work: inbox, outbox, timers, and the wake-ups between them. */
import type { ActionAnswer, Event } from '../channels/port.ts';
import { county } from '../county/decide.ts';
import { apology, undelivered } from '../county/failures.ts';
import { watchFlows } from '../flow-files.ts';
import { type Inbox, openInbox } from '../inbox/inbox.ts';
import { type Metrics, openMetrics } from '../metrics.ts';
import { type Outbox, openOutbox } from '../outbox/outbox.ts';
import { openQueue, type Queues } from '../store/queue.ts';
import type { Closing } from './closing.ts';
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
  const flows = closing.with(watchFlows({ log }), (part) => part.stop());
  const inbox = openInbox({
    ...ground,
    decide: county({ flows: flows.book, claimCode: config.claimCode }),
    county: ground.view,
    apology,
    countyOf: (app) => (channels.has(app) ? ground.countyId : undefined),
    wake: () => void queues.wake('inbox'),
    observe({ events, messages, ms }) {
      metrics.handled.inc(events);
      metrics.rounds.observe(ms / 1000);
      if (messages > 0) void queues.wake('outbox');
    },
  });
  const outbox = await openOutbox({
    ...ground,
    channels,
    undelivered,
    observe(result, code, ms) {
      metrics.sends.inc({ result, code });
      metrics.sendSeconds.observe(ms / 1000);
    },
  });
  closing.with(outbox, (part) => part.stop());
  closing.with(inbox, (part) => part.stop());
  const timers = openTimers({
    ...ground,
    flows: flows.book,
    wake: () => void queues.wake('outbox'),
    observe: (fired) => metrics.timers.inc(fired),
  });
  return { channels, queues, metrics, inbox, outbox, timers };
}
