/** What a person does on the simulator's page, each waiting until the page shows what comes of it. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE = { timeout: 15_000 };

/** @param page the page at the moment of the deed: it is opened after these are made */
export const handsOn = (page: () => Page) => ({
  /** Becomes somebody of the county. */
  async be(name: string): Promise<void> {
    await page().getByPlaceholder('搜姓名、职务、单位').fill(name);
    await page().getByText(name, { exact: true }).first().click();
    await page().getByPlaceholder('发消息给小才').waitFor();
  },
  /** Says it and waits until the chat shows the words once more. */
  async say(text: string, answer: string | RegExp): Promise<void> {
    const seen = page().getByText(answer);
    const before = await seen.count();
    await page().getByPlaceholder('发消息给小才').fill(text);
    await page().keyboard.press('Enter');
    await expect.poll(() => seen.count(), PATIENCE).toBeGreaterThan(before);
  },
  async press(label: string, answer: string | RegExp): Promise<void> {
    await page().getByRole('button', { name: label, exact: true }).last().click();
    await page().getByText(answer).last().waitFor(PATIENCE);
  },
  /** What was told while somebody else was speaking. */
  sees: (words: string | RegExp): Promise<void> => page().getByText(words).last().waitFor(PATIENCE),
});
