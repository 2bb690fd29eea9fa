/** What a year came to. */
import type { Database } from '../src/store/database.ts';
import type { Fault } from './platform.ts';

export interface RowCounts {
  contacts: number;
  reminders: number;
  timers: number;
  needs: number;
  solved: number;
  messages: number;
}

export interface Summary extends RowCounts {
  events: number;
  kills: number;
  stops: number;
  starts: number;
  /** Events a platform delivered twice, and those lost because the service was down for too long. */
  repeated: number;
  lost: number;
  faults: Record<Fault, number>;
}

export async function countRows(db: Database): Promise<RowCounts> {
  const [row] = await db.prisma.$queryRawUnsafe<RowCounts[]>(
    `select (select count(*)::int from contact) as contacts,
       (select count(*)::int from message m join timer t on m.cause = 'timer:' || t.id where t.kind = 'contact-reminder') as reminders,
       (select count(*)::int from timer where fired_at is not null) as timers,
       (select count(*)::int from "case" where matter = 'need') as needs,
       (select count(*)::int from "case" where matter = 'need' and stage = '办结') as solved,
       (select count(*)::int from message) as messages`,
  );
  return row as RowCounts;
}

export const sentenceOf = (seed: number, days: number, summary: Summary, hash: string): string =>
  [
    `seed ${seed}, ${days} days, transcript ${hash}`,
    `  ${summary.contacts} contacts, ${summary.reminders} reminders, ${summary.needs} needs (${summary.solved} closed), ${summary.timers} timers fired, ${summary.events} events, ${summary.messages} messages`,
    `  ${summary.kills} kills, ${summary.stops} stops, ${summary.starts} starts; ${summary.repeated} events delivered twice, ${summary.lost} lost while it was down`,
    `  sends: ${Object.entries(summary.faults)
      .map(([fault, count]) => `${count} ${fault}`)
      .join(', ')}`,
  ].join('\n');
