/**
 * A leader's quarter in the simulator, as people would click through it: the
 * reminder, the visit, the need, who has it, what came of it, the call-back and
 * the figure. SCREENSHOTS names a folder for pictures, wide and as on a phone.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { freePort, type MainProcess, startMain } from '../support/main-process.ts';
import { handsOn } from '../support/simulator-hands.ts';

const shots = process.env.SCREENSHOTS;
const wide = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };

describe.skipIf(!hasBrowser)('a leader’s quarter in the simulator', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-quarter-'));
  let service: MainProcess;
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    service = await startMain({ PORT: String(port), DATA_DIR: dataDir });
    url = `http://127.0.0.1:${port}`;
    browser = await openBrowser();
    page = await browser.newPage({ viewport: wide });
    if (shots) mkdirSync(shots, { recursive: true });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (service?.child.exitCode === null) {
      service.child.kill('SIGKILL');
      await once(service.child, 'exit');
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  const { be, say, press, sees } = handsOn(() => page);

  const picture = async (name: string): Promise<void> => {
    if (!shots) return;
    await page.screenshot({ path: join(shots, `${name}-1280.png`) });
    await page.setViewportSize(phone);
    await page.screenshot({ path: join(shots, `${name}-390.png`) });
    await page.setViewportSize(wide);
  };

  it('goes from the reminder to the figure', async () => {
    await page.goto(`${url}/simulator`);
    await be('向国平');
    await page.getByRole('tab', { name: '时钟' }).or(page.getByText('时钟')).first().click();
    await page.getByRole('button', { name: '下季度首个工作日' }).click();
    await sees('比如“今天下午去看望了李文博”');
    await picture('1-reminder');

    await say('今天上午去华科高新看望了李文博，他说公寓热水器坏了三个礼拜没人修', '请您确认这次联系');
    await picture('2-visit');
    await press('确认记录', '联系已记下');
    await sees(/N-2026-\d{4} 已转青岚城发/u);
    await picture('3-recorded');
    const words = await page
      .getByText(/N-2026-\d{4} 已转青岚城发/u)
      .last()
      .textContent();
    const number = /N-2026-\d{4}/u.exec(words ?? '')?.[0] ?? '';

    await be('李文博');
    await sees('您同意吗');
    await picture('4-consent');
    await press('同意转达', '已转给青岚城发');

    await be('尤志刚');
    await sees(/本人同意转达情况/u);
    await press('签收', '已签收');
    await picture('5-unit');
    await press('反馈', '请说一下结果');
    await say('今天下午已经换好热水器', '本人满意才算办结');

    await be('李文博');
    await sees('您对办理结果满意吗');
    await picture('6-call-back');
    await press('满意', '谢谢您的评价');

    await be('向国平');
    await sees(/您转来的.*办结/u);
    await say('我这个季度还差谁', /四季度.*都联系过了|都联系到位/u);
    await picture('7-leader');

    await be('罗佩兰');
    await say('/明细 解决问题件数 季', '解决问题件数明细');
    await picture('8-rows');
    await sees(number);
    expect(await page.locator('body').textContent()).toMatch(new RegExp(`${number}[\\s\\S]*满意`, 'u'));
    await say('/汇报 季', '建档覆盖率');
    await picture('9-figures');
  }, 180_000);
});
