/** The table of `npm run bench -- scale`: a line a measure, a column a size, and how it grows. */
import type { Cost } from './costs.ts';
import { TALENTS } from './scale-seed.ts';
import type { Measured } from './scale-work.ts';
import { figure, table } from './table.ts';

/** The yardsticks (design.md 6; issue: scale), at the largest size. */
export const IDLE_WITHIN_MS = 1_000;
export const FIRED_A_SECOND = 1_000;
export const ANSWER_WITHIN_MS = 20;

type Line = [name: string, of: (one: Measured) => number, wanted?: string];

const lines: Line[] = [
  ['pairings', ({ counties }) => counties * TALENTS],
  ['reminders set a second', ({ set }) => set.perSecond],
  ['look for what is due when nothing is, ms', ({ lookMs }) => lookMs, `< ${figure(IDLE_WITHIN_MS)}`],
  ['timers due on the first morning', ({ fired }) => fired.count],
  ['timers fired a second', ({ fired }) => fired.perSecond, `≥ ${figure(FIRED_A_SECOND)}`],
  ...costs('a timer', ({ fired }) => fired),
  ['bare messages written a second', ({ bare }) => bare.perSecond],
  ...costs('a bare message', ({ bare }) => bare),
  ['a question, median ms', ({ answerMs }) => answerMs, `< ${figure(ANSWER_WITHIN_MS)}`],
  ['a question, 95th percentile ms', ({ answer95Ms }) => answer95Ms],
  ...costs('a question', ({ answer }) => answer),
  ['all sweeps when nothing happens, ms', ({ idle }) => 1_000 / idle.perSecond],
  ...costs('a round of sweeps', ({ idle }) => idle),
  ['memory of the service, MB', ({ memory }) => memory.service],
  ['memory of PostgreSQL, MB', ({ memory }) => memory.server],
  ['disk, MB', ({ disk }) => disk],
  ['counties written in, s', ({ seedSeconds }) => seedSeconds],
];

function costs(of: string, cost: (one: Measured) => Cost): Line[] {
  return [
    [`  processor of the service, µs ${of}`, (one) => cost(one).service],
    [`  processor of PostgreSQL, µs ${of}`, (one) => cost(one).server],
    [`  statements ${of}`, (one) => cost(one).statements],
  ];
}

export function scaleReport(results: readonly Measured[]): string {
  const [first, last] = [results[0], results.at(-1)];
  const head = ['counties', ...results.map(({ counties }) => figure(counties)), 'growth', 'wanted'];
  const rows = lines.map(([name, of, wanted]) => [
    name,
    ...results.map((one) => figure(of(one))),
    first && last ? `× ${figure(of(last) / of(first))}` : '-',
    wanted ?? '',
  ]);
  return `scale: what is wanted holds at the largest size; growth is the last beside the first; a question is 我这个季度还差谁\n${table(head, rows)}`;
}
