/** /核对: a file that was registered waits for staff, who see it, take it up and may take that back. */
import { describe, expect, it } from 'vitest';
import { UNCHECKED } from '../../src/county/talent-files.ts';
import { county, countyId } from './leader-setting.ts';

describe.each(['feishu', 'dingtalk'] as const)('a file to check on %s', (platform) => {
  async function registeredFile() {
    const c = await county(platform, '2026-09-17T10:00:00+08:00');
    const talent = await c.talent('何思雨', '', '怀化学院');
    const staff = await c.staff('龙敏');
    const answers = {
      姓名: '何思雨',
      手机: '13900005678',
      类别: '应届',
      学历: [{ 起止: ['2022-09', '2026-06'], 学校: '怀化学院', 专业: '汉语言文学', 层次: '本科' }],
    };
    await c.db.prisma.talentFile.create({
      data: {
        id: 'file',
        countyId,
        personId: talent.personId,
        no: 'RC0007',
        status: UNCHECKED,
        answers: Uint8Array.from(c.secrets.sealBytes(Buffer.from(JSON.stringify(answers)))),
        createdAt: new Date(c.clock.value),
        updatedAt: new Date(c.clock.value),
      },
    });
    await c.bind();
    const status = async () => (await c.db.prisma.talentFile.findFirstOrThrow()).status;
    return { c, staff, status };
  }

  it('is listed, shown masked, and taken up with one tap', async () => {
    const { staff, status } = await registeredFile();
    expect(await staff.says('/待办')).toMatch(/新登记档案.{0,4}：1 份待核对，发“\/核对”逐份看/u);
    expect(await staff.says('/核对')).toMatch(/RC0007.{0,4}：何思雨（怀化学院），9月17日 周四，待核/su);
    const shown = await staff.says('/核对 rc0007');
    expect(shown).toMatch(/手机.{0,4}：139\D{4,8}5678/u);
    expect(shown).toContain('2022年9月到2026年6月 怀化学院 汉语言文学 本科');
    expect(shown).not.toContain('13900005678');
    expect(await staff.presses('核对无误')).toContain('RC0007 已核对，在册');
    expect(await status()).toBe('在册');
    expect(await staff.says('/核对')).toContain('没有要核对的档案');
    expect(await staff.says('/核对 RC0007')).toContain('不用核对');
  });

  it('waits again when that is taken back', async () => {
    const { staff, status } = await registeredFile();
    await staff.says('/核对 RC0007 无误');
    expect(await staff.says('/撤销')).toContain('已撤销：核对档案 RC0007');
    expect(await status()).toBe(UNCHECKED);
  });

  it('stays as it is where something else is said of it, or another is named', async () => {
    const { staff, status } = await registeredFile();
    expect(await staff.says('/核对 RC0007 不对')).toContain('请本人说“修改人才登记”');
    expect(await staff.says('/核对 RC9999')).toContain('没有查到档案“RC9999”');
    expect(await status()).toBe(UNCHECKED);
  });
});
