/**
 * Prisma's own schema engine, in WebAssembly: applies migrations and writes
 * them. Nothing native, nothing downloaded.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as EngineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { z } from 'zod';

/** One migration: its folder's name and its SQL. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The engine on one database. */
export interface SchemaEngine {
  /** Applies those not yet in the database's ledger, in order; answers with their names. @throws on bad SQL. */
  apply(migrations: readonly Migration[]): Promise<string[]>;
  /** The SQL from what the database holds to what the schema asks for; empty when they agree. */
  difference(schema: string): Promise<string>;
  /** Closes its connections. */
  close(): Promise<void>;
}

const NOTHING_EXTERNAL = { externalTables: [], externalEnums: [] };
const EMPTY_SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n';
/** The engine insists on this field, which its types leave out. */
const NO_SHADOW = { shadowDatabaseUrl: null };
const LOCK_FILE = 'provider = "postgresql"\n';

/** Loads the engine (some 150 ms) and points it at a database. */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', EMPTY_SCHEMA]] }, () => {}, adapter);
  return {
    async apply(migrations) {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: listOf(migrations),
        filters: NOTHING_EXTERNAL,
      });
      return appliedMigrationNames;
    },
    async difference(schema) {
      const { stdout } = await engine.diff({
        from: {
          tag: 'schemaDatasource',
          configDir: '/',
          files: [{ path: 'empty.prisma', content: EMPTY_SCHEMA }],
        },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
        script: true,
        exitCode: null,
        filters: NOTHING_EXTERNAL,
        ...NO_SHADOW,
      });
      return saysNothing(stdout ?? '') ? '' : (stdout ?? '');
    },
    async close() {
      engine.free();
      await pool.end();
    },
  };
}

type Engine = typeof EngineModule;
let loaded: Promise<Engine> | undefined;

/** The package is made for bundlers; in Node its WebAssembly has to be put in by hand. */
function loadEngine(): Promise<Engine> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const engine: Engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const module = new WebAssembly.Module(readFileSync(join(dirname(entry), 'schema_engine_bg.wasm')));
    const glue = glueSchema.parse(engine);
    const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...engine } });
    glue.__wbg_set_wasm(instance.exports);
    exportsSchema.parse(instance.exports).__wbindgen_start();
    return engine;
  })();
  return loaded;
}

const callable = z.custom<(argument?: unknown) => void>((value) => typeof value === 'function');
const glueSchema = z.looseObject({ __wbg_set_wasm: callable });
const exportsSchema = z.looseObject({ __wbindgen_start: callable });

function saysNothing(sql: string): boolean {
  return sql.split('\n').every((line) => line.trim() === '' || line.startsWith('--'));
}

function listOf(migrations: readonly Migration[]): EngineModule.MigrationList {
  return {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: LOCK_FILE },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
