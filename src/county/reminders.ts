/**
 * Reminding leaders: what they owe (C6, at most three times a quarter), the
 * feasts (C4) and the visits that must be (C5). One message for all that is due
 * together, in private, on a working day within the hours.
 */
import { z } from 'zod';
import type { Reply, ReplyPart } from '../dialogue/reply.ts';
import { type ReminderStep, reminderDays } from '../schedule/cadence.ts';
import { feastPrompts } from '../schedule/feasts.ts';
import type { DueTimer, Fired, TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf, quarterOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn } from './calendar.ts';
import { besidesOf } from './contacts/besides.ts';
import { checkReminder, PAIRING_CHECK } from './contacts/departures.ts';
import { CONTACT_PLAN, planReminder } from './contacts/plans.ts';
import { HANDOVER, handoverReminder } from './handover.ts';
import { within } from './hours.ts';
import { MUST_VISIT, type MustVisit, mustSchema } from './must-visits.ts';
import { type PairingStanding, standingsOfMany } from './pairings.ts';
import { type Besides, contactExample, owed, recordOrLater, shortDay, wholeItem } from './standings.ts';
import type { CountyView, View, ViewNow } from './turn.ts';
import { GROUP_DISSOLVE } from './work-group-undo.ts';
import { dissolveReminder } from './work-groups.ts';

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
  await setForLeaders(tx, county.id, dateOf(now), timers);
}

/** One statement gives every leader with a pairing what they have not got yet; nothing of before they had one. */
async function setForLeaders(
  tx: Tx,
  countyId: string,
  today: string,
  timers: readonly { kind: string; due: number; data: object }[],
): Promise<void> {
  await tx.$executeRawUnsafe(
    `insert into timer (county_id, kind, subject, due, data)
     select $1, t.kind, l.leader_id, t.due, t.data
     from (select leader_id, min("from")::timestamp at time zone 'Asia/Shanghai' as since from pairing
           where county_id = $1 and "from" <= $2::date and ("to" is null or "to" > $2::date) group by leader_id) l
     join unnest($3::text[], $4::timestamptz[], $5::jsonb[]) as t(kind, due, data) on t.due >= l.since
     where not exists (select 1 from timer h where h.county_id = $1 and h.kind = t.kind and h.subject = l.leader_id and h.due = t.due)
     on conflict do nothing`,
    countyId,
    dateColumn(today),
    timers.map(({ kind }) => kind),
    timers.map(({ due }) => new Date(due)),
    timers.map(({ data }) => JSON.stringify(data)),
  );
}

/** The handlers of every timer about pairings and contacts, by kind. */
export function contactTimers(view: View, viewNow: ViewNow): Record<string, TimerHandler> {
  const digest = contactReminder(view, viewNow);
  const office = within(viewNow, 'office');
  return {
    [CONTACT_REMINDER]: digest,
    [FEAST_REMINDER]: digest,
    [MUST_VISIT]: digest,
    [CONTACT_PLAN]: planReminder(view, viewNow),
    [PAIRING_CHECK]: checkReminder(view, office),
    [HANDOVER]: handoverReminder(view, office),
    [GROUP_DISSOLVE]: dissolveReminder(office),
  };
}

/** Fires leaders' reminders: the first that is due of a leader tells all that are, as of now; nothing where nothing is to tell. */
export function contactReminder(
  view: View,
  viewNow: ViewNow,
): TimerHandler & Required<Pick<TimerHandler, 'fireMany'>> {
  const fireMany = async (timers: readonly DueTimer[], tx: Tx, now: number): Promise<Fired[]> => {
    const leaders = await claimDue(tx, timers, now);
    const replies = await digestsOf(tx, leaders, view, now);
    return timers.map((timer): Fired => {
      const leader = leaders.get(leaderKey(timer));
      if (!leader || leader.due[0]?.id !== timer.id) return { posts: [], outcome: 'superseded' };
      const reply = replies.get(leader);
      return reply
        ? { posts: [{ to: { person: leader.id }, reply }], outcome: `reminded, ${leader.due.length} at once` }
        : { posts: [], outcome: 'nothing owed' };
    });
  };
  return {
    ...within(viewNow, 'office'),
    fire: async (timer, tx, now) => (await fireMany([timer], tx, now))[0] as Fired,
    fireMany,
  };
}

interface Due {
  id: bigint;
  kind: string;
  data: unknown;
}

/** A leader with everything that is due for them now; the first of it tells it all. */
interface DueLeader {
  countyId: string;
  id: string;
  due: Due[];
}

