/** A year of two counties: people act, the clock goes on, the process dies, and every evening everything is checked. */
import { createHash } from 'node:crypto';
import type { Event } from '../src/channels/port.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { openSecrets } from '../src/store/secrets.ts';
import { Agenda, type Item } from './agenda.ts';
import {
  faultsInContacts,
  faultsInEvents,
  faultsInMessages,
  faultsInReminders,
  type Seen,
} from './check/ledger.ts';
import { faultsInNeeds } from './check/needs.ts';
import { faultsInRows } from './check/rows.ts';
import {
  appOf,
  type County,
  contactsIn,
  countiesOf,
  type Inhabitant,
  inhabitantsOf,
  pairingsIn,
  settle,
} from './counties.ts';
import { at, dayOf, hourOf, isOpen, isWorkday, plus } from './days.ts';
import { type Dice, diceOf } from './dice.ts';
import { emptyLedger } from './ledger.ts';
import { castOf } from './people/cast.ts';
import type { Actor, Life } from './people/person.ts';
import {
  type Fault,
  type Platform,
  platformOf,
  press,
  type Received,
  sentence,
  wordsOf,
} from './platform.ts';
import { type Gate, Killed, openGate, type Service, startService } from './service.ts';
import { countRows, type Summary } from './summary.ts';

export interface YearOptions {
  /** A database of the newest schema without rows. */
  url: string;
  seed: number;
  /** First day; before it the county has the past its seed gives it. */
  from: string;
  days: number;
  counties: 1 | 2;
  /** Told every evening. */
  onDay?(date: string): void;
}

export interface Year {
  /** Undefined: everything held on every day. */
  broken?: { day: string; faults: string[]; talk: string[] };
  summary: Summary;
  /** Of everything anybody received, in order: the same seed gives the same. */
  hash: string;
}

const SHARES = { failed: 0.02, cut: 0.01, refused: 0.002 };
/** A platform delivers an event again for so long, ms. */
const REDELIVERS_FOR = 6 * 3_600_000;

export async function liveYear(options: YearOptions): Promise<Year> {
  const world = await World.open(options);
  try {
    return await world.live();
  } finally {
    await world.close();
  }
}

interface Place extends Seen {
  actors: Map<string, Actor>;
  people: Inhabitant[];
}

class World {
  readonly #options: YearOptions;
  readonly #dice: Dice;
  readonly #db: Database;
  readonly #gate: Gate;
  readonly #secrets;
  readonly #ledger = emptyLedger();
  readonly #agenda = new Agenda();
  readonly #places = new Map<string, Place>();
  #now: number;
  #service: Service | undefined;
  #starting: Promise<Service> | undefined;
  /** What was said of late, by account. */
  #talk = new Map<string, string[]>();
  #arrivals: { place: Place; received: Received }[] = [];
  #events = 0;
  #lastOpen = 0;
  #counts = { kills: 0, stops: 0, starts: 0, repeated: 0, lost: 0, events: 0, daysOff: 0, silentDays: 0 };
  /** Until when the service is down, ms. */
  #downUntil = 0;
  /** Bounced at a service that was down, to be delivered again. */
  #bounced: { item: Item; event: Event; since: number }[] = [];

  static async open(options: YearOptions): Promise<World> {
    const db = await openDatabase({ url: options.url, poolSize: 4 });
    const world = new World(options, db, await openGate(options.url));
    await world.#settle();
    return world;
  }

  constructor(options: YearOptions, db: Database, gate: Gate) {
    this.#gate = gate;
    this.#options = options;
    this.#now = at(options.from, '00:00');
    this.#db = db;
    this.#dice = diceOf(`year ${options.seed}`);
    this.#secrets = openSecrets(['0123456789abcdef0123456789abcdef'], this.#dice.fork('secrets'));
  }

