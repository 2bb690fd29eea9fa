/** What the READMEs say must be there: settings with their defaults, commands, files, addresses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usages } from '../src/cli/words.ts';
import { SETTINGS } from '../src/settings.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const metrics = read('src/metrics.ts');

describe.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'])('%s', (file) => {
  const text = read(file);

  it('names only scripts that there are', () => {
    const named = [...text.matchAll(/npm run ([a-z]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names only files and folders that there are', () => {
    const paths = [...text.matchAll(/`((?:src|test|flows|prisma|scripts|bench)\/[\w./-]*)`/g)];
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)];
    const missing = [...paths, ...links]
      .map((match) => match[1] ?? '')
      .filter((path) => !path.includes('NAME') && !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const text = read(file);

  it('lists every setting with its default', () => {
    const rows = Object.fromEntries(
      [...text.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)` )?\|/gm)].map(([, name, fallback]) => [
        name,
        fallback ?? '',
      ]),
    );
    const real = Object.fromEntries(Object.entries(SETTINGS).map(([name, { fallback }]) => [name, fallback]));
    expect(rows).toEqual(real);
  });

  it('shows every command of the terminal', () => {
    for (const { words } of usages) expect(text).toContain(`npm run jinyue -- ${words}`);
  });

  it('names only metrics that there are', () => {
    const named = [...text.matchAll(/`(jinyue_\w+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(metrics).toContain(`'${name}'`);
  });

  it('begins with the two commands', () => {
    expect(text.split('\n').slice(2, 6).join('\n')).toMatch(/npm ci && npm start.*\nnpm ci && npm test/);
  });
});

it('both READMEs have the same parts', () => {
  const parts = (file: string): number[] =>
    [...read(file).matchAll(/^(#+) /gm)].map((match) => (match[1] ?? '').length);
  expect(parts('README.zh-CN.md')).toEqual(parts('README.md'));
});
