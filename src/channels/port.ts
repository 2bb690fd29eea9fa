/**
 * The port every messaging platform implements. A channel only carries: it
 * verifies and decodes what comes in, hands it to the sink, and renders and
 * sends what goes out. It decides nothing and remembers nothing that another
 * process would need.
 */
import type { Clock, Log } from '../ports.ts';

export type ChannelName = 'feishu' | 'dingtalk';

// ---------------------------------------------------------------- coming in

/** A person's account on a platform: Feishu open_id, DingTalk userId (staffId). */
export interface Account {
  id: string;
  unionId?: string;
  /** Feishu tenant_key, DingTalk corpId. */
  tenant?: string;
  name?: string;
}

export interface ChatRef {
  /** Feishu chat_id; DingTalk conversationId. */
  id: string;
  kind: 'p2p' | 'group';
  title?: string;
}

/** A file somebody sent. `key` and `messageId` are what the platform needs to fetch it. */
export interface FileRef {
  kind: 'image' | 'file' | 'audio' | 'video';
  key: string;
  messageId: string;
  name?: string;
  /** Speech already turned into text by the platform. */
  transcript?: string;
}

export type MessageContent =
  | { type: 'text'; text: string }
  | { type: 'files'; files: FileRef[]; text?: string }
  /** Anything with no words and no file of its own: sticker, vote, location... `name` is its Chinese name. */
  | { type: 'other'; name: string; text?: string };

interface EventBase {
  channel: ChannelName;
  /** The platform app it came to (Feishu app_id, DingTalk clientId). */
  appId: string;
  /** The same thing delivered again has the same key. Unique per app. */
  dedupeKey: string;
  /** When the platform says it happened, ms. */
  at: number;
}

export type Event = EventBase &
  (
    | {
        kind: 'message';
        chat: ChatRef;
        sender: Account;
        messageId: string;
        content: MessageContent;
        /** True in a one-to-one chat, and where the bot was mentioned. */
        toBot: boolean;
        /** People mentioned, the bot left out. */
        mentions: Account[];
        replyTo?: string;
        /** DingTalk: where an answer can be posted without a token while it lives. */
        session?: { webhook: string; expiresAt: number };
      }
    /** A button pressed or a form sent. `token` is the `Button.token` it was rendered with. */
    | {
        kind: 'action';
        chat: ChatRef;
        sender: Account;
        token: string;
        form?: Record<string, string | string[]>;
        messageId?: string;
        session?: { webhook: string; expiresAt: number };
      }
    | { kind: 'menu'; sender: Account; key: string }
    /** The person opened the one-to-one chat. */
    | { kind: 'entered'; chat: ChatRef; sender: Account }
    | {
        kind: 'member';
        chat: ChatRef;
        change: 'bot-added' | 'bot-removed' | 'added' | 'removed' | 'disbanded';
        members: Account[];
      }
    | { kind: 'recalled'; chat: ChatRef; messageId: string }
    /** A kind of event we do not handle; kept for the record. */
    | { kind: 'unknown'; name: string }
  );

/** What the presser of a button sees at once. */
export interface ActionAnswer {
  toast: string;
  tone: 'info' | 'success' | 'error' | 'warning';
}

/**
 * Where a channel hands over what came in. Resolves only after the event is
 * durable; only then may the channel acknowledge. For an `action` it resolves
 * with what the presser is told. Rejects when it could not be kept: the channel
 * must then let the platform deliver it again.
 */
export type Sink = (event: Event) => Promise<ActionAnswer | undefined>;

/** An HTTP request as it stood on the wire. */
export interface WireRequest {
  headers: Record<string, string | string[] | undefined>;
  query: Record<string, string | undefined>;
  body: Buffer;
}

export interface WireAnswer {
  status: number;
  /** Sent as JSON. */
  body: unknown;
}

// ---------------------------------------------------------------- going out

export interface Button {
  label: string;
  /** One-time token; it comes back in an `action` event. At most 40 characters of [A-Za-z0-9]. */
  token: string;
  style?: 'primary' | 'danger' | 'default';
  /** Asked before the press counts, where the platform can. */
  confirm?: string;
}

