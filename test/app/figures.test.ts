import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { type County, county, type Talker } from './leader-setting.ts';
import { fileTo } from './sent-file.ts';

async function quarter(
  platform: 'feishu' | 'dingtalk',
): Promise<{ county: County; staff: Talker; leader: Talker }> {
  const place = await county(platform, '2026-09-17T10:00:00+08:00');
  const leader = await place.leader('向国平', '副县长');
  const second = await place.leader('彭春华', '县人大常委会副主任');
  const one = await place.talent('李文博', '教授', '华科高新');
  const other = await place.talent('吴昊', '博士', '茶叶研究所');
  const staff = await place.staff('龙敏');
  await place.pair(leader, one, '副县长');
  await place.pair(leader, other, '副县长');
  await place.pair(second, other, '县人大常委会副主任');
  await place.met(leader, one, '2026-07-22', '走访');
  await place.met(leader, one, '2026-08-03', '电话');
  await place.met(second, other, '2026-06-30', '走访');
  await place.bind();
  return { county: place, staff, leader };
}

describe.each(['feishu', 'dingtalk'] as const)('figures on %s', (platform) => {
  it('are given to staff with their day, and open down to the rows', async () => {
    const { county: place, staff, leader } = await quarter(platform);
    const report = await staff.says('/汇报 季');
    expect(report).toContain('2026年第三季度数字');
    expect(report).toContain('2 名');
    expect(report).toContain('截至 2026-09-17');
    expect(report).toContain('走访 1、电话 1');
    expect(await staff.presses('看明细')).toContain('哪一项');
    const rows = await staff.presses('联系人次');
    expect(rows).toContain('L-2026-9001');
    expect(rows).toContain('L-2026-9002');
    expect(rows).not.toContain('L-2026-9003');
    // A record more is a figure more, and one taken back is one less.
    await place.db.prisma.contact.update({ where: { id: 'c1' }, data: { undoneAt: new Date() } });
    expect(await staff.says('/明细 联系人次 季')).toContain('1 人次');
    expect(await leader.says('/汇报 季')).toContain('用不了');
    expect(await leader.says('/口径 解决问题')).toContain('没有异议');
    expect(await staff.says('/汇报 随便')).toContain('没看懂');
  });

  it('go out as a Word and an Excel file that can be opened', async () => {
    const { county: place, staff } = await quarter(platform);
    expect(await staff.says('/汇报 季 word')).toContain('汇报稿');
    const word = await fileTo(staff, '.docx');
    expect(word.name).toContain('2026年第三季度');
    expect(Buffer.from(word.bytes).subarray(0, 2).toString()).toBe('PK');
    await staff.says('/汇报 季 excel');
    const excel = await fileTo(staff, '.xlsx');
    const sheet = await readSheet(Buffer.from(excel.bytes), '联系人次');
    expect(sheet.map((row) => row[1])).toEqual(['记录号', 'L-2026-9001', 'L-2026-9002']);
    const audits = await place.db.prisma.audit.findMany({ orderBy: { id: 'asc' } });
    expect(audits.map(({ by, what }) => [by, what.slice(0, 4)])).toEqual([
      [staff.personId, '导出汇报'],
      [staff.personId, '导出汇报'],
    ]);
  });
});

describe('an export', () => {
  it('writes down who took what out for which purpose, and masks phones but for the head’s need', async () => {
    const { county: place, staff } = await quarter('dingtalk');
    expect(await staff.says('/导出 结对名单')).toContain('做什么用');
    expect(await staff.says('年度调整')).toContain('用途已记下');
    // The file is a message of its own.
    await staff.hears();
    const masked = await readSheet(Buffer.from((await fileTo(staff, '结对名单')).bytes));
    expect(JSON.stringify(masked)).toMatch(/139\*\*\*\*10\d\d/u);
    expect(JSON.stringify(masked)).not.toMatch(/139\d{8}/u);
    const row = await place.db.prisma.audit.findFirstOrThrow();
    expect(row).toMatchObject({ by: staff.personId, what: '导出结对名单 3 行', purpose: '年度调整' });
    await place.db.prisma.role.create({
      data: { personId: staff.personId, role: '主任', countyId: 'county', since: new Date() },
    });
    expect(await staff.says('/导出 人才档案 归档')).toContain('已遮盖');
    await staff.hears();
    expect(await staff.says('/导出 结对名单 中秋慰问通知')).toContain('没有遮盖');
    expect(await place.db.prisma.audit.count()).toBe(3);
  });
});
