import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { type County, startCounty } from '../support/simulator-county.ts';

const laptop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const button = (label: string, more: object = {}): object => ({
  tag: 'button',
  text: { tag: 'plain_text', content: label },
  behaviors: [{ type: 'callback', value: { token: label } }],
  ...more,
});

const form = {
  schema: '2.0',
  header: { template: 'blue', title: { tag: 'plain_text', content: '人才登记' } },
  body: {
    elements: [
      {
        tag: 'form',
        name: 'talent',
        elements: [
          { tag: 'input', name: 'name', required: true, label: { tag: 'plain_text', content: '姓名' } },
          {
            tag: 'select_static',
            name: 'degree',
            placeholder: { tag: 'plain_text', content: '请选择学历' },
            options: ['博士', '硕士'].map((word) => ({
              text: { tag: 'plain_text', content: word },
              value: word,
            })),
          },
          {
            tag: 'multi_select_static',
            name: 'needs',
            placeholder: { tag: 'plain_text', content: '需要帮助的事' },
            options: ['住房', '子女入学'].map((word) => ({
              text: { tag: 'plain_text', content: word },
              value: word,
            })),
          },
          { tag: 'date_picker', name: 'day', initial_date: '2026-07-01' },
          { tag: 'picker_datetime', name: 'at' },
          button('提交', { name: 'submit', form_action_type: 'submit' }),
        ],
      },
    ],
  },
};

