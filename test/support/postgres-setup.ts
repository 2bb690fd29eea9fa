/** vitest's global set-up: starts the run's PostgreSQL, makes the template database, stops it at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../src/ports.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrations.ts';

/** Nothing here outlives the run, so nothing is waited for on the disk. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-test-'));
  const server = await startEmbedded({
    dataDir,
    log: silentLog,
    settings: FAST,
    database: 'jinyue_template',
  });
  await migrate(server.url, { log: silentLog });
  project.provide('postgresUrl', server.urlOf('postgres'));
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
