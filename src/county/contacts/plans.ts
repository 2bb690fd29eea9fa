/** A planned visit: a reminder the leader asked for, never a contact. */
import { z } from 'zod';
import type { SpokenPlan } from '../../dialogue/contact/spoken.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { say } from '../../dialogue/reply.ts';
import { setTimers, type TimerHandler } from '../../schedule/timers.ts';
import { addDays, dateOf, momentOf, timeOf, weekday } from '../../schedule/workdays.ts';
import { within } from '../hours.ts';
import { shortDay } from '../standings.ts';
import type { Turn, View, ViewNow } from '../turn.ts';
import { openMatters } from './matters.ts';
import type { Ears } from './resolve.ts';

export const CONTACT_PLAN = 'contact-plan';

const dataSchema = z.object({
  leader: z.string(),
  talent: z.string(),
  date: z.string(),
  halfDay: z.string().optional(),
  time: z.string().optional(),
  place: z.string().optional(),
});
type PlanData = z.output<typeof dataSchema>;

/** When the reminder of a half of a day comes: an hour or so ahead. */
const ahead: Record<string, string> = { 上午: '08:00', 中午: '11:00', 下午: '13:30', 晚上: '17:00' };

const subjectOf = (leaderId: string, talentId: string): string => `${leaderId}/${talentId}`;

/** When a plan is reminded of; undefined when that has gone by. */
function remindAt(plan: PlanData, now: number): number | undefined {
  const at = plan.time
    ? momentOf(plan.date, plan.time) - 60 * 60_000
    : momentOf(plan.date, ahead[plan.halfDay ?? '上午'] ?? '08:00');
  return at > now ? at : undefined;
}

const when = ({ date, halfDay, time }: PlanData): string =>
  [shortDay(date), halfDay, time].filter(Boolean).join(' ');

/** Keeps a leader's plan with one of their people, or asks for the day. Another plan with the same person takes its place. */
export async function planContact(turn: Turn, ears: Ears, plan: SpokenPlan): Promise<Reply> {
  const people = plan.who.flatMap((who) => (who.people.length === 1 ? who.people : []));
  if (people.length === 0) return say('您想去看哪一位、哪天去？说一声，到时候我提醒您。');
  const names = people.map(({ name }) => name).join('、');
  if (!plan.when && !plan.halfDay && !plan.time)
    return say(`好的，打算哪天联系${names}？告诉我日子，我到时候提醒您。`);
  if (plan.when && plan.when.precision !== '日')
    return say(`好的。联系${names}具体定在哪一天？定了告诉我，我到时候提醒您。`);
  const lines: string[] = [];
  for (const talent of people) {
    const pairing = ears.pairings.find((one) => one.talent.id === talent.id);
    const served = ears.serves?.find(({ id }) => id === pairing?.leaderId);
    if (ears.serves && !served) {
      lines.push(`${talent.name}不在您服务的领导的名单里，没有记。`);
      continue;
    }
    const place = placeWords(plan.place, pairing?.talent.unit);
    const data: PlanData = {
      leader: served?.id ?? turn.speaker.person?.id ?? '',
      talent: talent.id,
      date: plan.when?.date ?? dateOf(turn.now),
      ...(plan.halfDay ? { halfDay: plan.halfDay } : {}),
      ...(plan.time ? { time: plan.time } : {}),
      ...(place ? { place } : {}),
    };
    lines.push(await keep(turn, talent.name, data, served ? `${served.name}同志` : '您'));
  }
  const matters = await mattersOf(turn, people);
  return {
    title: '记下您的安排',
    parts: [
      { type: 'text', text: lines.join('\n') },
      ...matters,
      { type: 'text', text: '见面后回我一句话，我再记成一次联系。' },
    ],
  };
}

