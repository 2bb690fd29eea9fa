/** What a DingTalk channel needs to know about its app. */
import type { Limits } from '../port.ts';

export interface DingtalkSettings {
  /** AppKey / ClientId. */
  clientId: string;
  /** AppSecret / ClientSecret. */
  clientSecret: string;
  /** Equals clientId for internal apps (dingtalk.md 6). Default: clientId. */
  robotCode?: string;
  connection: 'stream' | 'webhook';
  /** https://api.dingtalk.com, no trailing slash. */
  api: string;
  /** https://oapi.dingtalk.com, no trailing slash. */
  oapi: string;
  /** Token of the encrypted event subscription; without it and `eventAesKey` encrypted posts are refused. */
  eventToken?: string;
  /** EncodingAESKey, 43 characters. */
  eventAesKey?: string;
  /** Accepted as the owner of an encrypted event beside clientId (dingtalk.md 2.2). */
  corpId?: string;
  /** Default: `defaultLimits`. */
  limits?: Limits;
}

/**
 * dingtalk.md 4.5: 20 calls a second an app and interface; no figure a minute
 * is published, so 20 x 60 less a sixth, which leaves room for tokens, uploads
 * and look-ups. To one person or chat no figure is published either.
 */
export const defaultLimits: Limits = { perSecond: 20, perMinute: 1000, perChatPerSecond: 5 };

/** The largest file that is fetched or sent (dingtalk.md 4.3). */
export const maxFileBytes = 20 * 1024 * 1024;
