/**
 * Is this callback DingTalk's? Pure functions of headers, secret and clock;
 * every comparison takes the same time wherever the difference lies.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How far a robot callback's timestamp may be from now (dingtalk.md 2.1). */
export const maxSkewMs = 3_600_000;

/** The `sign` header DingTalk sends with `timestamp` (dingtalk.md 2.1). */
export function robotSign(timestamp: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest('base64');
}

/**
 * Whether a robot callback is fresh and signed with our secret. The signature
 * does not cover the body: a replay within the hour is caught by the dedupe
 * key, and a reply address in the body is checked again before it is used.
 */
export function isRobotCallback(
  headers: { timestamp: string | undefined; sign: string | undefined },
  appSecret: string,
  now: number,
): boolean {
  const { timestamp, sign } = headers;
  if (!timestamp || !sign || !/^\d{1,16}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp)) > maxSkewMs) return false;
  return sameText(sign, robotSign(timestamp, appSecret));
}

/** The signature of an encrypted event, sha1 over the sorted parts (dingtalk.md 2.2). */
export function eventSignature(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');
}

/**
 * Whether an encrypted event was signed with our token. The parameter is called
 * `signature` or `msg_signature`, depending on the page (dingtalk.md 2.2).
 */
export function isSignedEvent(
  query: Record<string, string | undefined>,
  encrypt: string,
  token: string,
): boolean {
  const given = query.msg_signature ?? query.signature;
  const { timestamp, nonce } = query;
  if (!given || !timestamp || !nonce) return false;
  return sameText(given, eventSignature(token, timestamp, nonce, encrypt));
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(x!, y!);
}
