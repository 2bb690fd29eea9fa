/** A pool as the office sees it: what is taken and free in some nights, and by whom. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { addDays, dateOf } from '../../schedule/workdays.ts';
import { dateColumn } from '../calendar.ts';
import { worldOf } from '../cases/act.ts';
import { askerIn } from '../cases/cards.ts';
import { loadCases } from '../cases/file.ts';
import { partiesOf } from '../cases/parties.ts';
import type { Turn } from '../turn.ts';
import { type Holding, toHolding } from './holding.ts';
import type { Stay } from './place.ts';
import { poolNames, unitsOf } from './pools.ts';
import { dayWords, spanWords } from './wanted.ts';

/** Who asks, and the county's files. */
interface Asked {
  turn: Turn;
  book: FlowBook;
}

/** Lines of one answer; what is beyond is counted. */
const MOST = 30;

export const howToAdd = (pool: string): string => `还没有登记。加进来：/池 ${pool} 加 201 202`;

/** Every pool of the county, with how much of it is free tonight. */
export async function allPools(asked: Asked): Promise<Reply> {
  const { turn, book } = asked;
  const names = await poolNames(turn.tx, turn.county.id, book);
  const today = dateOf(turn.now);
  const items = await Promise.all(
    names.map(async (pool) => ({
      label: pool,
      text: countWords(await lookAt(asked, pool, nightOf(today)), '今天') ?? howToAdd(pool),
    })),
  );
  return {
    title: '池',
    parts: [
      { type: 'list', items },
      { type: 'text', text: '看一个池：/池 名称。看某几天：/池 名称 6月19日到6月21日。' },
    ],
  };
}

export const nightOf = (date: string): Stay => ({ from: date, to: addDays(date, 1) });

interface Look {
  units: { id: number; name: string; closed: boolean }[];
  /** Held in these nights, or free again on their first day. */
  holdings: Holding[];
  stay: Stay;
}

async function lookAt({ turn }: Asked, pool: string, stay: Stay): Promise<Look> {
  const countyId = turn.county.id;
  const rows = await turn.tx.allocation.findMany({
    where: {
      countyId,
      unit: { pool: { countyId, name: pool } },
      from: { lt: dateColumn(stay.to) },
      to: { gte: dateColumn(stay.from) },
    },
    include: { unit: { include: { pool: true } } },
    orderBy: [{ unitId: 'asc' }, { from: 'asc' }],
  });
  const holdings = rows.map(toHolding).filter(({ from, to }) => from < to);
  return { units: await unitsOf(turn.tx, countyId, pool), holdings, stay };
}

const within = ({ holdings, stay }: Look): Holding[] => holdings.filter(({ to }) => to > stay.from);

function freeIn(look: Look): string[] {
  const taken = new Set(within(look).map(({ unitId }) => unitId));
  return look.units.filter(({ id, closed }) => !closed && !taken.has(id)).map(({ name }) => name);
}

/** '共 3 个，今天占着 1 个，空 2 个'; undefined where the county keeps no units in it. */
function countWords(look: Look, when: string): string | undefined {
  if (look.units.length === 0) return undefined;
  const closed = look.units.filter((unit) => unit.closed).length;
  const taken = new Set(within(look).map(({ unitId }) => unitId)).size;
  return `共 ${look.units.length} 个${closed > 0 ? `（停用 ${closed} 个）` : ''}，${when}占着 ${taken} 个，空 ${freeIn(look).length} 个`;
}

/** One pool in some nights: the count, what is free by name, and who is in, who comes and who goes. */
export async function onePool(asked: Asked, pool: string, stay: Stay): Promise<Reply> {
  const today = dateOf(asked.turn.now);
  const look = await lookAt(asked, pool, stay);
  const oneDay = addDays(stay.from, 1) === stay.to;
  const when = oneDay ? (stay.from === today ? '今天' : dayWords(stay.from, today)) : spanWords(stay, today);
  const count = countWords(look, when);
  if (!count) return { title: pool, parts: [{ type: 'text', text: howToAdd(pool) }] };
  const shown = look.holdings.filter(({ to }) => oneDay || to > stay.from);
  const items = await itemsOf(asked, shown.slice(0, MOST), stay.from);
  const free = freeIn(look);
  const closed = look.units.filter((unit) => unit.closed).map(({ name }) => name);
  return {
    title: pool,
    parts: [
      { type: 'text', text: `${count}。` },
      ...(items.length > 0 ? [{ type: 'list' as const, items }] : []),
      ...(shown.length > MOST
        ? [{ type: 'text' as const, text: `还有 ${shown.length - MOST} 个没有列出。` }]
        : []),
      ...(free.length > 0 ? [{ type: 'text' as const, text: `空着：${someOf(free)}。` }] : []),
      ...(closed.length > 0 ? [{ type: 'text' as const, text: `停用：${someOf(closed)}。` }] : []),
    ],
  };
}

const someOf = (names: readonly string[]): string =>
  `${names.slice(0, MOST).join('、')}${names.length > MOST ? `等 ${names.length} 个` : ''}`;

/** What ends soonest, from today on. */
export async function endingSoon(asked: Asked, pool: string): Promise<Reply> {
  const today = dateOf(asked.turn.now);
  const look = await lookAt(asked, pool, { from: today, to: '9999-12-31' });
  const next = within(look)
    .toSorted((a, b) => a.to.localeCompare(b.to))
    .slice(0, MOST);
  const items = await itemsOf(asked, next, today);
  if (items.length === 0) return { title: pool, parts: [{ type: 'text', text: '现在没有人占着。' }] };
  return { title: `${pool}，先到期的在前`, parts: [{ type: 'list', items }] };
}

/** What ends from today to a day, in every pool. */
export async function endingBy(asked: Asked, until: string): Promise<{ date: string; text: string }[]> {
  const { turn, book } = asked;
  const today = dateOf(turn.now);
  const names = await poolNames(turn.tx, turn.county.id, book);
  const all = await Promise.all(
    names.map(async (pool) => {
      const look = await lookAt(asked, pool, { from: today, to: addDays(until, 1) });
      const ending = look.holdings.filter(({ to }) => to <= until);
      const items = await itemsOf(asked, ending, today);
      return items.map(({ label, text }, index) => ({
        date: ending[index]?.to ?? until,
        text: `${pool} ${label}，${text}`,
      }));
    }),
  );
  return all.flat();
}

/** Each with its case, who it is, and from when to when. A case that is not for the speaker shows as taken, no more. */
async function itemsOf(
  { turn, book }: Asked,
  holdings: readonly Holding[],
  day: string,
): Promise<{ label: string; text: string }[]> {
  const ids = holdings.map(({ caseId }) => caseId);
  const files = ids.length > 0 ? await loadCases(worldOf(turn, book), { id: { in: ids } }) : [];
  const today = dateOf(turn.now);
  return holdings.map((holding) => {
    const file = files.find(({ row }) => row.id === holding.caseId);
    const seen = file && partiesOf(file, turn.speaker.person, turn.chat.id).length > 0;
    const moves = holding.to === day ? '当天空出来' : holding.from === day ? '当天住进' : '';
    const text = [
      ...(seen ? [`${file.row.no} ${askerIn(file)}`, file.standing.stage.name] : ['已占']),
      spanWords(holding, today),
      moves,
    ];
    return { label: holding.unit, text: text.filter(Boolean).join('，') };
  });
}
