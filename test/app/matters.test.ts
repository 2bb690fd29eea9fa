import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bindByPhone } from '../../src/county/binding.ts';
import { storeCalendar } from '../../src/county/calendar.ts';
import { addPerson } from '../../src/county/people.ts';
import { openJson, openText } from '../../src/county/sealed.ts';
import { qinglanCalendar } from '../../src/county/seed/calendar.ts';
import type { RoleName } from '../../src/dialogue/post.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import type { Double, DoubleContent } from '../../src/doubles/port.ts';
import { FLOWS_FOLDER } from '../../src/flow-files.ts';
import { silentLog } from '../../src/ports.ts';
import { openSecrets } from '../../src/store/secrets.ts';
import { wordsOfDocument } from '../support/document.ts';
import { type Service, serviceOfTest, until } from '../support/service.ts';

const countyId = 'county';
const random = { bytes: (length: number) => randomBytes(length) };
const secrets = openSecrets(['0123456789abcdef0123456789abcdef'], random);

/** Somebody who talks with the bot, in private or in a group. */
class Talker {
  readonly double: Double;
  readonly id: string;
  readonly chat: string;

  constructor(double: Double, name: string, mobile: string) {
    this.double = double;
    this.id = double.addUser({ name, mobile }).id;
    this.chat = double.p2p(this.id).id;
  }

  heard(): string[] {
    return this.double
      .messages(this.chat)
      .filter((message) => message.from === 'bot')
      .map((message) => JSON.stringify(message.content).replaceAll('\\n', '\n'));
  }

  /** Says it, and resolves with everything the bot says up to the message that holds `part`. */
  async says(said: string | DoubleContent, part: string): Promise<string> {
    const before = this.heard().length;
    const content = typeof said === 'string' ? { type: 'text' as const, text: said } : said;
    await this.double.say(this.id, this.chat, content);
    return this.hears(part, before);
  }

  async hears(part: string, before = 0): Promise<string> {
    const words = await until(
      () => this.heard().slice(before).join('\n'),
      (seen) => seen.includes(part),
    );
    return words;
  }
}

interface Setting extends Service {
  double: Double;
  clock: { value: number };
  person(name: string, phone: string, roles: RoleName[], unit?: string): Promise<Talker>;
  answersOf(matter: string): Promise<Record<string, unknown>[]>;
}

async function setting(now: string, options: { flowsFolder?: string } = {}): Promise<Setting> {
  const clock = { value: Date.parse(now) };
  const double = await startFeishuDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const service = await serviceOfTest({
    feishu: double,
    clock: { now: () => clock.value },
    ...options,
    prepare: (db) =>
      db.prisma.$transaction((tx) =>
        storeCalendar(tx, countyId, qinglanCalendar.days, qinglanCalendar.validUntil),
      ),
  });
  const { db } = service;
  return {
    ...service,
    double,
    clock,
    async person(name, phone, roles, unit = '') {
      const talker = new Talker(double, name, phone);
      const found = unit ? await db.prisma.unit.findFirst({ where: { countyId, name: unit } }) : null;
      const given = { name, phone, roles, unit, ...(found ? { unitId: found.id } : {}) };
      await addPerson(db.prisma, { secrets, random }, countyId, given, clock.value);
      const app = await db.prisma.app.findFirstOrThrow();
      const channel = service.app.channels.get(app.id);
      if (!channel) throw new Error('no channel');
      await bindByPhone({ db, secrets, random, log: silentLog }, countyId, app.id, channel, clock.value);
      return talker;
    },
    async answersOf(matter) {
      const rows = await db.prisma.case.findMany({ where: { matter }, orderBy: { no: 'asc' } });
      return rows.map((row) => openJson(secrets, row.answers) as Record<string, unknown>);
    },
  };
}

