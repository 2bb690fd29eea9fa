/**
 * Writes the typed database client into src/store/client (run by `npm ci`).
 *
 * `prisma generate` looks for a native schema engine and downloads it where it
 * is missing, which fails behind many office networks. Generating never runs
 * that engine, so any existing file stands in for it and nothing is downloaded.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const prismaFolder = dirname(createRequire(import.meta.url).resolve('prisma/package.json'));

const run = spawnSync(
  process.execPath,
  [
    join(prismaFolder, 'build', 'index.js'),
    'generate',
    '--no-hints',
    '--schema',
    join(root, 'prisma', 'schema.prisma'),
  ],
  {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);

if (run.status !== 0) {
  process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}\n`);
  process.stderr.write('The database client could not be generated from prisma/schema.prisma (see above).\n');
  process.exit(1);
}
