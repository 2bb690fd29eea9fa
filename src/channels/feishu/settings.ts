import type { Limits } from '../port.ts';

/** What one Feishu app needs to be spoken for. */
export interface FeishuSettings {
  /** cli_ and 16 hex digits. */
  appId: string;
  appSecret: string;
  /** Signs and encrypts what comes in by HTTP. */
  encryptKey?: string;
  /** Stands in every event that comes in by HTTP. */
  verificationToken?: string;
  connection: 'long' | 'webhook';
  /** https://open.feishu.cn or a loopback address; no trailing slash. */
  domain: string;
  limits?: Limits;
}

/** What Feishu lets one app send (feishu.md 4): 50/s and 1000/min an app, 5/s a person or group. */
export const feishuLimits: Limits = { perSecond: 50, perMinute: 1000, perChatPerSecond: 5 };

/**
 * Refuses settings that could only fail later and in silence.
 * @throws Error with one sentence that says what to set.
 */
export function checkSettings(settings: FeishuSettings): void {
  if (settings.connection === 'long' && !/^cli_[0-9a-fA-F]{16}$/.test(settings.appId)) {
    // The SDK logs and gives up on any other shape (feishu.md 2).
    throw new Error('FEISHU_APP_ID must be cli_ and 16 hex digits, as the developer console shows it.');
  }
  if (settings.connection === 'webhook' && !settings.encryptKey && !settings.verificationToken) {
    throw new Error(
      'Set FEISHU_ENCRYPT_KEY or FEISHU_VERIFICATION_TOKEN: without one anybody could post events.',
    );
  }
  if (!/^https?:\/\/[^/]+$/.test(settings.domain)) {
    throw new Error('FEISHU_DOMAIN must be an address such as https://open.feishu.cn, without a path.');
  }
}
