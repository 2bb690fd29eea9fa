/**
 * Who sent this? Pure checks over the raw request, the secrets and the time.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../port.ts';
import { platformTime } from './time.ts';

/**
 * How old a signed event may be. Feishu delivers again after 15 s, 5 min, 1 h
 * and 6 h (feishu.md 1) and does not say whether it signs anew, so an event may
 * honestly be 7 h 5 min old; 8 h leaves room for a slow clock. A replay within
 * the window carries the same dedupe key and changes nothing.
 */
export const eventMaxAgeMs = 8 * 60 * 60 * 1000;

/** Card callbacks are never delivered again (feishu.md 1): ten minutes are plenty. */
export const callbackMaxAgeMs = 10 * 60 * 1000;

/** How far a timestamp may lie ahead of our clock. */
export const maxAheadMs = 10 * 60 * 1000;

export type SignatureVerdict =
  | { verdict: 'genuine'; signedAt: number }
  | { verdict: 'unsigned' }
  | { verdict: 'forged' };

/**
 * Checks `X-Lark-Signature` = hex(sha256(timestamp + nonce + encryptKey + raw body)),
 * over the bytes as they came (feishu.md 1), in constant time.
 */
export function verifySignature(
  request: Pick<WireRequest, 'headers' | 'body'>,
  encryptKey: string,
): SignatureVerdict {
  const timestamp = header(request, 'x-lark-request-timestamp');
  const nonce = header(request, 'x-lark-request-nonce');
  const signature = header(request, 'x-lark-signature');
  if (!timestamp || nonce === undefined || !signature) return { verdict: 'unsigned' };
  const expected = hash('sha256', Buffer.concat([Buffer.from(timestamp + nonce + encryptKey), request.body]));
  if (!equalSecrets(expected, signature)) return { verdict: 'forged' };
  return { verdict: 'genuine', signedAt: platformTime(timestamp) };
}

/** False when `signedAt` (ms) lies outside what `maxAgeMs` and a skewed clock allow. */
export function isFresh(signedAt: number, now: number, maxAgeMs: number): boolean {
  return now - signedAt <= maxAgeMs && signedAt - now <= maxAheadMs;
}

/** Compares without telling by the time taken how much of it was right. */
export function equalSecrets(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'utf8');
  const b = Buffer.from(given, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

function header(request: Pick<WireRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
