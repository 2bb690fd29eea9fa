/** A bot's side of the wire, as small as a test needs it, and a clock that moves when told. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Timers } from '../../../src/doubles/feishu/index.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  raw: Buffer;
}

export interface FakeBot {
  url: string;
  received: Received[];
  /** What the next requests are answered with; HTTP 200 `{}` when empty. `hang` never answers. */
  answers: ({ status: number; body: string } | 'hang')[];
  stop(): Promise<void>;
}

export async function startBot(answer?: (raw: Buffer) => string): Promise<FakeBot> {
  const received: Received[] = [];
  const answers: FakeBot['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      received.push({ headers: request.headers, raw });
      const next = answers.shift() ?? { status: 200, body: answer?.(raw) ?? '{}' };
      if (next === 'hang') return;
      response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/channels/feishu`,
    received,
    answers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Time and timers that stand still until `advance`. */
export class Hands implements Timers {
  time = Date.UTC(2026, 4, 11, 1, 0, 0);
  #timers = new Map<object, { at: number; call: () => void }>();

  now = (): number => this.time;

  setTimeout(call: () => void, ms: number): unknown {
    const handle = {};
    this.#timers.set(handle, { at: this.time + ms, call });
    return handle;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as object);
  }

  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.at <= until)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.time = due[1].at;
      due[1].call();
    }
    this.time = until;
  }
}

export const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

/** Resolves when `ready` holds, looking after every change of the event loop. */
export async function until(ready: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!ready()) {
    if (Date.now() > deadline) throw new Error('it never came true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export type Api = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; headers: Headers; json: ApiAnswer }>;

export interface ApiAnswer {
  code: number;
  msg: string;
  data?: { message_id?: string; chat_id?: string; [key: string]: unknown };
}

/** Calls the API with a token asked for once. */
export async function apiOf(double: {
  url: string;
  credentials: { appId: string; appSecret: string };
}): Promise<Api> {
  const { appId, appSecret } = double.credentials;
  const asked = await fetch(`${double.url}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ app_id: appId, app_secret: appSecret }),
  });
  const { tenant_access_token: token } = (await asked.json()) as { tenant_access_token: string };
  return async (method, path, body) => {
    const response = await fetch(`${double.url}/open-apis/${path}`, { method, ...carried(body, token) });
    return { status: response.status, headers: response.headers, json: (await response.json()) as ApiAnswer };
  };
}

export function textTo(openId: string, text: string, uuid?: string) {
  return {
    receive_id: openId,
    msg_type: 'text',
    content: JSON.stringify({ text }),
    ...(uuid ? { uuid } : {}),
  };
}

/** FormData goes as multipart, everything else as JSON. */
function carried(body: unknown, token: string): RequestInit {
  const authorization = `Bearer ${token}`;
  if (body instanceof FormData) return { headers: { authorization }, body };
  const headers = { authorization, 'content-type': 'application/json' };
  return body === undefined ? { headers } : { headers, body: JSON.stringify(body) };
}
