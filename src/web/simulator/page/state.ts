/** What the page knows and shows, in one object; everything on the screen is drawn from it. */
import { useEffect, useState } from 'preact/hooks';
import type { WireEntry } from '../../../doubles/port.ts';
import type { ChatView, MessageView, PersonView, Platform, PlatformView, StateView } from '../view.ts';
import * as api from './api.ts';
import { isSeen, markSeen } from './seen.ts';

export type Tool = 'wire' | 'clock' | 'faults';
/** On a phone one pane fills the screen. */
export type Pane = 'people' | 'chat' | Tool;

export interface Notice {
  id: number;
  text: string;
  tone: 'info' | 'error';
}

export interface Page {
  view?: StateView | undefined;
  /** Why the first load failed. */
  problem?: string | undefined;
  /** False while the stream of notices is broken. */
  live: boolean;
  platform: Platform;
  /** PersonView.key */
  who?: string | undefined;
  chat?: string | undefined;
  /** Undefined while they are being fetched. */
  messages?: MessageView[] | undefined;
  wire?: WireEntry[] | undefined;
  /** The bot owes this chat an answer; set until one comes or nobody believes in it any more. */
  waiting?: { chat: string; total: number } | undefined;
  pane: Pane;
  tool: Tool;
  /** On a narrow screen the tools lie over the chat. */
  drawer: boolean;
  notices: Notice[];
}

let page: Page = {
  live: true,
  platform: 'feishu',
  pane: 'people',
  tool: 'wire',
  drawer: false,
  notices: [],
};
const watchers = new Set<() => void>();

export function get(): Page {
  return page;
}

export function set(patch: Partial<Page>): void {
  page = { ...page, ...patch };
  for (const watcher of watchers) watcher();
}

/** Draws the component again after every change. */
export function usePage(): Page {
  const [seen, show] = useState(page);
  useEffect(() => {
    const watcher = (): void => show(page);
    watchers.add(watcher);
    watcher();
    return () => {
      watchers.delete(watcher);
    };
  }, []);
  return seen;
}

// ---------------------------------------------------------------- looking things up

export function platformOf(state: Page): PlatformView | undefined {
  return state.view?.platforms.find(({ name }) => name === state.platform);
}

export function personOf(state: Page): PersonView | undefined {
  return state.view?.people.find(({ key }) => key === state.who);
}

export function accountOf(state: Page): string | undefined {
  return personOf(state)?.accounts[state.platform];
}

export function chatsOf(state: Page, account: string): ChatView[] {
  const chats = platformOf(state)?.chats.filter(({ members }) => members.includes(account)) ?? [];
  return chats.sort((a, b) => Number(b.kind === 'p2p') - Number(a.kind === 'p2p') || order(b) - order(a));
}

const order = (chat: ChatView): number => chat.last?.at ?? 0;

export function openChat(state: Page): ChatView | undefined {
  return platformOf(state)?.chats.find(({ id }) => id === state.chat);
}

/** A name for an account, '' when nobody has it. */
export function nameOf(state: Page, account: string): string {
  if (account === 'bot') return state.view?.botName ?? '';
  return state.view?.people.find(({ accounts }) => accounts[state.platform] === account)?.name ?? '';
}

export function unreadOf(state: Page, account: string): number {
  const open = state.pane === 'chat' || !onPhone() ? state.chat : undefined;
  return chatsOf(state, account)
    .filter(({ id }) => id !== open || account !== accountOf(state))
    .reduce((sum, chat) => sum + unreadIn(state, account, chat), 0);
}

export function unreadIn(state: Page, account: string, chat: ChatView): number {
  return Math.max(0, chat.total - isSeen(state.platform, account, chat.id));
}

export function onPhone(): boolean {
  return matchMedia('(max-width: 819px)').matches;
}

// ---------------------------------------------------------------- keeping up

const longestPause = 2000;
let again = false;
let running: Promise<void> | undefined;

/** Fetches what is on the screen. Resolves when a fetch that began after this call is done; never rejects. */
export function refresh(): Promise<void> {
  again = true;
  running ??= keepPulling().finally(() => {
    running = undefined;
  });
  return running;
}

async function keepPulling(): Promise<void> {
  while (again) {
    again = false;
    const started = performance.now();
    await pull().catch((error: unknown) => set({ problem: told(error) }));
    const took = performance.now() - started;
    // Under a flood of changes the page asks for half of the time at most.
    if (again) await new Promise((resolve) => setTimeout(resolve, Math.min(took, longestPause)));
  }
}

async function pull(): Promise<void> {
  const view = await api.loadState();
  const here = view.platforms.find(({ name }) => name === page.platform) ?? view.platforms[0];
  if (here !== undefined && here.name !== page.platform) page = { ...page, platform: here.name };
  const { platform, chat } = page;
  const known = here?.chats.some(({ id }) => id === chat) === true;
  const [talk, wire] = await Promise.all([
    chat !== undefined && known ? api.loadMessages(platform, chat) : undefined,
    wireShown() ? api.loadWire(platform) : undefined,
  ]);
  if (page.platform !== platform || page.chat !== chat) {
    again = true;
    set({ view, problem: undefined });
    return;
  }
  const patch: Partial<Page> = { view, problem: undefined };
  if (wire !== undefined) patch.wire = wire.entries;
  if (talk !== undefined) {
    patch.messages = talk.messages;
    if (answered(talk.messages, talk.total)) patch.waiting = undefined;
  }
  set(patch);
  noteSeen();
}

function wireShown(): boolean {
  return page.tool === 'wire' && (onPhone() ? page.pane === 'wire' : true);
}

function answered(messages: MessageView[], total: number): boolean {
  const { waiting } = page;
  if (waiting === undefined) return true;
  const fresh = total - waiting.total;
  return fresh > 0 && messages.slice(-fresh).some(({ from }) => from === 'bot');
}

/** What stands on the screen has been read. */
export function noteSeen(): void {
  const account = accountOf(page);
  const chat = openChat(page);
  if (account === undefined || chat === undefined || document.hidden) return;
  if (onPhone() && page.pane !== 'chat') return;
  if (markSeen(page.platform, account, chat.id, chat.total)) set({});
}

// ---------------------------------------------------------------- telling

let notices = 0;

export function notify(text: string, tone: Notice['tone'] = 'info'): void {
  notices += 1;
  const id = notices;
  set({ notices: [...page.notices.slice(-2), { id, text, tone }] });
  setTimeout(() => set({ notices: page.notices.filter((notice) => notice.id !== id) }), 4000);
}

export function told(error: unknown): string {
  return error instanceof Error ? error.message : '出错了，请再试一次。';
}

/** Runs what a person asked for; a failure is told, and answered with undefined. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    notify(told(error), 'error');
    return undefined;
  }
}

// ---------------------------------------------------------------- the page's address

/** The address holds who one is, so that two windows can be two people. */
export function remember(): void {
  const values = new URLSearchParams({ p: page.platform });
  if (page.who !== undefined) values.set('who', page.who);
  if (page.chat !== undefined) values.set('chat', page.chat);
  history.replaceState(null, '', `#${values}`);
}

export function restore(): void {
  const values = new URLSearchParams(location.hash.slice(1));
  const who = values.get('who') ?? undefined;
  const chat = values.get('chat') ?? undefined;
  set({
    platform: values.get('p') === 'dingtalk' ? 'dingtalk' : 'feishu',
    who,
    chat,
    pane: who === undefined ? 'people' : 'chat',
  });
  void refresh();
  document.addEventListener('visibilitychange', noteSeen);
  setInterval(() => void refresh(), 15_000);
}
