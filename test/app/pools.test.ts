/** 占用 on the real path: what a guest is promised, what the next hears, what staff see and do about it. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addPerson } from '../../src/county/people.ts';
import { serviceOfTest, until } from '../support/service.ts';
import { type County, county, countyId, Talker } from './leader-setting.ts';

const NOW = '2026-06-15T10:00:00+08:00';
const random = { bytes: (length: number) => randomBytes(length) };

interface Hostel extends County {
  office: Talker;
  league: Talker;
  guest(name: string): Talker;
}

/** A county with its hostel, the unit that decides on stays, and these rooms. */
async function hostel(platform: 'feishu' | 'dingtalk', rooms: string): Promise<Hostel> {
  const c = await county(platform, NOW);
  const { prisma } = c.db;
  await prisma.unit.create({ data: { id: 'u-league', countyId, name: '团县委', aliases: [] } });
  const office = await c.staff('龙敏');
  const league = new Talker(c.double, '彭雨', '13900003001');
  league.personId = await addPerson(
    prisma,
    { secrets: c.secrets, random },
    countyId,
    { name: '彭雨', unit: '团县委', unitId: 'u-league', phone: '13900003001', roles: ['成员单位'] },
    c.clock.value,
  );
  await c.bind();
  if (rooms) expect(await office.says(`/池 青年驿站 加 ${rooms}`)).toContain('“青年驿站”加了');
  let phones = 13_900_004_000;
  return {
    ...c,
    office,
    league,
    guest: (name) => {
      phones += 1;
      return new Talker(c.double, name, String(phones));
    },
  };
}

/** Everything but the last answer. */
async function almost(guest: Talker, name: string, from: string, to: string): Promise<void> {
  await guest.says('请问是在这里申请免费住宿吗');
  await guest.says(`我叫${name} 怀化学院大四的 这个月底毕业 来参加教师招聘考试 20号笔试 想住${from}到${to}`);
  await guest.says('外省');
  expect(await guest.says('13900005678')).toContain('身份证照片');
}

async function applies(guest: Talker, name: string, from: string, to: string): Promise<string> {
  await almost(guest, name, from, to);
  return guest.says('跳过');
}

const rows = async ({ db }: County) =>
  (
    await db.prisma.allocation.findMany({
      where: { releasedAt: null },
      include: { unit: true },
      orderBy: [{ unitId: 'asc' }, { from: 'asc' }],
    })
  ).map(({ unit, from, to }) =>
    [unit.name, ...[from, to].map((date) => date.toISOString().slice(5, 10))].join(' '),
  );

