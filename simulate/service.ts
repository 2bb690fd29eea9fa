/**
 * The service's own parts, put together for several counties on one database:
 * the real inbox, outbox, timers and deciding, with a fuse. When the fuse burns
 * down the process is dead at that very call: its transaction is rolled back,
 * no further statement leaves it, and nothing it held in memory is used again.
 */
import { openTimers, type Timers } from '../src/app/timers.ts';
import type { ActionAnswer, Channel, Event } from '../src/channels/port.ts';
import { county } from '../src/county/decide.ts';
import { apology, undelivered } from '../src/county/failures.ts';
import { hoursOf, openFrom } from '../src/county/hours.ts';
import type { CountyView } from '../src/county/turn.ts';
import { countyViews } from '../src/county/view.ts';
import { watchFlows } from '../src/flow-files.ts';
import { type Inbox, openInbox } from '../src/inbox/inbox.ts';
import { type Outbox, openOutbox } from '../src/outbox/outbox.ts';
import type { Log, Random } from '../src/ports.ts';
import { silentLog } from '../src/ports.ts';
import { type Database, openDatabase, type Tx } from '../src/store/database.ts';
import type { Secrets } from '../src/store/secrets.ts';

export class Killed extends Error {
  constructor() {
    super('the process was killed');
  }
}

/**
 * The way to the database for one process after another: the connections and
 * what Prisma has compiled outlive a process, so that dying is cheap; what a dead
 * one was in the middle of is rolled back, and it reaches nothing any more.
 */
export interface Gate {
  readonly db: Database;
  /** Whether the process that goes through it now is dead. */
  dead(): boolean;
}

export interface ServiceOptions {
  gate: Gate;
  secrets: Secrets;
  random: Random;
  now(): number;
  /** Channels by app key, and the county of each. */
  channels: ReadonlyMap<string, Channel>;
  countyOf: ReadonlyMap<string, string>;
  /** What the service logged as an error. */
  complained(what: string): void;
}

export interface Service {
  /** Takes an event in. Rejects with {@link Killed} when the process died before it was kept. */
  accept(event: Event): Promise<ActionAnswer | undefined>;
  /** Looks at the clock for every county: sets and fires timers. */
  tick(): Promise<void>;
  /** Handles what waits and sends what is to be sent, until nothing is left. */
  work(): Promise<void>;
  /** Burns down after so many calls of a port; undefined: it does not burn. */
  fuse: number | undefined;
  readonly dead: boolean;
  /** Ends it: in order, or what is left of a dead one. */
  end(): Promise<void>;
}

const flows = watchFlows({ log: silentLog });

export async function startService(options: ServiceOptions): Promise<Service> {
  const state = { fuse: undefined as number | undefined, dead: false };
  /** Every call of a port comes by here. */
  function touch(): void {
    if (!state.dead && state.fuse !== undefined) {
      state.fuse -= 1;
      if (state.fuse <= 0) state.dead = true;
    }
    if (state.dead) throw new Killed();
  }
  const { db } = options.gate;
  options.gate.dead = () => state.dead;
  const ports = portsOf(options, touch, () => state.dead);
  // Nobody changes settings or calendar here: what a process has read stays fresh.
  const views = countyViews({ now: () => 0 });
  const view = (tx: Tx, countyId: string): Promise<CountyView> => {
    touch();
    return views(tx, countyId);
  };
  const base = { db, secrets: options.secrets, ...ports };
  const channels = new Map([...options.channels].map(([app, channel]) => [app, touched(channel, touch)]));
  const decide = county({ flows: flows.book, claimCode: 'CLAIM123' });
  const viewNow = (countyId: string): Promise<CountyView> => view(db.prisma, countyId);
  const outbox: Outbox = await openOutbox({
    ...base,
    channels,
    undelivered,
    observe: () => undefined,
    openFrom: async (countyId, hours, now) => openFrom(await viewNow(countyId), hoursOf(hours), now),
  });
  const inbox: Inbox = openInbox({
    ...base,
    decide: (turn) => {
      touch();
      return decide(turn);
    },
    county: view,
    apology,
    countyOf: (app) => options.countyOf.get(app),
    handover: outbox,
    wake: () => undefined,
    observe: () => touch(),
  });
  const timers: Timers[] = [...new Set(options.countyOf.values())].map((countyId) =>
    openTimers({
      ...base,
      countyId,
      view,
      viewNow,
      flows: flows.book,
      wake: () => undefined,
      observe: () => undefined,
    }),
  );

  return {
    async accept(event) {
      touch();
      return inbox.accept(event);
    },
    async tick() {
      for (const one of timers) await one.tick();
    },
    async work() {
      for (let pass = 0; pass < 200; pass++) {
        touch();
        const waiting = await whatWaits(db);
        if (waiting.events) await inbox.drain();
        if (waiting.events || waiting.messages) await outbox.drain();
        else return;
        if (pass > 0) await letTimePass(db);
        if (pass > 0) await outbox.sweep();
      }
      throw new Error('what waits is not done after 200 passes');
    },
    get fuse() {
      return state.fuse;
    },
    set fuse(calls) {
      state.fuse = calls;
    },
    get dead() {
      return state.dead;
    },
    async end() {
      await inbox.stop().catch(() => undefined);
      await outbox.stop().catch(() => undefined);
    },
  };
}

/** Opens the way to a database that no process goes through yet. */
export async function openGate(url: string): Promise<Gate> {
  const db = await openDatabase({ url, poolSize: 6 });
  const gate: Gate = { db, dead: () => false };
  const connect = db.pool.connect.bind(db.pool) as (...given: unknown[]) => unknown;
  const guarded = (...given: unknown[]): unknown => {
    if (!gate.dead()) return connect(...given);
    const [done] = given;
    if (typeof done !== 'function') return Promise.reject(new Killed());
    done(new Killed(), undefined, () => undefined);
    return undefined;
  };
  db.pool.connect = guarded as typeof db.pool.connect;
  return gate;
}

function portsOf(options: ServiceOptions, touch: () => void, dead: () => boolean) {
  const complain = (data: object, message: string): void => {
    if (!dead()) options.complained(`${message} ${JSON.stringify(data)}`);
  };
  const log: Log = { ...silentLog, error: complain };
  const clock = {
    now(): number {
      touch();
      return options.now();
    },
  };
  const random: Random = {
    bytes(length) {
      touch();
      return options.random.bytes(length);
    },
  };
  return { clock, random, log };
}

/** Dies before the platform takes it, or after, when nobody is left to hear the answer. */
const touched = (channel: Channel, touch: () => void): Channel => ({
  ...channel,
  async send(request) {
    touch();
    const outcome = await channel.send(request);
    touch();
    return outcome;
  },
});

async function whatWaits(db: Database): Promise<{ events: boolean; messages: boolean }> {
  const [row] = await db.prisma.$queryRawUnsafe<{ events: boolean; messages: boolean }[]>(
    `select exists (select 1 from waiting_event) as events,
       exists (select 1 from message where status = 'waiting') as messages`,
  );
  return row ?? { events: false, messages: false };
}

/** Rests that are counted in the machine's time are over: the simulated time has long gone on. */
async function letTimePass(db: Database): Promise<void> {
  await db.prisma.$executeRawUnsafe(`update lane set paused_until = 'epoch', recent = '{}'`);
  await db.prisma.$executeRawUnsafe(`update chat set retry_at = 'epoch' where retry_at > 'epoch'`);
}
