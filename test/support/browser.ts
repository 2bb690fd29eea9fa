/** A real browser for tests of pages. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Without a browser such tests are left out; where CI is set they fail instead. */
export const hasBrowser = existsSync(path) || Boolean(process.env.CI);

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--lang=zh-CN'],
  });
}
