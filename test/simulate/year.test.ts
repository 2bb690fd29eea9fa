/**
 * Two counties live through weeks of 2026 with faults and kills, and everything
 * is checked every evening. As many seeds as fit the time; `JINYUE_SEEDS=200`
 * lives so many whole years instead, and `npm run simulate -- --seed N` one.
 */
import { expect, it } from 'vitest';
import { sentenceOf } from '../../simulate/summary.ts';
import { liveYear, type YearOptions } from '../../simulate/year.ts';
import { dropDatabase, emptyDatabase, TEMPLATE } from '../support/postgres.ts';

const BUDGET_MS = 60_000;
const wholeYears = Number(process.env.JINYUE_SEEDS ?? 0);

/** Stretches in which much happens: a quarter ends, a feast and its make-up days, the yearly revision. */
const stretches = [
  { from: '2026-09-19', days: 24 },
  { from: '2026-06-12', days: 24 },
  { from: '2026-02-09', days: 24 },
  { from: '2026-12-14', days: 18 },
];

async function live(options: Omit<YearOptions, 'url' | 'counties'>) {
  const url = await emptyDatabase(TEMPLATE);
  try {
    const year = await liveYear({ ...options, url, counties: 2 });
    console.log(sentenceOf(options.seed, options.days, year.summary, year.hash));
    return year;
  } finally {
    await dropDatabase(url);
  }
}

it.skipIf(wholeYears > 0)('holds on every day, whoever dies', { timeout: 10 * BUDGET_MS }, async () => {
  const started = performance.now();
  let seeds = 0;
  while (performance.now() - started < BUDGET_MS) {
    seeds += 1;
    const stretch = stretches[seeds % stretches.length] ?? { from: '2026-01-01', days: 30 };
    const { broken } = await live({ seed: seeds, ...stretch });
    expect(broken, `seed ${seeds} from ${stretch.from}`).toBeUndefined();
  }
  console.log(`${seeds} seeds in ${Math.round((performance.now() - started) / 1000)} s`);
});

it('gives the same year for the same seed', { timeout: 10 * BUDGET_MS }, async () => {
  const stretch = { seed: 77, from: '2026-03-27', days: 8 };
  const [one, two] = [await live(stretch), await live(stretch)];
  expect(one.broken).toBeUndefined();
  expect(two.hash).toBe(one.hash);
});

it.runIf(wholeYears > 0)('holds through whole years', { timeout: 0 }, async () => {
  for (let seed = 1; seed <= wholeYears; seed++) {
    const { broken } = await live({ seed, from: '2026-01-01', days: 365 });
    expect(broken, `seed ${seed}`).toBeUndefined();
  }
});
