/** What becomes due, by kind, and the look at the clock that finds it. */
import { CALENDAR_WARNING, calendarWarning, setCalendarWarnings } from '../county/calendar-warning.ts';
import { DATE_REMINDER, dateReminder } from '../county/cases/reminders.ts';
import { caseTimers, lookAgain } from '../county/cases/timers.ts';
import { type DraftTimerDeps, draftExpiry, draftNudge } from '../county/draft-timers.ts';
import { stuck } from '../county/failures.ts';
import { DRAFT_EXPIRY, DRAFT_NUDGE } from '../county/flows.ts';
import { IMPORT_READY, importReady, setImportTimers } from '../county/imports/incoming.ts';
import { LIST_REVISION, listRevision, setListRevision } from '../county/list-revision.ts';
import { contactTimers, setContactReminders } from '../county/reminders.ts';
import { MATTER_AGAIN, matterAgain, setRounds } from '../county/rosters/rounds.ts';
import { fireDue, type TimerHandler } from '../schedule/timers.ts';
import { dateOf } from '../schedule/workdays.ts';
import type { Ground } from './ground.ts';

export interface Timers {
  /** Sets what the day asks for, then fires what is due. */
  tick(): Promise<void>;
}

interface Deps extends Omit<Ground, 'config' | 'wireClock'> {
  flows: DraftTimerDeps['flows'];
  wake(): void;
  observe(fired: number): void;
}

export function openTimers(deps: Deps): Timers {
  const { db, secrets, clock, countyId, view, viewNow } = deps;
  const handlers: Record<string, TimerHandler> = {
    ...contactTimers(view, viewNow),
    [DRAFT_NUDGE]: draftNudge(deps),
    [DRAFT_EXPIRY]: draftExpiry(deps),
    ...caseTimers(deps),
    [DATE_REMINDER]: dateReminder(deps),
    [CALENDAR_WARNING]: calendarWarning(view, viewNow),
    [LIST_REVISION]: listRevision(view, viewNow),
    [MATTER_AGAIN]: matterAgain(deps),
    [IMPORT_READY]: importReady(deps),
  };
  let setFor = '';
  return {
    async tick() {
      const today = dateOf(clock.now());
      if (today !== setFor) {
        await db.prisma.$transaction(async (tx) => {
          const county = await view(tx, countyId);
          await setContactReminders(tx, county, clock.now());
          await setCalendarWarnings(tx, county);
          await setListRevision(tx, county, clock.now());
          await setRounds(tx, county, clock.now(), deps.flows());
          await lookAgain({ tx, secrets, county, now: clock.now(), book: deps.flows() });
        });
        setFor = today;
      }
      await setImportTimers(db.prisma);
      deps.observe(await fireDue({ ...deps, handlers, stuck }));
    },
  };
}
