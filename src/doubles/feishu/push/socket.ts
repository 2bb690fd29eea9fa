/** The long connection: where bots connect, and how events go down it and acks come up (feishu.md 2). */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { hex32, newSecret } from '../ids.ts';
import { parse, record, text } from '../json.ts';
import type { World } from '../world.ts';
import { decodeFrame, encodeFrame, type Frame } from './frame.ts';
import { answerWithinMs, type Delivery, type Transport } from './transport.ts';

const maxConnections = 50;
const ticketPath = '/ws/v2';
const listeningAfterMs = 1000;

export interface ClientConfig {
  PingInterval: number;
  ReconnectCount: number;
  ReconnectInterval: number;
  ReconnectNonce: number;
}

interface Client {
  socket: WebSocket;
  service: number;
  /** It pinged, or had time to: what is sent earlier the official SDK does not hear. */
  listening: boolean;
}

export class LongConnection implements Transport {
  #world: World;
  #config: ClientConfig;
  #fragmentBytes: number;
  #server = new WebSocketServer({ noServer: true });
  #tickets = new Map<string, number>();
  #clients: Client[] = [];
  #acks = new Map<string, (delivery: Delivery) => void>();
  #services = 1000;
  #refusals: number[] = [];

  constructor(world: World, config: ClientConfig, fragmentBytes: number) {
    this.#world = world;
    this.#config = config;
    this.#fragmentBytes = fragmentBytes;
  }

  /** Those that listen. */
  get connections(): number {
    return this.#listening().length;
  }

  /** The next `times` asked endpoints are refused with this code. */
  refuseEndpoint(code: number, times: number): void {
    for (let index = 0; index < times; index += 1) this.#refusals.push(code);
  }

  /** Closes every connection from this side, as the platform does when it moves clients. */
  disconnect(): void {
    for (const { socket } of this.#clients) socket.close();
  }

  /** POST /callback/ws/endpoint: refusals are HTTP 200 with a code and an empty `data`. */
  endpoint(request: HttpRequest, base: string): HttpReply {
    const asked = record(parse(request.body.toString('utf8')));
    const code = this.#refusals.shift() ?? this.#judge(asked.AppID, asked.AppSecret);
    if (code !== 0) return { status: 200, json: { code, msg: endpointWords[code] ?? 'failed', data: {} } };
    this.#services += 1;
    const ticket = newSecret(16);
    this.#tickets.set(ticket, this.#services);
    const query = `device_id=${hex32()}&access_key=${newSecret(8)}&service_id=${this.#services}&ticket=${ticket}`;
    const url = `${base.replace('http', 'ws')}${ticketPath}?${query}`;
    return { status: 200, json: { code: 0, msg: 'ok', data: { URL: url, ClientConfig: this.#config } } };
  }

  /** Takes a WebSocket over when its ticket is good, once. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const ticket = url.searchParams.get('ticket') ?? '';
    const service = this.#tickets.get(ticket);
    if (url.pathname !== ticketPath || service === undefined) {
      stream.end(
        'HTTP/1.1 403 Forbidden\r\nhandshake-status: 403\r\nhandshake-msg: forbidden\r\nconnection: close\r\n\r\n',
      );
      return;
    }
    this.#tickets.delete(ticket);
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket, service));
  }

  /** One connection, chosen at random, gets the event. */
  deliver(event: object): Promise<Delivery> {
    const clients = this.#listening();
    const client = clients[Math.floor(Math.random() * clients.length)];
    if (!client) return Promise.resolve({ result: 'unconfigured' });
    const id = hex32();
    return new Promise((resolve) => {
      const timer = this.#world.timers.setTimeout(() => settle({ result: 'timeout' }), answerWithinMs);
      const settle = (delivery: Delivery): void => {
        this.#world.timers.clearTimeout(timer);
        this.#acks.delete(id);
        resolve(delivery);
      };
      this.#acks.set(id, settle);
      for (const frame of this.#fragments(event, id, client.service)) this.#send(client.socket, frame);
    });
  }

  stop(): void {
    for (const { socket } of this.#clients) socket.terminate();
    for (const settle of [...this.#acks.values()]) settle({ result: 'unreachable' });
    this.#server.close();
  }

  #judge(appId: unknown, appSecret: unknown): number {
    const { credentials } = this.#world;
    if (appId !== credentials.appId || appSecret !== credentials.appSecret) return 514;
    return this.#clients.length >= maxConnections ? 1000040350 : 0;
  }

  #welcome(socket: WebSocket, service: number): void {
    const client: Client = { socket, service, listening: false };
    this.#clients.push(client);
    const listens = this.#world.timers.setTimeout(() => this.#listens(client), listeningAfterMs);
    socket.on('message', (data) => this.#receive(client, data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#world.timers.clearTimeout(listens);
      this.#clients = this.#clients.filter((other) => other !== client);
      this.#world.changed();
    });
  }

  /** Whoever has said goodbye gets nothing more, though the socket takes a while to close. */
  #listening(): Client[] {
    return this.#clients.filter(({ listening, socket }) => listening && socket.readyState === WebSocket.OPEN);
  }

  #listens(client: Client): void {
    if (client.listening) return;
    client.listening = true;
    this.#world.changed();
  }

  #fragments(event: object, id: string, service: number): Frame[] {
    const payload = Buffer.from(JSON.stringify(event));
    const sum = Math.max(1, Math.ceil(payload.length / this.#fragmentBytes));
    const trace = hex32();
    return Array.from({ length: sum }, (_, seq) => ({
      seqId: 0,
      logId: 0,
      service,
      method: 1,
      headers: { type: 'event', message_id: id, sum: String(sum), seq: String(seq), trace_id: trace },
      payload: payload.subarray(seq * this.#fragmentBytes, (seq + 1) * this.#fragmentBytes),
    }));
  }

  #send(socket: WebSocket, frame: Frame): void {
    if (!this.#world.faults.deadSocket && socket.readyState === WebSocket.OPEN)
      socket.send(encodeFrame(frame));
  }

  #receive(client: Client, data: RawData): void {
    if (this.#world.faults.deadSocket) return;
    let frame: Frame;
    try {
      frame = decodeFrame(data as Buffer);
    } catch {
      client.socket.close(1002);
      return;
    }
    this.#listens(client);
    if (frame.method === 0 && frame.headers.type === 'ping') this.#pong(client.socket, frame);
    else if (frame.method === 1) this.#acknowledged(frame);
  }

  #pong(socket: WebSocket, ping: Frame): void {
    this.#send(socket, {
      ...ping,
      headers: { type: 'pong' },
      payload: Buffer.from(JSON.stringify(this.#config)),
    });
  }

  /** `{"code":200,"data":base64(JSON)}`; anything but 200 counts as not taken. */
  #acknowledged(frame: Frame): void {
    const settle = this.#acks.get(frame.headers.message_id ?? '');
    if (!settle) return;
    const ack = record(parse(frame.payload.toString('utf8')));
    const status = typeof ack.code === 'number' ? ack.code : 0;
    const data = text(ack.data);
    const answer = data === undefined ? {} : parse(Buffer.from(data, 'base64').toString('utf8'));
    if (status !== 200) settle({ result: 'refused', status, answer });
    else settle({ result: 'taken', status, answer, malformed: answer === undefined });
  }
}

const endpointWords: Readonly<Record<number, string>> = {
  1: 'system busy',
  403: 'forbidden',
  514: 'auth failed',
  1000040343: 'internal error',
  1000040350: 'exceed the connection limit',
};
