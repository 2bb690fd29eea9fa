/** 每 on the real path: who hears that a matter is due again, when, and what a submission of a new period is. */
import { describe, expect, it } from 'vitest';
import { startApp } from '../../src/app.ts';
import { silentLog } from '../../src/ports.ts';
import { until } from '../support/service.ts';
import { county, sweepAt, Talker } from './leader-setting.ts';
import { applies, entries, SUBSIDY, town } from './roster-setting.ts';

const DECEMBER = '2025-12-16T10:00:00+08:00';

const told = (talker: Talker): string[] =>
  talker
    .heard()
    .map(({ content }) => JSON.stringify(content))
    .filter((words) => words.includes('到新的一期了'));

/** How often each was told by the time the last of them was. */
const toldTo = async (talkers: readonly Talker[], counts: readonly number[]): Promise<void> => {
  const seen = await until(
    () => talkers.map((talker) => told(talker).length),
    (all) => all.every((count, index) => count >= (counts[index] ?? 0)),
  );
  expect(seen).toEqual(counts);
};

describe.each(['feishu', 'dingtalk'] as const)('on %s', (platform) => {
  it('whoever checked the file last year is told once, on the first working day, and finds what is known filled in', async () => {
    const c = await county(platform, DECEMBER);
    const li = await c.talent('李文博', '教授', '华科高新');
    const wu = await c.talent('吴昊', '博士', '茶叶研究所');
    for (const [index, { personId }] of [li, wu].entries())
      await c.db.prisma.talentFile.create({
        data: {
          id: `file-${index}`,
          countyId: 'county',
          personId,
          no: `RC000${index + 1}`,
          answers: Uint8Array.from(c.secrets.sealBytes(Buffer.from('{}'))),
          status: '在册',
          createdAt: new Date(c.clock.value),
          updatedAt: new Date(c.clock.value),
        },
      });
    await c.bind();
    const checks = async (talent: Talker): Promise<string> => {
      for (const words of ['对', '对', '对', '没有', '还在']) await talent.says(words);
      return talent.says('确认');
    };
    await li.says('年度核对');
    expect(await checks(li)).toContain('核对完成');
    // What changes nothing opens no case, and comes round all the same.
    expect(await c.db.prisma.case.count()).toBe(0);

    // New Year's Day, the last of the days off, and before the hours of the make-up Sunday.
    for (const moment of ['2026-01-01T10:00', '2026-01-03T10:00', '2026-01-04T08:29'])
      await sweepAt(c, `${moment}:00+08:00`);
    expect(told(li)).toEqual([]);
    await sweepAt(c, '2026-01-04T08:31:00+08:00');
    await toldTo([li], [1]);
    expect(told(li)[0]).toContain('“档案年度核对”到新的一期了，2026年的请您抽空办一下。');
    await sweepAt(c, '2026-01-05T09:01:00+08:00');
    const again = await startApp({ config: c.config, log: silentLog, clock: { now: () => c.clock.value } });
    c.clock.value = Date.parse('2026-02-09T10:00:00+08:00');
    await again.sweep();
    await again.stop();
    await toldTo([li, wu], [1, 0]);

    expect(await li.presses('现在办')).toContain('华科高新');
    expect(await checks(li)).toContain('2026 年度核对完成');
    await wu.says('年度核对');
    await checks(wu);
    // One of them leaves in between.
    await c.db.prisma.person.update({ where: { id: wu.personId }, data: { leftAt: new Date() } });
    await sweepAt(c, '2027-01-05T10:00:00+08:00');
    await until(
      () => told(li).filter((words) => words.includes('2027年的')).length,
      (count) => count === 1,
    );
    expect(told(wu)).toEqual([]);
  });

  it('a submission of a new period is a new case, and its business key counts within the period', async () => {
    const c = await town(
      platform,
      '2026-06-30T10:00:00+08:00',
      `${SUBSIDY}每: 季度\n`,
      '田雨桐',
      '石磊',
      '龙佳佳',
    );
    const [yutong, shi, jia] = c.talents as [Talker, Talker, Talker];
    const officeHears = async (words: string): Promise<string> => {
      const seen = await until(
        () => c.office.heard().map(({ content }) => JSON.stringify(content)),
        (all) => all.some((one) => one.includes(words)),
      );
      return seen.find((one) => one.includes(words)) ?? '';
    };
    await applies(yutong, 'B2024001');
    await applies(shi, 'B2024002');
    await applies(jia, 'B2024003');
    for (const _ of c.talents) await c.office.hears();
    await c.office.says('/办 0002 终止 本人来电不要了');
    // Corrected on the next day, which is in the next period: it is the same submission still.
    await sweepAt(c, '2026-07-01T08:00:00+08:00');
    await yutong.says('合同年限改成5');
    await yutong.says('确认');
    await officeHears('更新了 S-2026-0001');
    // Done before anybody was told.
    expect(await applies(jia, 'B2024003')).toContain('S-2026-0004');
    await sweepAt(c, '2026-07-01T09:01:00+08:00');
    await toldTo([yutong, shi, jia], [1, 0, 0]);

    expect(await yutong.hears()).toContain('2026年第三季度的请您抽空办一下');
    c.double.faults.duplicate = 1;
    expect(await applies(yutong, 'B2024001')).toContain('S-2026-0005');
    c.double.faults.duplicate = 0;
    expect(await applies(yutong, 'B2024001')).toContain('S-2026-0005');
    expect(await entries(c)).toEqual([
      'S-2026-0001 在册 2026年第二季度',
      'S-2026-0002 除名 2026年第二季度',
      'S-2026-0003 在册 2026年第二季度',
      'S-2026-0004 在册 2026年第三季度',
      'S-2026-0005 在册 2026年第三季度',
    ]);
    await c.office.says('/办 0004 退回 合同到期');
    await c.office.says('/造册');
    await officeHears('在册 2 人：2026年第二季度 2 人、2026年第三季度 1 人');
    await c.office.says('/造册 生活补贴册 2026年三季度');
    const batch = await officeHears('生活补贴册，2026年第三季度');
    expect(batch).toContain('在册 1 人。');
    expect(batch).not.toContain('龙佳佳');

    // Turned down is submitted all the same: whoever did in the period is told, the one whose case was ended long ago is not.
    await sweepAt(c, '2026-10-08T10:00:00+08:00');
    await toldTo([yutong, shi, jia], [2, 0, 1]);
  });

  it('whoever takes the consent back is not told, and after a stop the rest are told late, once', async () => {
    const c = await town(platform, '2026-06-15T10:00:00+08:00', `${SUBSIDY}每: 月\n`, '田雨桐', '石磊');
    const [yutong, shi] = c.talents as [Talker, Talker];
    await applies(yutong, 'B2024001');
    await applies(shi, 'B2024002');
    for (const words of ['撤回同意', '全部', '是', '否']) await shi.says(words);
    // Nothing ran on the first days of July; the 18th is a Saturday.
    await sweepAt(c, '2026-07-18T10:00:00+08:00');
    expect(told(yutong)).toEqual([]);
    await sweepAt(c, '2026-07-20T10:00:00+08:00');
    await sweepAt(c, '2026-07-21T10:00:00+08:00');
    await toldTo([yutong, shi], [1, 0]);
    // Not submitted in July, so that August has nobody to tell.
    await sweepAt(c, '2026-08-03T10:00:00+08:00');
    await toldTo([yutong, shi], [1, 0]);
  });
});

