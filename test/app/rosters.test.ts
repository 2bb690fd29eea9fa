/** 造册 on the real path: who is on a roster, what takes them off and puts them back, and what staff see of it. */
import { describe, expect, it } from 'vitest';
import { serviceOfTest, until } from '../support/service.ts';
import type { Talker } from './leader-setting.ts';
import { almost, applies, entries, SUBSIDY, town } from './roster-setting.ts';

const NOW = '2026-06-15T10:00:00+08:00';

describe.each(['feishu', 'dingtalk'] as const)('on %s', (platform) => {
  it('whoever submits is on the roster once, off it when turned down, back when that is undone', async () => {
    const c = await town(platform, NOW, SUBSIDY, '田雨桐', '石磊');
    const [yutong, shi] = c.talents as [Talker, Talker];
    expect(await c.office.says('/造册')).toContain('在册 0 人');
    expect(await applies(yutong, 'B2024001')).toContain('S-2026-0001');
    await c.office.hears();
    expect(await applies(yutong, 'B2024001')).toContain('S-2026-0001');
    expect(await c.office.hears()).toContain('更新了 S-2026-0001');
    await applies(shi, 'B2024002');
    await c.office.hears();
    expect(await entries(c)).toEqual(['S-2026-0001 在册', 'S-2026-0002 在册']);

    expect(await c.office.says('/办 0001 退回 证书查不到')).toContain('已退回');
    expect(await entries(c)).toEqual(['S-2026-0001 除名', 'S-2026-0002 在册']);
    expect(await c.office.says('/造册 补贴册')).not.toContain('田雨桐');
    expect(await c.office.says('/撤销')).toContain('已撤销');
    expect(await entries(c)).toEqual(['S-2026-0001 在册', 'S-2026-0002 在册']);

    await c.office.says('/办 0001 核准');
    await c.office.says('/办 0002 终止 重复申报');
    expect(await entries(c)).toEqual(['S-2026-0001 在册', 'S-2026-0002 除名']);
    const shown = await c.office.says('/造册 生活补贴册');
    expect(shown).toContain('在册 1 人。');
    expect(shown).toContain('田雨桐');
    expect(shown).toMatch(/县职中，139[*∗]{4}\d{4}，S-2026-0001，已核准/u);
    expect(shown).not.toMatch(/1390000\d{4}/u);
    expect(shown).not.toContain('石磊');
  });

  it('whoever takes the consent back is off it, whatever staff do then, until they submit again', async () => {
    const c = await town(platform, NOW, SUBSIDY, '田雨桐');
    const [yutong] = c.talents as [Talker];
    await applies(yutong, 'B2024001');
    await c.office.hears();
    expect(await yutong.says('看我的档案')).toContain('您的信息都在下面');
    expect(await yutong.hears()).toMatch(/名册.{0,40}生活补贴册/u);
    await yutong.says('撤回同意');
    await yutong.says('全部');
    await yutong.says('是');
    expect(await yutong.says('否')).toContain('按档案规定留存');
    expect(await entries(c)).toEqual(['S-2026-0001 除名']);
    await c.office.hears();
    expect(await c.office.says('/办 0001 核准')).toContain('已核准');
    expect(await entries(c)).toEqual(['S-2026-0001 除名']);
    await yutong.hears();
    await applies(yutong, 'B2024001');
    expect(await entries(c)).toEqual(['S-2026-0001 在册']);
  });
});

describe('the office', () => {
  it('takes a roster out as a sheet with its purpose on record, and hears what it may ask for', async () => {
    const c = await town('feishu', NOW, SUBSIDY, '田雨桐');
    await applies(c.talents[0] as Talker, 'B2024001');
    await c.office.hears();
    expect(await c.office.says('/造册 补贴发放')).toContain('没有“补贴发放”这本名册。现有：生活补贴册');
    expect(await c.office.says('/造册 生活补贴册 下辈子')).toContain('没看懂是哪一批');
    expect(await c.office.says('/造册 生活补贴册')).toContain('在册 1 人');
    expect(await c.office.presses('导出')).toContain('做什么用');
    expect(await c.office.says('送财政核对')).toContain(
      '生活补贴册共 1 行，用途已记下。手机号和证件号已遮盖。',
    );
    expect(await c.db.prisma.audit.findMany()).toMatchObject([
      { by: c.office.personId, subject: 'ledger:生活补贴册', purpose: '送财政核对' },
    ]);
  });
});

it('a certificate given at once by many over two processes is on the roster once, and stays after a restart', async () => {
  const names = ['甲', '乙', '丙', '丁'].map((name) => `何小${name}`);
  const c = await town('feishu', NOW, SUBSIDY, ...names);
  const second = await serviceOfTest({
    feishu: c.double as never,
    databaseUrl: c.config.databaseUrl as string,
    flowsFolder: c.flowsFolder,
    clock: { now: () => c.clock.value },
  });
  for (const talent of c.talents) await almost(talent, 'B2024001');
  c.double.faults.duplicate = 1;
  await Promise.all(c.talents.map((talent) => talent.says('确认')));
  await until(
    () => c.db.prisma.waitingEvent.count(),
    (count) => count === 0,
  );
  expect(await entries(c)).toEqual(['S-2026-0001 在册']);
  expect(await c.db.prisma.event.count({ where: { status: 'aside' } })).toBe(0);
  await second.app.stop();
  for (const _ of names) await c.office.hears();
  expect(await c.office.says('/造册')).toContain('在册 1 人');
});
