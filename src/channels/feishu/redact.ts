/**
 * The SDK logs whole AxiosErrors, app_secret and all, and addresses with a
 * ticket in them (feishu.md 3): only words pass, without secrets or queries.
 */
import type { Log } from '../../ports.ts';

type Say = (...parts: unknown[]) => void;

/** A logger for the SDK that writes to our log. Debug and trace carry whole messages and are dropped. */
export function redactingLogger(
  log: Log,
  secrets: string[],
): Record<'error' | 'warn' | 'info' | 'debug' | 'trace', Say> {
  const say =
    (level: 'error' | 'warn' | 'debug'): Say =>
    (...parts) =>
      log[level]({ channel: 'feishu', sdk: redact(parts, secrets) }, 'The Feishu SDK logged this.');
  return { error: say('warn'), warn: say('warn'), info: say('debug'), debug() {}, trace() {} };
}

/** The words in whatever was logged: strings and error messages; objects are left out. */
export function redact(parts: unknown[], secrets: string[]): string {
  const words = parts.flat(3).map((part) => {
    if (typeof part === 'string') return part;
    return part instanceof Error ? part.message : `[${typeof part}]`;
  });
  const line = words.join(' ').replaceAll(/(\b(?:https?|wss?):\/\/[^\s?]+)\?\S*/g, '$1?***');
  return secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), line)
    .slice(0, 500);
}
