import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bindByPhone } from '../../src/county/binding.ts';
import { storeCalendar } from '../../src/county/calendar.ts';
import { addPerson } from '../../src/county/people.ts';
import type { RoleName } from '../../src/dialogue/post.ts';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double } from '../../src/doubles/port.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { CLAIM, type Service, serviceOfTest, until } from '../support/service.ts';
import { Talker } from './leader-setting.ts';

const NOW = Date.parse('2026-09-17T17:55:00+08:00');
const countyId = 'county';
const random = { bytes: (length: number) => randomBytes(length) };

const wordsIn = (content: unknown): string => JSON.stringify(content).replaceAll('\\n', '\n');

interface Setting extends Service {
  double: Double;
  add(person: {
    name: string;
    title?: string;
    unit?: string;
    phone: string;
    roles: RoleName[];
  }): Promise<{ id: string; person: Talker }>;
  bind(): Promise<void>;
  clock: { value: number };
}

async function setting(platform: 'feishu' | 'dingtalk'): Promise<Setting> {
  const clock = { value: NOW };
  const double =
    platform === 'feishu'
      ? await startFeishuDouble({ limits: 'off' })
      : await startDingtalkDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const service = await serviceOfTest({
    [platform]: double,
    clock: { now: () => clock.value },
    prepare: (db) => db.prisma.$transaction((tx) => storeCalendar(tx, countyId, [], '2026-12-31')),
  });
  const secrets = openSecrets(service.config.secretKeys, random);
  return {
    ...service,
    double,
    clock,
    async add({ phone, ...rest }) {
      const person = new Talker(double, rest.name, phone);
      const id = await addPerson(service.db.prisma, { secrets, random }, countyId, { ...rest, phone }, NOW);
      return { id, person };
    },
    async bind() {
      const app = await service.db.prisma.app.findFirstOrThrow();
      const channel = service.app.channels.get(app.id);
      if (!channel) throw new Error('no channel');
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      await bindByPhone({ db: service.db, secrets, random, log }, countyId, app.id, channel, NOW);
    },
  };
}

async function pair(service: Service, leaderId: string, talentId: string, post: string): Promise<void> {
  await service.db.prisma.pairing.create({
    data: { id: `${leaderId}-${talentId}`, countyId, post, leaderId, talentId, from: new Date('2026-01-12') },
  });
}