describe.each(['feishu', 'dingtalk'] as const)('on %s', (platform) => {
  it('a guest is promised a room, the next hears what is free next and keeps all that was said', async () => {
    const c = await hostel(platform, '');
    expect(await c.office.says('/池')).toContain('还没有登记');
    expect(await c.office.says('/池 青年驿站 加 201')).toContain('加了 1 个，现在共 1 个');

    const [first, second] = [c.guest('思雨'), c.guest('佳佳')];
    const promised = await applies(first, '何思雨', '19号', '21号');
    expect(promised).toContain('给您留的是“201”，6月19日到6月21日。');
    expect(promised).toContain('通过才算定');
    expect(await c.league.hears()).toContain('“201”，6月19日到6月21日');

    const full = await applies(second, '龙佳佳', '20号', '22号');
    expect(full).toContain('“青年驿站”6月20日到6月22日已经满了');
    expect(full).toContain('最早6月21日起有空');
    expect(await c.db.prisma.case.count()).toBe(1);
    const moved = await second.says('入住改成6月21日');
    expect(moved).toContain('给您留的是“201”，6月21日到6月22日。');
    expect(await rows(c)).toEqual(['201 06-19 06-21', '201 06-21 06-22']);

    const seen = await c.office.hears().then(() => c.office.hears());
    expect(seen).toContain('青年驿站');
    const shown = await c.office.says('/驿站 6月19日到6月22日');
    expect(shown).toContain('S-2026-0001 何思雨，待审核，6月19日到6月21日');
    expect(shown).toContain('S-2026-0002 龙佳佳');
    expect(shown).toContain('空 0 个');
    expect(shown).not.toContain('13900005678');

    await c.league.hears();
    expect(await c.league.says('/办 0001 通过 凭身份证到前台')).toContain('待入住');
    const told = await first.hears();
    expect(told).toContain('通过：凭身份证到前台');
    expect(told).toContain('给您留的是“201”，6月19日到6月21日。');
  });

  it('what is let go is free for the next, and an undo gives the same room back, another, or says why not', async () => {
    const c = await hostel(platform, '201 202');
    const [first, second] = [c.guest('思雨'), c.guest('佳佳')];
    await applies(first, '何思雨', '19号', '21号');
    await c.league.hears();
    await c.league.says('/办 0001 退回 毕业超过三年');
    expect(await first.hears()).toContain('退回');
    expect(await rows(c)).toEqual([]);
    expect(await c.league.says('/撤销')).toContain('已撤销');
    expect(await first.hears()).toContain('青年驿站“201”，6月19日到6月21日');
    expect(await rows(c)).toEqual(['201 06-19 06-21']);

    await c.league.says('/办 0001 退回 毕业超过三年');
    await first.hears();
    expect(await applies(second, '龙佳佳', '19号', '21号')).toContain('“201”');
    await c.league.hears();
    expect(await c.league.says('/撤销')).toContain('已撤销');
    expect(await first.hears()).toContain('青年驿站“202”');
    expect(await rows(c)).toEqual(['201 06-19 06-21', '202 06-19 06-21']);

    await c.league.says('/办 0001 退回 毕业超过三年');
    await first.hears();
    const third = c.guest('小石');
    expect(await applies(third, '石小磊', '20号', '21号')).toContain('“202”');
    await c.league.hears();
    expect(await c.league.says('/撤销')).toContain('已经给了别人，这几天也没有别的空着，不能撤销');
    expect(await c.db.prisma.case.findFirst({ where: { no: 'S-2026-0001' } })).toMatchObject({
      stage: '已退回',
    });
  });

  it('corrected days move what was promised, and leave it where they cannot', async () => {
    const c = await hostel(platform, '201');
    const [first, second] = [c.guest('思雨'), c.guest('佳佳')];
    await applies(first, '何思雨', '19号', '21号');
    await applies(second, '龙佳佳', '22号', '24号');
    expect(await first.says('离店改成6月22日')).toContain('给您留的是“201”，6月19日到6月22日。');
    const refused = await first.says('离店改成6月23日');
    expect(refused).toContain('已经满了');
    expect(refused).toContain('原来给您留的“201”，6月19日到6月22日没有动');
    expect(await rows(c)).toEqual(['201 06-19 06-22', '201 06-22 06-24']);
    expect(await first.says('取消')).toContain('不改了，之前提交的青年驿站照旧');
    expect(await rows(c)).toEqual(['201 06-19 06-22', '201 06-22 06-24']);
  });

  it('a guest who does not come says so, and the room is the next one’s', async () => {
    const c = await hostel(platform, '201');
    const [first, second] = [c.guest('思雨'), c.guest('佳佳')];
    expect(await applies(first, '何思雨', '19号', '21号')).toContain('不需要了请说“取消申请”');
    await c.league.hears();
    expect(await second.says('取消申请')).not.toContain('撤回');
    expect(await first.says('取消申请')).toContain('青年驿站“201”，6月19日到6月21日');
    expect(await rows(c)).toEqual(['201 06-19 06-21']);
    expect(await first.presses('撤回申请')).toContain('S-2026-0001 已撤回');
    expect(await c.league.hears()).toContain('撤回');
    expect(await rows(c)).toEqual([]);
    expect(await first.says('取消申请')).not.toContain('“201”');
    expect(await applies(second, '龙佳佳', '19号', '21号')).toContain('给您留的是“201”');
  });

  it('days corrected after the stay is over are a new application', async () => {
    const c = await hostel(platform, '201');
    const guest = c.guest('思雨');
    await applies(guest, '何思雨', '19号', '25号');
    await c.league.hears();
    await c.league.says('/办 0001 退回 人数已满');
    await guest.hears();
    const anew = await guest.says('离店改成6月24日');
    expect(anew).toContain('这是新的申请，编号 S-2026-0002。给您留的是“201”，6月19日到6月24日。');
    expect(await rows(c)).toEqual(['201 06-19 06-24']);
    const [kept] = await c.db.prisma.case.findMany({ where: { no: 'S-2026-0002' } });
    expect(kept).toMatchObject({ stage: '待审核', unitId: 'u-league' });
  });

  it('leaving early, not coming and ending a case free the nights to come', async () => {
    const c = await hostel(platform, '201 202 203');
    for (const [index, name] of ['何思雨', '龙佳佳', '石小磊'].entries()) {
      await applies(c.guest(name), name, '19号', '25号');
      await c.league.says(`/办 000${index + 1} 通过 凭身份证到前台`);
    }
    c.clock.value = Date.parse('2026-06-19T15:00:00+08:00');
    await c.league.says('/办 0001 入住');
    c.clock.value = Date.parse('2026-06-21T09:00:00+08:00');
    await c.league.says('/办 0001 离店');
    await c.league.says('/办 0002 未到 没有来');
    await c.office.says('/办 0003 终止 本人来电不来了');
    const kept = await until(
      () => c.db.prisma.allocation.findMany({ orderBy: { id: 'asc' } }),
      (all) => all.every(({ releasedAt }) => releasedAt !== null),
    );
    expect(kept.map(({ to }) => to.toISOString().slice(0, 10))).toEqual([
      '2026-06-21',
      '2026-06-21',
      '2026-06-21',
    ]);
    expect(await c.db.prisma.case.findMany({ select: { stage: true }, orderBy: { no: 'asc' } })).toEqual([
      { stage: '回访中' },
      { stage: '未入住' },
      { stage: '已终止' },
    ]);
  });
});

