/** A small invented county on two fake doubles, with messages of every kind, behind a real server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import helmet from 'helmet';
import { type CastMember, type SimulatorDeps, simulatorRouter } from '../../src/web/simulator/router.ts';
import { FakeDouble } from './fake-double.ts';

export interface County {
  url: string;
  feishu: FakeDouble;
  dingtalk: FakeDouble;
  clock: { now(): number; moveTo(ms: number): Promise<void> };
  deps: SimulatorDeps;
  account(name: string, platform: 'feishu' | 'dingtalk'): string;
  stop(): Promise<void>;
}

const roles: [string, CastMember['role'], string][] = [
  ['向国平', '县领导', '县委常委、副县长'],
  ['龙秀英', '县领导', '县委常委、组织部部长'],
  ['覃晓霖', '人才', '县人民医院 主治医师'],
  ['李建华', '人才', '华科高新 首席工程师'],
  ['田小满', '人才办', '县委人才办 综合股'],
  ['石磊', '成员单位', '县教育局 人事股'],
  ['彭远航', '在外乡贤', '深圳青岚商会 副会长'],
  ['王五', '路人', '未登记'],
];

export async function startCounty(start = '2026-11-23T09:30:00+08:00'): Promise<County> {
  let now = Date.parse(start);
  const clock = {
    now: () => now,
    moveTo: async (ms: number) => {
      now = ms;
    },
  };
  const feishu = new FakeDouble('feishu');
  const dingtalk = new FakeDouble('dingtalk');
  feishu.now = clock.now;
  dingtalk.now = clock.now;
  const cast = roles.map(([name, role, title], index): CastMember => {
    const mobile = `1380000${String(index).padStart(4, '0')}`;
    const accounts = {
      feishu: feishu.addUser({ name, mobile }).id,
      ...(name !== '彭远航' && { dingtalk: dingtalk.addUser({ name, mobile }).id }),
    };
    return { name, role, title, accounts };
  });
  const deps: SimulatorDeps = {
    doubles: [feishu, dingtalk],
    clock,
    cast: () => cast,
    botName: '小才',
    county: '青岚县',
  };
  const app = express();
  app.use(helmet());
  app.use(simulatorRouter(deps));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    feishu,
    dingtalk,
    clock,
    deps,
    account: (name, platform) => cast.find((member) => member.name === name)?.accounts[platform] ?? '',
    stop: () => stopped(server),
  };
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
