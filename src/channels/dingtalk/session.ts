/** When an answer may be posted to the address that came with a message. */
import { outsiderPrefix } from './decode/message.ts';

/** A session is left this long before its end, so that it does not end under way. */
const marginMs = 60_000;

export interface Session {
  webhook: string;
  expiresAt: number;
}

/**
 * Whether a session is alive and its address DingTalk's own. The address is
 * checked because a callback's signature does not cover its body: a forged one
 * must not lead an answer elsewhere.
 */
export function isUsableSession(session: Session | undefined, now: number, oapi: string): session is Session {
  return session !== undefined && session.expiresAt - now >= marginMs && isOwnAddress(session.webhook, oapi);
}

function isOwnAddress(webhook: string, oapi: string): boolean {
  if (!URL.canParse(webhook)) return false;
  const url = new URL(webhook);
  if (url.origin === new URL(oapi).origin) return true;
  return url.protocol === 'https:' && /(^|\.)dingtalk\.(com|io)$/.test(url.hostname);
}

/** A userId, which the OpenAPI can send to and which can be mentioned; outsiders have none. */
export function isUserId(account: string): boolean {
  return !account.startsWith(outsiderPrefix);
}
