/** A second in which nothing happens, after a morning in which much did: all that a working process does again and again (app/jobs.ts). */
import { stuck, undelivered } from '../src/county/failures.ts';
import { setImportTimers } from '../src/county/imports/incoming.ts';
import { fetchFiles } from '../src/inbox/fetch-files.ts';
import { type InboxDeps, openInbox } from '../src/inbox/inbox.ts';
import { openOutbox } from '../src/outbox/outbox.ts';
import { fireDue, type TimersDeps } from '../src/schedule/timers.ts';
import type { Cost, Costs } from './costs.ts';

/** As it is when all that waited has been sent. */
const SENT = [
  `update message set status = 'sent', sent_at = now(), attempts = 1`,
  'insert into lane (chat_id) select distinct chat_id from message',
  'vacuum analyze message, lane, timer, chat',
];

const SECONDS = 50;

type Deps = Omit<InboxDeps, 'wake' | 'observe'> & Pick<TimersDeps, 'handlers'>;

/** What such a second costs. */
export async function idleSecond(deps: Deps, costs: Costs): Promise<Cost> {
  for (const sql of SENT) await deps.db.pool.query(sql);
  const inbox = openInbox({ ...deps, wake: () => undefined, observe: () => undefined });
  const outbox = await openOutbox({
    ...deps,
    channels: new Map(),
    undelivered,
    openFrom: async (_county, _hours, now) => now,
    observe: () => undefined,
  });
  const second = async (): Promise<void> => {
    await setImportTimers(deps.db.prisma);
    await fireDue({ ...deps, stuck, wake: () => undefined });
    await inbox.drain();
    await outbox.sweep();
    await fetchFiles({ ...deps, channels: new Map() });
  };
  const seconds = async (count: number): Promise<number> => {
    for (let n = 0; n < count; n++) await second();
    return count;
  };
  // From the sixth time on plans are kept.
  await seconds(6);
  const cost = await costs.of(() => seconds(SECONDS));
  await inbox.stop();
  await outbox.stop();
  return cost;
}
