/** What is counted for /metrics. No label holds anything of a person. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './store/database.ts';

export type Metrics = ReturnType<typeof openMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function openMetrics(db: Database) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const on = { registers: [registry] };
  new Gauge({
    ...on,
    name: 'jinyue_oldest_waiting_seconds',
    help: 'Age of the oldest row that waits, by table',
    labelNames: ['table'],
    async collect() {
      const [row] = await db.prisma.$queryRaw<{ event: number; message: number; timer: number }[]>`
        select
          coalesce(extract(epoch from now() - (select min(e.accepted_at) from waiting_event w join event e on e.id = w.event_id)), 0)::float8 as event,
          coalesce(extract(epoch from now() - (select min(created_at) from message where status = 'waiting')), 0)::float8 as message,
          coalesce(extract(epoch from now() - (select min(due) from timer where fired_at is null and due <= now())), 0)::float8 as timer`;
      for (const [table, seconds] of Object.entries(row ?? {})) this.set({ table }, Math.max(0, seconds));
    },
  });
  return {
    registry,
    accepted: new Counter({
      ...on,
      name: 'jinyue_events_total',
      help: 'Events taken in',
      labelNames: ['channel', 'kind'],
    }),
    handled: new Counter({ ...on, name: 'jinyue_turns_events_total', help: 'Events decided on' }),
    rounds: new Histogram({
      ...on,
      name: 'jinyue_round_seconds',
      help: 'Length of a round of turns',
      buckets: SECONDS,
    }),
    sends: new Counter({
      ...on,
      name: 'jinyue_sends_total',
      help: 'Sends by what became of them and the platform code',
      labelNames: ['result', 'code'],
    }),
    sendSeconds: new Histogram({
      ...on,
      name: 'jinyue_send_seconds',
      help: 'Length of a send',
      buckets: SECONDS,
    }),
    timers: new Counter({ ...on, name: 'jinyue_timers_total', help: 'Timers fired' }),
    errors: new Counter({
      ...on,
      name: 'jinyue_errors_total',
      help: 'Turns that failed, by class of error',
      labelNames: ['class'],
    }),
  };
}
