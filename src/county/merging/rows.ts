/** Rows as JSON, in and out, exactly. Table and column names are the program's own, never a person's. */
import type { Tx } from '../../store/database.ts';
import type { Row } from './moved.ts';

type Table = 'person' | 'role' | 'pairing' | 'talent_file' | 'timer';

/** The rows that a condition on `$1` finds, whole. */
export async function rowsOf(
  tx: Tx,
  table: Table,
  condition: string,
  value: string | string[],
): Promise<Row[]> {
  const found = await tx.$queryRawUnsafe<{ row: Row }[]>(
    `select to_jsonb(t) as row from ${table} t where ${condition} order by to_jsonb(t)::text`,
    value,
  );
  return found.map(({ row }) => row);
}

export async function putBack(tx: Tx, table: Table, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    await tx.$executeRawUnsafe(
      `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`,
      JSON.stringify(row),
    );
  }
}

/** Points the rows of a column from one person to another; the ids of those it changed. */
export async function repoint(
  tx: Tx,
  place: { table: string; column: string },
  from: string,
  to: string,
  only?: readonly string[],
): Promise<string[]> {
  const found = await tx.$queryRawUnsafe<{ id: string }[]>(
    `update "${place.table}" set "${place.column}" = $2
     where "${place.column}" = $1 and ($3::text[] is null or id::text = any($3::text[]))
     returning id::text as id`,
    from,
    to,
    only ?? null,
  );
  return found.map(({ id }) => id).sort();
}
