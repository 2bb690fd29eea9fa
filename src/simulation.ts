/**
 * Running with no account anywhere: loopback doubles of both platforms, an
 * invented county, a clock that can be moved.
 */
import { createHash } from 'node:crypto';
import type { Router } from 'express';
import type { DingTalkConfig, FeishuConfig } from './config.ts';
import { calendarOf } from './county/calendar.ts';
import { qinglanCalendar } from './county/seed/calendar.ts';
import { castOf } from './county/seed/cast.ts';
import { seedQinglan } from './county/seed/qinglan.ts';
import { startDingtalkDouble } from './doubles/dingtalk/index.ts';
import { startFeishuDouble } from './doubles/feishu/index.ts';
import type { Double } from './doubles/port.ts';
import type { Random } from './ports.ts';
import { isRemindable } from './schedule/quiet-days.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import type { Database } from './store/database.ts';
import type { Secrets } from './store/secrets.ts';
import { type CastMember, simulatorRouter } from './web/simulator/router.ts';

export interface Simulation {
  doubles: readonly Double[];
  /** What the channels are given, as if it came from the settings. */
  credentials: { feishu: FeishuConfig; dingtalk: DingTalkConfig };
  /** Fills the county if it has nobody yet. */
  seed(deps: {
    db: Database;
    secrets: Secrets;
    random: Random;
    countyId: string;
    now: number;
  }): Promise<void>;
  /** The simulator page and its API. `moveTo` resolves when what became due on the way is done. */
  page(county: string, moveTo: (ms: number) => Promise<void>): Router;
  stop(): Promise<void>;
}

/** The first start's date: the last working days of a quarter, with 国庆 and its make-up days ahead. */
export const FIRST_DAY = Date.parse('2026-09-28T09:00:00+08:00');

/** Constant, so that a restart finds the same apps and the same people. */
const APP_ID = 'cli_a1b2c3d4e5f60718';
const CLIENT_ID = 'dingqinglanxiaocai';

export async function openSimulation(clock: SimulatedClock): Promise<Simulation> {
  const feishu = await startFeishuDouble({ appId: APP_ID, now: clock.now, botName: '小才' });
  const dingtalk = await startDingtalkDouble({ clientId: CLIENT_ID, now: clock.now });
  const doubles: Double[] = [feishu, dingtalk];
  const cast = castOf().map((member): CastMember => {
    const { phone, ...shown } = member;
    const accounts = { feishu: accountId('ou_', phone), dingtalk: accountId('', phone) };
    feishu.addUser({ id: accounts.feishu, name: member.name, mobile: phone });
    dingtalk.addUser({ id: accounts.dingtalk, name: member.name, mobile: phone });
    return { ...shown, accounts };
  });
  const calendar = calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil);
  return {
    doubles,
    credentials: {
      feishu: {
        appId: feishu.credentials.appId,
        appSecret: feishu.credentials.appSecret,
        encryptKey: feishu.credentials.encryptKey,
        verificationToken: feishu.credentials.verificationToken,
        connection: 'long',
        domain: feishu.url,
      },
      dingtalk: {
        clientId: dingtalk.credentials.clientId,
        clientSecret: dingtalk.credentials.clientSecret,
        connection: 'stream',
        api: dingtalk.url,
        oapi: dingtalk.url,
      },
    },
    async seed({ db, ...deps }) {
      const people = await db.prisma.person.count({ where: { countyId: deps.countyId } });
      if (people === 0)
        await db.prisma.$transaction((tx) => seedQinglan({ tx, ...deps }), { timeout: 60_000 });
    },
    page: (county, moveTo) =>
      simulatorRouter({
        doubles,
        clock: { now: clock.now, moveTo },
        cast: () => cast,
        botName: '小才',
        county,
        workday: (day) => isRemindable(calendar, day),
      }),
    async stop() {
      await Promise.all(doubles.map((double) => double.stop()));
    },
  };
}

const accountId = (prefix: string, phone: string): string =>
  prefix + createHash('sha256').update(phone).digest('hex').slice(0, 32);
