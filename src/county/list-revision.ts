/**
 * Once a year the office is asked to go through the list of who contacts whom
 * (domain.md C8), with what stands out in it. Leaders are named where one has
 * left; nobody is counted or put in an order.
 */
import type { Reply } from '../dialogue/reply.ts';
import { remindableFrom } from '../schedule/quiet-days.ts';
import { setTimers, type TimerHandler } from '../schedule/timers.ts';
import { addDays, dateOf, momentOf, workdayFrom } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { dateColumn } from './calendar.ts';
import { within } from './hours.ts';
import { activeOn } from './pairings.ts';
import type { CountyView, View, ViewNow } from './turn.ts';

export const LIST_REVISION = 'list-revision';

/** Names on one line; the rest is a number. */
const MOST = 8;

/**
 * Sets the prompt of the year that `now` is in: the first working day of the
 * month of C8, or where the calendar does not know, the first that is surely one.
 * A year that was prompted is left alone; nothing is set for before the county began.
 */
export async function setListRevision(tx: Tx, county: CountyView, now: number): Promise<void> {
  const { C6, C8 } = county.settings;
  const year = dateOf(now).slice(0, 4);
  const first = `${year}-${String(C8.month).padStart(2, '0')}-01`;
  const known = workdayFrom(county.calendar, first);
  const due = momentOf(known === 'unknown' ? remindableFrom(county.calendar, first) : known, C6.at);
  if (due <= county.since) return;
  const mine = { countyId: county.id, kind: LIST_REVISION, subject: year };
  if ((await tx.timer.count({ where: { ...mine, firedAt: { not: null } } })) > 0) return;
  // The calendar may have come since it was set.
  await tx.timer.deleteMany({ where: { ...mine, firedAt: null, due: { not: new Date(due) } } });
  await setTimers(tx, [{ ...mine, due }]);
}

export function listRevision(view: View, viewNow: ViewNow): TimerHandler {
  return {
    ...within(viewNow, 'office'),
    async fire(timer, tx, now) {
      // Missed for so long that the next year's is there: that one tells it.
      if (dateOf(now).slice(0, 4) !== timer.subject) return { posts: [], outcome: 'gone by' };
      const county = await view(tx, timer.countyId);
      const reply = await prompt(tx, county, dateOf(now));
      return { posts: [{ to: { role: '人才办' }, reply }], outcome: 'prompted' };
    },
  };
}

async function prompt(tx: Tx, county: CountyView, today: string): Promise<Reply> {
  const year = Number(today.slice(0, 4));
  const facts = await factsOf(tx, county, today);
  return {
    title: `${year} 年联系名单，请集中调整一次`,
    parts: [
      { type: 'text', text: `现有结对 ${facts.pairings} 对。请看看这几处：` },
      {
        type: 'list',
        items: [
          { label: '领导已离任', text: listed(facts.leaderGone, '对', '没有') },
          { label: '人才已离开或待核实', text: listed(facts.talentGone, '对', '没有') },
          { label: '还没有联系领导的人才', text: listed(facts.alone, '位', '没有') },
          { label: `${year - 1} 年没有联系记录`, text: listed(facts.silent, '对', '没有') },
        ],
      },
      {
        type: 'text',
        text: '领导离任，发“/换人 原领导 新领导”；人才离开，发“/解除 领导 人才 原因”；新结对，发“/结对 领导 人才”。要成批改，导出名单改好，把表直接发给我。',
      },
      {
        type: 'buttons',
        buttons: [
          { label: '看拟结对', style: 'primary', payload: { for: 'command', text: '/拟结对' } },
          {
            label: '导出结对名单',
            payload: { for: 'command', text: '/导出 结对名单 年度调整' },
          },
        ],
      },
    ],
  };
}

/** 2 对：彭春华—吴昊、… */
function listed(names: readonly string[], counter: string, none: string): string {
  if (names.length === 0) return none;
  const more = names.length > MOST ? '等' : '';
  return `${names.length} ${counter}：${names.slice(0, MOST).join('、')}${more}`;
}

interface Facts {
  pairings: number;
  /** Leader and talent of each. */
  leaderGone: string[];
  talentGone: string[];
  /** Talents with no leader. */
  alone: string[];
  /** Pairings of which nothing was recorded in the year before, though they were there. */
  silent: string[];
}

async function factsOf(tx: Tx, county: CountyView, today: string): Promise<Facts> {
  const year = Number(today.slice(0, 4));
  const pairings = await tx.pairing.findMany({
    where: activeOn(county.id, today),
    include: { leader: { include: { roles: true } }, talent: true },
  });
  const alone = await tx.person.findMany({
    where: {
      countyId: county.id,
      leftAt: null,
      roles: { some: { role: '人才' } },
      isLed: { none: activeOn(county.id, today) },
    },
    select: { name: true },
  });
  const contacted = await contactedLines(tx, county.id, `${year - 1}-01-01`, addDays(`${year}-01-01`, -1));
  const began = dateColumn(`${year}-01-01`);
  const named = (rows: typeof pairings): string[] =>
    rows.map(({ leader, talent }) => `${leader.name}—${talent.name}`).sort(byName.compare);
  return {
    pairings: pairings.length,
    leaderGone: named(
      pairings.filter(({ leader }) => leader.leftAt || leader.roles.every(({ role }) => role !== '领导')),
    ),
    talentGone: named(pairings.filter(({ talent, paused }) => talent.leftAt || paused)),
    alone: alone.map(({ name }) => name).sort(byName.compare),
    silent: named(
      pairings.filter((one) => one.from < began && !contacted.has(`${one.talentId} ${one.post}`)),
    ),
  };
}

const byName = new Intl.Collator('zh');

/** `talent post` of what was contacted in a time, whoever then held the post (domain.md 1.7). */
async function contactedLines(tx: Tx, countyId: string, from: string, to: string): Promise<Set<string>> {
  const rows = await tx.$queryRawUnsafe<{ line: string }[]>(
    `select distinct p.talent_id || ' ' || p.post as line from contact c join pairing p on p.id = c.pairing_id
     where c.county_id = $1 and c.undone_at is null and c.date between $2::date and $3::date`,
    countyId,
    dateColumn(from),
    dateColumn(to),
  );
  return new Set(rows.map(({ line }) => line));
}
