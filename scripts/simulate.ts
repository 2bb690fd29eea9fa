/**
 * `npm run simulate -- --seed 1`: a year of two counties on a clock of its own,
 * with faults and killed processes; checked every evening. Ends with 1 and the
 * first fault where something did not hold.
 *
 *   --seed 1      which year; the same seed gives the same year
 *   --seeds 1     so many years, from that seed on, two at a time
 *   --from 2026-01-01  the first day
 *   --days 365    379 goes on to 14 January, past the end of the calendar
 *   --counties 2  side by side
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { sentenceOf } from '../simulate/summary.ts';
import { liveYear } from '../simulate/year.ts';
import { silentLog } from '../src/ports.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrations.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    from: { type: 'string', default: '2026-01-01' },
    days: { type: 'string', default: '365' },
    counties: { type: 'string', default: '2' },
  },
});
const days = Number(values.days);

/** Nothing here outlives the run, so nothing is waited for on the disk. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-simulate-'));
const server = await startEmbedded({ dataDir, log: silentLog, database: 'template_year', settings: FAST });
try {
  await migrate(server.url, { log: silentLog });
  let next = Number(values.seed);
  const end = next + Number(values.seeds);
  const yearAfterYear = async (): Promise<void> => {
    while (next < end) if (!(await oneYear(next++))) process.exitCode = 1;
  };
  // Each waits for the database half the time.
  await Promise.all([yearAfterYear(), yearAfterYear()]);
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function oneYear(seed: number): Promise<boolean> {
  await copyTemplate(`year_${seed}`);
  const started = performance.now();
  const year = await liveYear({
    url: server.urlOf(`year_${seed}`),
    seed,
    from: values.from,
    days,
    ...(process.stdout.isTTY ? { onDay: (date: string) => process.stdout.write(`\r${date}`) } : {}),
    counties: values.counties === '1' ? 1 : 2,
  });
  console.log(sentenceOf(seed, days, year.summary, year.hash));
  const seconds = (performance.now() - started) / 1000;
  console.log(`  ${seconds.toFixed(1)} s, ${(days / seconds).toFixed(1)} days a second`);
  if (!year.broken) return true;
  console.log(`  BROKEN on ${year.broken.day}:`);
  for (const line of [...year.broken.faults, ...year.broken.talk]) console.log(`    ${line}`);
  return false;
}

async function copyTemplate(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') });
  await client.connect();
  await client.query(`create database ${name} template template_year strategy file_copy`);
  await client.end();
}
