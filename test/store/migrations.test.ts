import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Log, silentLog } from '../../src/ports.ts';
import { MIGRATIONS_FOLDER, migrate, migrationStatus } from '../../src/store/migrations.ts';
import { openSchemaEngine } from '../../src/store/schema-engine.ts';
import { StartError } from '../../src/store/start-error.ts';
import { databaseOfTest, dropDatabase, emptyDatabase } from '../support/postgres.ts';

const FIRST = 'create table visit (id int primary key);';
const SECOND = 'alter table visit add column said text;';

let folder: string;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jinyue-migrations-'));
  url = await emptyDatabase();
  onTestFinished(async () => {
    rmSync(folder, { recursive: true });
    await dropDatabase(url);
  });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const run = (log: Log = silentLog) => migrate(url, { folder, log });

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function difference(database: string, schema: string): Promise<string> {
  const engine = await openSchemaEngine(database);
  try {
    return await engine.difference(schema);
  } finally {
    await engine.close();
  }
}

describe('at the start', () => {
  test('what is missing is applied, in order and once', async () => {
    write('1_first', FIRST);
    expect(await run()).toEqual(['1_first']);
    write('2_second', SECOND);
    expect(await run()).toEqual(['2_second']);
    expect(await run()).toEqual([]);
    expect(await query('select id, said from visit')).toEqual([]);
  });

  test('processes that start together apply it once', async () => {
    write('1_first', FIRST);
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat()).toEqual(['1_first']);
  });

  test('a migration that fails stops the start, now and the next time', async () => {
    write('1_first', FIRST);
    write('2_broken', 'alter table nothing add column said text;');
    await expect(run()).rejects.toThrow(
      /^The database could not be brought up to date .*restore the backup/s,
    );
    await expect(run()).rejects.toThrow(/failed half-way \(2_broken\)/);
    expect(await query('select id from visit')).toEqual([]);
  });

  test('a database of a newer version stops the start and is left alone', async () => {
    write('1_first', FIRST);
    write('2_second', SECOND);
    await run();
    rmSync(join(folder, '2_second'), { recursive: true });
    write('3_other', 'drop table visit;');
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      message: 'The database was made by a newer version (2_second): start that version or a later one.',
      chinese: expect.stringContaining('2_second'),
    });
    expect(await query('select said from visit')).toEqual([]);
  });

  test('a migration that was changed after it had been applied is told', async () => {
    write('1_first', FIRST);
    await run();
    write('1_first', `${FIRST} -- later`);
    const told: object[] = [];
    await run({ ...silentLog, warn: (data) => told.push(data) });
    expect(told).toEqual([{ migration: '1_first' }]);
  });
});

test('the status changes nothing and names each migration', async () => {
  write('1_first', FIRST);
  await run();
  write('2_second', SECOND);
  const status = { applied: ['1_first'], pending: ['2_second'], unknown: [], failed: [], edited: [] };
  expect(await migrationStatus(url, folder)).toEqual(status);
  expect(await migrationStatus(url, folder)).toEqual(status);
});

describe('the difference to a schema', () => {
  const schema = (fields: string) =>
    `datasource db {\n  provider = "postgresql"\n}\n\nmodel visit {\n  id Int @id\n${fields}\n}\n`;

  test('is the SQL that brings the database there', async () => {
    write('1_first', FIRST);
    await run();
    const sql = await difference(url, schema('  said String?'));
    expect(sql).toContain('ALTER TABLE "visit" ADD COLUMN     "said" TEXT;');
    write('2_said', sql);
    await run();
    expect(await difference(url, schema('  said String?'))).toBe('');
  });

  test('sees what constraints the database has', async () => {
    write(
      '1_first',
      `${FIRST} create table note (id int primary key, visit int references visit(id), check (id > 0));`,
    );
    await run();
    const sql = await difference(
      url,
      schema('  note note[]').concat(
        'model note {\n  id Int @id\n  visit Int?\n  of visit? @relation(fields: [visit], references: [id], onDelete: NoAction, onUpdate: NoAction)\n}\n',
      ),
    );
    expect(sql).toBe('');
  });
});

test('the migrations make what prisma/schema.prisma asks for', async () => {
  const database = await databaseOfTest();
  const schema = readFileSync(join(MIGRATIONS_FOLDER, '..', 'schema.prisma'), 'utf8');
  expect(await difference(database.url, schema)).toBe('');
});
