/** What a person at the page does. */
import type { Faults } from '../../../doubles/port.ts';
import type { Platform } from '../view.ts';
import * as api from './api.ts';
import type { Pane, Tool } from './state.ts';
import {
  accountOf,
  attempt,
  get,
  noteSeen,
  notify,
  openChat,
  personOf,
  refresh,
  remember,
  set,
} from './state.ts';

/** Becomes a person on the platform shown, and opens the chat with the bot. */
export async function become(who: string): Promise<void> {
  set({ who, chat: undefined, messages: undefined, waiting: undefined, pane: 'chat' });
  await openBot();
}

/** Leaves the person; the welcome is shown again. */
export function leave(): void {
  set({ who: undefined, chat: undefined, messages: undefined, waiting: undefined, pane: 'people' });
  remember();
}

let opening = false;

/** Someone is chosen, but the chat in the page's address is gone (the service started anew): opens the bot's. */
export function ensureChat(): void {
  if (!opening && accountOf(get()) !== undefined && openChat(get()) === undefined) void openBot();
}

async function openBot(): Promise<void> {
  const { platform, who } = get();
  const account = accountOf(get());
  remember();
  if (account === undefined) return;
  opening = true;
  const opened = await attempt(() => api.enter(platform, account));
  opening = false;
  if (opened === undefined || get().who !== who || get().platform !== platform) return;
  set({ chat: opened.chat, messages: undefined });
  remember();
  await refresh();
}

export async function choosePlatform(platform: Platform): Promise<void> {
  if (get().platform === platform) return;
  set({ platform, chat: undefined, messages: undefined, wire: undefined, waiting: undefined });
  const person = personOf(get());
  if (person !== undefined && person.accounts[platform] === undefined) {
    const name = platform === 'feishu' ? '飞书' : '钉钉';
    notify(`${person.name}没有${name}账号，请另选一位。`);
    set({ who: undefined, pane: 'people' });
  }
  if (get().who === undefined) remember();
  else await openBot();
  await refresh();
}

export async function chooseChat(chat: string): Promise<void> {
  set({ chat, messages: undefined, pane: 'chat' });
  remember();
  await refresh();
}

export function choosePane(pane: Pane): void {
  if (pane === 'people' || pane === 'chat') set({ pane, drawer: false });
  else set({ pane, tool: pane, drawer: true });
  noteSeen();
  void refresh();
}

export function chooseTool(tool: Tool): void {
  set({ tool });
  void refresh();
}

const patience = 12_000;

/** True when the platform took it. */
export async function say(text: string, how: { mention?: boolean; voice?: boolean }): Promise<boolean> {
  const { platform, chat } = get();
  const account = accountOf(get());
  if (account === undefined || chat === undefined) return false;
  const waiting = { chat, total: openChat(get())?.total ?? 0 };
  if (openChat(get())?.kind === 'p2p' || how.mention) set({ waiting });
  setTimeout(() => get().waiting === waiting && set({ waiting: undefined }), patience);
  const said = await attempt(() => api.say({ platform, user: account, chat, text, ...how }));
  if (said === undefined) set({ waiting: undefined });
  void refresh();
  return said !== undefined;
}

export async function sendFiles(files: Iterable<File>): Promise<void> {
  const { platform, chat } = get();
  const account = accountOf(get());
  if (account === undefined || chat === undefined) return;
  for (const file of files) await attempt(() => api.upload(platform, account, chat, file));
  void refresh();
}

/** Presses a button of a message; what the platform shows the presser becomes a notice. */
export async function press(
  message: string,
  label: string,
  form?: Record<string, string | string[]>,
): Promise<void> {
  const { platform } = get();
  const account = accountOf(get());
  if (account === undefined) return;
  const answer = await attempt(() =>
    api.press({ platform, user: account, message, label, ...(form && { form }) }),
  );
  if (answer?.error)
    notify(/[\u4e00-\u9fff]/.test(answer.error) ? answer.error : `没有成功：${answer.error}`, 'error');
  else if (answer?.toast) notify(answer.toast);
  void refresh();
}

export async function recall(message: string): Promise<void> {
  const account = accountOf(get());
  if (account === undefined) return;
  await attempt(() => api.recall(get().platform, account, message));
  void refresh();
}

export async function makeGroup(title: string, members: string[]): Promise<boolean> {
  const made = await attempt(() => api.makeGroup(get().platform, title, members));
  if (made === undefined) return false;
  await refresh();
  void chooseChat(made.chat);
  return true;
}

export async function setFaults(faults: Partial<Faults>): Promise<void> {
  await attempt(() => api.setFaults(get().platform, faults));
  await refresh();
}

/** Resolves when all that became due on the way is done. */
export async function moveClock(to: { to: string } | { by: string }, words: string): Promise<void> {
  const moved = await attempt(() => api.moveClock(to));
  if (moved !== undefined) notify(`时钟已走到${words}`);
  await refresh();
}
