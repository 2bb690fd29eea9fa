/** What everything stands on: database, secrets, clock, the county; and the doubles where there are no credentials. */
import { randomBytes } from 'node:crypto';
import type { Limits } from '../channels/port.ts';
import type { Config } from '../config.ts';
import type { CountyView } from '../county/turn.ts';
import { countyViews } from '../county/view.ts';
import { type Clock, type Log, type Random, systemClock } from '../ports.ts';
import type { Simulation } from '../simulation.ts';
import { type Database, openDatabase, type Tx } from '../store/database.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrate } from '../store/migrations.ts';
import { openSecrets, type Secrets } from '../store/secrets.ts';
import type { Closing } from './closing.ts';

export interface AppOptions {
  config: Config;
  log: Log;
  /** For tests and benchmarks. */
  clock?: Clock;
  random?: Random;
  limits?: Limits;
}

export interface Ground {
  config: Config;
  db: Database;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  log: Log;
  /** The county this process serves. */
  countyId: string;
  view(tx: Tx, countyId: string): Promise<CountyView>;
  viewNow(countyId: string): Promise<CountyView>;
  limits?: Limits;
  simulation?: Simulation;
}

const COUNTY_ID = 'county';

export async function layGround(options: AppOptions, closing: Closing): Promise<Ground> {
  const { config, log, limits } = options;
  const random = options.random ?? { bytes: (length: number) => randomBytes(length) };
  const db = await openStore(config, log, closing);
  const secrets = openSecrets(config.secretKeys, random);
  const simulation = await simulate(config, log, closing);
  const clock = options.clock ?? simulation?.clock ?? systemClock;
  await db.prisma.county.upsert({
    where: { id: COUNTY_ID },
    create: { id: COUNTY_ID, name: config.county, createdAt: new Date(clock.now()) },
    update: { name: config.county },
  });
  await simulation?.seed({ db, secrets, random, countyId: COUNTY_ID, now: clock.now() });
  const view = countyViews(systemClock);
  return {
    config,
    db,
    secrets,
    clock,
    random,
    log,
    countyId: COUNTY_ID,
    view,
    viewNow: (countyId) => view(db.prisma, countyId),
    ...(limits ? { limits } : {}),
    ...(simulation ? { simulation } : {}),
  };
}

/** The database, embedded or given, brought up to date. */
async function openStore(config: Config, log: Log, closing: Closing): Promise<Database> {
  const url = config.databaseUrl ?? (await startOwn(config, log, closing));
  await migrate(url, { log });
  return closing.with(await openDatabase({ url }), (db) => db.close());
}

async function startOwn(config: Config, log: Log, closing: Closing): Promise<string> {
  const embedded = await startEmbedded({ dataDir: config.dataDir, log });
  return closing.with(embedded, () => embedded.stop()).url;
}

/** Doubles are loaded only where they are used: with real platforms there is none in the process. */
async function simulate(config: Config, log: Log, closing: Closing): Promise<Simulation | undefined> {
  if (config.feishu || config.dingtalk) return undefined;
  const { openSimulation } = await import('../simulation.ts');
  return closing.with(await openSimulation({ dataDir: config.dataDir, log }), (simulation) =>
    simulation.stop(),
  );
}
