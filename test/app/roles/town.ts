/** A county with somebody of every role, another county beside it, and a way to put everything back. */
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { bindByPhone } from '../../../src/county/binding.ts';
import { storeCalendar } from '../../../src/county/calendar.ts';
import { addPerson } from '../../../src/county/people.ts';
import { qinglanCalendar } from '../../../src/county/seed/calendar.ts';
import type { RoleName } from '../../../src/dialogue/post.ts';
import { ask, type Payload } from '../../../src/dialogue/reply.ts';
import { startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../../src/doubles/feishu/index.ts';
import { enqueue } from '../../../src/outbox/enqueue.ts';
import { silentLog } from '../../../src/ports.ts';
import { openSecrets } from '../../../src/store/secrets.ts';
import { transaction } from '../../../src/store/transaction.ts';
import { serviceOfTest, until } from '../../support/service.ts';
import { Talker } from '../../support/talker.ts';

export const countyId = 'county';
/** The neighbours, whose rows are in the same database. */
export const FAR = 'far';
export const NOW = Date.parse('2026-09-17T10:00:00+08:00');
export const actors = ['主任', '人才办', '人才', '领导', '专员', '成员单位', '乡贤', '生人'] as const;
export type Actor = (typeof actors)[number];

const random = { bytes: (length: number) => randomBytes(length) };

/** Rows of the county's business; what merely carries messages is left out. */
const TABLES = [
  'person',
  'role',
  'pairing',
  'unit',
  'talent_file',
  'contact',
  'case',
  'change',
  'consent',
  'audit',
  'bind_request',
  'timer',
  'sequence',
  'import',
  'merge',
  'holiday',
  'calendar_year',
  'work_group',
  'pool',
  'pool_unit',
  'allocation',
  'roster_entry',
  'round',
  'leader_officer',
  'duty',
  'chain',
];

export type Town = Awaited<ReturnType<typeof townOf>>;

export async function townOf(platform: 'feishu' | 'dingtalk') {
  const double =
    platform === 'feishu'
      ? await startFeishuDouble({ limits: 'off' })
      : await startDingtalkDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const { app, db, config } = await serviceOfTest({
    [platform]: double,
    clock: { now: () => NOW },
    prepare: (fresh) =>
      fresh.prisma.$transaction((tx) =>
        storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil),
      ),
  });
  const { prisma, pool } = db;
  const secrets = openSecrets(config.secretKeys, random);
  await prisma.county.create({ data: { id: FAR, name: '邻县', createdAt: new Date(0) } });
  await prisma.unit.createMany({
    data: [
      { id: 'u-own', countyId, name: '教育局', aliases: [] },
      { id: 'u-other', countyId, name: '住建局', aliases: [] },
    ],
  });

  let phones = 13_900_002_000;
  const people: Record<string, string> = {};
  const add = async (name: string, roles: RoleName[], unitId?: string, county = countyId) => {
    phones += 1;
    const phone = String(phones);
    const person = { name, phone, roles, title: `${name}岗`, ...(unitId ? { unitId } : {}) };
    people[name] = await addPerson(prisma, { secrets, random }, county, person, NOW);
    return new Talker(double, name, phone);
  };
  const talkers: Record<Actor, Talker> = {
    主任: await add('罗佩兰', ['主任']),
    人才办: await add('龙敏', ['人才办']),
    人才: await add('李文博', ['人才']),
    领导: await add('向国平', ['领导']),
    专员: await add('田小满', ['专员']),
    成员单位: await add('周海涛', ['成员单位'], 'u-own'),
    乡贤: await add('彭远航', ['乡贤']),
    生人: new Talker(double, '路人甲', '13900009999'),
  };
  await add('谭军', ['成员单位'], 'u-other');
  await add('丁继任', ['领导']);
  await add('石别领', ['领导']);
  await add('吴昊天', ['人才']);
  await add('覃晓霖', ['人才']);
  await add('郑重复', ['人才']);
  await add('郑同一', ['人才']);
  await add('远领导', ['领导'], undefined, FAR);
  await add('远人才', ['人才'], undefined, FAR);
  const pairs = [
    ['向国平', '吴昊天', countyId],
    ['石别领', '覃晓霖', countyId],
    ['远领导', '远人才', FAR],
  ] as const;
  for (const [leader, talent, county] of pairs)
    await prisma.pairing.create({
      data: {
        id: `${leader}-${talent}`,
        countyId: county,
        post: '县领导',
        leaderId: people[leader] ?? '',
        talentId: people[talent] ?? '',
        from: new Date('2026-01-12'),
        paused: null,
      },
    });
  await prisma.leaderOfficer.create({
    data: {
      id: '向国平-田小满',
      countyId,
      leaderId: people.向国平 ?? '',
      officerId: people.田小满 ?? '',
      since: new Date(NOW),
    },
  });
  const [appId, channel] = [...app.channels][0] ?? [];
  if (!appId || !channel) throw new Error('no channel');
  await bindByPhone({ db, secrets, random, log: silentLog }, countyId, appId, channel, NOW);
  const group = double.addGroup(
    '工作群',
    Object.values(talkers).map(({ id }) => id),
  ).id;
  await app.sweep();
  await pool.query(
    `create schema snap; ${TABLES.map((name) => `create table snap."${name}" as table public."${name}"`).join(';')}`,
  );

  /** What each table holds now. */
  const holdings = async (): Promise<Map<string, string>> => {
    const { rows } = await pool.query<{ name: string; sum: string }>(
      TABLES.map(
        (name) =>
          `select '${name}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from public."${name}" t`,
      ).join(' union all '),
    );
    return new Map(rows.map(({ name, sum }) => [name, sum]));
  };
  const start = await holdings();
  const changedSince = async (before: ReadonlyMap<string, string>): Promise<string[]> =>
    [...(await holdings())].flatMap(([name, sum]) => (sum === before.get(name) ? [] : [name]));

  /** Everything as it was, and nobody in the middle of a sentence. */
  const putBack = async (): Promise<void> => {
    const changed = await changedSince(start);
    const tables = changed.includes('person')
      ? [...new Set(['person', 'role', 'pairing', ...changed])]
      : changed;
    const ordered = TABLES.filter((name) => tables.includes(name));
    await pool.query(
      [
        'begin',
        ...ordered.toReversed().map((name) => `delete from public."${name}"`),
        ...ordered.map((name) => `insert into public."${name}" select * from snap."${name}"`),
        'update chat set conversation = null',
        'commit',
      ].join(';'),
    );
  };

  /** Resolves when everything that came in is done, and everything that is to go out went. */
  const settled = async (events: number): Promise<void> => {
    await until(
      async () =>
        (
          await pool.query<{ seen: number; busy: number }>(
            `select (select count(*) from event)::int as seen,
               ((select count(*) from waiting_event) + (select count(*) from message where status = 'waiting'))::int as busy`,
          )
        ).rows[0],
      (now) => now !== undefined && now.seen > events && now.busy === 0,
    );
  };
  const eventsSoFar = async (): Promise<number> =>
    (await pool.query<{ n: number }>('select count(*)::int as n from event')).rows[0]?.n ?? 0;

  const wordsIn = (chat: string, from: number): string =>
    double
      .messages(chat)
      .filter((message) => message.from === 'bot')
      .slice(from)
      .map((message) => JSON.stringify(message.content).replaceAll('&#42;', '*'))
      .join('\n');
  const botCount = (chat: string): number =>
    double.messages(chat).filter((message) => message.from === 'bot').length;

  /** Presses a button of the newest message; toast and words. */
  const press = async (actor: Actor, label: string, chat: string): Promise<string> => {
    const [before, events] = [botCount(chat), await eventsSoFar()];
    const card = double
      .messages(chat)
      .findLast((message) => message.from === 'bot' && JSON.stringify(message.content).includes(label));
    const { toast, error } = await double.press(talkers[actor].id, card?.id ?? '', label);
    if (error) throw new Error(error);
    await settled(events);
    // DingTalk has no toasts: what a press is told comes as a message, past the outbox.
    if (!toast)
      await until(
        () => botCount(chat),
        (count) => count > before,
      );
    const replaced = double.messages(chat).find(({ id }) => id === card?.id);
    return [toast ?? '', wordsIn(chat, before), JSON.stringify(replaced?.content)].join('\n');
  };

  return {
    double,
    prisma,
    secrets,
    people,
    talkers,
    group,
    holdings,
    changedSince,
    putBack,
    /** Says it and resolves with all the bot then wrote in that chat. */
    async says(actor: Actor, text: string, inGroup: boolean): Promise<string> {
      const talker = talkers[actor];
      const chat = inGroup ? group : talker.chat;
      const [before, events] = [botCount(chat), await eventsSoFar()];
      await double.say(talker.id, chat, { type: 'text', text, mentionBot: inGroup });
      await settled(events);
      return wordsIn(chat, before);
    },
    /** Is shown a button by the bot, presses it, and resolves with toast and words. */
    async presses(actor: Actor, payload: Payload, inGroup: boolean): Promise<string> {
      const talker = talkers[actor];
      const chat = inGroup ? group : talker.chat;
      const key = inGroup ? `g:${group}` : `u:${talker.id}`;
      const shown = botCount(chat);
      const row = await prisma.chat.findFirstOrThrow({ where: { key } });
      const deps = { secrets, random, clock: { now: () => NOW } };
      const post = { to: { chat: row.id }, reply: ask('请按：', [{ label: '就按这个', payload }]) };
      await transaction({ prisma }, (sql) => enqueue(sql, deps, [{ countyId, cause: 'test', post }]));
      await app.sweep();
      await until(
        () => botCount(chat),
        (count) => count > shown,
      );
      return press(actor, '就按这个', chat);
    },
    /** Presses a button of the newest card in the group. */
    pressesShown: (actor: Actor, label: string): Promise<string> => press(actor, label, group),
  };
}
