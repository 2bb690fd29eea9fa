import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/county/imports/table.ts';
import { workbookOf, XLSX } from '../../src/county/ledgers/sheet.ts';
import { county, type Talker } from './leader-setting.ts';
import { fileTo } from './sent-file.ts';

const columns = ['联系领导', '领导职务', '人才姓名', '人才单位', '人才手机', '结对日期'];

async function sends(talker: Talker, name: string, bytes: Uint8Array): Promise<void> {
  await talker.double.say(talker.id, talker.chat, { type: 'file', file: { name, mime: XLSX, bytes } });
}

async function place(platform: 'feishu' | 'dingtalk') {
  const setting = await county(platform, '2026-09-17T10:00:00+08:00');
  const leader = await setting.leader('向国平', '副县长');
  const one = await setting.talent('李文博', '教授', '华科高新');
  const other = await setting.talent('吴昊', '博士', '茶叶研究所');
  const staff = await setting.staff('龙敏');
  await setting.pair(leader, one, '副县长');
  await setting.pair(leader, other, '副县长');
  await setting.bind();
  const { prisma } = setting.db;
  const open = () => prisma.pairing.count({ where: { to: null } });
  return { ...setting, leader, one, staff, open };
}

const sheet = () =>
  workbookOf([
    {
      name: '名单',
      columns,
      rows: [
        ['向国平', '县委常委、副县长', '李文博', '', '', ''],
        ['向国平', '副县长', '郑可', '县二中', '13900009999', '2026-09-01'],
        ['', '', '某某', '', '', ''],
      ],
    },
  ]);

describe.each(['feishu', 'dingtalk'] as const)('a list sent on %s', (platform) => {
  it('is shown first, done with one tap, and taken back whole with another', async () => {
    const { staff, open, db } = await place(platform);
    await sends(staff, '结对名单.xlsx', await sheet());
    expect(await staff.hears()).toContain('您确认了才导入');
    const preview = await staff.hears();
    expect(preview).toContain('1 对新结对');
    expect(preview).toContain('第 3 行：向国平 — 郑可');
    expect(preview).toContain('第 4 行：没有填联系领导');
    expect(preview).toContain('向国平 — 吴昊');
    expect(await open()).toBe(2);
    expect(await staff.presses('确认导入（3 项）')).toContain('导入完成');
    expect(await open()).toBe(3);
    expect(await db.prisma.person.count({ where: { name: '郑可' } })).toBe(1);
    expect(await staff.presses('整个撤销')).toContain('和导入前一样');
    expect(await open()).toBe(2);
    expect(await db.prisma.person.count({ where: { name: '郑可' } })).toBe(0);
    expect(await staff.says('/撤销')).toContain('没有可以撤销');
  });

  it('ends what it leaves out only by its own button, and /撤销 takes that back too', async () => {
    const { staff, open, db } = await place(platform);
    await sends(staff, '名单.xlsx', await sheet());
    await staff.hears();
    await staff.hears();
    expect(await staff.presses('导入并解除表外的 1 对')).toContain('解除表外 1 对');
    expect(await open()).toBe(2);
    expect(await staff.says('/撤销')).toContain('已撤销');
    expect(await open()).toBe(2);
    expect(await db.prisma.pairing.count({ where: { post: '县委常委、副县长' } })).toBe(0);
  });
});

describe('a list', () => {
  it('is shown anew when the county changed while it was looked at, and is not taken back after ten minutes', async () => {
    const { staff, open, one, leader, db, clock } = await place('feishu');
    await sends(staff, '名单.xlsx', await sheet());
    await staff.hears();
    await staff.hears();
    await db.prisma.pairing.update({
      where: { id: `${leader.personId}-${one.personId}` },
      data: { post: '县委副书记' },
    });
    expect(await staff.presses('确认导入（3 项）')).toContain('再看一遍');
    expect(await open()).toBe(2);
    await staff.presses('确认导入（3 项）');
    expect(await open()).toBe(3);
    clock.value += 11 * 60_000;
    const message = staff.heard().findLast(({ content }) => JSON.stringify(content).includes('整个撤销'));
    await staff.double.press(staff.id, message?.id ?? '', '整个撤销');
    expect(await staff.says('/撤销')).toContain('没有可以撤销');
    expect(await open()).toBe(3);
  });

  it('that is no list is refused in words, and others may not send one', async () => {
    const { staff, one } = await place('dingtalk');
    await sends(staff, '随便.xlsx', Buffer.from('not a workbook'));
    await staff.hears();
    expect(await staff.hears()).toContain('打不开');
    await sends(staff, '旧表.xls', Buffer.from('old'));
    expect(await staff.hears()).toContain('另存为 .xlsx');
    await sends(one, '名单.xlsx', await sheet());
    expect(await one.hears()).toContain('不知道用在哪件事上');
  });

  it('begins with a template that is asked for', async () => {
    const { staff } = await place('feishu');
    expect(await staff.says('/模板 结对名单')).toContain('模板');
    const file = await fileTo(staff, '.xlsx');
    expect(file.name).toBe('结对名单模板.xlsx');
    expect(await readTable(file.bytes)).toMatchObject({
      refused: expect.stringContaining('没有内容'),
    });
  });
});

describe('two entries that are one person', () => {
  it('are merged after one tap and come apart again', async () => {
    const { staff, one, leader, db } = await place('feishu');
    const { prisma } = db;
    const double = await prisma.person.create({
      data: { id: 'twice', countyId: 'county', name: '李文博', createdAt: new Date(0) },
    });
    const card = await staff.says('/合并 李文博 李文博');
    expect(card).toContain('请您确认合并');
    await staff.presses('确认合并');
    const left = await prisma.person.findMany({ where: { name: '李文博' } });
    expect(left).toHaveLength(1);
    expect(await prisma.identity.count({ where: { personId: left[0]?.id ?? '' } })).toBe(1);
    expect(await staff.says('/取消合并 李文博')).toContain('已拆开');
    expect(await prisma.person.count({ where: { name: '李文博' } })).toBe(2);
    expect(await prisma.identity.count({ where: { personId: one.personId } })).toBe(1);
    expect(double.id).toBe('twice');
    expect(await leader.says('/合并 李文博 吴昊')).toContain('用不了');
    expect(await staff.says('/合并 向国平 吴昊')).toContain('结对关系');
  });
});

describe('the calendar', () => {
  it('is shown to staff, with how far it reaches', async () => {
    const { staff } = await place('dingtalk');
    const words = await staff.says('/日历');
    expect(words).toContain('有效期至 2026-12-31');
    expect(words).toContain('2026-10-10 班');
    expect(words).not.toContain('2026-05-01');
  });
});