describe.each(['feishu', 'dingtalk'] as const)('the county on %s', (platform) => {
  it('lets the first administrator in by the claim code, once', async () => {
    const { double } = await setting(platform);
    const admin = new Talker(double, '覃主任', '13900001001');
    expect(await admin.says('/认领 WRONG')).toContain('认领码不对');
    expect(await admin.says(`／认领${CLAIM}`)).toContain('认领成功');
    const second = new Talker(double, '路人', '13900001002');
    expect(await second.says(`/认领 ${CLAIM}`)).toContain('已经有了');
  });

  it('turns a sentence of a leader into a record after one tap, and staff find it', async () => {
    const county = await setting(platform);
    const leader = await county.add({
      name: '向国平',
      title: '县委常委、副县长',
      phone: '13900001003',
      roles: ['领导'],
    });
    const talent = await county.add({
      name: '李文博',
      title: '教授',
      unit: '华科高新专家工作站',
      phone: '13900001004',
      roles: ['人才'],
    });
    await county.add({
      name: '李春和',
      title: '教授',
      unit: '县职业中专',
      phone: '13900001005',
      roles: ['人才'],
    });
    const staff = await county.add({
      name: '龙敏',
      title: '干事',
      unit: '县委人才办',
      phone: '13900001006',
      roles: ['人才办'],
    });
    await pair(county, leader.id, talent.id, '县委常委、副县长');
    await county.bind();

    expect(await leader.person.says('我这个季度还差谁')).toContain('还差 1 位：李文博');
    const card = await leader.person.says('今天下午去华科高新看望了李教授，他说孩子上学的事还没落实');
    expect(card).toContain('李文博');
    expect(card).toContain('走访');
    expect(card).toContain('9月17日');
    expect(await county.db.prisma.contact.count()).toBe(0);
    await leader.person.presses('确认记录');
    await until(
      () => county.db.prisma.contact.count(),
      (count) => count === 1,
    );
    const row = await county.db.prisma.contact.findFirstOrThrow();
    expect(row).toMatchObject({
      method: '走访',
      halfDay: '下午',
      place: '华科高新',
      no: 'L-2026-0001',
      talentId: talent.id,
    });
    expect(Buffer.from(row.notes).toString()).not.toContain('孩子');

    expect(await leader.person.says('我联系谁')).toContain('都联系过了');
    expect(await staff.person.hears()).toContain('N-2026-0001');
    const found = await staff.person.says('/查 李文博');
    expect(found).toContain('L-2026-0001');
    expect(found).toContain('华科高新');
    expect(found).toMatch(/139\D+1004/u);
  });

  it('asks which of two is meant, and takes the answer', async () => {
    const county = await setting(platform);
    const leader = await county.add({
      name: '彭春华',
      title: '县人大常委会副主任',
      phone: '13900001007',
      roles: ['领导'],
    });
    const one = await county.add({
      name: '张伟',
      title: '副主任医师',
      unit: '县中医院',
      phone: '13900001008',
      roles: ['人才'],
    });
    const two = await county.add({
      name: '张伟',
      title: '工程师',
      unit: '三叶茶业',
      phone: '13900001009',
      roles: ['人才'],
    });
    await pair(county, leader.id, one.id, '县人大常委会副主任');
    await pair(county, leader.id, two.id, '县人大常委会副主任');
    await county.bind();
    expect(await leader.person.says('昨天跟张伟通了电话')).toContain('哪一位');
    expect(await leader.person.presses('张伟（三叶茶业 工程师）')).toContain('确认');
    await leader.person.says('对');
    const row = await county.db.prisma.contact.findFirstOrThrow();
    expect(row).toMatchObject({ talentId: two.id, method: '电话' });
    expect(row.date.toISOString().slice(0, 10)).toBe('2026-09-16');
  });

  it('takes a correction in words, and undoes within ten minutes but not after', async () => {
    const county = await setting(platform);
    const leader = await county.add({
      name: '向国平',
      title: '副县长',
      phone: '13900001010',
      roles: ['领导'],
    });
    const talent = await county.add({
      name: '吴昊',
      title: '博士',
      unit: '茶叶研究所',
      phone: '13900001011',
      roles: ['人才'],
    });
    await pair(county, leader.id, talent.id, '副县长');
    await county.bind();
    await leader.person.says('今天去看望了吴博士');
    expect(await leader.person.says('不对，是昨天')).toContain('9月16日');
    expect(await leader.person.says('改成电话')).toContain('电话');
    expect(await leader.person.says('确认')).toContain('L-2026-0001');
    expect(await leader.person.says('/撤销')).toContain('已撤销');
    expect(await leader.person.says('我联系谁')).toContain('还差 1 位');
    await leader.person.says('昨天跟吴博士通了电话');
    await leader.person.says('对');
    county.clock.value += 11 * 60_000;
    expect(await leader.person.says('/撤销')).toContain('没有可以撤销');
  });

  it('reminds a leader once in the quarter, in hours, and stops when there was contact', async () => {
    const county = await setting(platform);
    const leader = await county.add({
      name: '彭春华',
      title: '副主任',
      phone: '13900001012',
      roles: ['领导'],
    });
    const talent = await county.add({
      name: '石磊',
      title: '总工程师',
      unit: '青岚新材料',
      phone: '13900001013',
      roles: ['人才'],
    });
    await pair(county, leader.id, talent.id, '副主任');
    await county.bind();
    county.clock.value = Date.parse('2026-10-01T03:00:00+08:00');
    await county.app.sweep();
    expect(leader.person.heard()).toHaveLength(0);
    county.clock.value = Date.parse('2026-10-01T09:05:00+08:00');
    const reminder = await leader.person.hears();
    expect(reminder).toContain('石磊');
    expect(reminder).toContain('四季度');
    await county.app.sweep();
    expect(leader.person.heard()).toHaveLength(1);
    await leader.person.says('上午和石总工通了电话');
    await leader.person.says('对');
    const told = leader.person.heard().length;
    // Talked, but not met this half-year: the next reminder speaks of that alone.
    county.clock.value = Date.parse('2026-12-16T09:05:00+08:00');
    await until(
      () => leader.person.heard().length,
      (count) => count === told + 1,
    );
    expect(wordsIn(leader.person.heard().at(-1)?.content)).toContain('下半年还没见面');
  });

  it('binds a stranger when staff agree, and gives a role only by the head', async () => {
    const county = await setting(platform);
    const head = await county.add({
      name: '覃明',
      title: '主任',
      unit: '县委人才办',
      phone: '13900001014',
      roles: ['主任', '人才办'],
    });
    await county.add({ name: '郑可', title: '教师', unit: '县二中', phone: '13900001015', roles: ['人才'] });
    const staff = await county.add({
      name: '龙敏',
      title: '干事',
      unit: '县委人才办',
      phone: '13900001016',
      roles: ['人才办'],
    });
    await county.bind();
    const stranger = new Talker(county.double, '可可', '13900001999');
    expect(await stranger.says('我是郑可，县二中的')).toContain('请人才办确认');
    expect(await head.person.hears()).toContain('郑可');
    await head.person.presses('是本人，绑定');
    expect(await stranger.hears()).toContain('身份确认好了');
    expect(await stranger.says('/待办')).toContain('用不了');
    expect(await staff.person.hears()).toContain('申请绑定');
    const nobody = new Talker(county.double, '小向', '13900001998');
    expect(await nobody.says('我是向国平，县委常委、副县长')).toContain('请人才办确认');
    expect(await head.person.hears()).toContain('没有这个人');
    await head.person.presses('新建并绑定');
    expect(await nobody.hears()).toContain('身份确认好了');
    expect(await head.person.says('/授权 向国平 领导')).toContain('已给向国平');
    expect(await nobody.says('/我联系谁')).toContain('没有结对');
    await staff.person.hears();
    expect(await staff.person.says('/授权 郑可 专员')).toContain('用不了');
    expect(await head.person.says('/授权 郑可 专员')).toContain('已给郑可');
    expect(await county.db.prisma.role.count({ where: { role: '专员' } })).toBe(1);
  });
});
