/** What a submission asks of a pool (占用), and how it is said what came of it. */
import type { Flow } from '../../dialogue/flow/flow.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { Turn } from '../turn.ts';
import { type Holding, holdingsOf, isHeld } from './holding.ts';
import { findPlace, type Place, type Stay } from './place.ts';

/** The days the table takes (see the migration). */
const [FIRST, LAST] = ['2000-01-01', '9999-12-31'];

/** The stay that answers ask for; in words what is wrong with it; undefined where they ask for none. */
export function stayIn(flow: Flow | undefined, answers: Record<string, unknown>): Stay | string | undefined {
  const { occupies } = flow ?? {};
  if (!occupies) return undefined;
  const [from, to] = [answers[occupies.from] ?? null, answers[occupies.to] ?? null];
  if (from === null && to === null) return undefined;
  const [first, last] = [dayIn(from), dayIn(to)];
  if (!first) return vague(occupies.from);
  if (!last) return vague(occupies.to);
  if (last <= first) return `${occupies.to}要在${occupies.from}之后，请改一下，比如“${occupies.to}改成…”。`;
  return { from: first, to: last };
}

const vague = (name: string): string => `${name}要说准到哪一天，比如“${name}改成6月19日”。`;

/** Only a whole day can be counted from. */
function dayIn(value: unknown): string | undefined {
  const day = typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : undefined;
  return day && day >= FIRST! && day < LAST! ? day : undefined;
}

/** What was found for a submission; `refused` says why there is nothing to be had. */
export type Wanted = { place?: Place } | { refused: string };

/** Looks for what a submission asks for. `own`: the case that it brings up to date. */
export async function lookFor(
  turn: Turn,
  flow: Flow | undefined,
  answers: Record<string, unknown>,
  own?: string,
): Promise<Wanted> {
  const stay = stayIn(flow, answers);
  if (typeof stay === 'string') return { refused: stay };
  if (!flow?.occupies || !stay) return {};
  const place = await findPlace(turn.tx, turn.county.id, flow.occupies.pool, stay, own);
  if (place.kind !== 'full') return { place };
  const held = own ? (await holdingsOf(turn.tx, [own])).get(own) : undefined;
  return { refused: fullWords(flow, stay, place.next, held, dateOf(turn.now)) };
}

function fullWords(
  flow: Flow,
  stay: Stay,
  next: string | undefined,
  held: Holding | undefined,
  today: string,
): string {
  const { pool, from } = flow.occupies!;
  const kept = isHeld(held) ? `原来给您留的${stayWords(held, today)}没有动。` : '';
  if (!next) return `“${pool}”现在都停用了，这次没有占上，请联系人才办。${kept}填好的都给您留着。`;
  const start = dayWords(next, today);
  return `“${pool}”${spanWords(stay, today)}已经满了，没有占上。${kept}同样的天数，最早${start}起有空；要换就说“${from}改成${start}”，填好的都给您留着。`;
}

/** '6月19日', with the year where it is another one than today's. */
export const dayWords = (date: string, today: string): string =>
  `${date.slice(0, 4) === today.slice(0, 4) ? '' : `${Number(date.slice(0, 4))}年`}${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;

/** '6月19日到6月21日' */
export const spanWords = ({ from, to }: Stay, today: string): string =>
  `${dayWords(from, today)}到${dayWords(to, today)}`;

/** '“201”，6月19日到6月21日' */
export const stayWords = (held: Stay & { unit: string }, today: string): string =>
  `“${held.unit}”，${spanWords(held, today)}`;

/** What somebody was promised, as a sentence. */
export const promiseWords = (held: Stay & { unit: string }, today: string): string =>
  `给您留的是${stayWords(held, today)}。`;

/** How to let it go in time; give-up.ts understands it. */
export const HOW_TO_GIVE_UP = '不需要了请说“取消申请”，好让给别人。';
