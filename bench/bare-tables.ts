/** Filling tables by the million: indexes and constraints are made afterwards, at a fraction of what their upkeep costs. */
import type pg from 'pg';

interface Part {
  drop: string;
  make: string;
}

/** Runs `fill` while the tables have neither indexes nor keys. Nobody else may use them meanwhile. */
export async function withBareTables(
  client: pg.PoolClient,
  tables: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  const parts = [
    ...(await foreignKeys(client, tables)),
    ...(await keys(client, tables)),
    ...(await indexes(client, tables)),
  ];
  for (const { drop } of parts) await client.query(drop);
  await fill();
  for (const { make } of parts.toReversed()) await client.query(make);
}

/** What refers to a key goes before it and comes after it. */
const foreignKeys = (client: pg.PoolClient, tables: readonly string[]) =>
  constraints(client, tables, `= 'f'`);
const keys = (client: pg.PoolClient, tables: readonly string[]) =>
  constraints(client, tables, `in ('p', 'u')`);

async function constraints(client: pg.PoolClient, tables: readonly string[], type: string): Promise<Part[]> {
  const { rows } = await client.query<Part>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
     from pg_constraint where conrelid = any($1::regclass[]) and contype ${type}`,
    [tables],
  );
  return rows;
}

async function indexes(client: pg.PoolClient, tables: readonly string[]): Promise<Part[]> {
  const { rows } = await client.query<Part>(
    `select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
     from pg_index i where indrelid = any($1::regclass[])
       and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`,
    [tables],
  );
  return rows;
}
