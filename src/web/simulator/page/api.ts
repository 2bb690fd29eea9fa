/** The page's calls to its server. A refusal becomes an Error with the server's Chinese sentence. */
import type { Faults } from '../../../doubles/port.ts';
import type { MessagesView, Platform, StateView, WireView } from '../view.ts';

const unreachable = '连不上服务，请确认它还在运行。';

async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/simulator/${path}`, init);
  } catch {
    throw new Error(unreachable);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  const told = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  throw new Error(typeof told === 'string' ? told : `服务出错了（${response.status}），请稍后再试。`);
}

function post<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();

export const loadState = (): Promise<StateView> => ask('api/state');
export const loadMessages = (platform: Platform, chat: string): Promise<MessagesView> =>
  ask(`api/messages?${query({ platform, chat })}`);
export const loadWire = (platform: Platform): Promise<WireView> => ask(`api/wire?${query({ platform })}`);

export interface Saying {
  platform: Platform;
  user: string;
  chat: string;
  text: string;
  mention?: boolean;
  voice?: boolean;
}
export const say = (saying: Saying): Promise<{ message: string }> => post('api/say', saying);

export interface Press {
  platform: Platform;
  user: string;
  message: string;
  label: string;
  form?: Record<string, string | string[]>;
}
export const press = (pressing: Press): Promise<{ toast?: string; error?: string }> =>
  post('api/press', pressing);

export const enter = (platform: Platform, user: string): Promise<{ chat: string }> =>
  post('api/enter', { platform, user });
export const recall = (platform: Platform, user: string, message: string): Promise<object> =>
  post('api/recall', { platform, user, message });
export const makeGroup = (platform: Platform, title: string, members: string[]): Promise<{ chat: string }> =>
  post('api/group', { platform, title, members });
export const setFaults = (platform: Platform, faults: Partial<Faults>): Promise<object> =>
  post('api/faults', { platform, faults });
export const moveClock = (to: { to: string } | { by: string }): Promise<{ now: string }> => post('clock', to);

export function upload(platform: Platform, user: string, chat: string, file: File): Promise<object> {
  const values = query({ platform, user, chat, name: file.name, mime: file.type });
  const headers = { 'content-type': 'application/octet-stream' };
  return ask(`api/upload?${values}`, { method: 'POST', headers, body: file });
}

/** Calls `changed` for every notice; the browser opens the stream again when it breaks. */
export function follow(changed: () => void, live: (live: boolean) => void): void {
  const source = new EventSource('/simulator/api/events');
  source.addEventListener('open', () => live(true));
  source.addEventListener('error', () => live(false));
  source.addEventListener('change', changed);
}
