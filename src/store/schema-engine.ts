/**
 * Prisma's own schema engine, in WebAssembly: applies migrations and writes
 * them. Nothing native, nothing downloaded.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
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
  const pool = openPool(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapter(pool));
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

/**
 * The adapter knows no name for PostgreSQL's internal type "char", in which the
 * catalogue gives a constraint's kind: the pool passes it as text, and here it
 * becomes the character that the engine expects.
 */
class CatalogueAdapter extends PrismaPg {
  override async connect(): Promise<Awaited<ReturnType<PrismaPg['connect']>>> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type, column) =>
        result.columnNames[column] === 'constraint_type' ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const query = pool.query;
  const translated = async (...call: unknown[]): Promise<pg.QueryResult> => {
    const result: pg.QueryResult = await Reflect.apply(query, pool, call);
    for (const field of result.fields) {
      if (field.dataTypeID === pg.types.builtins.CHAR) field.dataTypeID = pg.types.builtins.TEXT;
    }
    return result;
  };
  Object.defineProperty(pool, 'query', { value: translated });
  return pool;
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
    const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': withoutLingering(engine) });
    glue.__wbg_set_wasm(instance.exports);
    exportsSchema.parse(instance.exports).__wbindgen_start();
    return engine;
  })();
  return loaded;
}

/** The engine forgets the timer that bounds its wait for a lock; it must not keep the process alive. */
function withoutLingering(engine: Engine): WebAssembly.ModuleImports {
  const imports = importsSchema.parse({ ...engine });
  for (const [name, value] of Object.entries(imports)) {
    if (!name.startsWith('__wbg_setTimeout_')) continue;
    imports[name] = (...call: unknown[]) => {
      const timer = value(...call);
      if (timer instanceof Object && 'unref' in timer && typeof timer.unref === 'function') timer.unref();
      return timer;
    };
  }
  return imports;
}

const callable = z.custom<(...call: unknown[]) => unknown>((value) => typeof value === 'function');
const importsSchema = z.record(z.string(), callable);
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
