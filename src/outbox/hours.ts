/**
 * What nobody asked for is sent within hours: a message that was committed in
 * time and is unsent when they end is held until the next. What answers a person
 * has no hours, and overtakes what is held.
 */
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { GIVE_UP_AFTER_MS } from './deliver.ts';
import type { WaitingMessage } from './lanes.ts';

interface Deps {
  db: Database;
  clock: Clock;
  openFrom(countyId: string, hours: string, now: number): Promise<number>;
}

/** Those of the messages that may go now; the others are held. */
export async function holdBack(deps: Deps, messages: WaitingMessage[]): Promise<WaitingMessage[]> {
  if (messages.every(({ hours }) => hours === null)) return messages;
  const now = deps.clock.now();
  const held = new Map<bigint, number>();
  for (const { id, countyId, hours, firstTryAt } of messages) {
    if (hours === null || isUnderWay(firstTryAt)) continue;
    const from = await deps.openFrom(countyId, hours, now);
    if (from > now) held.set(id, from);
  }
  if (held.size === 0) return messages;
  await deps.db.prisma.$executeRawUnsafe(
    `update message m set status = 'held', held_until = x.until
     from unnest($1::bigint[], $2::timestamptz[]) as x(id, until) where m.id = x.id and m.status = 'waiting'`,
    [...held.keys()],
    [...held.values()].map((until) => new Date(until)),
  );
  return messages.filter(({ id }) => !held.has(id));
}

/** The platform may have taken it already, and remembers so only for as long: put off, it could be said twice. */
const isUnderWay = (firstTryAt: Date | null): boolean =>
  firstTryAt !== null && Date.now() - firstTryAt.getTime() < GIVE_UP_AFTER_MS;

/** Lets what is held wait for its turn again, once its hours have come. */
export async function letGoHeld(db: Database, now: number): Promise<void> {
  await db.prisma.$executeRawUnsafe(
    `update message set status = 'waiting'
     where status = 'held' and held_until <= $1::timestamptz`,
    new Date(now),
  );
}
