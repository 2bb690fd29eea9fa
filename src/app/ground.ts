/** What everything stands on: database, secrets, clock, the county; and the doubles where there are no credentials. */
import { join } from 'node:path';
import type { Limits } from '../channels/port.ts';
import type { Config } from '../config.ts';
import { storeCalendar } from '../county/calendar.ts';
import { qinglanCalendar } from '../county/seed/calendar.ts';
import type { View, ViewNow } from '../county/turn.ts';
import { countyViews } from '../county/view.ts';
import { type Clock, type Log, type Random, systemClock, systemRandom } from '../ports.ts';
import { openSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';
import type { Simulation } from '../simulation.ts';
import { type Database, openDatabase } from '../store/database.ts';
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
  /** Where the county's files are; flows/ of the project. */
  flowsFolder?: string;
}

export interface Ground {
  config: Config;
  db: Database;
  secrets: Secrets;
  /** The county's time; it can be moved while every platform is on this machine. */
  clock: Clock;
  /** The platforms' time: what is signed and what expires. */
  wireClock: Clock;
  random: Random;
  log: Log;
  /** The county this process serves. */
  countyId: string;
  view: View;
  viewNow: ViewNow;
  limits?: Limits;
  flowsFolder?: string;
  /** Set while the clock may be moved. */
  simulatedClock?: SimulatedClock;
  /** Set while the platforms are doubles of our own. */
  simulation?: Simulation;
}

const COUNTY_ID = 'county';

export async function layGround(options: AppOptions, closing: Closing): Promise<Ground> {
  const { config, log, limits } = options;
  const random = options.random ?? systemRandom;
  const db = await openStore(config, log, closing);
  const secrets = openSecrets(config.secretKeys, random);
  const simulatedClock = await openClock(config);
  const simulation = await simulate(config, simulatedClock, closing);
  const clock = options.clock ?? simulatedClock ?? systemClock;
  await db.prisma.county.upsert({
    where: { id: COUNTY_ID },
    create: { id: COUNTY_ID, name: config.county, createdAt: new Date(clock.now()) },
    update: { name: config.county },
  });
  await giveCalendar(db, COUNTY_ID);
  await simulation?.seed({ db, secrets, random, countyId: COUNTY_ID, now: clock.now() });
  const view = countyViews(systemClock);
  return {
    config,
    db,
    secrets,
    clock,
    // Our own doubles live in the county's time; any other platform lives in the machine's.
    wireClock: simulation ? clock : systemClock,
    random,
    log,
    countyId: COUNTY_ID,
    view,
    viewNow: (countyId) => view(db.prisma, countyId),
    ...(limits ? { limits } : {}),
    ...(options.flowsFolder ? { flowsFolder: options.flowsFolder } : {}),
    ...(simulatedClock ? { simulatedClock } : {}),
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

/** The clock that can be moved. With our own doubles the first start begins on a day worth seeing. */
async function openClock(config: Config): Promise<SimulatedClock | undefined> {
  if (!config.simulated) return undefined;
  if (hasCredentials(config)) return openSimulatedClock(join(config.dataDir, 'loopback-clock.json'));
  const { FIRST_DAY } = await import('../simulation.ts');
  return openSimulatedClock(join(config.dataDir, 'simulated-clock.json'), FIRST_DAY);
}

/** Doubles are loaded only where they are used: with credentials there is none in the process. */
async function simulate(
  config: Config,
  clock: SimulatedClock | undefined,
  closing: Closing,
): Promise<Simulation | undefined> {
  if (hasCredentials(config) || !clock) return undefined;
  const { openSimulation } = await import('../simulation.ts');
  return closing.with(await openSimulation(clock), (simulation) => simulation.stop());
}

const hasCredentials = (config: Config): boolean => Boolean(config.feishu ?? config.dingtalk);

/** A county without a calendar of working days starts with the published one, whoever starts together. */
async function giveCalendar(db: Database, countyId: string): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`calendar ${countyId}`}))`;
    if (await tx.calendarYear.findUnique({ where: { countyId } })) return;
    await storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil);
  });
}
