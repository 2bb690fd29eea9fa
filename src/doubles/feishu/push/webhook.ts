/** Pushing to the bot's callback address: encrypted and signed when there is an Encrypt Key (feishu.md 1). */
import { randomInt } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { parse } from '../json.ts';
import type { Timers } from '../timers.ts';
import type { Credentials } from '../world.ts';
import { encrypt, sign } from './crypt.ts';
import { answerWithinMs, type Delivery, type Transport } from './transport.ts';

interface Ports {
  credentials: Credentials;
  now: () => number;
  timers: Timers;
}

interface Options {
  /** The challenge goes without one. */
  signed: boolean;
  withinMs: number;
}

export class Webhook implements Transport {
  readonly url: URL;
  #ports: Ports;
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** Throws when the address is not http: the double stays on its machine. */
  constructor(url: string, ports: Ports) {
    this.url = new URL(url);
    if (this.url.protocol !== 'http:')
      throw new Error(`the callback address must be http, not ${this.url.protocol}`);
    this.#ports = ports;
  }

  deliver(event: object, options: Options = { signed: true, withinMs: answerWithinMs }): Promise<Delivery> {
    const { encryptKey } = this.#ports.credentials;
    const plain = JSON.stringify(event);
    const body = Buffer.from(encryptKey ? JSON.stringify({ encrypt: encrypt(encryptKey, plain) }) : plain);
    const headers: Record<string, string> = {
      'content-type': 'application/json;charset=utf-8',
      'content-length': String(body.length),
      ...(encryptKey && options.signed ? this.#signature(body) : {}),
    };
    return this.#post(body, headers, options.withinMs);
  }

  close(): void {
    this.#agent.destroy();
  }

  #signature(body: Buffer): Record<string, string> {
    const timestamp = String(Math.floor(this.#ports.now() / 1000));
    const nonce = String(randomInt(1, 2 ** 31));
    return {
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': nonce,
      'x-lark-signature': sign(timestamp, nonce, this.#ports.credentials.encryptKey, body),
    };
  }

  #post(body: Buffer, headers: Record<string, string>, withinMs: number): Promise<Delivery> {
    const { timers } = this.#ports;
    return new Promise((resolve) => {
      const post = request(this.url, { method: 'POST', agent: this.#agent, headers });
      const settle = (delivery: Delivery): void => {
        timers.clearTimeout(deadline);
        resolve(delivery);
      };
      const deadline = timers.setTimeout(() => {
        settle({ result: 'timeout' });
        post.destroy();
      }, withinMs);
      post.on('response', (response) => read(response, settle));
      post.on('error', () => settle({ result: 'unreachable' }));
      post.end(body);
    });
  }
}

function read(response: IncomingMessage, settle: (delivery: Delivery) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', () => settle({ result: 'unreachable' }));
  response.on('end', () => {
    const source = Buffer.concat(chunks).toString('utf8');
    const answer = parse(source);
    const status = response.statusCode ?? 0;
    if (status !== 200) settle({ result: 'refused', status, answer: answer ?? source });
    else settle({ result: 'taken', status, answer: answer ?? source, malformed: answer === undefined });
  });
}
