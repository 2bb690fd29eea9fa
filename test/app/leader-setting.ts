/** A county on one double, with people who say things and hear what comes back. */
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { bindByPhone } from '../../src/county/binding.ts';
import { storeCalendar } from '../../src/county/calendar.ts';
import { addPerson } from '../../src/county/people.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import type { RoleName } from '../../src/dialogue/post.ts';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double } from '../../src/doubles/port.ts';
import { silentLog } from '../../src/ports.ts';
import { openSecrets, type Secrets } from '../../src/store/secrets.ts';
import { type Service, serviceOfTest, until } from '../support/service.ts';

export const countyId = 'county';
const random = { bytes: (length: number) => randomBytes(length) };
const wordsIn = (content: unknown): string => JSON.stringify(content).replaceAll('\\n', '\n');

export class Talker {
  readonly id: string;
  readonly chat: string;
  readonly double: Double;
  /** Id in the county. */
  personId = '';
  #heard = 0;

  constructor(double: Double, name: string, mobile: string) {
    this.double = double;
    this.id = double.addUser({ name, mobile }).id;
    this.chat = double.p2p(this.id).id;
  }

  heard() {
    return this.double.messages(this.chat).filter((message) => message.from === 'bot');
  }

  /** Says it, and resolves with the words of the next message of the bot. */
  async says(text: string): Promise<string> {
    await this.double.say(this.id, this.chat, { type: 'text', text });
    return this.hears();
  }

  async hears(): Promise<string> {
    const messages = await until(
      () => this.heard(),
      (seen) => seen.length > this.#heard,
    );
    const message = messages[this.#heard];
    this.#heard += 1;
    return wordsIn(message?.content);
  }

  /** Presses a button of the newest message that has it, and resolves with what the bot then shows. */
  async presses(label: string): Promise<string> {
    const before = JSON.stringify(this.heard());
    const message = this.heard().findLast((candidate) => JSON.stringify(candidate.content).includes(label));
    const { error } = await this.double.press(this.id, message?.id ?? '', label);
    if (error) throw new Error(error);
    await until(
      () => JSON.stringify(this.heard()),
      (seen) => seen !== before,
    );
    this.#heard = this.heard().length;
    const updated = this.heard().find(({ id }) => id === message?.id);
    return wordsIn([updated?.content, this.heard().at(-1)?.content]);
  }
}

export interface County extends Service {
  double: Double;
  clock: { value: number };
  secrets: Secrets;
  leader(name: string, title: string): Promise<Talker>;
  talent(name: string, title: string, unit: string): Promise<Talker>;
  staff(name: string): Promise<Talker>;
  officer(name: string): Promise<Talker>;
  /** Pairs them since January; the pairing's id. */
  pair(leader: Talker, talent: Talker, post: string): Promise<string>;
  /** A contact that took place before. */
  met(leader: Talker, talent: Talker, date: string, method: string): Promise<void>;
  /** Everybody's account is known from here on. */
  bind(): Promise<void>;
}

export async function county(
  platform: 'feishu' | 'dingtalk',
  now: string,
  options: { flowsFolder?: string } = {},
): Promise<County> {
  const clock = { value: Date.parse(now) };
  const double =
    platform === 'feishu'
      ? await startFeishuDouble({ limits: 'off' })
      : await startDingtalkDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const service = await serviceOfTest({
    [platform]: double,
    clock: { now: () => clock.value },
    ...options,
    prepare: (db) =>
      db.prisma.$transaction((tx) =>
        storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil),
      ),
  });
  const { prisma } = service.db;
  const secrets = openSecrets(service.config.secretKeys, random);
  let phones = 13_900_001_000;
  const add = async (name: string, title: string, unit: string, roles: RoleName[]): Promise<Talker> => {
    phones += 1;
    const phone = String(phones);
    const talker = new Talker(double, name, phone);
    talker.personId = await addPerson(
      prisma,
      { secrets, random },
      countyId,
      { name, title, unit, phone, roles },
      clock.value,
    );
    return talker;
  };
  let numbers = 0;
  return {
    ...service,
    double,
    clock,
    secrets,
    leader: (name, title) => add(name, title, '', ['领导']),
    talent: (name, title, unit) => add(name, title, unit, ['人才']),
    staff: (name) => add(name, '干事', '县委人才办', ['人才办']),
    officer: (name) => add(name, '人才服务专员', '人才服务中心', ['专员']),
    async pair(leader, talent, post) {
      const id = `${leader.personId}-${talent.personId}`;
      await prisma.pairing.create({
        data: {
          id,
          countyId,
          post,
          leaderId: leader.personId,
          talentId: talent.personId,
          from: new Date('2026-01-12'),
        },
      });
      return id;
    },
    async met(leader, talent, date, method) {
      numbers += 1;
      await prisma.contact.create({
        data: {
          id: `c${numbers}`,
          countyId,
          no: `L-2026-9${String(numbers).padStart(3, '0')}`,
          pairingId: `${leader.personId}-${talent.personId}`,
          leaderId: leader.personId,
          talentId: talent.personId,
          date: new Date(date),
          method,
          notes: Uint8Array.from(secrets.sealBytes(Buffer.from(JSON.stringify({ notes: '说起近况' })))),
          recorderId: leader.personId,
          enteredAt: new Date(date),
        },
      });
    },
    async bind() {
      const app = await prisma.app.findFirstOrThrow();
      const channel = service.app.channels.get(app.id);
      if (!channel) throw new Error('no channel');
      await bindByPhone(
        { db: service.db, secrets, random, log: silentLog },
        countyId,
        app.id,
        channel,
        clock.value,
      );
    },
  };
}

/** The round at this moment, and everything it said sent. */
export async function sweepAt(c: Pick<County, 'app' | 'clock' | 'db'>, moment: string): Promise<void> {
  c.clock.value = Date.parse(moment);
  await c.app.sweep();
  await until(
    () => c.db.prisma.message.count({ where: { status: 'waiting' } }),
    (waiting) => waiting === 0,
  );
}
