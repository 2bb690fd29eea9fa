/** How the two hosts word an answer: api.dingtalk.com by HTTP status and code, oapi.dingtalk.com by errcode. */
import type { HttpReply } from '../http.ts';
import { uuid } from './ids.ts';

export const ok = (json: unknown): HttpReply => ({ status: 200, json });

/** An error of `/v1.0/...`. */
export const apiError = (status: number, code: string, message: string): HttpReply => ({
  status,
  json: { code, requestid: uuid().toUpperCase(), message },
});

/** An answer of the old host: HTTP 200 whatever happened. */
export const oapi = (errcode: number | string, errmsg: string, more: object = {}): HttpReply => ({
  status: 200,
  json: { errcode, errmsg, ...more },
});

/** What a banned address gets on every API: neither shape (dingtalk.md 4.5). */
export const banned = (): HttpReply => ({
  status: 200,
  json: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: uuid() },
});

/** True when the call had its effect. */
export function succeeded(reply: HttpReply): boolean {
  if (!('json' in reply) || reply.status >= 300) return false;
  const { errcode, status } = (reply.json ?? {}) as { errcode?: unknown; status?: unknown };
  return (errcode === undefined || errcode === 0) && status !== 1111;
}

/** The body as a JSON object; an empty one when it is none. */
export function jsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
