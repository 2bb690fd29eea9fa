/** What a Feishu double offers beyond every double. */
import type { Double, DoubleFile } from '../port.ts';
import type { RateLimits } from './limits.ts';
import type { ClientConfig } from './push/socket.ts';
import type { Timers } from './timers.ts';
import type { Credentials } from './world.ts';

export interface FeishuDoubleOptions {
  /** 0 or absent: a free one. */
  port?: number;
  /** `cli_` + 16 hex digits, or the official SDK will not connect. Made when absent, like the other three. */
  appId?: string;
  appSecret?: string;
  /** Empty: pushes are neither encrypted nor signed. */
  encryptKey?: string;
  verificationToken?: string;
  /** Event and card callback address of the bot, http. Absent: events go by long connection. */
  webhook?: string;
  /** ms since 1970; default the system clock. */
  now?: () => number;
  /** Ladder, delays and the 3 s deadlines; default real ones that keep no process alive. */
  timers?: Timers;
  /** Default: the documented ones. */
  limits?: RateLimits | 'off';
  botName?: string;
  /** Which group messages reach the bot: those that mention it (default), or all. */
  groupMessages?: 'mentioned' | 'all';
  /** Long connection frames above this many payload bytes are split; default 64 KiB. */
  fragmentBytes?: number;
  clientConfig?: Partial<ClientConfig>;
}

export type EndpointRefusal = 1 | 403 | 514 | 1000040343 | 1000040350;

export interface FeishuDouble extends Double {
  readonly name: 'feishu';
  readonly credentials: Credentials;
  readonly tenantKey: string;
  readonly botOpenId: string;
  /** How often the bot asked for a tenant_access_token. */
  readonly tokenRequests: number;
  /** Long connections that listen: they pinged, or were opened a second ago. */
  readonly connections: number;
  /** Redeliveries that are due later. */
  readonly redeliveries: number;
  /** From now on push there; undefined: by long connection. */
  setWebhook(url: string | undefined): void;
  /** Sends the url_verification challenge, encrypted when there is a key, unsigned, and waits 1 s. */
  verifyWebhook(): Promise<{ ok: boolean; reason?: string }>;
  /** Pushes any event body, schema 1.0 or 2.0, with everything that goes for events. */
  pushRaw(event: object): void;
  /** Delivers at once what the ladder would deliver later. */
  redeliverNow(): void;
  /** The next `times` asked endpoints of the long connection are refused with this code. */
  refuseEndpoint(code: EndpointRefusal, times?: number): void;
  /** Closes all long connections from the platform's side. */
  disconnect(): void;
  /** False: the user leaves the app's availability scope (230013). */
  setAvailable(userId: string, available: boolean): void;
  /** The bytes behind an image_key or file_key, of people or of the bot. */
  file(key: string): DoubleFile | undefined;
  // Each of the following changes the chat and pushes its event.
  tapMenu(userId: string, eventKey: string): void;
  addMembers(chatId: string, operatorId: string, userIds: string[]): void;
  removeMembers(chatId: string, operatorId: string, userIds: string[]): void;
  addBot(chatId: string, operatorId: string): void;
  removeBot(chatId: string, operatorId: string): void;
}
