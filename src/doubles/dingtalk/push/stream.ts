/** Stream mode: WebSocket connections, frames and their acknowledgements (dingtalk.md 1). */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Core } from '../core.ts';
import { deliveryIdOf, uuid } from '../ids.ts';
import type { ConnectionView } from '../options.ts';
import { accepted, parse, pushFrame, type SystemFrame, subscriptionOf, systemFrame } from './frames.ts';
import type { Outcome, Push } from './pushes.ts';
import type { Tickets } from './tickets.ts';

/** The platform's own push time-out in Stream mode; cards have 2 s. */
const ackMs = 3_000;
const cardAckMs = 2_000;
const drainMs = 10_000;

interface Connection {
  id: string;
  socket: WebSocket;
  /** `TYPE topic`, as subscribed. */
  topics: Set<string>;
  openedAt: number;
  draining: boolean;
  dead: boolean;
  /** Deliveries that wait for an answer. */
  waiting: Map<string, (answer: Answer) => void>;
}

interface Answer {
  status: number | string;
  data: unknown;
  waitedMs: number;
}

export class Stream {
  readonly #core: Core;
  readonly #random: () => number;
  readonly #tickets: Tickets;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false });
  readonly #all = new Map<string, Connection>();
  /** Those that get pushes. */
  #live: Connection[] = [];

  constructor(core: Core, tickets: Tickets, random: () => number) {
    this.#core = core;
    this.#tickets = tickets;
    this.#random = random;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Sends a push down one connection, picked at random among those that subscribed to it. */
  deliver(push: Push): Promise<Outcome> {
    const connection = this.#pick(push);
    if (!connection) return Promise.resolve({ acked: false, waitedMs: 0 });
    const { frame, messageId } = pushFrame(push, connection.id, this.#core.now());
    return this.#exchange(connection, messageId, push, frame).then((answer) =>
      accepted(push, answer) ? { acked: true } : { acked: false, waitedMs: answer.waitedMs },
    );
  }

  /** As `deliver`, for a card callback: resolves with the `data` of the answer. */
  async ask(push: Push): Promise<unknown> {
    const connection = this.#pick(push);
    if (!connection) return undefined;
    const { frame, messageId } = pushFrame(push, connection.id, this.#core.now());
    return (await this.#exchange(connection, messageId, push, frame)).data;
  }

  disconnect(): void {
    for (const connection of this.#live) {
      connection.draining = true;
      this.#tell(connection, systemFrame('disconnect', undefined, { reason: 'connection is expired' }));
      this.#core.alarms.after(drainMs, () => connection.socket.terminate());
    }
    this.#live = [];
  }

  ping(): void {
    const now = this.#core.now();
    for (const connection of this.#all.values()) {
      const opaque = `${now.toString(36)}-${connection.id.slice(0, 4)}`;
      this.#tell(connection, systemFrame('ping', deliveryIdOf(now), { opaque }));
    }
  }

  /** Makes every connection that is open now dead, or brings the dead back. */
  kill(dead: boolean): void {
    for (const connection of this.#all.values()) connection.dead = dead;
  }

  view(): ConnectionView[] {
    return [...this.#all.values()].map(({ id, openedAt, draining, dead }) => ({
      id,
      openedAt,
      state: dead ? 'dead' : draining ? 'draining' : 'open',
    }));
  }

  stop(): void {
    for (const { socket } of this.#all.values()) socket.terminate();
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const topics = this.#tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (url.pathname !== '/connect' || !topics) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, topics));
  }

  #open(socket: WebSocket, topics: Set<string>): void {
    const openedAt = this.#core.now();
    const connection: Connection = {
      id: uuid(),
      socket,
      topics,
      openedAt,
      draining: false,
      dead: false,
      waiting: new Map(),
    };
    this.#all.set(connection.id, connection);
    this.#live.push(connection);
    socket.on('ping', (data: Buffer) => {
      if (!connection.dead) socket.pong(data);
    });
    socket.on('message', (data: RawData) => {
      if (!connection.dead) this.#hear(connection, data);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#closed(connection));
    this.#core.world.changed();
  }

  #closed(connection: Connection): void {
    this.#all.delete(connection.id);
    this.#live = this.#live.filter((it) => it !== connection);
    for (const settle of connection.waiting.values())
      settle({ status: 'closed', data: undefined, waitedMs: 0 });
    this.#core.world.changed();
  }

  #pick(push: Push): Connection | undefined {
    const topic = subscriptionOf(push);
    // Whoever has said goodbye gets nothing more, though the socket takes a while to close.
    const able = this.#live.filter(
      ({ topics, socket }) => topics.has(topic) && socket.readyState === WebSocket.OPEN,
    );
    return able[Math.floor(this.#random() * able.length)];
  }

  #exchange(connection: Connection, messageId: string, push: Push, frame: object): Promise<Answer> {
    const at = this.#core.now();
    const limit = push.kind === 'card' ? cardAckMs : ackMs;
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        if (!connection.waiting.delete(messageId)) return;
        cancel();
        const ms = answer.waitedMs || this.#core.now() - at;
        const what = push.kind === 'event' ? `EVENT ${push.headers.eventType}` : subscriptionOf(push);
        const request = { headers: push.headers, data: push.body };
        this.#core.wire.add({
          at,
          direction: 'to-bot',
          what,
          status: answer.status,
          ms,
          request,
          response: answer.data,
        });
        this.#core.world.changed();
        resolve(answer);
      };
      const cancel = this.#core.alarms.after(limit, () =>
        settle({ status: 'timeout', data: undefined, waitedMs: limit }),
      );
      connection.waiting.set(messageId, settle);
      if (!connection.dead) connection.socket.send(JSON.stringify(frame));
    });
  }

  #hear(connection: Connection, data: RawData): void {
    const frame = parse(data.toString()) as {
      code?: unknown;
      headers?: { messageId?: unknown };
      data?: unknown;
    } | null;
    const settle = connection.waiting.get(String(frame?.headers?.messageId));
    const inner = typeof frame?.data === 'string' ? parse(frame.data) : frame?.data;
    settle?.({ status: Number(frame?.code), data: inner, waitedMs: 0 });
  }

  /** Sends a SYSTEM frame; those wait for nothing. */
  #tell(connection: Connection, frame: SystemFrame): void {
    if (connection.dead) return;
    connection.socket.send(JSON.stringify({ ...frame, data: JSON.stringify(frame.data) }));
    const id = frame.headers.messageId;
    const at = this.#core.now();
    const log = (status: number | string, response: unknown): void => {
      const what = `SYSTEM ${frame.headers.topic}`;
      const ms = this.#core.now() - at;
      this.#core.wire.add({ at, direction: 'to-bot', what, status, ms, request: frame.data, response });
      this.#core.world.changed();
    };
    if (id === undefined) {
      log('sent', undefined);
      return;
    }
    connection.waiting.set(id, ({ status, data }) => {
      connection.waiting.delete(id);
      log(status, data);
    });
  }
}
