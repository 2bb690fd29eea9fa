import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readImports, violations } from '../../scripts/check-layers.ts';

/** Checks a source folder that holds these files. */
function check(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'jinyue-layers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return violations(readImports(folder));
}

test('imports in the order of the rooms pass', () => {
  expect(
    check({
      'app.ts': "import { open } from './doubles/open.ts';\nimport './web/routes.ts';\n",
      'cli/replay.ts': "import { loadConfig } from '../config.ts';\nimport '../inbox/inbox.ts';\n",
      'web/routes.ts': "import type {\n  Inbox,\n} from '../inbox/inbox.ts';\n",
      'web/simulator/page.ts': "import { open } from '../../doubles/open.ts';\n",
      'inbox/inbox.ts':
        "import type { Event } from '../channels/port.ts';\nimport type { Clock } from '../ports.ts';\n",
      'channels/port.ts': '',
      'doubles/open.ts': '',
      'ports.ts': '',
    }),
  ).toEqual([]);
});

test.each([
  ['dialogue/say.ts', '../store/database.ts'],
  ['store/database.ts', '../county/people.ts'],
  ['county/people.ts', '../channels/feishu/client.ts'],
  ['channels/feishu/client.ts', '../dingtalk/client.ts'],
  ['doubles/feishu/server.ts', '../../channels/port.ts'],
  ['web/console.ts', '../doubles/open.ts'],
  ['inbox/inbox.ts', '../web/routes.ts'],
  ['county/people.ts', '../app.ts'],
  ['newroom/thing.ts', '../store/database.ts'],
  ['county/people.ts', '../cli/table.ts'],
  ['cli/replay.ts', '../doubles/open.ts'],
])('%s importing %s fails', (file, target) => {
  const sentences = check({ [file]: `import type { Thing } from '${target}';\n` });
  expect(sentences).toEqual([expect.stringContaining(`${file} must not import `)]);
});

test.each([
  ['a re-export', "export * from '../county/people.ts';\n"],
  ['an import for its effect', "import '../county/people.ts';\n"],
  ['an import at run time', "const people = await import('../county/people.ts');\n"],
])('%s counts', (_kind, text) => {
  expect(check({ 'store/database.ts': text })).toHaveLength(1);
});

test('a circle is shown once with all who are in it', () => {
  expect(
    check({
      'store/a.ts': "import { b } from './b.ts';\n",
      'store/b.ts': "import { c } from './c.ts';\n",
      'store/c.ts': "import { a } from './a.ts';\n",
      'store/d.ts': "import { a } from './a.ts';\n",
    }),
  ).toEqual(['store/a.ts -> store/b.ts -> store/c.ts -> store/a.ts is a circle.']);
});
