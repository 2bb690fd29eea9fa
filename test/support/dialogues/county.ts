/** A county on a double, set up for one dialogue: people, units, pairings and cases that are there already. */
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { bindByPhone } from '../../../src/county/binding.ts';
import { dateColumn, storeCalendar } from '../../../src/county/calendar.ts';
import { addPerson } from '../../../src/county/people.ts';
import { sealJson } from '../../../src/county/sealed.ts';
import { qinglanCalendar } from '../../../src/county/seed/calendar.ts';
import type { RoleName } from '../../../src/dialogue/post.ts';
import { startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import type { Double } from '../../../src/doubles/port.ts';
import { openSecrets, type Secrets } from '../../../src/store/secrets.ts';
import { type Service, serviceOfTest, until } from '../service.ts';

const countyId = 'county';
const random = { bytes: (length: number) => randomBytes(length) };

export interface NewPerson {
  name: string;
  title?: string;
  unit?: string;
  unitId?: string;
  roles: RoleName[];
}

export interface GivenCase {
  no: string;
  matter: string;
  stage: string;
  title: string;
  personId?: string;
  unitId?: string;
  /** Local date. */
  due?: string;
  answers: Record<string, unknown>;
  /** Oldest first; the first is its receipt. */
  steps: { at: string; action: string; to: string; unit?: string }[];
}

export class DialogueCounty {
  readonly service: Service;
  readonly double: Double;
  readonly secrets: Secrets;
  readonly clock: { value: number };
  #phones = 13_900_100_000;

  constructor(service: Service, double: Double, clock: { value: number }) {
    this.service = service;
    this.double = double;
    this.clock = clock;
    this.secrets = openSecrets(service.config.secretKeys, random);
  }

  get db() {
    return this.service.db.prisma;
  }

  /** Somebody the county knows, with an account on the double. */
  async person(person: NewPerson): Promise<{ id: string; account: string; phone: string }> {
    const phone = String(++this.#phones);
    const account = this.double.addUser({ name: person.name, mobile: phone }).id;
    const id = await addPerson(
      this.db,
      { secrets: this.secrets, random },
      countyId,
      { ...person, phone },
      this.clock.value,
    );
    return { id, account, phone };
  }

  /** Somebody nobody knows. */
  stranger(name: string): string {
    return this.double.addUser({ name, mobile: String(++this.#phones) }).id;
  }

  async unit(name: string, aliases: string[] = []): Promise<string> {
    const id = `u-${name}`;
    await this.db.unit.create({ data: { id, countyId, name, aliases } });
    return id;
  }

  async pairing(post: string, leaderId: string, talentId: string): Promise<string> {
    const id = `${leaderId}-${talentId}`;
    await this.db.pairing.create({
      data: { id, countyId, post, leaderId, talentId, from: dateColumn('2026-01-12') },
    });
    return id;
  }

  async contact(pairingId: string, date: string, method: string): Promise<void> {
    const pairing = await this.db.pairing.findUniqueOrThrow({ where: { id: pairingId } });
    const count = await this.db.contact.count();
    await this.db.contact.create({
      data: {
        id: `c-${count}`,
        countyId,
        no: `L-2026-9${String(count).padStart(3, '0')}`,
        pairingId,
        leaderId: pairing.leaderId,
        talentId: pairing.talentId,
        date: dateColumn(date),
        method,
        notes: sealJson(this.secrets, ''),
        recorderId: pairing.leaderId,
        enteredAt: new Date(`${date}T18:00:00+08:00`),
      },
    });
  }

  async caseOf(given: GivenCase): Promise<void> {
    await this.db.case.create({
      data: {
        id: given.no,
        countyId,
        no: given.no,
        matter: given.matter,
        version: 1,
        personId: given.personId ?? null,
        title: given.title,
        stage: given.stage,
        unitId: given.unitId ?? null,
        answers: sealJson(this.secrets, given.answers),
        draftId: given.no,
        revision: 1,
        dueAt: given.due ? new Date(`${given.due}T23:59:59+08:00`) : null,
        createdAt: new Date(given.steps[0]?.at ?? this.clock.value),
      },
    });
    for (const { at, ...step } of given.steps)
      await this.db.change.create({
        data: { countyId, subject: `case:${given.no}`, what: step.action, at: new Date(at), step },
      });
  }

  /** Binds the accounts that were added to the people they belong to. */
  async bind(): Promise<void> {
    const app = await this.db.app.findFirstOrThrow();
    const channel = this.service.app.channels.get(app.id);
    if (!channel) throw new Error('no channel');
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await bindByPhone(
      { db: this.service.db, secrets: this.secrets, random, log },
      countyId,
      app.id,
      channel,
      this.clock.value,
    );
  }

  /** Waits until nothing that came in waits to be handled, and nothing that is to be said waits to be sent. */
  async quiet(): Promise<void> {
    await this.double.idle();
    await until(
      async () => [
        await this.db.waitingEvent.count(),
        await this.db.message.count({ where: { status: 'waiting' } }),
      ],
      ([events, messages]) => events === 0 && messages === 0,
    );
  }
}

/** Starts the service on a double at a time of day. */
export async function dialogueCounty(platform: 'feishu' | 'dingtalk', now: string): Promise<DialogueCounty> {
  const clock = { value: Date.parse(now) };
  const double =
    platform === 'feishu'
      ? await startFeishuDouble({ limits: 'off' })
      : await startDingtalkDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const service = await serviceOfTest({
    [platform]: double,
    clock: { now: () => clock.value },
    prepare: (db) =>
      db.prisma.$transaction((tx) =>
        storeCalendar(tx, countyId, [...qinglanCalendar.days], qinglanCalendar.validUntil),
      ),
  });
  return new DialogueCounty(service, double, clock);
}
