/**
 * The office is told that the calendar of working days ends soon, and again when
 * it has ended: the next year's days off are announced each November, and until
 * they are stored no deadline in that year can be computed (design.md 4).
 */
import { say } from '../dialogue/reply.ts';
import { setTimers, type TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { within } from './hours.ts';
import type { CountyView, View, ViewNow } from './turn.ts';

export const CALENDAR_WARNING = 'calendar-warning';

/** Days before its end that the office is told. */
const AHEAD = 45;

/** Sets both warnings for the calendar as it stands. What is set stays as it is. */
export async function setCalendarWarnings(tx: Tx, county: CountyView): Promise<void> {
  const { validUntil } = county.calendar;
  if (validUntil < '1000') return;
  const at = county.settings.C6.at;
  // A county that began within the last weeks is told the morning after.
  const soon = Math.max(
    momentOf(addDays(validUntil, -AHEAD), at),
    momentOf(addDays(dateOf(county.since), 1), at),
  );
  const over = momentOf(addDays(validUntil, 1), at);
  const timer = (due: number) => ({ countyId: county.id, kind: CALENDAR_WARNING, subject: validUntil, due });
  await setTimers(tx, [...(soon < over ? [timer(soon)] : []), timer(over)]);
}

export function calendarWarning(view: View, viewNow: ViewNow): TimerHandler {
  return {
    ...within(viewNow, 'office'),
    async fire(timer, tx, now) {
      const { calendar } = await view(tx, timer.countyId);
      if (calendar.validUntil !== timer.subject) return { posts: [], outcome: 'renewed' };
      const over = dateOf(now) > timer.subject;
      const newer = await tx.timer.count({
        where: {
          countyId: timer.countyId,
          kind: timer.kind,
          subject: timer.subject,
          due: { gt: new Date(timer.due), lte: new Date(now) },
        },
      });
      if (newer > 0) return { posts: [], outcome: 'superseded' };
      const words = over ? ended(timer.subject) : ending(timer.subject);
      return { posts: [{ to: { role: '人才办' }, reply: say(words) }], outcome: over ? 'ended' : 'ending' };
    },
  };
}

const how =
  '请管理员把国务院办公厅的放假通知存成文件，用 jinyue calendar import 导入；发“/日历”可看现有安排。';

const ending = (until: string): string =>
  `放假安排只录到 ${until}。明年的安排一般 11 月公布，没有录入的话，跨年的办理期限和提醒日子都算不出来。${how}`;

const ended = (until: string): string => `放假安排到 ${until} 为止，已经过期，新的办理期限算不出来了。${how}`;