describe('the office', () => {
  it('adds rooms, closes one, moves somebody, takes a room back; each is told and can be taken back', async () => {
    const c = await hostel('feishu', '201到203、305');
    const { office } = c;
    const guest = c.guest('思雨');
    expect(await office.says('/池')).toContain('共 4 个，今天占着 0 个，空 4 个');
    expect(await office.says('/池 青年驿站 加 305 201')).toContain('已经在“青年驿站”里了');
    expect(await office.says('/驿站 加 306')).toContain('现在共 5 个');
    expect(await office.says('/撤销')).toContain('已撤销：青年驿站加 1 个');
    await applies(guest, '何思雨', '18号', '23号');
    expect(await office.hears()).toContain('“201”，6月18日到6月23日');

    const closed = await office.says('/池 驿站 停 201 305');
    expect(closed).toContain('已停用 青年驿站 201、305');
    expect(closed).toContain('里面还有 S-2026-0001');
    expect(await office.says('/池 驿站 换 0001 305')).toContain('“305”停用了');
    expect(await office.says('/池 驿站 换 0001 202')).toContain('已从“201”换到“202”');
    expect(await guest.hears()).toContain('“201”换成“202”，日子不变');
    expect(await rows(c)).toEqual(['202 06-18 06-23']);
    expect(await office.says('/撤销')).toContain('已撤销');
    expect(await guest.hears()).toContain('青年驿站“201”，6月18日到6月23日还给您留着');
    expect(await rows(c)).toEqual(['201 06-18 06-23']);

    c.clock.value = Date.parse('2026-06-19T10:00:00+08:00');
    const today = await office.says('/驿站');
    expect(today).toContain('共 4 个（停用 2 个），今天占着 1 个，空 2 个');
    expect(today).toContain('空着：202、203');
    expect(await office.says('/池 驿站 换 0001 203')).toContain('换到“203”');
    expect(await rows(c)).toEqual(['203 06-19 06-23']);
    expect(await guest.hears()).toContain('“203”');
    expect(await office.says('/池 驿站 腾 0001')).toContain('已收回 S-2026-0001 占的“203”，6月19日到6月23日');
    expect(await guest.hears()).toContain('人才办收回了');
    expect(await office.says('/驿站 到期')).toContain('没有人占着');
    expect(await office.says('/撤销')).toContain('已撤销');
    expect(await guest.hears()).toContain('还给您留着');
    expect(await office.says('/驿站 到期')).toContain('S-2026-0001 何思雨');
    expect(await rows(c)).toEqual(['203 06-19 06-23']);
    expect(await office.says('/池 驿站 开 201')).toContain('已启用 青年驿站 201');

    expect(await office.says('/公寓')).toContain('没有“公寓”这个池。现有：青年驿站');
    expect(await office.says('/池 驿站 扫地')).toContain('没看懂');
    expect(await office.says('/池 驿站 腾 0099')).toContain('没有查到“0099”');
    expect(await office.says('/驿站 退回 0001 名额已满')).toContain('已退回');
    expect(await rows(c)).toEqual([]);
  });

  it('that keeps no rooms gets every application, marked to be arranged by hand', async () => {
    const c = await hostel('feishu', '');
    const done = await applies(c.guest('思雨'), '何思雨', '19号', '21号');
    expect(done).toContain('申请收到了，编号 S-2026-0001');
    expect(done).not.toContain('给您留的是');
    expect(await c.office.hears()).toContain('没有占上，请人工安排');
    expect(await c.db.prisma.allocation.count()).toBe(0);
  });
});

it('of many who ask at once over two processes one has the last room, and the others hear it', async () => {
  const c = await hostel('feishu', '201');
  await serviceOfTest({
    feishu: c.double as never,
    databaseUrl: c.config.databaseUrl as string,
    clock: { now: () => c.clock.value },
  });
  const guests = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'].map((name) => c.guest(name));
  for (const [index, guest] of guests.entries())
    await almost(guest, `何小${'甲乙丙丁戊己庚辛'[index]}`, '19号', '21号');
  c.double.faults.duplicate = 1;
  const heard = await Promise.all(guests.map((guest) => guest.says('跳过')));
  expect(heard.filter((words) => words.includes('给您留的是“201”'))).toHaveLength(1);
  expect(heard.filter((words) => words.includes('已经满了') && words.includes('最早6月21日起'))).toHaveLength(
    7,
  );
  expect(await rows(c)).toEqual(['201 06-19 06-21']);
  expect(await c.db.prisma.case.count()).toBe(1);
  expect(await c.db.prisma.event.count({ where: { status: 'aside' } })).toBe(0);
});

it('pressed twice and delivered three times, the last answer takes one room', async () => {
  const c = await hostel('feishu', '201 202 203');
  const guest = c.guest('思雨');
  await almost(guest, '何思雨', '19号', '21号');
  c.double.faults.duplicate = 2;
  const card = guest.heard().findLast(({ content }) => JSON.stringify(content).includes('跳过'));
  await Promise.all([0, 1].map(() => c.double.press(guest.id, card?.id ?? '', '跳过')));
  await until(
    () => c.db.prisma.waitingEvent.count(),
    (count) => count === 0,
  );
  expect(await rows(c)).toEqual(['201 06-19 06-21']);
  expect(await c.db.prisma.case.count()).toBe(1);
});
