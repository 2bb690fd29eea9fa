/**
 * `npm run bench -- scale`: every county of China on one machine with embedded
 * PostgreSQL as it is shipped, 500 talents and 35 leaders each. What is measured
 * at 10, 100, 1,000 and 2,843 counties: the look for what is due when nothing
 * is; the first morning of a quarter, when every leader is reminded at once; the
 * bare writing of as many messages, beside it; and a leader's "还差谁" as a whole
 * turn, from the event to the committed reply.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../src/ports.ts';
import { openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrations.ts';
import { openCosts } from './costs.ts';
import { ANSWER_WITHIN_MS, FIRED_A_SECOND, IDLE_WITHIN_MS, scaleReport } from './scale-report.ts';
import { type Measured, Scale } from './scale-work.ts';

export async function benchScale(sizes: readonly number[]): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-scale-'));
  const server = await startEmbedded({ dataDir, log: silentLog });
  try {
    await migrate(server.url, { log: silentLog });
    const db = await openDatabase({ url: server.url });
    try {
      const scale = new Scale(db, openCosts(dataDir));
      const results: Measured[] = [];
      // Once for nothing: what follows is not measured on code that runs for the first time.
      await scale.measure(Math.min(...sizes));
      for (const size of sizes) results.push(await scale.measure(size));
      process.stdout.write(scaleReport(results));
      return met(results.at(-1));
    } finally {
      await db.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const met = (last: Measured | undefined): boolean =>
  last !== undefined &&
  last.lookMs < IDLE_WITHIN_MS &&
  last.fired.perSecond >= FIRED_A_SECOND &&
  last.answerMs < ANSWER_WITHIN_MS;