describe.skipIf(!hasBrowser)('the page in a browser', () => {
  let browser: Browser;
  let county: County;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    county = await startCounty();
    complaints = [];
  });
  afterEach(async () => {
    await page?.context().close();
    await county.stop();
    expect(complaints).toEqual([]);
  });

  async function open(viewport: { width: number; height: number }, hash = ''): Promise<void> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', hasTouch: viewport === phone });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${county.url}/simulator${hash}`);
    await page.waitForSelector('.page');
  }

  const become = async (name: string): Promise<void> => {
    await page.click(`.person:has-text("${name}")`);
    await page.waitForSelector('.writing textarea');
  };
  const chatOf = (name: string, platform: 'feishu' | 'dingtalk' = 'feishu'): string =>
    county[platform].p2p(county.account(name, platform)).id;

  it('lets a newcomer become somebody, try a sentence and see the answer', async () => {
    county.feishu.onSaid = ({ chatId }) => county.feishu.send(chatId, 'text', { text: '还差三位' });
    await open(laptop);
    await page.click('.pick:has-text("县领导")');
    await page.click('.ideas button:has-text("我这个季度还差谁")');
    await page.waitForSelector('.theirs .bubble:has-text("还差三位")');
    expect(await page.locator('.mine .bubble').textContent()).toBe('我这个季度还差谁');
    expect(county.feishu.entered).toEqual([county.account('向国平', 'feishu')]);
  });

  it('sends with Enter, breaks the line with Shift+Enter, takes back', async () => {
    await open(laptop);
    await become('李建华');
    await page.fill('.writing textarea', '第一行');
    await page.press('.writing textarea', 'Shift+Enter');
    await page.keyboard.type('第二行');
    await page.press('.writing textarea', 'Enter');
    await page.waitForSelector('.mine .bubble');
    expect(await page.inputValue('.writing textarea')).toBe('');
    expect(county.feishu.messages(chatOf('李建华'))[0]?.content).toEqual({ text: '第一行\n第二行' });
    await page.hover('.mine');
    await page.click('[aria-label="撤回"]');
    await page.waitForSelector('.recalled:has-text("您撤回了一条消息")');
  });

  it('shows what comes in at once and counts what others have not read', async () => {
    await open(laptop);
    await become('向国平');
    county.feishu.send(chatOf('向国平'), 'text', { text: '您有一条提醒' });
    await page.waitForSelector('.bubble:has-text("您有一条提醒")');
    for (let index = 0; index < 3; index += 1) {
      county.feishu.send(chatOf('覃晓霖'), 'text', { text: '在吗' });
    }
    await page.waitForSelector('.person:has-text("覃晓霖") .badge:has-text("3")');
    await become('覃晓霖');
    await page.waitForSelector('.person:has-text("覃晓霖"):not(:has(.badge))');
  });

  it('fills a Feishu form, says what is missing, and shows the toast', async () => {
    county.feishu.onPress = () => ({ toast: '已收到登记' });
    county.feishu.send(chatOf('覃晓霖'), 'interactive', form);
    await open(laptop);
    await become('覃晓霖');
    await page.click('.card-button:has-text("提交")');
    await page.waitForSelector('.complaint:has-text("请填写姓名")');
    expect(county.feishu.presses).toEqual([]);
    await page.fill('.card-field input[type="text"]', '覃晓霖');
    await page.selectOption('.card-field select', '博士');
    await page.click('.several summary');
    await page.click('.several label:has-text("住房")');
    await page.click('.several label:has-text("子女入学")');
    await page.fill('input[type="datetime-local"]', '2026-11-24T09:30');
    await page.click('.card-button:has-text("提交")');
    await page.waitForSelector('.notice:has-text("已收到登记")');
    expect(county.feishu.presses[0]?.form).toEqual({
      name: '覃晓霖',
      degree: '博士',
      needs: ['住房', '子女入学'],
      day: '2026-07-01',
      at: '2026-11-24 09:30',
    });
  });

  it('keeps what is being filled in while other things happen, and starts anew with a new card', async () => {
    const card = county.feishu.send(chatOf('覃晓霖'), 'interactive', form);
    await open(laptop);
    await become('覃晓霖');
    await page.fill('.card-field input[type="text"]', '写到一半');
    county.feishu.send(chatOf('覃晓霖'), 'text', { text: '打个岔' });
    await page.waitForSelector('.bubble:has-text("打个岔")');
    expect(await page.inputValue('.card-field input[type="text"]')).toBe('写到一半');
    county.feishu.update(card.id, { ...form, header: { title: { content: '换了一张' } } });
    await page.waitForSelector('h3:has-text("换了一张")');
    expect(await page.inputValue('.card-field input[type="text"]')).toBe('');
  });

  it('asks before a button that wants it', async () => {
    const confirm = { title: { tag: 'plain_text', content: '确定不再结对？' } };
    const body = { elements: [button('不再结对', { confirm })] };
    county.feishu.send(chatOf('向国平'), 'interactive', { schema: '2.0', body });
    await open(laptop);
    await become('向国平');
    await page.click('.card-button:has-text("不再结对")');
    await page.waitForSelector('.dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog', { state: 'detached' });
    expect(county.feishu.presses).toEqual([]);
    await page.click('.card-button:has-text("不再结对")');
    await page.click('.dialog .primary');
    await expect.poll(() => county.feishu.presses.length).toBe(1);
  });

  it('presses DingTalk buttons and links', async () => {
    const chat = chatOf('向国平', 'dingtalk');
    county.dingtalk.send(chat, 'actionCard', {
      title: '请确认',
      text: '#### 请确认\n[改一下](dtmd://dingtalkclient/sendMessage?content=x)',
      btns: [{ title: '对，记下', actionURL: 'dtmd://dingtalkclient/sendMessage?content=y' }],
    });
    await open(laptop);
    await page.click('.platforms .dingtalk');
    await become('向国平');
    await page.click('.ding-button:has-text("对，记下")');
    await page.click('.markdown .link:has-text("改一下")');
    await expect
      .poll(() => county.dingtalk.presses.map(({ label }) => label))
      .toEqual(['对，记下', '改一下']);
  });

  it('draws what somebody else wrote as words, whatever it is', async () => {
    const evil = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>';
    const chat = chatOf('向国平');
    county.feishu.send(chat, 'text', { text: evil });
    county.feishu.send(chat, 'interactive', {
      header: { title: { content: evil } },
      body: {
        elements: [
          { tag: 'markdown', content: `${evil} [点](javascript:document.title='broken')` },
          { tag: 'strange', content: evil },
          { tag: 'table', columns: [{ name: 'a' }], rows: 'no rows' },
          null,
        ],
      },
    });
    county.feishu.send(chat, 'post', null);
    county.feishu.send(chat, 'interactive', 'no card');
    await open(laptop);
    await become('向国平');
    await page.waitForSelector('.feishu-card');
    expect(await page.locator('.messages img, .messages script').count()).toBe(0);
    expect(await page.locator('.messages a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toBe('近悦 · 平台模拟器');
  });

  it('makes a group and mentions the bot in it', async () => {
    await open(laptop);
    await become('田小满');
    await page.click('[aria-label="建一个群"]');
    await page.fill('.dialog .field input >> nth=0', '联络群');
    await page.fill('.dialog .field input >> nth=1', '李建华');
    await page.click('.choices label:has-text("李建华")');
    await page.click('.dialog .primary');
    await page.waitForSelector('.chat-head:has-text("联络群")');
    await page.waitForSelector('.dialog', { state: 'detached' });
    const heard: unknown[] = [];
    county.feishu.onSaid = (_message, content) => heard.push(content);
    await page.fill('.writing textarea', '@小才 /待办');
    await page.press('.writing textarea', 'Enter');
    await expect.poll(() => heard).toMatchObject([{ text: '/待办', mentionBot: true }]);
  });

  it('moves the clock, switches a fault on and shows the wire', async () => {
    await open(laptop);
    await page.click('.tabs button:has-text("时钟")');
    await page.click('.preset:has-text("明早 9:00")');
    await page.waitForSelector('.clock-face b:has-text("09:00")');
    expect(county.clock.now()).toBe(Date.parse('2026-11-24T09:00:00+08:00'));
    await page.click('.tabs button:has-text("故障")');
    await page.click('[aria-labelledby="fault-deadSocket"]');
    await page.waitForSelector('.head-faults:has-text("1 项故障")');
    expect(county.feishu.faults.deadSocket).toBe(true);
    county.feishu.exchanged({
      at: county.clock.now(),
      direction: 'from-bot',
      what: 'POST /im/v1/messages',
      status: 429,
      ms: 2,
      request: { content: '{"text":"您好"}' },
      response: { code: 99991400 },
    });
    await page.click('.tabs button:has-text("报文")');
    await page.click('.exchange.bad button');
    await page.waitForSelector('.json:has-text("99991400")');
    expect(await page.locator('.json .key').allInnerTexts()).toContain('"text"');
  });

  it('finds a person by name, post or unit', async () => {
    await open(laptop);
    await page.fill('[aria-label="搜索人物"]', '教育局');
    await expect.poll(() => page.locator('.person').allInnerTexts()).toHaveLength(1);
    await page.fill('[aria-label="搜索人物"]', '没有这个人');
    await page.waitForSelector('.empty:has-text("没有找到")');
  });

  it('can be two people in two windows: the address says who one is', async () => {
    await open(laptop);
    await become('向国平');
    await page.waitForFunction(() => location.hash.includes('chat='));
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await page.waitForSelector('.chat-head:has-text("您现在是 向国平")');
  });

  it('says when the service is gone, and goes on when it is back', async () => {
    await open(laptop);
    const blocked = '**/simulator/api/**';
    await page.route(blocked, (route) => route.abort());
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.click('.platforms .dingtalk');
    await page.waitForSelector('.lost');
    await page.unroute(blocked);
    await page.click('.platforms .feishu');
    await page.waitForSelector('.lost', { state: 'detached' });
    complaints = complaints.filter((words) => !words.includes('net::ERR_FAILED'));
  });

  it.each([
    [390, 844],
    [360, 640],
    [820, 1180],
    [1024, 768],
    [1440, 900],
  ])('fits %i by %i without scrolling sideways', async (width, height) => {
    county.feishu.send(chatOf('覃晓霖'), 'interactive', form);
    county.dingtalk.send(chatOf('覃晓霖', 'dingtalk'), 'actionCard', {
      text: '长'.repeat(200),
      singleTitle: '看',
      singleURL: 'dtmd://x',
    });
    await open({ width, height });
    for (const platform of ['feishu', 'dingtalk']) {
      await page.click(`.platforms .${platform}`);
      if (width < 820) await page.click('.phone-bar button:has-text("人物")');
      await page.click('.person:has-text("覃晓霖")');
      await page.waitForSelector('.feishu-card, .ding-card');
      const wide = await page.evaluate(
        () =>
          [...document.querySelectorAll('.page, .messages, .feishu-card, .ding-card')].filter(
            (box) =>
              box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > innerWidth + 1,
          ).length,
      );
      expect(wide, platform).toBe(0);
    }
  });

  it('on a phone shows one pane at a time, and every one of them', async () => {
    await open(phone);
    const shown = { 聊天: '.window', 报文: '.wire', 时钟: '.clock-face', 故障: '.faults', 人物: '.people' };
    for (const [label, pane] of Object.entries(shown)) {
      await page.tap(`.phone-bar button:has-text("${label}")`);
      await page.waitForSelector(pane, { state: 'visible' });
      expect(await page.locator('.panel:visible').count(), label).toBe(1);
    }
    await page.tap('.person:has-text("向国平")');
    await page.waitForSelector('.writing textarea', { state: 'visible' });
  });

  it('gives everything that can be pressed or filled a name', async () => {
    county.feishu.send(chatOf('覃晓霖'), 'interactive', form);
    await open(laptop);
    await become('覃晓霖');
    for (const tool of ['报文', '时钟', '故障']) {
      await page.click(`.tabs button:has-text("${tool}")`);
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll('button, a, input, select, textarea')]
          .filter((one) => {
            const label = one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby') ?? '';
            const labels = (one as HTMLInputElement).labels?.length ?? 0;
            return label === '' && labels === 0 && (one.textContent ?? '').trim() === '';
          })
          .map((one) => one.outerHTML),
      );
      expect(nameless, tool).toEqual([]);
    }
  });

  it.each(['light', 'dark'] as const)('keeps its words readable in %s', async (colorScheme) => {
    county.feishu.send(chatOf('覃晓霖'), 'interactive', form);
    county.dingtalk.send(chatOf('覃晓霖', 'dingtalk'), 'markdown', { title: '一', text: '**二**' });
    county.feishu.send(chatOf('李建华'), 'text', { text: '一条未读' });
    await open(laptop);
    await page.emulateMedia({ colorScheme });
    await page.reload();
    for (const platform of ['feishu', 'dingtalk']) {
      await page.click(`.platforms .${platform}`);
      await become('覃晓霖');
      await page.waitForSelector('.message');
      expect(await page.evaluate(faintWords), platform).toEqual([]);
    }
  });
});

