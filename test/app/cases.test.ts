import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bindByPhone } from '../../src/county/binding.ts';
import { storeCalendar } from '../../src/county/calendar.ts';
import { addPerson } from '../../src/county/people.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import type { RoleName } from '../../src/dialogue/post.ts';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double } from '../../src/doubles/port.ts';
import { silentLog } from '../../src/ports.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { type Service, serviceOfTest, until } from '../support/service.ts';

const countyId = 'county';
const random = { bytes: (length: number) => randomBytes(length) };
const wordsIn = (content: unknown): string =>
  JSON.stringify(content).replaceAll('\\n', '\n').replaceAll('&#42;', '*').replaceAll('∗', '*');

/** Somebody of the county, who says things and looks at what the bot wrote to them. */
class Person {
  readonly double: Double;
  readonly id: string;
  readonly chat: string;

  constructor(double: Double, name: string, mobile: string) {
    this.double = double;
    this.id = double.addUser({ name, mobile }).id;
    this.chat = double.p2p(this.id).id;
  }

  all(chat = this.chat): string[] {
    return this.double
      .messages(chat)
      .filter((message) => message.from === 'bot')
      .map((message) => wordsIn(message.content));
  }

  /** Says it and resolves with the bot's next message in that chat. */
  async says(text: string, chat = this.chat): Promise<string> {
    const before = this.all(chat).length;
    await this.double.say(this.id, chat, { type: 'text', text, mentionBot: chat !== this.chat });
    const seen = await until(
      () => this.all(chat),
      (messages) => messages.length > before,
    );
    return seen[before] ?? '';
  }

  /** The first message with these words, waited for. */
  async hears(words: string): Promise<string> {
    const seen = await until(
      () => this.all(),
      (messages) => messages.some((message) => message.includes(words)),
    );
    return seen.find((message) => message.includes(words)) ?? '';
  }

  /** Presses a button of the newest message that has it, and resolves with what is written next. */
  async presses(label: string): Promise<string> {
    const before = this.all().length;
    const message = this.double
      .messages(this.chat)
      .findLast((candidate) => candidate.from === 'bot' && wordsIn(candidate.content).includes(label));
    const { error } = await this.double.press(this.id, message?.id ?? '', label);
    if (error) throw new Error(error);
    const seen = await until(
      () => this.all(),
      (messages) => messages.length > before,
    );
    return seen[before] ?? '';
  }

  heardTimes(words: string): number {
    return this.all().filter((message) => message.includes(words)).length;
  }
}

interface County extends Service {
  double: Double;
  clock: { value: number };
  /** Moves the clock and does what has become due. */
  at(moment: string): Promise<void>;
  head: Person;
  staff: Person;
  talent: Person;
  /** The contacts of 教育局 and 住建局. */
  school: Person;
  housing: Person;
  leader: Person;
  ids: Record<string, string>;
}

/** 青岚县 with an office, two units, a talent and a leader, on a Thursday morning. */
async function countyOn(platform: 'feishu' | 'dingtalk', start = '2026-09-17T10:00'): Promise<County> {
  const clock = { value: Date.parse(`${start}:00+08:00`) };
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
        storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil),
      ),
  });
  const { prisma } = service.db;
  const secrets = openSecrets(service.config.secretKeys, random);
  await prisma.unit.createMany({
    data: [
      { id: 'u-edu', countyId, name: '教育局', aliases: ['县教育局'] },
      { id: 'u-house', countyId, name: '住建局', aliases: ['县住建局'] },
    ],
  });
  const ids: Record<string, string> = {};
  const add = async (name: string, phone: string, roles: RoleName[], unitId?: string): Promise<Person> => {
    ids[name] = await addPerson(
      prisma,
      { secrets, random },
      countyId,
      { name, phone, roles, ...(unitId ? { unitId } : {}) },
      clock.value,
    );
    return new Person(double, name, phone);
  };
  const people = {
    head: await add('罗佩兰', '13900002001', ['主任', '人才办']),
    staff: await add('龙敏', '13900002002', ['人才办']),
    talent: await add('李文博', '13900002003', ['人才']),
    school: await add('周海涛', '13900002004', ['成员单位'], 'u-edu'),
    housing: await add('谭军', '13900002005', ['成员单位'], 'u-house'),
    leader: await add('向国平', '13900002006', ['领导']),
  };
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
  return {
    ...service,
    ...people,
    double,
    clock,
    ids,
    async at(moment) {
      clock.value = Date.parse(`${moment}:00+08:00`);
      await service.app.sweep();
    },
  };
}

