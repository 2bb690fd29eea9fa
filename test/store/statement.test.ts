import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
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

test('a plan kept from when a table was small finds rows by their index once it is large', async () => {
  const { url } = await databaseOfTest();
  const db = await openDatabase({ url, poolSize: 1 });
  onTestFinished(() => db.close());
  await db.pool.query('create table thing (id bigint primary key, said text)');
  const say = (from: number, to: number) =>
    db.pool.query(`insert into thing select n, 'word' from generate_series($1::int, $2::int) n`, [from, to]);
  const text = `update thing t set said = x.said
    from unnest((select $1::bigint[]), (select $2::text[])) as x(id, said) where t.id = x.id`;
  await say(1, 300);
  // PostgreSQL makes a plan each time at first; then it keeps one.
  for (let time = 0; time < 8; time += 1) await statement(db, 'say things', text, [[7n], ['else']]);
  await say(301, 20_000);
  const { rows } = await db.pool.query(`explain execute "say things"('{7}', '{else}')`);
  expect(JSON.stringify(rows)).toContain('Index Scan using thing_pkey');
});
