/**
 * Reminding leaders: what they owe (C6, at most three times a quarter), the
 * feasts (C4) and the visits that must be (C5). One message for all that is due
 * together, in private, on a working day within the hours.
 */
import { z } from 'zod';
import type { Reply, ReplyPart } from '../dialogue/reply.ts';
import { type ReminderStep, reminderDays } from '../schedule/cadence.ts';
import { feastPrompts } from '../schedule/feasts.ts';
import { isRemindable } from '../schedule/quiet-days.ts';
import { type DueTimer, setTimers, type TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf, quarterOf, timeOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { checkReminder, PAIRING_CHECK } from './contacts/departures.ts';
import { openMatters } from './contacts/matters.ts';
import { CONTACT_PLAN, planReminder, plansOf } from './contacts/plans.ts';
import { HANDOVER, handoverReminder } from './handover.ts';
import { MUST_VISIT, type MustVisit, mustSchema } from './must-visits.ts';
import { type PairingStanding, pairedLeaders, standingsOf } from './pairings.ts';
import { owed, recordOrLater, shortDay, standingItem } from './standings.ts';
import type { CountyView } from './turn.ts';

export const CONTACT_REMINDER = 'contact-reminder';
export const FEAST_REMINDER = 'contact-feast';

/** Kinds that one message tells together. */
const DIGEST = [CONTACT_REMINDER, FEAST_REMINDER, MUST_VISIT];

const stepSchema = z.object({ step: z.union([z.literal(1), z.literal(2), z.literal(3)]) });
const feastSchema = z.object({ name: z.string(), feast: z.string() });

/**
 * Sets the reminders of this quarter and the next for every leader with a
 * pairing. May be called as often as one likes: what is set stays as it is.
 */
export async function setContactReminders(tx: Tx, county: CountyView, now: number): Promise<void> {
  const { C4, C6 } = county.settings;
  const quarter = quarterOf(dateOf(now));
  const next = quarterOf(addDays(quarter.to, 1));
  const at = (date: string): number => momentOf(date, C6.at);
  const steps = [quarter, next]
    .flatMap((period) => reminderDays(county.calendar, period, C6.daysBeforeEnd))
    .map(({ step, date }) => ({ kind: CONTACT_REMINDER, due: at(date), data: { step } }));
  const feasts = feastPrompts(county.calendar, { from: quarter.from, to: next.to }, C4).map(
    ({ name, feast, date }) => ({ kind: FEAST_REMINDER, due: at(date), data: { name, feast } }),
  );
  const timers = [...steps, ...feasts].filter(({ due }) => due > county.since);
  const leaders = await pairedLeaders(tx, county.id, dateOf(now));
  await setTimers(
    tx,
    timers.flatMap((timer) => leaders.map((subject) => ({ ...timer, countyId: county.id, subject }))),
  );
}

/** Whether people may be spoken to unasked at this moment. */
export function maySpeak(county: CountyView, now: number): boolean {
  const { from, to } = county.settings.hours;
  const time = timeOf(now);
  return time >= from && time <= to && isRemindable(county.calendar, dateOf(now));
}

type View = (tx: Tx, countyId: string) => Promise<CountyView>;
type ViewNow = (countyId: string) => Promise<CountyView>;

/** The handlers of every timer about pairings and contacts, by kind. */
export function contactTimers(view: View, viewNow: ViewNow): Record<string, TimerHandler> {
  const digest = contactReminder(view, viewNow);
  return {
    [CONTACT_REMINDER]: digest,
    [FEAST_REMINDER]: digest,
    [MUST_VISIT]: digest,
    [CONTACT_PLAN]: planReminder(view),
    [PAIRING_CHECK]: checkReminder(view, digest.allowed),
    [HANDOVER]: handoverReminder(view, digest.allowed),
  };
}

/** Fires a leader's reminders: the first that is due tells all that are, as of now; nothing where nothing is to tell. */
export function contactReminder(view: View, viewNow: ViewNow): TimerHandler {
  return {
    allowed: async (countyId, now) => maySpeak(await viewNow(countyId), now),
    async fire(timer, tx, now) {
      const own = await tx.timer.findUnique({ where: { id: timer.id }, select: { firedAt: true } });
      if (own?.firedAt) return { posts: [], outcome: 'superseded' };
      const [leader = ''] = timer.subject.split('/');
      const due = await claimDue(tx, timer, leader, now);
      const county = await view(tx, timer.countyId);
      const reply = await digestOf(tx, county, leader, due, now);
      return reply
        ? { posts: [{ to: { person: leader }, reply }], outcome: `reminded, ${due.length} at once` }
        : { posts: [], outcome: 'nothing owed' };
    },
  };
}

interface Due {
  kind: string;
  data: unknown;
}

/** Everything that is due for a leader now; it counts as told by whoever got here first. */
async function claimDue(tx: Tx, timer: DueTimer, leader: string, now: number): Promise<Due[]> {
  const others = await tx.$queryRawUnsafe<{ id: bigint; kind: string; data: unknown }[]>(
    `select id, kind, data from timer
     where county_id = $1 and kind = any($2::text[]) and fired_at is null and due <= $3::timestamptz
       and (subject = $4 or starts_with(subject, $4 || '/')) and id <> $5
     order by due, id for update skip locked`,
    timer.countyId,
    DIGEST,
    new Date(now),
    leader,
    timer.id,
  );
  if (others.length > 0) {
    await tx.timer.updateMany({
      where: { id: { in: others.map(({ id }) => id) } },
      data: { firedAt: new Date(now), outcome: 'superseded' },
    });
  }
  return [{ kind: timer.kind, data: timer.data }, ...others];
}

async function digestOf(
  tx: Tx,
  county: CountyView,
  leader: string,
  due: Due[],
  now: number,
): Promise<Reply | undefined> {
  const today = dateOf(now);
  const rows = await standingsOf(tx, county.id, leader, today, county.settings);
  const steps = due.flatMap(({ kind, data }) =>
    kind === CONTACT_REMINDER ? [stepSchema.parse(data).step] : [],
  );
  const step = steps.at(-1);
  const owing = step === undefined ? [] : rows.filter((row) => owed(row));
  const parts = [
    ...mustParts(rows, due, today),
    ...feastParts(rows, due, today),
    ...(step === undefined || owing.length === 0
      ? []
      : await owedParts(tx, county, leader, owing, step, now)),
  ];
  if (parts.length === 0) return undefined;
  return {
    title: '联系人才提醒',
    parts: [
      ...parts,
      recordOrLater,
      {
        type: 'text',
        text: '电话、微信、走访都算。联系后回我一句话就记下，比如“今天上午去所里看望了吴昊博士”。',
      },
    ],
  };
}

/** Visits that must be, unless there was a contact since. */
function mustParts(rows: PairingStanding[], due: Due[], today: string): ReplyPart[] {
  const musts = due.flatMap(({ kind, data }): MustVisit[] =>
    kind === MUST_VISIT ? [mustSchema.parse(data)] : [],
  );
  const open = musts.flatMap((must) => {
    const row = rows.find(({ id }) => id === must.pairing);
    const met =
      row?.standing.last !== undefined && row.standing.last.date >= must.since && must.since < today;
    return row && !row.paused && !met ? [{ row, must }] : [];
  });
  if (open.length === 0) return [];
  return [
    { type: 'text', text: '请您近日看望：' },
    {
      type: 'list',
      items: open.map(({ row, must }) => ({
        label: row.talent.name,
        text: `${row.talent.unit}，${must.reason}，${shortDay(must.by)}前见一面或通个电话`,
      })),
    },
  ];
}

/** Greetings before a feast that is still to come, to all who are not being checked. */
function feastParts(rows: PairingStanding[], due: Due[], today: string): ReplyPart[] {
  const feasts = due
    .flatMap(({ kind, data }) => (kind === FEAST_REMINDER ? [feastSchema.parse(data)] : []))
    .filter(({ feast }) => feast > today);
  const people = rows.filter(({ paused }) => !paused);
  const last = feasts.at(-1);
  if (!last || people.length === 0) return [];
  return [
    {
      type: 'text',
      text: `${last.name}（${shortDay(last.feast)}）快到了，方便时问候一下${people.map(({ talent }) => talent.name).join('、')}，登门、电话都好。`,
    },
  ];
}

async function owedParts(
  tx: Tx,
  county: CountyView,
  leader: string,
  owing: PairingStanding[],
  step: ReminderStep,
  now: number,
): Promise<ReplyPart[]> {
  const period = owing[0]?.standing.contactPeriod.name ?? '';
  const opening = {
    1: `您好，${period}开始了，以下 ${owing.length} 位人才等您联系：`,
    2: `您好，${period}还剩半个月，以下 ${owing.length} 位还没联系到位：`,
    3: `您好，${period}快结束了，以下 ${owing.length} 位还没联系到位：`,
  }[step];
  const matters = await openMatters(
    tx,
    county.id,
    owing.map(({ talent }) => talent.id),
  );
  const plans = await plansOf(tx, county.id, leader, now);
  const items = owing.map((row) => {
    const plan = plans.get(row.talent.id);
    const open = matters.get(row.talent.id) ?? [];
    const { label, text } = standingItem(row);
    return {
      label,
      text: [text, plan ? `已约${plan}` : '', ...open.map((one) => `未办结：${one}`)]
        .filter(Boolean)
        .join('。'),
    };
  });
  return [
    { type: 'text', text: opening },
    { type: 'list', items },
  ];
}