const rowOf = (town: County, no: string) =>
  town.db.prisma.case.findUniqueOrThrow({ where: { countyId_no: { countyId, no } } });
const NO = 'N-2026-0001';

/** The talent raises a need with one sentence, and the office has heard of it. */
async function raise(town: County, text: string, no = NO): Promise<void> {
  expect(await town.talent.says(`/诉求 ${text}`)).toContain(no);
  for (const person of [town.staff, town.head])
    await until(
      () => person.all(),
      (messages) => messages.some((message) => message.includes(no)),
    );
}

describe.each(['feishu', 'dingtalk'] as const)('on %s', (platform) => {
  const county = (start?: string): Promise<County> => countyOn(platform, start);

  describe('a need on its way', () => {
    it('goes from the talent to the office, the unit, the call-back and its end', async () => {
      const town = await county();
      const { talent, staff, school } = town;
      await talent.says('我有个困难');
      await talent.says('公寓热水器坏了三个礼拜，一直没人修');
      await talent.says('对');
      expect(await talent.says('确认')).toContain(NO);
      expect(await staff.hears('收到一件诉求')).toContain('9月18日');
      expect(await staff.presses('派单')).toContain('派给哪个单位');
      expect(await staff.says('住建局')).toContain('9月23日');
      expect(await talent.hears('已转住建局')).toContain('9月23日');
      const card = await town.housing.hears('请贵单位办理');
      expect(card).toContain('热水器');
      expect(card).toContain('139****2003');
      expect(school.all()).toHaveLength(0);
      expect(await town.housing.presses('签收')).toContain('已签收');
      expect(await town.housing.presses('反馈')).toContain('结果');
      expect(await town.housing.says('今天下午已经修好')).toContain('满意才算办结');
      expect(await talent.hears('有结果了')).toContain('今天下午已经修好');
      expect(await staff.hears('已反馈')).toContain('9月18日');
      expect(await talent.presses('基本满意')).toContain('谢谢');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '办结' });
      expect(await staff.hears('本人答复：基本满意')).toContain(NO);
      expect(await town.housing.hears('基本满意')).toContain('办结');
      expect(await town.db.prisma.timer.count({ where: { subject: NO, firedAt: null } })).toBe(0);
    });

    it('keeps a child’s details back until the talent agrees', async () => {
      const town = await county();
      await raise(town, '孩子上初一的事没落实，户口在武汉');
      await town.staff.says('/派 1 教育局');
      const card = await town.school.hears('请贵单位办理');
      expect(card).not.toContain('武汉');
      expect(card).toContain('9月23日');
      await town.talent.hears('您同意吗');
      await town.talent.presses('同意转达');
      expect(await town.school.hears('本人同意转达')).toContain('武汉');
      expect(await town.school.presses('看电话')).toContain('13900002003');
      expect(await town.db.prisma.audit.count({ where: { what: '看电话', by: town.ids.周海涛 ?? '' } })).toBe(
        1,
      );
    });

    it('is returned once, and the second unit cannot return it again', async () => {
      const town = await county();
      await raise(town, '小区门口路灯不亮');
      await town.staff.says('/派 0001 教育局');
      await town.school.hears('请贵单位办理');
      expect(await town.school.says('/退 0001')).toContain('理由');
      expect(await town.school.says('不属于我局职责')).toContain('等人才办裁定');
      expect(await town.staff.hears('教育局退回')).toContain('不属于我局职责');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已受理', unitId: null });
      expect(await town.staff.says('/派0001住建局3天')).toContain('裁定改派住建局，9月21日');
      await town.housing.hears('请贵单位办理');
      expect(await town.housing.says('/退 0001 也不归我们')).toContain('只能用 1 次');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已派单', unitId: 'u-house' });
    });

    it('is extended once, and the talent hears the new day and the reason', async () => {
      const town = await county('2026-09-30T10:00');
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 住建局');
      await town.housing.says('/签收 0001');
      await town.at('2026-10-10T09:05');
      expect(await town.staff.says('/延0001 5 供货商十号才发货')).toContain('10月20日');
      expect(await town.talent.hears('延期到10月20日')).toContain('供货商十号才发货');
      expect(await town.housing.says('/延 0001 3 再延')).toContain('只能用 1 次');
      expect(await town.talent.heardTimes('延期到')).toBe(1);
    });

    it('is redone once when not satisfied, then goes to the office to be talked over', async () => {
      const town = await county();
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 住建局');
      await town.housing.says('/签收 0001');
      await town.housing.says('/结 0001 已安排检查');
      await town.talent.hears('有结果了');
      expect(await town.talent.says('还是没解决')).toContain('重办，9月23日');
      expect(await town.housing.hears('请重办')).toContain('9月23日');
      expect(await town.talent.says('卫生间还在滴水')).toContain('已补到');
      expect(await town.housing.hears('卫生间还在滴水')).toContain(NO);
      await town.housing.says('/结 0001 换了管子');
      await town.talent.hears('换了管子');
      expect(await town.talent.presses('不满意')).toContain('会商');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '会商中' });
      expect(await town.head.hears('请会商办理')).toContain(NO);
    });
  });

  describe('a suggestion', () => {
    it('is passed on without a name, answered, and counted apart from needs', async () => {
      const town = await county('2026-09-17T17:55');
      await town.talent.says('我有个建议');
      await town.talent.says('给园区班车晚上加一趟');
      await town.talent.says('匿名');
      expect(await town.talent.says('确认')).toContain('J-2026-0001');
      expect(await town.staff.hears('收到一件意见建议')).not.toContain('李文博');
      expect(await town.staff.says('/派 J1 住建局')).toContain('10月14日');
      const card = await town.housing.hears('请贵单位办理');
      expect(card).toContain('匿名');
      expect(card).not.toContain('李文博');
      expect(card).not.toContain('139****2003');
      await town.housing.says('/办 J1 采纳 下月起加一班');
      expect(await town.talent.hears('采纳：下月起加一班')).toContain('J-2026-0001');
      expect(await rowOf(town, 'J-2026-0001')).toMatchObject({ stage: '已答复' });
    });
  });

  describe('what the clock does', () => {
    async function dispatched(town: County): Promise<void> {
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 住建局');
      await town.housing.says('/签收 0001');
    }

    it('warns twice, gives yellow by itself, proposes red, and red is the head’s alone', async () => {
      const town = await county('2026-09-23T10:00');
      await dispatched(town);
      expect(await rowOf(town, NO)).toMatchObject({ dueAt: new Date('2026-10-08T23:59:59.999+08:00') });
      await town.at('2026-09-29T09:01');
      await town.housing.hears('到期前还剩 1 个工作日');
      await town.at('2026-09-30T09:01');
      await town.housing.hears('重点督办');
      await town.at('2026-10-03T10:00');
      await town.at('2026-10-09T08:00');
      expect(town.housing.heardTimes('黄牌')).toBe(0);
      await town.at('2026-10-09T09:01');
      await town.housing.hears('发黄牌催办');
      await town.staff.hears('系统已发黄牌');
      await town.app.sweep();
      expect(town.housing.heardTimes('发黄牌催办')).toBe(1);
      expect(town.housing.heardTimes('重点督办')).toBe(1);

      expect(await town.staff.says('／催 0001')).toContain('第 2 次催办');
      expect(await town.staff.says('/催 0001')).toContain('10月15日');
      expect(await town.staff.says('/牌 0001 红')).toContain('提请主任审批');
      expect(
        await town.db.prisma.change.count({ where: { subject: `case:${NO}`, what: { startsWith: '红牌' } } }),
      ).toBe(0);
      await town.at('2026-10-15T09:01');
      await until(
        () => town.head.heardTimes('提请红牌'),
        (times) => times >= 2,
      );
      expect(town.housing.heardTimes('红牌')).toBe(0);
      expect(await town.head.presses('发红牌')).toContain('已发红牌');
      await town.housing.hears('经人才办主任批准发红牌');
    });

    it('tells late, once, what fell due while the service stood still', async () => {
      const town = await county('2026-09-23T10:00');
      await dispatched(town);
      await town.at('2026-10-12T03:00');
      expect(town.housing.heardTimes('黄牌')).toBe(0);
      await town.at('2026-10-12T09:30');
      await town.housing.hears('发黄牌催办');
      await town.app.sweep();
      expect(town.housing.heardTimes('剩 1 个工作日')).toBe(0);
      expect(town.housing.heardTimes('重点督办')).toBe(0);
      expect(town.housing.heardTimes('发黄牌催办')).toBe(1);
    });

    it('asks the office to call when nobody answered; unanswered is not satisfied', async () => {
      const town = await county();
      await dispatched(town);
      await town.housing.says('/结 0001 修好了');
      await town.talent.hears('有结果了');
      await town.at('2026-09-18T09:01');
      expect(await town.staff.hears('还没答复回访')).toContain(NO);
      expect(await rowOf(town, NO)).toMatchObject({ stage: '回访中', closedAt: null });
      expect(await town.staff.says('/回访 0001 满意')).toContain('已办结');
    });

    it('copies yellow to whoever is in charge of the unit, without what was said', async () => {
      const town = await county('2026-09-23T10:00');
      expect(await town.staff.says('/分管 住建局 向国平')).toContain('分管住建局');
      await dispatched(town);
      await town.at('2026-10-09T09:01');
      const copy = await town.leader.hears('抄送您');
      expect(copy).toContain('10月8日');
      expect(copy).not.toContain('李文博');
      await town.app.sweep();
      expect(town.leader.heardTimes('抄送您')).toBe(1);
    });

    it('asks a unit once to speak to the person within a working day, and takes its word', async () => {
      const town = await county('2026-09-22T10:00');
      await raise(town, '公寓漏水', NO);
      await raise(town, '路灯不亮', 'N-2026-0002');
      await town.staff.says('/派 0001 住建局');
      await town.staff.says('/派 0002 住建局');
      await town.housing.hears('N-2026-0002');
      await town.housing.says('/签收 0001');
      await town.housing.says('/签收 0002');
      expect(await town.housing.says('/办 0002 已联系')).toContain('已记下联系过本人');
      await town.at('2026-09-23T09:01');
      expect(await town.housing.hears('和本人联系一次')).toContain(NO);
      await town.app.sweep();
      expect(town.housing.heardTimes('和本人联系一次')).toBe(1);
      expect(await town.housing.presses('已联系')).toContain('已记下');
      expect(await town.housing.says('/办 0001 已联系')).toContain('已经记过');
    });

    it('tells the office of the outermost limits, and holds nobody to them', async () => {
      const town = await county();
      await dispatched(town);
      await town.at('2026-11-16T09:01');
      expect(await town.staff.hears('受理已满 60 天')).toContain('最多再延 30 天');
      await town.at('2026-12-16T09:01');
      await town.staff.hears('受理已满 90 天');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '办理中', closedAt: null });
    });

    it('shelves what cannot be done yet, and looks at it again', async () => {
      const town = await county('2026-09-16T10:00');
      await dispatched(town);
      expect(await town.staff.says('/办 0001 挂账 等管网改造，明年三月做完')).toContain('再看');
      expect(await town.talent.hears('挂账：等管网改造')).toContain(NO);
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已挂账', closedAt: null });
      await town.at('2026-10-16T09:01');
      await town.staff.hears('今天要办');
      expect(await town.staff.says('/派 0001 住建局')).toContain('已派住建局');
      expect(await town.staff.says('/办 0001 终止 电话打了三天都联系不上')).toContain('已终止');
      await town.talent.hears('终止：电话打了三天');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已终止' });
    });

    it('says that it does not know a day past the calendar', async () => {
      const town = await county('2026-12-30T10:00');
      await raise(town, '公寓漏水');
      expect(await town.staff.says('/派 0001 住建局')).toContain('放假安排还没公布');
      await town.talent.hears('期限待定');
      expect(await rowOf(town, NO)).toMatchObject({ dueAt: null });
    });
  });

  describe('whose it is', () => {
    it('shows a unit nothing of another unit’s case, and lets it do nothing', async () => {
      const town = await county();
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 住建局');
      await town.housing.hears('请贵单位办理');
      for (const words of ['/签收 0001', '/结 0001 好了', '/查 0001', '/延 0001 3 忙'])
        expect(await town.school.says(words)).toContain('没有查到');
      expect(await town.school.says('/待办')).toContain('没有待办');
      expect(await town.school.says('/催 0001')).toContain('用不了');
      expect(await town.housing.says('/待办')).toContain(NO);
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已派单' });
    });

    it('masks names in a group and says nothing there of what was told', async () => {
      const town = await county();
      await raise(town, '公寓漏水，电话13900002003');
      await town.staff.hears('收到一件诉求');
      const group = town.double.addGroup('人才办内部', [town.staff.id, town.head.id]).id;
      const list = await town.staff.says('/待办', group);
      expect(list).toContain('待派 1 件');
      expect(list).toContain('李**');
      expect(list).not.toContain('李文博');
      const card = await town.staff.says('/查 1', group);
      expect(card).toContain('李**');
      expect(card).not.toContain('13900002003');
      expect(await town.staff.says('/查 1')).toContain('李文博');
    });

    it('lists what is late, near and unassigned', async () => {
      const town = await county('2026-09-23T10:00');
      for (const [number, text] of [
        [1, '孩子上学没落实'],
        [2, '公寓漏水'],
        [3, '想咨询贷款'],
      ] as const) {
        if (number === 2) await town.at('2026-09-30T10:00');
        if (number === 3) await town.at('2026-10-10T09:00');
        await raise(town, text, `N-2026-000${number}`);
        if (number < 3) await town.staff.says(`/派 ${number} ${number === 1 ? '教育局' : '住建局'}`);
        if (number === 1) await town.school.says('/签收 1');
        if (number === 2) await town.housing.says('/签收 2');
      }
      const list = await town.staff.says('/待办');
      expect(list).toContain('逾期 1 件，临期 1 件，待派 1 件');
      expect(list).toContain('已逾期 2 个工作日');
      expect(list).toContain('到期前还剩 1 个工作日');
      const due = await town.staff.says('/到期 3');
      expect(due).toContain('共 3 件，其中已经过期 1 件');
      expect(due.indexOf('N-2026-0001')).toBeLessThan(due.indexOf('N-2026-0002'));
      expect(due).toContain('N-2026-0001，教育局，子女入学，李文博，已逾期 2 个工作日');
      expect(await town.staff.says('/到期 半天')).toContain('没看懂');
      const own = await town.housing.says('快到期的');
      expect(own).toContain('N-2026-0002');
      expect(own).not.toContain('N-2026-0001');
      expect(await town.staff.says('/派 0003 教育局 3')).toContain('10月14日');
      expect(await town.staff.says('/结 0001 已经安排到实验小学了')).toContain('10月12日');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '回访中', closedAt: null });
      await town.at('2026-10-13T09:00');
      expect(await town.staff.says('/待办')).toMatch(
        /逾期 N-2026-0003[^\n]*，应于10月12日 周一签收，10月14日 周三到期/u,
      );
    });

    it('takes an accusation out of everybody’s sight but the head’s', async () => {
      const town = await county();
      const answer = await town.talent.says('/诉求 我要举报教育局周海涛收了红包才给学位');
      expect(answer).toContain('只有人才办主任能看到');
      expect(await town.head.hears('检举控告')).toContain(NO);
      expect(town.staff.all()).toHaveLength(0);
      expect(await town.staff.says('/查 0001')).toContain('没有查到');
      expect(await town.staff.says('/待办')).not.toContain(NO);
      expect(await town.head.says('/派 0001 教育局')).toContain('不能');
      expect(town.school.all()).toHaveLength(0);
      expect(await town.head.says('/办 0001 转纪检信访 县纪委')).toContain('已转出');
    });

    it('keeps nothing of an accusation of the only head, and names another door', async () => {
      const town = await county();
      expect(await town.talent.says('/诉求 我要举报人才办罗佩兰主任受贿')).toContain('12388');
      expect(await town.db.prisma.case.count()).toBe(0);
      expect(town.head.all()).toHaveLength(0);
    });

    it('gives a complaint to the unit, but not to whom it may be about', async () => {
      const town = await county();
      await raise(town, '住建局那个小谭态度太差，爱住不住');
      expect(await town.staff.hears('收到一件诉求')).toContain('当事人回避');
      await town.staff.says('/派 0001 住建局');
      expect(await town.staff.hears('要回避')).toContain('联系单位负责人');
      expect(town.housing.all()).toHaveLength(0);
      expect(await town.housing.says('/查 0001')).toContain('没有查到');
    });
  });

  describe('taking back', () => {
    it('undoes a dispatch within ten minutes and tells whoever was told', async () => {
      const town = await county();
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 教育局');
      await town.school.hears('请贵单位办理');
      expect(await town.staff.says('/撤销')).toContain('已撤销：派单');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '已受理', unitId: null });
      await town.school.hears('已撤销');
      await town.talent.hears('已撤销');
      expect(await town.school.says('/签收 0001')).toContain('没有查到');
      expect(await town.staff.says('/派 0001 住建局')).toContain('已派住建局');
      town.clock.value += 11 * 60_000;
      expect(await town.staff.says('/撤销')).toContain('没有可以撤销');
    });

    it('does not undo what others have gone on with', async () => {
      const town = await county();
      await raise(town, '公寓漏水');
      await town.staff.says('/派 0001 住建局');
      await town.housing.says('/签收 0001');
      expect(await town.staff.says('/撤销')).toContain('有人接着办');
      expect(await rowOf(town, NO)).toMatchObject({ stage: '办理中' });
    });
  });
});

/** DingTalk does not tell that somebody opens a chat. */
it('greets once whoever looks into the chat, and not after something that waits there already', async () => {
  const town = await countyOn('feishu');
  await raise(town, '公寓漏水');
  await town.staff.hears('收到一件诉求');
  await town.double.enter(town.staff.id);
  await town.double.enter(town.leader.id);
  expect(await town.leader.hears('我是青岚县人才办的小才')).toContain('向国平同志');
  await town.double.enter(town.leader.id);
  // Answered after whatever came of looking in.
  expect(await town.leader.says('/我联系谁')).toContain('没有结对');
  await town.staff.says('/帮助');
  expect(town.leader.heardTimes('我是青岚县人才办的小才')).toBe(1);
  expect(town.staff.heardTimes('我是青岚县人才办的小才')).toBe(0);
});
