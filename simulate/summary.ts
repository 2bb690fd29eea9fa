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
  suggestions: number;
  /** Posts that changed hands, and those of them that were confirmed. */
  handovers: number;
  confirmed: number;
  feasts: number;
  /** Times the office was told that its calendar ends or has ended. */
  calendarWarnings: number;
  undone: number;
  /** Messages that waited for their hours. */
  held: number;
  /** Open needs whose deadline nobody can know yet. */
  unknownDue: number;
  /** Steps of cases by name, and events by platform, as `name count`. */
  steps: string;
  platforms: string;
}

export interface Summary extends RowCounts {
  events: number;
  kills: number;
  stops: number;
  starts: number;
  /** Events a platform delivered twice, and those lost because the service was down for too long. */
  repeated: number;
  lost: number;
  daysOff: number;
  /** Days that leaders let go by in long silences. */
  silentDays: number;
  faults: Record<Fault, number>;
}

export async function countRows(db: Database): Promise<RowCounts> {
  const [row] = await db.prisma.$queryRawUnsafe<RowCounts[]>(
    `select (select count(*)::int from contact) as contacts,
       (select count(*)::int from message m join timer t on m.cause = 'timer:' || t.id where t.kind = 'contact-reminder') as reminders,
       (select count(*)::int from timer where fired_at is not null) as timers,
       (select count(*)::int from "case" where matter = 'need') as needs,
       (select count(*)::int from "case" where matter = 'need' and stage = '办结') as solved,
       (select count(*)::int from message) as messages,
       (select count(*)::int from "case" where matter = 'suggestion') as suggestions,
       (select count(*)::int from change where what like '换人 %') as handovers,
       (select count(distinct event_id)::int from change where what = '确认承接') as confirmed,
       (select count(*)::int from message m join timer t on m.cause = 'timer:' || t.id where t.kind = 'contact-feast') as feasts,
       (select count(*)::int from message m join timer t on m.cause = 'timer:' || t.id where t.kind = 'calendar-warning') as "calendarWarnings",
       (select count(*)::int from change where undone_at is not null) as undone,
       (select count(*)::int from message where held_until is not null) as held,
       (select count(*)::int from "case" where matter = 'need' and closed_at is null and due_at is null) as "unknownDue",
       (select string_agg(action || ' ' || n, ', ' order by n desc, action) from (
         select step::jsonb ->> 'action' as action, count(*) as n from change where step is not null group by 1) s) as steps,
       (select string_agg(channel || ' ' || n, ', ' order by channel) from (
         select a.channel, count(*) as n from event e join app a on a.id = e.app_id group by 1) s) as platforms`,
  );
  return row as RowCounts;
}

export const sentenceOf = (seed: number, days: number, summary: Summary, hash: string): string =>
  [
    `seed ${seed}, ${days} days, transcript ${hash}`,
    `  ${summary.contacts} contacts, ${summary.reminders} reminders, ${summary.needs} needs (${summary.solved} closed), ${summary.timers} timers fired, ${summary.events} events, ${summary.messages} messages`,
    `  ${summary.suggestions} suggestions, ${summary.handovers} posts handed over (${summary.confirmed} confirmed), ${summary.feasts} feasts greeted, ${summary.undone} changes taken back, ${summary.daysOff} days off, ${summary.silentDays} silent days of leaders`,
    `  steps of cases: ${summary.steps ?? 'none'}; events: ${summary.platforms ?? 'none'}`,
    `  ${summary.held} messages held for their hours, ${summary.calendarWarnings} warnings of the calendar's end, ${summary.unknownDue} open needs due beyond it`,
    `  ${summary.kills} kills, ${summary.stops} stops, ${summary.starts} starts; ${summary.repeated} events delivered twice, ${summary.lost} lost while it was down`,
    `  sends: ${Object.entries(summary.faults)
      .map(([fault, count]) => `${count} ${fault}`)
      .join(', ')}`,
  ].join('\n');