/** A timer's subject is the leader, or the leader and more. */
const leaderIn = (subject: string): string => subject.split('/')[0] ?? '';
const leaderKey = (timer: { countyId: string; subject: string }): string =>
  `${timer.countyId} ${leaderIn(timer.subject)}`;

/** Everything that is due for these leaders now; what is not among `timers` counts as told with them. */
async function claimDue(tx: Tx, timers: readonly DueTimer[], now: number): Promise<Map<string, DueLeader>> {
  const leaders = new Map<string, DueLeader>();
  for (const { id, countyId, kind, subject, data } of timers) {
    const key = leaderKey({ countyId, subject });
    const leader = leaders.get(key) ?? { countyId, id: leaderIn(subject), due: [] };
    leader.due.push({ id, kind, data });
    leaders.set(key, leader);
  }
  const known = [...leaders.values()];
  const others = await tx.$queryRawUnsafe<
    { id: bigint; countyId: string; kind: string; subject: string; data: unknown }[]
  >(
    `update timer t set fired_at = $1::timestamptz, outcome = 'superseded'
     where t.id in (
       select o.id from timer o
       where o.county_id = any($2::text[]) and o.kind = any($3::text[]) and o.fired_at is null and o.due <= $1::timestamptz
         and split_part(o.subject, '/', 1) = any($4::text[]) and o.id <> all($5::bigint[])
       for update skip locked)
     returning t.id, t.county_id as "countyId", t.kind, t.subject, t.data`,
    new Date(now),
    [...new Set(known.map(({ countyId }) => countyId))],
    DIGEST,
    known.map(({ id }) => id),
    timers.map(({ id }) => id),
  );
  others.sort((a, b) => Number(a.id - b.id));
  for (const other of others) leaders.get(leaderKey(other))?.due.push(other);
  return leaders;
}

/** What there is to say to each leader; nobody to whom there is nothing. */
async function digestsOf(
  tx: Tx,
  leaders: ReadonlyMap<string, DueLeader>,
  view: View,
  now: number,
): Promise<Map<DueLeader, Reply>> {
  const today = dateOf(now);
  const all = [...leaders.values()];
  const counties = [...new Set(all.map(({ countyId }) => countyId))];
  const views = new Map(await Promise.all(counties.map(async (id) => [id, await view(tx, id)] as const)));
  const standings = await standingsOfMany(
    tx,
    all.map(({ countyId, id }) => {
      const settings = views.get(countyId)?.settings;
      return { countyId, leaderId: id, ...(settings ? { settings } : {}) };
    }),
    today,
  );
  const talents = standings.flatMap((rows) => rows.map(({ talent }) => talent.id));
  const besides = await besidesOf(tx, counties, talents, now);
  const replies = new Map<DueLeader, Reply>();
  all.forEach((leader, index) => {
    const reply = digestOf(leader, standings[index] ?? [], besides, today);
    if (reply) replies.set(leader, reply);
  });
  return replies;
}

function digestOf(
  { due }: DueLeader,
  rows: PairingStanding[],
  besides: Besides,
  today: string,
): Reply | undefined {
  const steps = due.flatMap(({ kind, data }) =>
    kind === CONTACT_REMINDER ? [stepSchema.parse(data).step] : [],
  );
  const step = steps.at(-1);
  const owing = step === undefined ? [] : rows.filter((row) => owed(row));
  const parts = [
    ...mustParts(rows, due, today),
    ...feastParts(rows, due, today),
    ...(step === undefined || owing.length === 0 ? [] : owedParts(owing, step, besides)),
  ];
  if (parts.length === 0) return undefined;
  return {
    title: '联系人才提醒',
    parts: [
      ...parts,
      recordOrLater,
      {
        type: 'text',
        text: `电话、微信、走访都算。联系后回我一句话就记下，比如“${contactExample([...owing, ...rows])}”。`,
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
        text: `${row.talent.unit}，${must.reason}，${must.by === 'unknown' ? '' : `${shortDay(must.by)}前`}见一面或通个电话`,
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

function owedParts(owing: PairingStanding[], step: ReminderStep, besides: Besides): ReplyPart[] {
  const period = owing[0]?.standing.contactPeriod.name ?? '';
  const opening = {
    1: `您好，${period}开始了，以下 ${owing.length} 位人才等您联系：`,
    2: `您好，${period}还剩半个月，以下 ${owing.length} 位还没联系到位：`,
    3: `您好，${period}快结束了，以下 ${owing.length} 位还没联系到位：`,
  }[step];
  return [
    { type: 'text', text: opening },
    { type: 'list', items: owing.map((row) => wholeItem(row, besides)) },
  ];
}