/** Words on a plain ground whose contrast is below 4.5 to 1 (WCAG AA); runs in the page. */
function faintWords(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const channels = (colour: string): number[] => {
    if (canvas === null) return [];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour: number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (one: Element | null): number[] | undefined => {
    if (one === null) return undefined;
    const style = getComputedStyle(one);
    if (style.backgroundImage !== 'none') return undefined;
    const ground = channels(style.backgroundColor);
    if (ground[3] === 255) return ground;
    return ground[3] === 0 ? groundOf(one.parentElement) : undefined;
  };
  return [...document.querySelectorAll<HTMLElement>('.page *')].flatMap((one) => {
    const words = [...one.childNodes]
      .filter((node) => node.nodeType === 3)
      .map((node) => node.textContent)
      .join('')
      .trim();
    const ground = groundOf(one);
    if (
      words === '' ||
      ground === undefined ||
      one.closest(':disabled') !== null ||
      one.offsetParent === null
    )
      return [];
    const [high = 0, low = 0] = [light(channels(getComputedStyle(one).color)), light(ground)].sort(
      (a, b) => b - a,
    );
    const contrast = (high + 0.05) / (low + 0.05);
    return contrast < 4.5 ? [`${words.slice(0, 20)} ${contrast.toFixed(2)}`] : [];
  });
}
