/** Builders of what Feishu sends, composed from the documents and not from our code. */
import { createCipheriv, createHash } from 'node:crypto';
import type { FeishuSettings } from '../../../src/channels/feishu/settings.ts';
import type { WireRequest } from '../../../src/channels/port.ts';

export const now = Date.UTC(2026, 10, 23, 2, 0, 0);

export const settings = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-app',
  encryptKey: 'key-of-the-county',
  verificationToken: 'token-of-the-county',
  connection: 'webhook',
  domain: 'http://127.0.0.1:9',
} as const satisfies FeishuSettings;

export const botOpenId = 'ou_bot000000000000000000000000000';
export const talent = { open_id: 'ou_wang', union_id: 'on_wang', user_id: 'u1' };

export interface HeaderChange {
  event_id?: string;
  create_time?: string;
  token?: string;
  app_id?: string;
}

/** A 2.0 event. */
export function event(type: string, content: object, header: HeaderChange = {}): Record<string, unknown> {
  return {
    schema: '2.0',
    header: {
      event_id: 'ev_1',
      event_type: type,
      create_time: String(now),
      token: settings.verificationToken,
      app_id: settings.appId,
      tenant_key: 'tenant_1',
      ...header,
    },
    event: content,
  };
}

export interface MessageChange {
  chat_type?: string;
  message_id?: string;
  parent_id?: string;
  mentions?: object[];
  sender_type?: string;
}

export function message(type: string, content: unknown, change: MessageChange = {}): Record<string, unknown> {
  const { sender_type = 'user', ...rest } = change;
  return event('im.message.receive_v1', {
    sender: { sender_id: talent, sender_type, tenant_key: 'tenant_1' },
    message: {
      message_id: 'om_1',
      create_time: String(now - 500),
      chat_id: 'oc_1',
      chat_type: 'p2p',
      message_type: type,
      content: typeof content === 'string' ? content : JSON.stringify(content),
      ...rest,
    },
  });
}

export function encrypt(plain: string, key: string = settings.encryptKey): string {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

export function sealed(body: unknown, key?: string): Buffer {
  return Buffer.from(JSON.stringify({ encrypt: encrypt(JSON.stringify(body), key) }));
}

export function request(body: Buffer, headers: Record<string, string> = {}): WireRequest {
  return { headers: { 'content-type': 'application/json', ...headers }, query: {}, body };
}

/** Signed as Feishu signs: over the bytes of the body. */
export function signed(body: Buffer, { at = now, key = settings.encryptKey as string } = {}): WireRequest {
  const timestamp = String(Math.floor(at / 1000));
  const nonce = 'n0nce';
  const digest = createHash('sha256');
  digest.update(Buffer.concat([Buffer.from(timestamp + nonce + key), body]));
  return request(body, {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': digest.digest('hex'),
  });
}