it('a stranger is told in their chat, and nobody of what they may not do any more', async () => {
  const matter = `${SUBSIDY.replace('[人才]', '所有人')}每: 半年\n`;
  const c = await town('dingtalk', '2026-06-15T10:00:00+08:00', matter);
  const stranger = new Talker(c.double, '何小乙', '13900007777');
  await applies(stranger, 'B2024001');
  await sweepAt(c, '2026-07-01T10:00:00+08:00');
  await toldTo([stranger], [1]);
  expect(told(stranger)[0]).toContain('2026年下半年的');

  const d = await town('dingtalk', '2026-06-15T10:00:00+08:00', `${SUBSIDY}每: 半年\n`, '田雨桐', '石磊');
  const [yutong, shi] = d.talents as [Talker, Talker];
  await applies(yutong, 'B2024001');
  await applies(shi, 'B2024002');
  await d.db.prisma.role.deleteMany({ where: { personId: shi.personId } });
  await sweepAt(d, '2026-07-01T10:00:00+08:00');
  await toldTo([yutong, shi], [1, 0]);
});

it('of two processes that look at the clock at once, one tells', async () => {
  const c = await town('feishu', '2026-06-15T10:00:00+08:00', `${SUBSIDY}每: 月\n`, '田雨桐');
  const [yutong] = c.talents as [Talker];
  await applies(yutong, 'B2024001');
  const again = await startApp({
    config: c.config,
    log: silentLog,
    flowsFolder: c.flowsFolder,
    clock: { now: () => c.clock.value },
  });
  c.clock.value = Date.parse('2026-07-01T10:00:00+08:00');
  await Promise.all([c.app.sweep(), again.sweep()]);
  await again.stop();
  await sweepAt(c, '2026-07-02T10:00:00+08:00');
  await toldTo([yutong], [1]);
});