describe('a native', () => {
  it('registers on consent to a version, and those they name wait for themselves without a number', async () => {
    const county = await setting('2026-02-13T16:30:00+08:00');
    const staff = await county.person('龙敏', '13900001016', ['人才办'], '县委人才办');
    const native = new Talker(county.double, '老周', '13900001234');
    await native.says('老家有人吗 我是岩板镇桐子坪的老周', '您同意吗');
    await native.says('可以可以', '姓名');
    await native.says('周德发', '现在在哪里');
    await native.says('东莞', '做哪一行');
    await native.says('开五金厂二十来年了', '手机号');
    await native.says('13900001234', '想聊什么');
    await native.says('提供资源', '帮上什么忙');
    await native.says('厂子那边我侄儿管 找他也行 他电话13900007788', '推荐');
    await native.says('周志强，在中科院，桐子坪村的', '别的老乡');
    await native.says('没有了', '确认');
    const done = await native.says('确认', '登记好了');
    expect(done).toContain('请他本人');
    await staff.hears('已记为线索');

    const person = await county.db.prisma.person.findFirstOrThrow({
      where: { name: '周德发' },
      include: { roles: true },
    });
    expect(person.roles.map(({ role }) => role)).toEqual(['乡贤']);
    expect(openText(secrets, person.phone)).toBe('13900001234');
    const consent = await county.db.prisma.consent.findFirstOrThrow();
    expect(consent).toMatchObject({ matter: 'native-registration', notice: 3, withdrawnAt: null });
    expect(consent.personId).toBe(person.id);
    const [lead] = await county.answersOf('native-lead');
    expect(lead).toMatchObject({ 姓名: '周志强', 介绍人: '周德发' });
    const kept = JSON.stringify([lead, await county.answersOf('native-registration')]);
    expect(kept).not.toContain('13900007788');
    const stages = await county.db.prisma.case.findMany({ select: { matter: true, stage: true } });
    expect(stages).toContainEqual({ matter: 'native-lead', stage: '待本人确认' });
    expect(stages).toContainEqual({ matter: 'native-registration', stage: '待核实' });
  });

  it('does not get a record by the number of another', async () => {
    const county = await setting('2026-02-13T16:30:00+08:00');
    const staff = await county.person('龙敏', '13900001016', ['人才办']);
    await county.person('覃海生', '13900001500', ['乡贤']);
    const other = new Talker(county.double, '路人', '13900001999');
    for (const [words, part] of [
      ['乡贤登记', '您同意吗'],
      ['同意', '姓名'],
      ['覃大生', '老家'],
      ['岩板镇', '现在在哪里'],
      ['佛山', '做哪一行'],
      ['家具', '手机号'],
      ['13900001500', '想聊什么'],
      ['先登记', '推荐'],
      ['没有', '确认'],
    ] as const)
      await other.says(words, part);
    await other.says('确认', '已请人才办核对');
    await staff.hears('和库里另一位相同');
    expect(await county.db.prisma.person.count({ where: { name: '覃大生' } })).toBe(0);
    expect(await county.db.prisma.consent.count()).toBe(0);
  });

  it('brings a project: ranges stay ranges, contradicting days are asked about, nothing is promised', async () => {
    const county = await setting('2026-02-13T16:30:00+08:00');
    await county.db.prisma.unit.create({
      data: { id: 'u1', countyId, name: '岩板镇', aliases: ['岩板镇政府'] },
    });
    const staff = await county.person('龙敏', '13900001016', ['人才办']);
    const native = new Talker(county.double, '老周', '13900001234');
    for (const [words, part] of [
      ['我想回来搞个莓茶加工', '您同意吗'],
      ['同意', '姓名'],
      ['周德发', '手机号'],
      ['13900001234', '老家'],
      ['岩板镇桐子坪', '投多少'],
      ['大概投三四百万吧', '多少地'],
      ['十亩左右', '看中哪块地'],
      ['镇上那个老粮站', '多少人'],
      ['三四十个', '怎么打算'],
      ['自己出一半 另外一半看能不能贷点', '哪天回来'],
      ['年前我十八号回来 初六走', '不是年前'],
    ] as const)
      await native.says(words, part);
    const done = await native.says('十四号', '记下了，编号');
    expect(done).toContain('2月27日前');
    expect(done).toContain('其中只有2月14日上班');
    expect(done).not.toMatch(/一定|保证|可以贷/u);
    expect(done).toContain('场地请岩板镇2月14日对接');
    expect(done).toContain('贷款咨询另记 N-2026-0001');
    expect(await staff.hears('还没有绑定联络员')).toContain('派给了岩板镇');
    await staff.hears('创业担保贷款咨询');
    const [project] = await county.answersOf('return-home-project');
    expect(project).toMatchObject({
      投资额: { 低: 3_000_000, 高: 4_000_000 },
      用工: { 低: 30, 高: 40 },
      回来: '2026-02-14',
      离开: '2026-02-22',
    });
    const row = await county.db.prisma.case.findFirstOrThrow({ where: { matter: 'return-home-project' } });
    expect(row).toMatchObject({ stage: '线索', unitId: 'u1' });
    const role = await county.db.prisma.role.findFirstOrThrow({ where: { personId: row.personId ?? '' } });
    expect(role.role).toBe('乡贤');
    expect(row.dueAt?.toISOString()).toBe('2026-02-27T15:59:59.999Z');
  });
});