  async #settle(): Promise<void> {
    const counties = countiesOf(this.#options.counties);
    const made = counties.map((county) => ({ county, platform: this.#platform(county) }));
    await settle(this.#db, { secrets: this.#secrets, dice: this.#dice }, made, this.#now);
    for (const { county, platform } of made) {
      const people = await inhabitantsOf(this.#db, county);
      this.#ledger.pairings.set(county.id, await pairingsIn(this.#db, county));
      this.#ledger.contacts.push(...(await contactsIn(this.#db, county)));
      this.#ledger.accepted.set(appOf(county), new Set());
      const leaders = new Map(
        people.filter(({ roles }) => roles.includes('领导')).map((one) => [one.account, one]),
      );
      const life: Life = {
        county: county.id,
        mark: county.mark,
        ledger: this.#ledger,
        now: () => this.#now,
        silent: () => {
          this.#counts.silentDays += 1;
        },
        broken: (what) => this.#ledger.broken.push(`${county.id}: ${what}`),
      };
      const actors = castOf(people, life, this.#dice.fork(county.id));
      this.#places.set(county.id, {
        county,
        platform,
        leaders,
        people,
        actors: new Map(actors.map((actor) => [actor.account, actor])),
        lastMessage: 0n,
        held: new Set(),
        compared: new Map(),
      });
    }
  }

  #platform(county: County): Platform {
    return platformOf({
      name: county.channel,
      appId: county.appId,
      seed: `${this.#options.seed} ${county.id}`,
      shares: SHARES,
      now: () => this.#now,
      phones: county.phones,
      arrived: (received) => {
        const place = this.#places.get(county.id);
        if (place) this.#arrivals.push({ place, received });
      },
    });
  }

  async live(): Promise<Year> {
    let broken: Year['broken'];
    let date = this.#options.from;
    for (let day = 0; day < this.#options.days && !broken; day++, date = plus(this.#options.from, day)) {
      const faults = await this.#day(date);
      if (faults.length > 0) broken = { day: date, faults: faults.slice(0, 20), talk: this.#talkIn(faults) };
      this.#options.onDay?.(date);
    }
    return {
      ...(broken ? { broken } : {}),
      summary: { ...(await countRows(this.#db)), ...this.#counts, faults: this.#faultCounts() },
      hash: this.#hash(),
    };
  }

  async close(): Promise<void> {
    await this.#service?.end();
    await this.#gate.db.close();
    await this.#db.close();
  }

  async #day(date: string): Promise<string[]> {
    const end = at(plus(date, 1), '00:00') - 60_000;
    this.#now = at(date, '00:05');
    if (!isWorkday(date)) this.#counts.daysOff += 1;
    const chance = this.#dice.fork(date);
    for (const place of this.#places.values())
      for (const actor of place.actors.values()) this.#plan(place, actor.account, actor.plans(date));
    const killAt = chance.chance(0.2)
      ? at(date, chance.pick(['09:00', '10:00', '15:00', '16:00']))
      : Infinity;
    const stopAt = chance.chance(0.012)
      ? at(date, chance.pick(['09:00', '11:00', '15:30', '17:00']))
      : Infinity;
    let killed = false;
    let stopped = false;
    for (let moment: number = this.#now; moment <= end; moment = await this.#next(moment, end)) {
      this.#now = Math.max(this.#now, moment);
      if (!stopped && moment >= stopAt) {
        stopped = true;
        await this.#stop(chance);
      }
      const kill: boolean = !killed && moment >= killAt;
      killed ||= kill;
      await this.#moment(kill ? chance.between(1, 90) : undefined);
    }
    this.#now = end;
    return this.#service ? this.#check(date) : this.#ledger.broken.splice(0);
  }

  /** When something happens next: somebody acts, a timer is due, people may be spoken to again, the service comes back. */
  async #next(after: number, end: number): Promise<number> {
    const date = dayOf(after);
    const fixed = [at(date, '08:30'), at(date, '09:00')].filter((ms) => ms > after);
    const due = this.#service ? await this.#nextDue(after) : undefined;
    const back = this.#downUntil > after ? this.#downUntil : undefined;
    const act = this.#agenda.next();
    const moments = [...fixed, due, back, act === undefined ? undefined : Math.max(act, after + 1)];
    const next = Math.min(...moments.filter((ms) => ms !== undefined));
    return Number.isFinite(next) ? next : end + 1;
  }

  async #nextDue(after: number): Promise<number | undefined> {
    const [row] = await this.#db.prisma.$queryRawUnsafe<{ due: Date | null }[]>(
      `select least((select min(due) from timer where fired_at is null and due > $1::timestamptz),
         (select min(held_until) from message where status = 'held' and held_until > $1::timestamptz)) as due`,
      new Date(after),
    );
    return row?.due?.getTime();
  }

  /** One moment: who acts now acts, and everything that follows from it at once is done. */
  async #moment(fuse: number | undefined): Promise<void> {
    if (this.#now < this.#downUntil) {
      await this.#deliver(this.#agenda.take(this.#now));
      return;
    }
    const service = await this.#up();
    service.fuse = fuse;
    if (fuse !== undefined) this.#counts.kills += 1;
    await this.#surviving((up) => up.tick());
    await this.#deliver(this.#takeBounced());
    await this.#deliver(this.#agenda.take(this.#now));
    await this.#surviving((up) => up.work());
    if (isOpen(this.#now)) this.#lastOpen = this.#now;
    this.#react();
    if (fuse !== undefined && !service.dead && this.#service === service) await this.#die();
  }

  /** Does something, again in a new process when the one at work dies of it. */
  async #surviving<T>(work: (service: Service) => Promise<T>): Promise<T> {
    for (;;) {
      const service = await this.#up();
      try {
        return await work(service);
      } catch (error) {
        if (!service.dead) throw error;
        await this.#die(service);
      }
    }
  }

  /** The process at work; several who ask at once get the same one. */
  async #up(): Promise<Service> {
    if (this.#service) return this.#service;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<Service> {
    this.#counts.starts += 1;
    this.#service = await startService({
      gate: this.#gate,
      secrets: this.#secrets,
      random: this.#dice.fork(`process ${this.#counts.starts}`),
      now: () => this.#now,
      channels: new Map(
        [...this.#places.values()].map(({ county, platform }) => [appOf(county), platform.channel]),
      ),
      countyOf: new Map([...this.#places.values()].map(({ county }) => [appOf(county), county.id])),
      complained: (what) => this.#ledger.broken.push(`the service logged: ${what}`),
    });
    return this.#service;
  }

  /** Ends a process, once: whoever else finds it dead goes on with the next. */
  async #die(dead = this.#service): Promise<void> {
    if (this.#service === dead) this.#service = undefined;
    await dead?.end();
  }

  /** The service goes down for hours or days; half the time with work left undone. */
  async #stop(chance: Dice): Promise<void> {
    this.#counts.stops += 1;
    if (chance.chance(0.5)) {
      const service = await this.#up();
      await this.#deliver(this.#agenda.take(this.#now));
      service.fuse = chance.between(1, 60);
      await service
        .tick()
        .then(() => service.work())
        .catch(() => undefined);
      this.#react();
    }
    await this.#die();
    // As long as it is down, the platforms forget what they were told before.
    await this.#db.prisma.$executeRawUnsafe(
      `update message set first_try_at = 'epoch' where status = 'waiting' and first_try_at is not null`,
    );
    const back = plus(dayOf(this.#now), chance.between(0, 5));
    this.#downUntil = Math.max(
      this.#now + 3_600_000,
      at(back, chance.pick(['03:10', '10:20', '16:50', '20:40'])),
    );
  }

  async #deliver(items: readonly Item[]): Promise<void> {
    const said: Promise<void>[] = [];
    for (const item of items) {
      const event = this.#eventOf(item);
      // A press is answered at once; in a row, so that who comes first does not depend on timing.
      if (item.deed.kind === 'press') await this.#hand(item, event, this.#now);
      else said.push(this.#hand(item, event, this.#now));
    }
    await Promise.all(said);
  }

  #eventOf({ deed, account, county }: Item): Event {
    const { platform } = this.#places.get(county) as Place;
    this.#events += 1;
    const id = `e${this.#events}`;
    return deed.kind === 'say'
      ? sentence(platform.channel, account, deed.text, id, this.#now)
      : press(platform.channel, account, deed.token, deed.messageId, id, this.#now);
  }

  /** Hands an event over as a platform does: again when it was not taken, and sometimes though it was. */
  async #hand(item: Item, event: Event, since: number): Promise<void> {
    if (this.#now < this.#downUntil) {
      this.#bounced.push({ item, event, since });
      return;
    }
    await this.#surviving((up) => up.accept(event));
    this.#ledger.accepted.get(`${event.channel}:${event.appId}`)?.add(event.dedupeKey);
    this.#counts.events += 1;
    this.#note(
      item.account,
      item.deed.kind === 'say' ? `> ${item.deed.text}` : `> [press on ${item.deed.messageId}]`,
    );
    item.done?.();
    if (this.#dice.fork(event.dedupeKey).chance(0.04)) {
      this.#counts.repeated += 1;
      await this.#surviving((up) => up.accept(event));
    }
  }

  #takeBounced(): Item[] {
    const waiting = this.#bounced.splice(0);
    const alive = waiting.filter(
      ({ since }) => this.#now - since <= REDELIVERS_FOR && dayOf(since) === dayOf(this.#now),
    );
    this.#counts.lost += waiting.length - alive.length;
    return alive.map(({ item }) => item);
  }

  /** People read what came, in the order of the people, and mean to do something about it. */
  #react(): void {
    const arrived = this.#arrivals.splice(0);
    arrived.sort((a, b) =>
      a.received.account < b.received.account ? -1 : a.received.account > b.received.account ? 1 : 0,
    );
    for (const { place, received } of arrived) {
      const words = wordsOf(received.message);
      this.#note(received.account, `< ${words.replaceAll('\n', ' / ')}`);
      for (const other of this.#places.values())
        if (other !== place && words.includes(other.county.mark))
          this.#ledger.broken.push(`${place.county.id} is told of ${other.county.id}: ${words}`);
      this.#plan(place, received.account, place.actors.get(received.account)?.hears(received) ?? []);
    }
  }

  #plan(place: Place, account: string, acts: readonly Omit<Item, 'county' | 'account'>[]): void {
    this.#agenda.add(acts.map((act) => ({ ...act, account, county: place.county.id })));
  }

  /** The last things said to and by whomever the faults name. */
  #talkIn(faults: readonly string[]): string[] {
    const named = [...this.#talk.keys()].filter((account) => faults.some((fault) => fault.includes(account)));
    return named.slice(0, 3).flatMap((account) => (this.#talk.get(account) ?? []).slice(-12));
  }

  #note(account: string, line: string): void {
    const lines = this.#talk.get(account) ?? [];
    lines.push(`${dayOf(this.#now)} ${hourOf(this.#now)} ${line}`);
    this.#talk.set(account, lines.slice(-20));
  }

  async #check(date: string): Promise<string[]> {
    const seen = [...this.#places.values()];
    const faults = [
      ...this.#ledger.broken.splice(0),
      ...(await faultsInRows(this.#db, this.#now, this.#lastOpen)),
      ...(await faultsInNeeds(this.#db, this.#now)),
    ];
    for (const place of seen) {
      faults.push(
        ...(await faultsInContacts(this.#db, this.#ledger, place)),
        ...(await faultsInEvents(this.#db, this.#ledger, place)),
        ...(await faultsInReminders(
          this.#db,
          this.#ledger,
          place,
          date,
          at(this.#options.from, '00:00'),
          this.#lastOpen,
        )),
        ...(await faultsInMessages(this.#db, place)),
      );
      this.#ledger.accepted.get(appOf(place.county))?.clear();
    }
    return faults;
  }

  #faultCounts(): Record<Fault, number> {
    const total: Record<Fault, number> = { failed: 0, 'taken and cut': 0, refused: 0, 'sent again': 0 };
    for (const { platform } of this.#places.values())
      for (const fault of Object.keys(total) as Fault[]) total[fault] += platform.faults[fault];
    return total;
  }

  #hash(): string {
    const hash = createHash('sha256');
    for (const [county, { platform }] of this.#places)
      for (const account of [...platform.received.keys()].sort())
        for (const { message, at: when } of platform.received.get(account) ?? [])
          hash.update(`${county} ${account} ${when} ${wordsOf(message)}\n`);
    return hash.digest('hex').slice(0, 16);
  }
}

export { Killed };
