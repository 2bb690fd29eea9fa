/**
 * `npm run bench -- scale`: every county of China on one machine with embedded
 * PostgreSQL as it is shipped, 500 talents and 35 leaders each. What is measured
 * at 10, 100, 1,000 and 2,843 counties: the look for what is due when nothing
 * is; the first morning of a quarter, when every leader is reminded at once; and
 * a leader's "还差谁" as a whole turn, from the event to the committed reply.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../src/channels/port.ts';
import { county } from '../src/county/decide.ts';
import { apology, stuck } from '../src/county/failures.ts';
import { contactTimers, setContactReminders } from '../src/county/reminders.ts';
import { countyViews } from '../src/county/view.ts';
import { watchFlows } from '../src/flow-files.ts';
import { openInbox } from '../src/inbox/inbox.ts';
import { silentLog, systemClock } from '../src/ports.ts';
import { fireDue } from '../src/schedule/timers.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrations.ts';
import { openSecrets } from '../src/store/secrets.ts';
import { accountOf, addCounties, appOf, countyId, LEADERS, TALENTS } from './scale-seed.ts';
import { median, percentile } from './statistics.ts';
import { figure, table } from './table.ts';

/** The yardsticks (design.md 6; issue: scale). */
const IDLE_WITHIN_MS = 1_000;
const FIRED_A_SECOND = 1_000;
const ANSWER_WITHIN_MS = 20;

const moment = (text: string): number => Date.parse(`${text}:00+08:00`);
/** The service begins after the third quarter's reminders; the fourth quarter's first working day is the eighth. */
const BEGIN = moment('2026-09-29T20:00');
const QUIET = moment('2026-10-08T08:59');
const MORNING = moment('2026-10-08T09:00');

interface Measured {
  counties: number;
  idleMs: number;
  settingPerSecond: number;
  fired: number;
  firedPerSecond: number;
  answerMs: number;
  answer95Ms: number;
}

export async function benchScale(sizes: readonly number[]): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-scale-'));
  const server = await startEmbedded({ dataDir, log: silentLog });
  try {
    await migrate(server.url, { log: silentLog });
    const db = await openDatabase({ url: server.url });
    try {
      return await measureAll(db, sizes);
    } finally {
      await db.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureAll(db: Database, sizes: readonly number[]): Promise<boolean> {
  const bench = new Scale(db);
  const results: Measured[] = [];
  for (const size of sizes) results.push(await bench.measure(size));
  process.stdout.write(report(results));
  const last = results.at(-1);
  return (
    last !== undefined &&
    last.idleMs < IDLE_WITHIN_MS &&
    last.firedPerSecond >= FIRED_A_SECOND &&
    last.answerMs < ANSWER_WITHIN_MS
  );
}

class Scale {
  readonly #db: Database;
  readonly #random = { bytes: (length: number) => randomBytes(length) };
  readonly #secrets = openSecrets(['0123456789abcdef0123456789abcdef'], this.#random);
  #have = 0;
  #now = BEGIN;

  constructor(db: Database) {
    this.#db = db;
  }

  async measure(counties: number): Promise<Measured> {
    this.#now = BEGIN;
    const started = performance.now();
    await addCounties(this.#db, this.#secrets, this.#have + 1, counties, BEGIN);
    this.#have = counties;
    console.log(`  ${counties} counties seeded in ${figure((performance.now() - started) / 1000)} s`);
    const settingPerSecond = await this.#set(counties);
    this.#now = QUIET;
    const idle: number[] = [];
    for (let round = 0; round < 9; round++) idle.push(await timed(() => this.#fire()));
    this.#now = MORNING;
    let fired = 0;
    const ms = await timed(async () => {
      fired = await this.#fire();
    });
    const answers = await this.#ask(counties);
    // As it was in the evening, for the next size.
    await this.#db.pool.query('truncate timer, message, button, lane restart identity');
    return {
      counties,
      idleMs: median(idle),
      settingPerSecond,
      fired,
      firedPerSecond: (fired / ms) * 1_000,
      answerMs: median(answers),
      answer95Ms: percentile(answers, 0.95),
    };
  }

  get #ports() {
    return {
      db: this.#db,
      secrets: this.#secrets,
      random: this.#random,
      log: silentLog,
      clock: { now: () => this.#now },
    };
  }

  /** Sets every county's reminders as the first look of a day does. Resolves with timers a second. */
  async #set(counties: number): Promise<number> {
    const view = countyViews(systemClock);
    const ms = await timed(async () => {
      for (let n = 1; n <= counties; n++)
        await this.#db.prisma.$transaction(async (tx) =>
          setContactReminders(tx, await view(tx, countyId(n)), this.#now),
        );
    });
    await this.#db.pool.query('vacuum analyze timer');
    return ((await this.#db.prisma.timer.count()) / ms) * 1_000;
  }

  /** What a process does every second. */
  async #fire(): Promise<number> {
    return fireDue({
      ...this.#ports,
      handlers: contactTimers(this.#view, (id) => this.#view(this.#db.prisma, id)),
      stuck,
      wake: () => undefined,
    });
  }

  readonly #view = countyViews(systemClock);

  /** Leaders of counties all over the country ask, one after another. Resolves with how long each turn took, ms. */
  async #ask(counties: number): Promise<number[]> {
    const turns: number[] = [];
    const inbox = openInbox({
      ...this.#ports,
      decide: county({ flows: watchFlows({ log: silentLog }).book, claimCode: 'CLAIM123' }),
      county: this.#view,
      apology,
      countyOf: (app) => app.slice('feishu:cli_'.length),
      wake: () => undefined,
      observe: () => undefined,
    });
    for (let n = 0; n < 220; n++) {
      const place = 1 + ((n * 7_919) % counties);
      const event = question(place, n % LEADERS, `${counties}-${n}`, this.#now);
      const ms = await timed(async () => {
        await inbox.accept(event);
        await inbox.drain();
      });
      // The first ones warm up.
      if (n >= 20) turns.push(ms);
    }
    await inbox.stop();
    return turns;
  }
}

const question = (place: number, leader: number, id: string, now: number): Event => ({
  channel: 'feishu',
  appId: appOf(place).slice('feishu:'.length),
  dedupeKey: id,
  at: now,
  kind: 'message',
  chat: { id: `oc_${accountOf(place, leader)}`, kind: 'p2p' },
  sender: { id: accountOf(place, leader) },
  messageId: id,
  content: { type: 'text', text: '我这个季度还差谁' },
  toBot: true,
  mentions: [],
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function report(results: readonly Measured[]): string {
  const head = ['counties', 'pairings', 'set/s', 'idle look ms', 'fired', 'fired/s', '还差谁 ms', 'p95 ms'];
  const rows = results.map((one) => [
    figure(one.counties),
    figure(one.counties * TALENTS),
    figure(one.settingPerSecond),
    figure(one.idleMs),
    figure(one.fired),
    figure(one.firedPerSecond),
    figure(one.answerMs),
    figure(one.answer95Ms),
  ]);
  return `scale: wanted at the largest size: idle look under ${IDLE_WITHIN_MS} ms, ${FIRED_A_SECOND} fired a second, 还差谁 under ${ANSWER_WITHIN_MS} ms\n${table(head, rows)}`;
}
