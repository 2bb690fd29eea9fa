import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statement } from '../../src/store/statement.ts';
import { databaseOfTest } from '../support/postgres.ts';

test('lists come to PostgreSQL as they are, whatever is in them', async () => {
  const db = await databaseOfTest();
  const words = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', '{', '}', ',', '"', '\\', '\\"', "'", ' ', '\n', '李教授', '{"a","b"}', null),
  );
  const numbers = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
  const few = { maxLength: 6 };
  await fc.assert(
    fc.asyncProperty(fc.array(words, few), fc.array(numbers, few), async (texts, whole) => {
      const [row] = await statement<{ texts: unknown; whole: unknown }>(
        db,
        'lists',
        'select to_json($1::text[]) as texts, $2::bigint[]::text[] as whole',
        [texts, whole],
      );
      expect(row).toEqual({ texts, whole: whole.map((one) => one?.toString() ?? null) });
    }),
    { numRuns: 200 },
  );
});