describe('the youth hostel', () => {
  const apply = async (guest: Talker, from: string, to: string) => {
    for (const [words, part] of [
      ['请问是在这里申请免费住宿吗', '您同意吗'],
      ['同意 我叫何思雨', '哪所学校'],
      ['怀化学院', '毕业'],
      ['2026年6月', '来做什么'],
      ['笔试', '哪天入住'],
      [from, '哪天离店'],
      [to, '家住哪里'],
      ['本县', '算不算异地由团县委定'],
      ['岩板镇，进城两个小时', '手机号'],
      ['13900005678', '身份证照片'],
    ] as const)
      await guest.says(words, part);
  };

  it('marks what is doubtful for a person and decides nothing', async () => {
    const county = await setting('2026-06-15T22:30:00+08:00');
    await county.db.prisma.unit.create({ data: { id: 'u2', countyId, name: '团县委', aliases: [] } });
    const league = await county.person('王可可', '13900001600', ['成员单位'], '团县委');
    const guest = new Talker(county.double, '思雨', '13900005678');
    await apply(guest, '19号', '21号');
    const done = await guest.says('跳过', '申请收到了');
    expect(done).toContain('6月16日前审核');
    expect(done).toContain('可免费住 7 夜，已用 0，这次 2 夜');
    expect(done).toContain('家在本县，算不算异地');
    expect(done).not.toContain('提前 3 个工作日');
    expect(done).not.toMatch(/不符合|不能住|已通过/u);
    const seen = await league.hears('请审核');
    expect(seen).toContain('家在本县，算不算异地');
    expect(seen).not.toContain('13900005678');
    const row = await county.db.prisma.case.findFirstOrThrow({ where: { matter: 'youth-hostel' } });
    expect(row).toMatchObject({ stage: '待审核', unitId: 'u2' });
    expect(row.dueAt?.toISOString()).toBe('2026-06-16T15:59:59.999Z');
  });

  it('counts the nights of the year, the working days ahead, and keeps no photo of an ID card', async () => {
    const county = await setting('2026-06-15T10:00:00+08:00');
    const guest = new Talker(county.double, '思雨', '13900005678');
    await apply(guest, '22号', '27号');
    await guest.says('跳过', '这次 5 夜');
    county.clock.value = Date.parse('2026-07-06T10:00:00+08:00');
    await apply(guest, '7月8号', '7月12号');
    const bytes = Buffer.from('photo');
    const image = { type: 'file' as const, file: { name: '身份证.jpg', mime: 'image/jpeg', bytes } };
    const done = await guest.says(image, '已用 5');
    expect(done).toContain('这次只提前 1 个');
    expect(done).toContain('超出今年的 7 夜，多 2 夜');
    expect(done).toContain('身份证照片没有保存');
    expect(await county.db.prisma.file.count()).toBe(0);
  });
});

describe('a reminder that hangs on a date of the record', () => {
  const told = (talker: Talker) => talker.heard().filter((words) => words.includes('提醒您')).length;

  it('is told once, on a working day before it, and moves when the date is corrected', async () => {
    const county = await setting('2026-06-15T10:00:00+08:00');
    const guest = new Talker(county.double, '思雨', '13900005678');
    for (const [words, part] of [
      ['请问是在这里申请免费住宿吗', '您同意吗'],
      ['同意 我叫何思雨', '哪所学校'],
      ['怀化学院', '毕业'],
      ['2026年6月', '来做什么'],
      ['笔试', '哪天入住'],
      ['22号', '哪天离店'],
      ['25号', '家住哪里'],
      ['外省', '手机号'],
      ['13900005678', '身份证照片'],
      ['跳过', '申请收到了'],
    ] as const)
      await guest.says(words, part);
    const timers = () =>
      county.db.prisma.timer.findMany({ where: { kind: 'case-date' }, orderBy: { id: 'asc' } });
    const first = await timers();
    // The 21st is a Sunday and the 19th the feast: the last working day before is the 18th.
    expect(first.map(({ due }) => due.toISOString().slice(0, 10))).toEqual(['2026-06-18']);
    await guest.says('入住改成6月24号', '改成 2026年6月24日');
    const [moved, ...more] = await timers();
    expect(more).toEqual([]);
    expect(moved?.due.toISOString().slice(0, 10)).toBe('2026-06-23');

    county.clock.value = Date.parse('2026-06-23T10:00:00+08:00');
    expect(await guest.hears('提醒您')).toContain('的入住是6月24日 周三，就是明天。');
    expect(told(guest)).toBe(1);
    expect((await timers()).map(({ outcome }) => outcome)).toEqual(['reminded']);
  });
});

