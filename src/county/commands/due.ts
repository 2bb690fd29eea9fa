/** /到期: what falls due in the next days for the speaker, the soonest first, and what is over already. */
import { say } from '../../dialogue/reply.ts';
import { read } from '../../dialogue/understand/index.ts';
import { addDays, dateOf } from '../../schedule/workdays.ts';
import { worldOf } from '../cases/act.ts';
import { casesDueBy } from '../cases/list.ts';
import { servedBySpeaker } from '../officers.ts';
import { standingsOf } from '../pairings.ts';
import { endingBy } from '../pools/show.ts';
import { commandRules, isLeader, reachOf } from '../roles.ts';
import { owed, shortDay } from '../standings.ts';
import type { Turn } from '../turn.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';

/** Days looked ahead where none are said, and at most. */
const DAYS = 7;
const MOST_DAYS = 92;
const SHOWN = 30;

/** Something with its day; `text` says what it is and whose. */
interface DueItem {
  date: string;
  text: string;
}

export const due: CommandHandler = async (call) => {
  const { turn, given } = call;
  const days = daysIn(call);
  if (days === undefined)
    return replied(
      turn,
      say(`“${given.几天 ?? ''}”我没看懂。看几天就写几天，比如：/到期 15，最多 ${MOST_DAYS} 天。`),
    );
  const today = dateOf(turn.now);
  const until = addDays(today, days);
  const items = (await dueFor(call, until)).toSorted((a, b) => a.date.localeCompare(b.date));
  if (items.length === 0)
    return replied(
      turn,
      say(`到${shortDay(until, today)}没有到期的事。看远一点，比如：/到期 ${days < 30 ? 30 : MOST_DAYS}。`),
    );
  const late = items.filter(({ date }) => date < today).length;
  return replied(turn, {
    title: `到${shortDay(until, today)}到期的`,
    parts: [
      { type: 'text', text: `共 ${items.length} 件${late > 0 ? `，其中已经过期 ${late} 件` : ''}。` },
      {
        type: 'list',
        items: items.slice(0, SHOWN).map(({ date, text }) => ({ label: shortDay(date, today), text })),
      },
      ...(items.length > SHOWN
        ? [{ type: 'text' as const, text: `还有 ${items.length - SHOWN} 件没有列出。` }]
        : []),
    ],
  });
};

/** 15, 15天, 半个月, 两周; undefined for what is no number of days or too many. */
function daysIn({ turn, given }: CommandCall): number | undefined {
  const said = given.几天?.trim();
  if (!said) return DAYS;
  const context = { now: turn.now, bias: '将来' as const, calendar: turn.county.calendar };
  const [number] = read('数字', said, context);
  const [span] = read('时长', said, context);
  const days =
    number?.full && number.value.kind === 'number'
      ? number.value.n
      : span?.full && span.value.kind === 'duration'
        ? span.value.seconds / 86_400
        : undefined;
  return days !== undefined && Number.isInteger(days) && days > 0 && days <= MOST_DAYS ? days : undefined;
}

async function dueFor(call: CommandCall, until: string): Promise<DueItem[]> {
  const { turn, book } = call;
  const { person } = turn.speaker;
  const group = turn.chat.kind === 'group';
  const cases = await casesDueBy(worldOf(turn, book), person, { group, until });
  if (group) return cases;
  const own = person && isLeader(person) ? await contactsDue(turn, person.id, until) : [];
  const served = await Promise.all(
    (await servedBySpeaker(turn)).map(async ({ id, name }) =>
      (await contactsDue(turn, id, until)).map((item) => ({ ...item, text: `${name}—${item.text}` })),
    ),
  );
  const stays = reachOf(commandRules.到期, person) === '全县' ? await endingBy({ turn, book }, until) : [];
  return [...cases, ...own, ...served.flat(), ...stays];
}

/** Whom a leader still has to contact or to meet by then. */
async function contactsDue(turn: Turn, leaderId: string, until: string): Promise<DueItem[]> {
  const rows = await standingsOf(turn.tx, turn.county.id, leaderId, dateOf(turn.now), turn.county.settings);
  return rows.flatMap((row) => {
    const state = owed(row);
    const { contacted, contactDue, meetingDue } = row.standing;
    const date = contacted ? meetingDue : contactDue;
    if (state === undefined || date > until) return [];
    return [{ date, text: [row.talent.name, row.talent.unit, state].filter(Boolean).join('，') }];
  });
}
