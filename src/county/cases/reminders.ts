/**
 * 提醒: what is told of a date in the record, so many days before or after it.
 * Timers follow the case: a corrected date moves them, a closed case has none.
 */
import type { DateReminder } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import { isRemindable } from '../../schedule/quiet-days.ts';
import { setTimers, type TimerHandler } from '../../schedule/timers.ts';
import { addDays, dateOf, daysBetween, momentOf } from '../../schedule/workdays.ts';
import { within } from '../hours.ts';
import { isHeld } from '../pools/holding.ts';
import { stayWords } from '../pools/wanted.ts';
import type { Party } from '../roles.ts';
import { dayOf, titleOf } from './cards.ts';
import { shift } from './deadlines.ts';
import { type CaseFile, type CaseTimerDeps, loadCase, type World } from './file.ts';
import { peopleOf } from './parties.ts';

export const DATE_REMINDER = 'case-date';

interface Wanted {
  /** The case's number and the reminder's place in the file. */
  subject: string;
  /** ms */
  due: number;
  /** The date it is about. */
  date: string;
  reminder: DateReminder;
}

/**
 * Sets the reminders of a case and takes back those that no longer hold.
 * `fresh`: its dates are new, so that one whose day has passed while its date
 * has not is told at once.
 */
export async function keepReminders(world: World, file: CaseFile, fresh: boolean): Promise<void> {
  if ((file.flow?.reminders.length ?? 0) === 0) return;
  const { tx, county, now } = world;
  const wanted = wantedOf(world, file);
  const unfired = await tx.timer.findMany({
    where: {
      countyId: county.id,
      kind: DATE_REMINDER,
      subject: { startsWith: `${file.row.no}/` },
      firedAt: null,
    },
    select: { id: true, subject: true, due: true },
  });
  const stale = unfired.filter(
    ({ subject, due }) => !wanted.some((one) => one.subject === subject && one.due === due.getTime()),
  );
  if (stale.length > 0) await tx.timer.deleteMany({ where: { id: { in: stale.map(({ id }) => id) } } });
  const ahead = wanted.filter(({ due, date }) => due > now || (fresh && date >= dateOf(now)));
  await setTimers(
    tx,
    ahead.map(({ subject, due }) => ({ countyId: county.id, kind: DATE_REMINDER, subject, due })),
  );
}

function wantedOf(world: World, file: CaseFile): Wanted[] {
  const { calendar, settings } = world.county;
  if (file.standing.stage.final) return [];
  return (file.flow?.reminders ?? []).flatMap((reminder, index) => {
    const date = dayIn(file.answers[reminder.about]);
    const day = date && dayFor(world, date, reminder);
    if (!day || day === 'unknown') return [];
    const due = momentOf(reminder.after ? day : onTime(calendar, day), settings.N8.at);
    return [{ subject: `${file.row.no}/${index}`, due, date, reminder }];
  });
}

const dayFor = ({ county }: World, date: string, { before, after }: DateReminder): string =>
  before ? shift(county.calendar, date, before, -1) : after ? shift(county.calendar, date, after) : date;

/** A day before the date falls on a day off: the last working day until then. */
function onTime(calendar: World['county']['calendar'], date: string): string {
  for (let day = date, tried = 0; tried < 15; tried++, day = addDays(day, -1))
    if (isRemindable(calendar, day)) return day;
  return date;
}

/** Only a whole day can be counted from. */
const dayIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : undefined;

/** Within office hours on working days, once, by what the record says at that moment. */
export const dateReminder = (deps: CaseTimerDeps): TimerHandler => ({
  ...within(deps.viewNow, 'office'),
  async fire({ countyId, subject, due }, tx, now) {
    const county = await deps.view(tx, countyId);
    const world = { tx, secrets: deps.secrets, county, now, book: deps.flows() };
    const file = await loadCase(world, subject.split('/')[0] ?? '', true);
    const one = file && wantedOf(world, file).find((held) => held.subject === subject && held.due === due);
    if (!file || !one) return { posts: [], outcome: 'no longer due' };
    if (one.reminder.before && one.date < dateOf(now)) return { posts: [], outcome: 'the date has passed' };
    return { posts: await postsFor(world, file, one), outcome: 'reminded' };
  },
});

async function postsFor(world: World, file: CaseFile, one: Wanted): Promise<Post[]> {
  const reply = say(wordsFor(file, one, dateOf(world.now)));
  const posts = new Map<string, Post>();
  for (const party of one.reminder.tells as Party[]) {
    for (const person of await peopleOf(world.tx, file, party)) posts.set(person, { to: { person }, reply });
    const { personId, chatId } = file.row;
    if (party === '本人' && personId === null && chatId !== null)
      posts.set('', { to: { chat: chatId }, reply });
  }
  return [...posts.values()];
}

function wordsFor(file: CaseFile, { reminder, date }: Wanted, today: string): string {
  const days = daysBetween(today, date);
  const far =
    days === 0 ? '就是今天' : days === 1 ? '就是明天' : days > 0 ? `还有 ${days} 天` : `已经过了 ${-days} 天`;
  const words = reminder.says ? `\n${reminder.says.replaceAll('{编号}', file.row.no)}` : '';
  const held = isHeld(file.holding) ? `占的是${stayWords(file.holding, today)}。` : '';
  return `提醒您：“${titleOf(file)}”（${file.row.no}）的${reminder.about}是${dayOf(date)}，${far}。${held}${words}`;
}
