/** The last exchanges on a double's wire, secrets masked when read: writing costs one array slot. */
import type { WireEntry } from './port.ts';

const kept = 500;

/** Fields whose values are never shown, compared without case, `_` and `-`. */
const secretFields = new Set([
  'appsecret',
  'secret',
  'clientsecret',
  'tenantaccesstoken',
  'accesstoken',
  'authorization',
  'ticket',
  'encryptkey',
  'verificationtoken',
  'token',
  'sessionwebhook',
  'xacsdingtalkaccesstoken',
]);

export class WireLog {
  #ring: WireEntry[] = [];
  #next = 0;

  /** Keeps an exchange; the oldest one gives way after 500. The objects must not be changed afterwards. */
  add(entry: WireEntry): void {
    this.#ring[this.#next % kept] = entry;
    this.#next += 1;
  }

  /** Oldest first, with secrets replaced by '***'. */
  entries(): WireEntry[] {
    const from = this.#next > kept ? this.#next % kept : 0;
    const ordered = [...this.#ring.slice(from), ...this.#ring.slice(0, from)];
    return ordered.map((entry) => ({
      ...entry,
      what: entry.what.replace(/([?&](?:access_token|ticket|session|token)=)[^&\s]+/gi, '$1***'),
      request: masked(entry.request),
      response: masked(entry.response),
    }));
  }
}

/** A copy of a JSON value in which every secret field reads '***'. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    copy[key] = secretFields.has(key.toLowerCase().replace(/[_-]/g, '')) ? '***' : masked(item);
  }
  return copy;
}
