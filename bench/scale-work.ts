/** What is done and measured at each size of `npm run bench -- scale`. */
import { randomBytes } from 'node:crypto';
import { county } from '../src/county/decide.ts';
import { apology, stuck } from '../src/county/failures.ts';
import { contactTimers, setContactReminders } from '../src/county/reminders.ts';
import { countyViews } from '../src/county/view.ts';
import { watchFlows } from '../src/flow-files.ts';
import { openInbox } from '../src/inbox/inbox.ts';
import { noHandover } from '../src/outbox/handover.ts';
import { silentLog, systemClock } from '../src/ports.ts';
import { fireDue } from '../src/schedule/timers.ts';
import type { Database } from '../src/store/database.ts';
import { openSecrets } from '../src/store/secrets.ts';
import type { Cost, Costs } from './costs.ts';
import { writeBare } from './scale-bare.ts';
import { idleSecond } from './scale-idle.ts';
import { question } from './scale-question.ts';
import { addCounties, countyId, LEADERS } from './scale-seed.ts';
import { median, percentile } from './statistics.ts';
import { figure } from './table.ts';

const moment = (text: string): number => Date.parse(`${text}:00+08:00`);
/** The service begins after the third quarter's reminders; the fourth quarter's first working day is the eighth. */
const BEGIN = moment('2026-09-29T20:00');
const QUIET = moment('2026-10-08T08:59');
const MORNING = moment('2026-10-08T09:00');

/** Looks of which the median counts, and questions; the first few questions warm up. */
const LOOKS = 9;
const QUESTIONS = 220;
const WARMING = 20;
/** Messages of the baseline, at most. */
const BARE = 20_000;

export interface Measured {
  counties: number;
  /** For all counties so far. */
  seedSeconds: number;
  set: Cost;
  lookMs: number;
  idle: Cost;
  fired: Cost;
  bare: Cost;
  answer: Cost;
  answerMs: number;
  answer95Ms: number;
  memory: { service: number; server: number };
  /** MB */
  disk: number;
}

export class Scale {
  readonly #db: Database;
  readonly #costs: Costs;
  readonly #random = { bytes: (length: number) => randomBytes(length) };
  readonly #secrets = openSecrets(['0123456789abcdef0123456789abcdef'], this.#random);
  readonly #view = countyViews(systemClock);
  readonly #decide = county({ flows: watchFlows({ log: silentLog }).book, claimCode: 'CLAIM123' });
  readonly #handlers = contactTimers(this.#view, (id) => this.#view(this.#db.prisma, id));
  #have = 0;
  #seedSeconds = 0;
  #asked = 0;
  #now = BEGIN;

  constructor(db: Database, costs: Costs) {
    this.#db = db;
    this.#costs = costs;
  }

  async measure(counties: number): Promise<Measured> {
    this.#now = BEGIN;
    this.#seedSeconds += (await timed(() => this.#grow(counties))) / 1000;
    console.log(`  ${counties} counties after ${figure(this.#seedSeconds)} s`);
    const set = await this.#costs.of(() => this.#set(counties));
    await this.#db.pool.query('vacuum analyze timer');
    this.#now = QUIET;
    const looks: number[] = [];
    for (let round = 0; round < LOOKS; round++) looks.push(await timed(() => this.#fire()));
    const bare = await this.#costs.of(() => writeBare(this.#db, Math.min(counties * LEADERS, BARE)));
    this.#now = MORNING;
    const fired = await this.#costs.of(() => this.#fire());
    const { answer, times } = await this.#ask(counties);
    const idle = await idleSecond({ ...this.#ports, handlers: this.#handlers }, this.#costs);
    const disk = await this.#disk();
    const memory = this.#costs.memory();
    // As it was in the evening, for the next size.
    await this.#db.pool.query('truncate timer, message, button, lane restart identity');
    return {
      counties,
      seedSeconds: this.#seedSeconds,
      set,
      lookMs: median(looks),
      idle,
      fired,
      bare,
      answer,
      answerMs: median(times),
      answer95Ms: percentile(times, 0.95),
      memory,
      disk,
    };
  }

  async #grow(counties: number): Promise<void> {
    if (counties <= this.#have) return;
    await addCounties(this.#db, this.#secrets, { from: this.#have + 1, to: counties }, BEGIN);
    this.#have = counties;
  }

  get #ports() {
    return {
      db: this.#db,
      secrets: this.#secrets,
      random: this.#random,
      log: silentLog,
      clock: { now: () => this.#now },
      decide: this.#decide,
      county: this.#view,
      apology,
      handover: noHandover,
      countyOf: (app: string) => app.slice('feishu:cli_'.length),
    };
  }

  /** Sets every county's reminders as the first look of a day does. Resolves with the number of timers. */
  async #set(counties: number): Promise<number> {
    for (let n = 1; n <= counties; n++)
      await this.#db.prisma.$transaction(async (tx) =>
        setContactReminders(tx, await this.#view(tx, countyId(n)), this.#now),
      );
    return this.#db.prisma.timer.count();
  }

  /** What a process does every second about timers. */
  #fire(): Promise<number> {
    return fireDue({ ...this.#ports, handlers: this.#handlers, stuck, wake: () => undefined });
  }

  /** Leaders of counties all over the country ask, one after another: what it costs, and how long each turn took, ms. */
  async #ask(counties: number): Promise<{ answer: Cost; times: number[] }> {
    const inbox = openInbox({ ...this.#ports, wake: () => undefined, observe: () => undefined });
    const times: number[] = [];
    const ask = async (from: number, to: number): Promise<number> => {
      for (let n = from; n < to; n++) {
        const event = question(
          1 + ((n * 7_919) % counties),
          n % LEADERS,
          `question ${++this.#asked}`,
          this.#now,
        );
        times.push(
          await timed(async () => {
            await inbox.accept(event);
            await inbox.drain();
          }),
        );
      }
      return to - from;
    };
    await ask(0, WARMING);
    const answer = await this.#costs.of(() => ask(WARMING, QUESTIONS));
    await inbox.stop();
    return { answer, times: times.slice(WARMING) };
  }

  /** The database and its log of changes, MB. */
  async #disk(): Promise<number> {
    const { rows } = await this.#db.pool.query<{ bytes: string }>(
      'select pg_database_size(current_database()) + (select sum(size) from pg_ls_waldir()) as bytes',
    );
    return Number(rows[0]?.bytes) / 2 ** 20;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
