/** Shared by the tests of the DingTalk double: a hand-moved clock, a bare bot, HTTP calls. */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { DingtalkDouble, Timers } from '../../../src/doubles/dingtalk/index.ts';

export const robotTopic = '/v1.0/im/bot/messages/get';

/** Time that moves only when told; timers run in the order they are due. */
export class HandClock implements Timers {
  time = Date.UTC(2026, 10, 23, 1);
  #due: { at: number; run: () => void }[] = [];

  readonly now = (): number => this.time;

  setTimeout(run: () => void, ms: number): unknown {
    const timer = { at: this.time + ms, run };
    this.#due.push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#due = this.#due.filter((timer) => timer !== handle);
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.clearTimeout(next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
  }
}

export interface Called {
  status: number;
  json: Record<string, unknown>;
  text: string;
}

/** One HTTP call with a JSON body. Rejects when the socket is cut. */
export async function call(
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Called> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
}

export async function tokenOf(double: DingtalkDouble): Promise<string> {
  const { clientId, clientSecret } = double.credentials;
  const { json } = await call(`${double.url}/v1.0/oauth2/accessToken`, {
    appKey: clientId,
    appSecret: clientSecret,
  });
  return String(json.accessToken);
}

/** A call to `/v1.0/...` with a fresh token. */
export async function api(double: DingtalkDouble, path: string, body: object): Promise<Called> {
  const token = await tokenOf(double);
  return call(`${double.url}${path}`, body, { 'x-acs-dingtalk-access-token': token });
}

/** One-to-one send of plain text, or of another template. */
export function sendTo(
  double: DingtalkDouble,
  userIds: string[],
  msgKey = 'sampleText',
  msgParam: unknown = { content: '您好' },
): Promise<Called> {
  const { robotCode } = double.credentials;
  return api(double, '/v1.0/robot/oToMessages/batchSend', {
    robotCode,
    userIds,
    msgKey,
    msgParam: typeof msgParam === 'string' ? msgParam : JSON.stringify(msgParam),
  });
}

export interface Frame {
  specVersion?: string;
  type: string;
  headers: Record<string, string>;
  data: string;
}

export async function ticketOf(double: DingtalkDouble): Promise<{ endpoint: string; ticket: string }> {
  const { clientId, clientSecret } = double.credentials;
  const { json } = await call(`${double.url}/v1.0/gateway/connections/open`, {
    clientId,
    clientSecret,
    subscriptions: [
      { type: 'EVENT', topic: '*' },
      { type: 'CALLBACK', topic: robotTopic },
      { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
    ],
  });
  return { endpoint: String(json.endpoint), ticket: String(json.ticket) };
}

/** A bare Stream client. Answers what `answer` returns; undefined: says nothing. */
export class BareBot extends EventEmitter {
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;

  private constructor(socket: WebSocket, answer: (frame: Frame) => object | undefined) {
    super();
    this.socket = socket;
    socket.on('message', (raw) => {
      const frame = JSON.parse(raw.toString()) as Frame;
      this.frames.push(frame);
      const data = answer(frame);
      if (data)
        socket.send(
          JSON.stringify({
            code: 200,
            message: 'OK',
            headers: { messageId: frame.headers.messageId, contentType: 'application/json' },
            data: JSON.stringify(data),
          }),
        );
      this.emit('frame');
    });
  }

  static async connect(double: DingtalkDouble, answer = takeAll): Promise<BareBot> {
    const { endpoint, ticket } = await ticketOf(double);
    const socket = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(ticket)}`);
    const bot = new BareBot(socket, answer);
    await once(socket, 'open');
    return bot;
  }

  /** Resolves once `count` frames of a type have come. */
  async heard(count: number, type = 'CALLBACK'): Promise<Frame[]> {
    const fitting = (): Frame[] => this.frames.filter((frame) => frame.type === type);
    while (fitting().length < count) await once(this, 'frame');
    return fitting();
  }

  async message(count = 1): Promise<Record<string, unknown>> {
    return JSON.parse((await this.heard(count))[count - 1]?.data ?? '{}');
  }
}

/** Acknowledges everything the way each type wants it. */
export function takeAll(frame: Frame): object | undefined {
  if (frame.type === 'EVENT') return { status: 'SUCCESS', message: 'ok' };
  if (frame.headers.topic === 'ping') return JSON.parse(frame.data);
  return frame.type === 'CALLBACK' ? { response: null } : undefined;
}

export interface Heard {
  headers: IncomingHttpHeaders;
  url: string;
  body: Record<string, unknown>;
}

/** A bot in HTTP mode: answers every POST with what `answer` returns. */
export async function httpBot(
  answer: (
    heard: Heard,
  ) => { status?: number; json?: unknown } | Promise<{ status?: number; json?: unknown }>,
): Promise<{ url: string; heard: Heard[]; stop: () => void }> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      headers: request.headers,
      url: request.url ?? '',
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    heard.push(one);
    const { status = 200, json = { msgtype: 'empty' } } = await answer(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/channels/dingtalk`,
    heard,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
