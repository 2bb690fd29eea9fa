/**
 * Two counties live through 2026 and into the year whose calendar nobody knows
 * yet, with faults and kills, and everything is checked every evening: one whole
 * year in one piece, then stretches of as many seeds as fit the time.
 * `JINYUE_SEEDS=200` lives so many whole years instead, `npm run simulate -- --seed N` one.
 */
import { expect, it } from 'vitest';
import { sentenceOf } from '../../simulate/summary.ts';
import { liveYear, type YearOptions } from '../../simulate/year.ts';
import { dropDatabase, emptyDatabase, TEMPLATE } from '../support/postgres.ts';

/** For everything here; the whole year comes first and may take most of it, and two stretches are lived in any case. */
const BUDGET_MS = 100_000;
const wholeYears = Number(process.env.JINYUE_SEEDS ?? 0);

/** 2026 and the first fortnight of 2027. */
const year = { from: '2026-01-01', days: 365 + 14 };

/** Stretches in which much happens: a quarter ends, a feast and its make-up days, the yearly revision, the calendar's end. */
const stretches = [
  { from: '2026-09-19', days: 24 },
  { from: '2026-06-12', days: 24 },
  { from: '2026-02-09', days: 24 },
  { from: '2026-12-14', days: 30 },
];

async function live(options: Omit<YearOptions, 'url' | 'counties'>) {
  const url = await emptyDatabase(TEMPLATE);
  try {
    const lived = await liveYear({ ...options, url, counties: 2 });
    console.log(sentenceOf(options.seed, options.days, lived.summary, lived.hash));
    return lived;
  } finally {
    await dropDatabase(url);
  }
}

const started = performance.now();
const secondsGone = (): number => Math.round((performance.now() - started) / 1000);

it('gives the same days for the same seed, whatever runs beside it', { timeout: BUDGET_MS }, async () => {
  const stretch = { seed: 77, from: '2026-03-27', days: 8 };
  const [one, two] = await Promise.all([live(stretch), live(stretch)]);
  expect(one.broken).toBeUndefined();
  expect(two.hash).toBe(one.hash);
});

it.skipIf(wholeYears > 0)('holds through a whole year in one piece', { timeout: 0 }, async () => {
  const { broken, summary } = await live({ seed: 1, ...year });
  expect(broken).toBeUndefined();
  // Nothing of what a year is about was left out.
  const { contacts, reminders, needs, suggestions, handovers, feasts, calendarWarnings, kills } = summary;
  const least = { contacts, reminders, needs, suggestions, handovers, feasts, calendarWarnings, kills };
  for (const [what, count] of Object.entries(least)) expect(count, what).toBeGreaterThan(0);
  console.log(`a whole year after ${secondsGone()} s`);
});

it.skipIf(wholeYears > 0)('holds on every day, whoever dies', { timeout: 0 }, async () => {
  let seeds = 0;
  /** One seed after another; two go on side by side, as each waits for the database half the time. */
  const liveOn = async (): Promise<void> => {
    do {
      seeds += 1;
      const seed = seeds;
      const stretch = stretches[seed % stretches.length] ?? year;
      const { broken } = await live({ seed, ...stretch });
      expect(broken, `seed ${seed} from ${stretch.from}`).toBeUndefined();
    } while (performance.now() - started < BUDGET_MS);
  };
  await Promise.all([liveOn(), liveOn()]);
  console.log(`${seeds} seeds after ${secondsGone()} s`);
});

it.runIf(wholeYears > 0)('holds through whole years', { timeout: 0 }, async () => {
  let next = 1;
  const liveOn = async (): Promise<void> => {
    while (next <= wholeYears) {
      const seed = next++;
      const { broken } = await live({ seed, ...year });
      expect(broken, `seed ${seed}`).toBeUndefined();
    }
  };
  await Promise.all([liveOn(), liveOn()]);
});