it('signs somebody up for an activity once', async () => {
  const county = await setting('2026-09-17T10:00:00+08:00');
  const talent = await county.person('李文博', '13900001004', ['人才'], '华科高新');
  const signUp = async () => {
    for (const [words, part] of [
      ['活动报名', '您同意吗'],
      ['同意', '哪个活动'],
      ['引进人才研修班', '李文博'],
      ['对', '华科高新'],
      ['对', '139****1004'],
      ['对', '食宿'],
      ['跳过', '告诉会务'],
      ['没有', '确认'],
    ] as const)
      await talent.says(words, part);
    return talent.says('确认', '报上名了');
  };
  expect(await signUp()).toContain('9月21日前告诉您');
  await signUp();
  expect(await county.db.prisma.case.count({ where: { matter: 'activity-sign-up' } })).toBe(1);
});

describe('rights over one’s data', () => {
  it('shows it masked, exports it whole to the person alone, and takes a deletion in with its date', async () => {
    const county = await setting('2026-09-17T10:00:00+08:00');
    const talent = await county.person('郑可', '13900001015', ['人才'], '县二中');
    await talent.says('我的档案', '您想做什么');
    const shown = await talent.says('看看', '县二中');
    expect(shown).toContain('139****1015');
    expect(shown).not.toContain('13900001015');
    await talent.says('导出我的信息', '导出好了');
    const file = await until(
      () =>
        county.double
          .messages(talent.chat)
          .map(({ content }) => /"file_key":"([^"]+)"/u.exec(JSON.stringify(content))?.[1] ?? '')
          .map((key) => county.double.file?.(key))
          .find((one) => one !== undefined),
      (found) => found !== undefined,
    );
    expect(file?.name).toBe('我的信息.docx');
    expect(wordsOfDocument(file?.bytes ?? new Uint8Array())).toContain('手机：13900001015');
    expect(await county.db.prisma.audit.count({ where: { what: '导出本人信息' } })).toBe(1);
    await talent.says('删除我的信息', '删哪些');
    await talent.says('都删', '确定申请吗');
    const words = await talent.says('确定', '删除申请收到了');
    expect(words).toContain('10月14日前');
    expect(words).toContain('法律要求归档');
    const row = await county.db.prisma.case.findFirstOrThrow({ where: { matter: 'my-data' } });
    expect(row.dueAt?.toISOString()).toBe('2026-10-14T15:59:59.999Z');
  });

  it('asks whoever changes their number only for the new one', async () => {
    const county = await setting('2026-09-17T10:00:00+08:00');
    const talent = await county.person('郑可', '13900001015', ['人才'], '县二中');
    await talent.says('我想改手机号', '新的手机号是多少');
    const words = await talent.says('13912345678', '更正申请收到了');
    expect(words).toContain('10月14日前');
    expect(words).not.toContain('13912345678');
    const staff = await county.person('龙敏', '13900001016', ['人才办']);
    const waiting = await staff.says('/待办', '郑可');
    expect(waiting).toContain('待办 S-2026-0001');
    expect(waiting).not.toContain('13912345678');
    const card = await staff.says('/查 S-2026-0001', '换手机号');
    expect(card).toMatch(/139(?:\*|&#42;){4}5678/u);
    expect(card).not.toContain('13912345678');
  });

  it('takes consent back in one talk: use stops, open cases stop, the row says when', async () => {
    const county = await setting('2026-06-15T10:00:00+08:00');
    const talent = await county.person('李文博', '13900001004', ['人才'], '华科高新');
    for (const [words, part] of [
      ['活动报名', '您同意吗'],
      ['同意', '哪个活动'],
      ['研修班', '李文博'],
      ['对', '华科高新'],
      ['对', '139****1004'],
      ['对', '食宿'],
      ['跳过', '告诉会务'],
      ['没有', '确认'],
      ['确认', '报上名了'],
      ['撤回同意', '撤回哪一项'],
      ['活动', '法律要求保存'],
      ['确定', '申请删除吗'],
    ] as const)
      await talent.says(words, part);
    const done = await talent.says('否', '已撤回');
    expect(done).toContain('正在办的 1 件已停下');
    const consent = await county.db.prisma.consent.findFirstOrThrow();
    expect(consent.withdrawnAt?.getTime()).toBe(county.clock.value);
    const row = await county.db.prisma.case.findFirstOrThrow({ where: { matter: 'activity-sign-up' } });
    expect(row.stage).toBe('已撤回');
    expect(row.closedAt).not.toBeNull();
  });
});

describe('the yearly check of a file', () => {
  it('asks nobody twice for what is known, and sends only changes to the office', async () => {
    const county = await setting('2026-11-18T10:00:00+08:00');
    const staff = await county.person('龙敏', '13900001016', ['人才办']);
    const talent = await county.person('郑可', '13900001015', ['人才'], '县二中');
    const { id } = await county.db.prisma.person.findFirstOrThrow({ where: { name: '郑可' } });
    const at = new Date('2025-11-01T00:00:00Z');
    const answers = Uint8Array.from(secrets.sealBytes(Buffer.from('{}')));
    await county.db.prisma.talentFile.create({
      data: { id: 'f1', countyId, personId: id, no: 'RC0007', answers, createdAt: at, updatedAt: at },
    });
    const check = async (news: string, part: string) => {
      await talent.says('年度核对', '县二中');
      await talent.says('对', '职称');
      await talent.says('跳过', '139****1015');
      await talent.says('对', '有没有这些变化');
      await talent.says(news, part);
    };
    await check('没有', '服务合同');
    await talent.says('还在', '确认');
    expect(await talent.says('确认', '核对好了')).toContain('没有变化');
    expect(await county.db.prisma.case.count()).toBe(0);
    await check('今年评上中级了', '具体是什么');
    await talent.says('2026年6月评的中级教师', '证书');
    await talent.says('跳过', '服务合同');
    await talent.says('还在', '确认');
    expect(await talent.says('确认', '核对好了')).toContain('职称技能');
    await staff.hears('档案年度核对');
    const file = await county.db.prisma.talentFile.findFirstOrThrow();
    expect(file.status).toBe('待核');
    expect(file.updatedAt.getTime()).toBe(county.clock.value);
  });
});

describe('a policy question', () => {
  it('is answered by clause, each answer leaning on the last, and nothing is asked or promised', async () => {
    const county = await setting('2026-09-21T12:18:00+08:00');
    const talent = await county.person('肖博文', '13900001700', ['人才'], '三叶茶业');
    const first = await talent.says('我硕士 去年来的三叶茶业 补贴能领多少', '第六条');
    expect(first).toContain('青人才〔2025〕7号');
    expect(await talent.says('我是24年12月签的 合同两年', '3 年以上')).toContain('两处对不上');
    await talent.says('那公寓呢 我没房子 女朋友在县里有套房 结婚了还能住吗', '第十二条');
    await talent.says('那要是我明年评上工程师呢', '第九条');
    expect(await talent.says('行吧 那十月份那批最晚哪天报', '截止日')).toContain('10月23日（周五）');
    const log = await county.db.prisma.change.findMany({ where: { what: { startsWith: '咨询' } } });
    expect(log.map(({ what }) => what).join()).toContain('青政办发〔2024〕15号 第十条');
    expect(log.map(({ what }) => what).join()).not.toContain('女朋友');
    expect(await county.db.prisma.case.count()).toBe(0);
  });

  it('that nothing answers is said to be so, and goes to a person', async () => {
    const county = await setting('2026-09-21T12:18:00+08:00');
    const staff = await county.person('龙敏', '13900001016', ['人才办']);
    const talent = await county.person('肖博文', '13900001700', ['人才']);
    await talent.says('政策咨询', '哪方面的政策');
    await talent.says('绿卡能免费坐高铁吗', '没有查到依据');
    expect(await staff.hears('坐高铁')).toContain('请答复');
  });
});

it('tells the office once why a saved file was not taken up, and goes on with the last good one', async () => {
  const flowsFolder = mkdtempSync(join(tmpdir(), 'flows-'));
  onTestFinished(() => rmSync(flowsFolder, { recursive: true, force: true }));
  cpSync(FLOWS_FOLDER, flowsFolder, { recursive: true });
  const county = await setting('2026-09-21T12:18:00+08:00', { flowsFolder });
  const staff = await county.person('龙敏', '13900001016', ['人才办']);
  const path = join(flowsFolder, 'suggestion.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('- 内容(长文):', '- 内容(长文)：'));
  const told = await staff.hears('没通过检查');
  expect(told).toContain('suggestion.yaml 第');
  expect(told).toContain('英文冒号');
  await staff.says('提建议', '您的建议是什么');
  expect(staff.heard().filter((words) => words.includes('没通过检查'))).toHaveLength(1);
});
