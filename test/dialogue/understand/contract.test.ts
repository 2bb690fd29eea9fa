import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ValueType } from '../../../src/dialogue/understand/index.ts';
import { asked, found } from './context.ts';

/** The shared cases, where they are at hand: each file must be right to 97 in a hundred. */
const folder = resolve('../shared/understanding');
const cases = <T>(name: string): T[] => JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as T[];
const NOTATION: Record<string, string> = {
  n: 'n',
  rng: 'rng',
  money: 'money',
  moneyrng: 'moneyrng',
  pct: 'pct',
};

function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.|()+?^$\\[\]{}]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\\\?/g, '.');
  return new RegExp(`^${source}$`).test(value);
}

function share(wrong: string[], total: number): void {
  expect(1 - wrong.length / total, wrong.join('\n')).toBeGreaterThanOrEqual(0.97);
}

describe.skipIf(!existsSync(folder))('the shared cases', () => {
  test('dates: every reading given is an accepted one', () => {
    const all = cases<{ text: string; values: string[] }>('dates.json');
    const wrong = all.filter(({ text, values }) => {
      const got = found(text);
      return got.length === 0 || !got.every((g) => values.some((v) => like(v, g)));
    });
    share(
      wrong.map((c) => `${c.text}: ${found(c.text).join(' ')}`),
      all.length,
    );
  });

  test('amounts', () => {
    type Case = { kind: ValueType; text: string; type: string; value: number | (number | null)[] | null };
    const all = cases<Case>('amounts.json');
    const wanted = ({ type, value }: Case): string[] =>
      value === null
        ? []
        : [`${NOTATION[type]}|${Array.isArray(value) ? value.map((v) => v ?? '').join('|') : value}`];
    const wrong = all.filter((c) => asked(c.kind, c.text).join() !== wanted(c).join());
    share(
      wrong.map((c) => c.text),
      all.length,
    );
  });

  test.each([
    ['phones.json', '电话', 'phone'],
    ['names.json', '人名', 'name'],
  ] as const)('%s', (file, type, notation) => {
    const all = cases<{ text: string; value: string | null }>(file);
    const wrong = all.filter(
      ({ text, value }) => asked(type, text).join() !== (value === null ? '' : `${notation}|${value}`),
    );
    share(
      wrong.map((c) => c.text),
      all.length,
    );
  });
});
