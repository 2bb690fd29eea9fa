/**
 * What both platform doubles offer to those who act on the far side of the wire:
 * the simulator page, tests and benchmarks. A double imports nothing of the
 * service; the shapes here are its own.
 */

export interface DoubleUser {
  /** Feishu open_id, DingTalk userId. */
  id: string;
  unionId: string;
  name: string;
  mobile: string;
}

export interface DoubleChat {
  id: string;
  kind: 'p2p' | 'group';
  title: string;
  /** User ids. */
  members: string[];
}

/** A message as a person would see it on the platform. */
export interface DoubleMessage {
  id: string;
  chatId: string;
  /** 'bot' or a user id. */
  from: string;
  at: number;
  /** The platform's own message type: text, post, interactive, markdown, actionCard, image... */
  type: string;
  /** The platform's own content, parsed: a Feishu card, a DingTalk markdown... */
  content: unknown;
  recalled?: boolean;
  updatedAt?: number;
}

/** One exchange on the wire, newest last, secrets replaced by '***'. */
export interface WireEntry {
  at: number;
  direction: 'to-bot' | 'from-bot';
  what: string;
  status: number | string;
  ms: number;
  request: unknown;
  response: unknown;
}

/** Faults that can be switched on. Counters count down to 0; rates are 0..1. */
export interface Faults {
  /** Treat the next n acknowledged pushes as unacknowledged: they are delivered again by the platform's ladder. */
  dropAcks: number;
  /** Every push is delivered this many extra times. */
  duplicate: number;
  /** Pushes are held back this long, ms. */
  delayMs: number;
  /** Pushes that wait together are sent in another order. */
  reorder: boolean;
  /** The next n sends answer HTTP 500 without effect. */
  serverErrors: number;
  /** The next n sends answer 429 (Feishu) / 403 Qps (DingTalk). */
  rateLimited: number;
  /** Seconds in the reset header of a 429. */
  rateResetSeconds: number;
  /** The next n sends take effect, and then the socket is cut before an answer. */
  cutAfterSend: number;
  /** Every token issued until now is expired. Resets itself. */
  expireTokens: boolean;
  /** The long connection goes dead: open, but nothing passes. */
  deadSocket: boolean;
  /** The next n sends answer with this platform error code. */
  errorCode: { code: number | string; times: number } | null;
}

export const noFaults: Faults = {
  dropAcks: 0,
  duplicate: 0,
  delayMs: 0,
  reorder: false,
  serverErrors: 0,
  rateLimited: 0,
  rateResetSeconds: 1,
  cutAfterSend: 0,
  expireTokens: false,
  deadSocket: false,
  errorCode: null,
};

export interface DoubleFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

export type DoubleContent =
  | { type: 'text'; text: string; mentionBot?: boolean }
  | { type: 'file' | 'image' | 'audio'; file: DoubleFile; transcript?: string }
  /** Any message of the platform, given as its own JSON. */
  | { type: 'raw'; messageType: string; content: unknown };

export interface Double {
  readonly name: 'feishu' | 'dingtalk';
  /** http://127.0.0.1:port, no trailing slash. */
  readonly url: string;
  readonly faults: Faults;
  users(): DoubleUser[];
  addUser(user: { name: string; mobile: string; id?: string }): DoubleUser;
  /** The one-to-one chat of a user with the bot. */
  p2p(userId: string): DoubleChat;
  chats(): DoubleChat[];
  addGroup(title: string, members: string[]): DoubleChat;
  /** A person says something; resolves with the message id once it is queued for delivery to the bot. */
  say(userId: string, chatId: string, content: DoubleContent): Promise<string>;
  /** A person opens the one-to-one chat. */
  enter(userId: string): Promise<void>;
  /** A person presses a button by its label (and form values by field name). Resolves with the toast, if any. */
  press(
    userId: string,
    messageId: string,
    label: string,
    form?: Record<string, string | string[]>,
  ): Promise<{ toast?: string; error?: string }>;
  recall(userId: string, messageId: string): Promise<void>;
  messages(chatId: string): DoubleMessage[];
  /** The file behind a message's id or behind the platform's own key in its content, whichever the double knows. */
  file?(id: string): DoubleFile | undefined;
  wire(): WireEntry[];
  /** Called after anything changed: a message, an update, a wire entry. Returns the unsubscriber. */
  onChange(listener: () => void): () => void;
  /** Resolves when no push is waiting or in flight (redeliveries that are due later do not count). */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