export type FormField = {
  /** The key in `form` when it comes back. */
  name: string;
  label: string;
  required: boolean;
  /** A complaint about what was filled in last time, shown beside the field. */
  error?: string;
  hint?: string;
} & (
  | { input: 'text' | 'paragraph'; value?: string; maxLength?: number }
  | { input: 'select'; options: string[]; value?: string }
  | { input: 'multi-select'; options: string[]; value?: string[] }
  /** value: yyyy-MM-dd */
  | { input: 'date'; value?: string }
  /** value: yyyy-MM-dd HH:mm */
  | { input: 'datetime'; value?: string }
);

/** What a message is made of. A channel renders each as well as it can; never to nothing. */
export type Part =
  /** Plain words. Line breaks are kept; no markup is interpreted. */
  | { type: 'text'; text: string }
  | { type: 'list'; ordered?: boolean; items: { label?: string; text: string }[] }
  | { type: 'table'; columns: string[]; rows: string[][] }
  | { type: 'figures'; items: { label: string; value: string; note?: string }[] }
  | { type: 'buttons'; buttons: Button[] }
  | { type: 'form'; fields: FormField[]; submit: Button }
  | { type: 'file'; name: string; mime: string; bytes: Uint8Array };

export interface Message {
  title?: string;
  tone?: 'plain' | 'good' | 'warn' | 'urgent';
  parts: Part[];
  /** Accounts to mention; only in groups. */
  mention?: Account[];
}

export interface SendRequest {
  /** Stable over retries; at most 50 characters. The platform dedupes by it where it can. */
  key: string;
  /** Where to. `chat` wins when known; `account` opens the one-to-one chat. */
  to: { chat?: ChatRef; account?: string };
  message: Message;
  /** Shown as an answer to this message where the platform can. */
  replyTo?: string;
  /** Replace the card of this earlier message instead of sending a new one, where the platform can. */
  replaces?: string;
  session?: { webhook: string; expiresAt: number };
}

/**
 * What became of a send.
 * - `sent`: the platform took it.
 * - `retry`: may be sent again under the same key, not before `afterMs` from now.
 *   `pause` says what must be left alone meanwhile: the whole app or this chat.
 * - `refused`: sending again cannot help. `fault` says whose it is; `app` needs a person to look.
 */
export type SendOutcome =
  | { result: 'sent'; messageId?: string }
  | { result: 'retry'; afterMs: number; pause: 'app' | 'chat' | 'message'; code: string; reason: string }
  | { result: 'refused'; fault: 'recipient' | 'content' | 'target' | 'app'; code: string; reason: string };

/** How fast a platform lets an app send. Source: feishu.md 4, dingtalk.md 4.5. */
export interface Limits {
  perSecond: number;
  perMinute: number;
  /** To one chat or one person. */
  perChatPerSecond: number;
}

export interface Channel {
  readonly name: ChannelName;
  readonly appId: string;
  readonly limits: Limits;
  /** Answers one HTTP callback of the platform. Never rejects. */
  handle(request: WireRequest): Promise<WireAnswer>;
  /** Opens the long connection if this channel is set to use one, and keeps it open. */
  start(): Promise<void>;
  /** Closes the connection; what was handed to the sink is waited for. */
  stop(): Promise<void>;
  /** Words for /readyz and /metrics. */
  status(): { connection: 'webhook' | 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'stopped' };
  /** Never rejects. */
  send(request: SendRequest): Promise<SendOutcome>;
  /** Fetches a file somebody sent. Rejects with an Error whose message is safe to log. */
  download(file: FileRef): Promise<{ bytes: Uint8Array; name: string; mime: string }>;
  /** Accounts by mobile number (11 digits, mainland). Numbers nobody has are left out. */
  findByPhone(phones: string[]): Promise<Map<string, Account>>;
}

/** What a channel is given to live on. */
export interface ChannelPorts {
  clock: Clock;
  log: Log;
  sink: Sink;
}
