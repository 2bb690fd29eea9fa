/** What a DingTalk double is started with, and what it offers beyond the port of all doubles. */
import type { Double, DoubleFile } from '../port.ts';

/** Where delays come from; tests pass their own. */
export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** How much the platform takes, counted in `now()`; dingtalk.md 4.5. A clock that stands still wants 'off'. */
export interface DingtalkLimits {
  /** Calls a second of one app to one API. */
  apiPerSecond: number;
  /** Calls in 20 s over all APIs; above it the address is banned for 5 minutes. */
  ipPer20Seconds: number;
  /** Messages a minute of one custom robot; above it it is blocked for 10 minutes. */
  customRobotPerMinute: number;
}

export const standardLimits: DingtalkLimits = {
  apiPerSecond: 20,
  ipPer20Seconds: 10_000,
  customRobotPerMinute: 20,
};

/** What an organisation may use up in a calendar month; Infinity unless a test provokes the end. */
export interface DingtalkQuotas {
  apiCallsPerMonth: number;
  /** Robot messages pushed to the bot; over it they come without words, with errorCode 20001. */
  pushesPerMonth: number;
}

/**
 * When a push without an acknowledgement comes again, ms after the last try.
 * Robot messages: about 60 s by field reports, the count is not documented.
 * Events: retried, the steps are not documented (dingtalk.md 1.4).
 */
export interface Redelivery {
  robotMs: number;
  robotTimes: number;
  eventMs: number[];
}

export const standardRedelivery: Redelivery = {
  robotMs: 60_000,
  robotTimes: 10,
  eventMs: [10_000, 60_000, 300_000, 600_000],
};

export interface DingtalkDoubleOptions {
  /** 0 or absent: a free one. */
  port?: number;
  clientId?: string;
  clientSecret?: string;
  corpId?: string;
  /** Where robot messages are posted. Absent: the app is in Stream mode. */
  webhook?: string;
  /** Where encrypted events are posted. Absent: events go through the Stream connection. */
  eventWebhook?: string;
  /** 3 to 32 letters and digits. */
  eventToken?: string;
  /** 43 letters and digits. */
  eventAesKey?: string;
  now?: () => number;
  timers?: Timers;
  /** 0..1, picks the connection a push goes to. */
  random?: () => number;
  limits?: Partial<DingtalkLimits> | 'off';
  quotas?: Partial<DingtalkQuotas>;
  redelivery?: Partial<Redelivery>;
  /** Milliseconds between SYSTEM pings; 0: none. Default 30,000. */
  pingMs?: number;
  /** Whether a text sent by a dtmd link in a group carries the mention of the bot. Default true. */
  linkMentionsBot?: boolean;
}

export interface Credentials {
  clientId: string;
  clientSecret: string;
  corpId: string;
  /** Equal to clientId for apps of the organisation's own. */
  robotCode: string;
  eventToken: string;
  eventAesKey: string;
}

export interface ConnectionView {
  id: string;
  openedAt: number;
  /** 'draining': told to disconnect, gets nothing more; 'dead': open, but nothing passes. */
  state: 'open' | 'draining' | 'dead';
}

export interface DingtalkDouble extends Double {
  readonly name: 'dingtalk';
  readonly credentials: Credentials;
  /** HTTP mode to this address, or Stream mode when undefined. */
  setWebhook(url: string | undefined): void;
  /** Where encrypted events go; check_url is asked again first. Undefined: through the Stream connection. */
  setEventWebhook(url: string | undefined): void;
  /** Queues an event (say `user_leave_org`) for delivery to the bot. */
  pushEvent(eventType: string, data: Record<string, unknown>): Promise<void>;
  /** Every open connection is told to disconnect, gets nothing from now on and is closed 10 s later. */
  sendDisconnect(): void;
  /** A SYSTEM ping to every open connection. */
  sendPing(): void;
  connections(): ConnectionView[];
  /** Hangs a custom robot into a group; returns its webhook. With a secret its calls must be signed. */
  addCustomRobot(chatId: string, secret?: string): string;
  /** The next n one-to-one sends to this person are held back (flowControlledStaffIdList). */
  flowControl(userId: string, times: number): void;
  /** What a media id or a download code stands for. */
  fileByKey(key: string): DoubleFile | undefined;
  file(messageId: string): DoubleFile | undefined;
}