/** `whom`: whose plan it is, who is reminded. */
async function keep(turn: Turn, name: string, data: PlanData, whom: string): Promise<string> {
  await dropPlans(turn, data.leader, data.talent);
  const due = remindAt(data, turn.now);
  const where = data.place ? `去${data.place}` : '';
  // A weekend everybody knows; a public holiday in the week is easily forgotten.
  const isHoliday = weekday(data.date) <= 5 && turn.county.calendar.isWorkday(data.date) === false;
  const off = isHoliday ? '那天放假，要改日子就再说一声。' : '';
  if (due === undefined) return `${when(data)}${where}看${name}，时间就到了，不再另外提醒。${off}`;
  await setTimers(turn.tx, [
    { countyId: turn.county.id, kind: CONTACT_PLAN, subject: subjectOf(data.leader, data.talent), due, data },
  ]);
  return `${when(data)}${where}看${name}，${dateOf(due) === data.date ? '当天' : '头天'} ${timeOf(due)} 提醒${whom}。${off}`;
}

/** 所里 is the unit the talent works at. */
const placeWords = (place: string | undefined, unit: string | undefined): string | undefined =>
  place && unit && /^(?:所|院|站|校|厂|公司|园区|单位|学校|医院|局|中心)里?$/u.test(place) ? unit : place;

async function mattersOf(turn: Turn, people: { id: string; name: string }[]): Promise<Reply['parts']> {
  const matters = await openMatters(
    turn.tx,
    turn.county.id,
    people.map(({ id }) => id),
  );
  return people.map(({ id, name }): Reply['parts'][number] => {
    const own = matters.get(id) ?? [];
    return own.length === 0
      ? { type: 'text', text: `${name}没有未办结的诉求。` }
      : { type: 'text', text: `${name}有 ${own.length} 件未办结：${own.join('；')}。` };
  });
}

/** Takes back the plans of a leader with a talent; they met, or another day was set. */
export async function dropPlans(turn: Turn, leaderId: string, talentId: string): Promise<void> {
  await turn.tx.timer.deleteMany({
    where: {
      countyId: turn.county.id,
      kind: CONTACT_PLAN,
      subject: subjectOf(leaderId, talentId),
      firedAt: null,
    },
  });
}

/** What was kept of plans in the counties $1, of those due since $3. */
export const PLANS = `select data from timer
  where county_id = any((select $1::text[])::text[]) and kind = '${CONTACT_PLAN}' and due >= $3::timestamptz`;

/** From when on a plan's reminder may belong to a day that is still to come. */
export const plansSince = (now: number): Date => new Date(momentOf(addDays(dateOf(now), -1)));

/** The day of each leader's plan with each talent, from today on. */
export function planDays(kept: readonly unknown[], now: number): Map<string, Map<string, string>> {
  const plans = kept.map((data) => dataSchema.parse(data)).filter(({ date }) => date >= dateOf(now));
  return new Map(
    [...Map.groupBy(plans, ({ leader }) => leader)].map(([leader, own]) => [
      leader,
      new Map(own.map((plan) => [plan.talent, when(plan)])),
    ]),
  );
}

/** Fires the reminder a leader asked for: at the time they were told, on any day, but never at night. */
export function planReminder(view: View, viewNow: ViewNow): TimerHandler {
  return {
    ...within(viewNow, 'own'),
    async fire(timer, tx, now) {
      const plan = dataSchema.parse(timer.data);
      const county = await view(tx, timer.countyId);
      if (plan.date < dateOf(now)) return { posts: [], outcome: 'gone by' };
      const talent = await tx.person.findFirst({ where: { id: plan.talent, countyId: county.id } });
      if (!talent) return { posts: [], outcome: 'nobody' };
      const matters = (await openMatters(tx, county.id, [plan.talent])).get(plan.talent) ?? [];
      const reply: Reply = {
        title: '今天的安排',
        parts: [
          {
            type: 'text',
            text: `您约了${when(plan)}${plan.place ? `去${plan.place}` : ''}看${talent.name}。`,
          },
          ...(matters.length > 0
            ? [{ type: 'text' as const, text: `未办结 ${matters.length} 件：${matters.join('；')}。` }]
            : []),
          { type: 'text', text: '见面后回我一句话就能记下。' },
          {
            type: 'buttons',
            buttons: [
              {
                label: '准备材料',
                style: 'primary',
                payload: { for: 'command', text: `/准备 #${talent.id}` },
              },
              { label: '记一次联系', payload: { for: 'contact', act: 'begin', talent: talent.id } },
            ],
          },
        ],
      };
      return { posts: [{ to: { person: plan.leader }, reply }], outcome: 'reminded' };
    },
  };
}
