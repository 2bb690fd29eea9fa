/** Requests to the Feishu callback as anybody on the net might write them. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { FeishuDouble } from '../../src/doubles/feishu/index.ts';

export interface Letter {
  /** What is inside, before it is encrypted. */
  body: unknown;
  /** Seconds; default now. */
  timestamp?: number;
  /** Default: the right one for the bytes sent. */
  signature?: string;
  unsigned?: boolean;
  /** Changes the bytes after they were signed. */
  alter?: (bytes: Buffer) => Buffer;
}

/** Encrypts, signs and posts (feishu.md 1). Resolves with the status and the answer. */
export async function post(
  double: FeishuDouble,
  url: string,
  letter: Letter,
): Promise<{ status: number; answer: unknown }> {
  const { encryptKey } = double.credentials;
  const signed = Buffer.from(JSON.stringify({ encrypt: sealed(encryptKey, JSON.stringify(letter.body)) }));
  const timestamp = String(letter.timestamp ?? Math.floor(Date.now() / 1000));
  const nonce = 'nonce-of-the-test';
  const hash = createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(signed)
    .digest('hex');
  const headers = {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': letter.signature ?? hash,
  };
  return raw(url, letter.alter ? letter.alter(signed) : signed, letter.unsigned ? {} : headers);
}

export async function raw(
  url: string,
  body: Buffer | string,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, answer: await response.json() };
}

function sealed(key: string, plain: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}
