import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { freePort, type MainProcess, startMain } from '../support/main-process.ts';
import { handsOn } from '../support/simulator-hands.ts';

const shots = join(import.meta.dirname, '..', '..', 'test-results');

describe.skipIf(!hasBrowser)('a newcomer in the simulator', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-newcomer-'));
  let service: MainProcess;
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    service = await startMain({ PORT: String(port), DATA_DIR: dataDir });
    url = `http://127.0.0.1:${port}`;
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    mkdirSync(shots, { recursive: true });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (service?.child.exitCode === null) {
      service.child.kill('SIGKILL');
      await once(service.child, 'exit');
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  const { be, say, press } = handsOn(() => page);

  it('does the main job: a talent registers, a leader is reminded and records, staff find it', async () => {
    await page.goto(`${url}/simulator`);
    await be('何思雨');
    await say('人才登记', '您同意吗');
    await press('同意', '请问您的姓名');
    await say('我叫何思雨，身份证11010519491231002X', '请留一个手机号');
    await say('13900005678', '您属于哪一类');
    await press('应届', '请从最高学历说起');
    await say('2022年9月到2026年6月，怀化学院，汉语言文学，本科', '还有别的学历吗');
    await say('没有了', '期望年薪大概多少');
    await say('十五万左右', '方便什么时候来面谈');
    await say('10月8号下午三点', '有简历的话发过来');
    await say('跳过', '还有什么想告诉我们的');
    await say('没有', '请核对一下');
    await page.screenshot({ path: join(shots, 'newcomer-1-talent.png') });
    await press('确认提交', '登记好了，编号 RC0007');

    await be('向国平');
    await page.getByRole('tab', { name: '时钟' }).or(page.getByText('时钟')).first().click();
    await page.getByRole('button', { name: '下季度首个工作日' }).click();
    await page.getByText('联系人才提醒').last().waitFor({ timeout: 15_000 });
    await page.screenshot({ path: join(shots, 'newcomer-2-reminder.png') });
    await say('今天上午去华科高新看望了李教授，他说孩子上学的事还没落实', '请您确认这次联系');
    await page.screenshot({ path: join(shots, 'newcomer-3-confirm.png') });
    await press('确认记录', '联系已记下');

    await be('罗佩兰');
    await say('/查 李文博', /10月8日.*走访/u);
    await page.screenshot({ path: join(shots, 'newcomer-4-found.png') });
    await say('/查 RC0007', '何思雨');
  }, 120_000);

  it('stops in order when asked to, within ten seconds, and starts again with everything there', async () => {
    service.child.kill('SIGTERM');
    const [code] = await once(service.child, 'exit');
    expect(code).toBe(0);
    const printed = service.printed();
    expect(printed).toContain('/simulator');
    expect(printed).not.toMatch(/11010519491231002X|13900005678/u);
    const port = await freePort();
    const started = Date.now();
    service = await startMain({ PORT: String(port), DATA_DIR: dataDir });
    expect(Date.now() - started).toBeLessThan(20_000);
    await page.goto(`http://127.0.0.1:${port}/simulator`);
    await be('罗佩兰');
    await say('/查 李文博', /10月8日.*走访/u);
  }, 60_000);
});
