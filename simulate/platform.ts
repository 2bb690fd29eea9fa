/**
 * A messaging platform kept in memory, behind the same port as the real ones.
 * It takes what is sent and tells whoever it is for; and it fails: a send is
 * refused, fails before it is taken, or is taken and the answer lost. What
 * happens to a message depends on the seed, the account and how many came
 * before it, and never on timing.
 */
import type { Account, Channel, ChannelName, Event, Message, SendOutcome } from '../src/channels/port.ts';
import { chanceOf } from './dice.ts';

/** A message as somebody received it. */
export interface Received {
  account: string;
  /** The message's own key: the same one is shown once. */
  key: string;
  id: string;
  message: Message;
  /** ms */
  at: number;
}

export interface Platform {
  channel: Channel;
  /** Everything anybody received, by account, oldest first. */
  received: ReadonlyMap<string, Received[]>;
  /** How often each kind of fault happened. */
  faults: Record<Fault, number>;
}

export type Fault = 'failed' | 'taken and cut' | 'refused' | 'sent again';

export interface PlatformOptions {
  name: ChannelName;
  appId: string;
  seed: string;
  /** Shares of messages that meet each fault. */
  shares: { failed: number; cut: number; refused: number };
  now(): number;
  /** Accounts by phone number. */
  phones: ReadonlyMap<string, string>;
  arrived(received: Received): void;
}

const LIMITS = { perSecond: 1_000_000, perMinute: 1_000_000, perChatPerSecond: 1_000 };

export function platformOf(options: PlatformOptions): Platform {
  const received = new Map<string, Received[]>();
  const tries = new Map<string, { place: number; count: number }>();
  const places = new Map<string, number>();
  const faults: Record<Fault, number> = { failed: 0, 'taken and cut': 0, refused: 0, 'sent again': 0 };

  /** Where the message stands among those of its account, and which try this is. */
  function tryOf(account: string, key: string): { place: number; count: number } {
    const known = tries.get(key) ?? { place: places.get(account) ?? 0, count: 0 };
    if (known.count === 0) places.set(account, known.place + 1);
    known.count += 1;
    tries.set(key, known);
    return known;
  }

  function take(account: string, key: string, message: Message): SendOutcome {
    const mine = received.get(account) ?? [];
    received.set(account, mine);
    const earlier = mine.findLast((one) => one.key === key);
    if (earlier) {
      faults['sent again'] += 1;
      return { result: 'sent', messageId: earlier.id };
    }
    const one = { account, key, id: `om_${account}_${mine.length + 1}`, message, at: options.now() };
    mine.push(one);
    options.arrived(one);
    return { result: 'sent', messageId: one.id };
  }

  const send: Channel['send'] = async ({ key, to, message }) => {
    const account = to.account ?? to.chat?.id ?? '';
    const { place, count } = tryOf(account, key);
    const luck = chanceOf(`${options.seed}/${account}/${place}`);
    const { failed, cut, refused } = options.shares;
    if (luck < refused) {
      faults.refused += 1;
      return { result: 'refused', fault: 'recipient', code: '230013', reason: 'the account has left' };
    }
    if (luck < refused + failed && count === 1) {
      faults.failed += 1;
      return { result: 'retry', afterMs: 0, pause: 'chat', code: '500', reason: 'try again' };
    }
    const outcome = take(account, key, message);
    if (luck >= refused + failed && luck < refused + failed + cut && count === 1) {
      faults['taken and cut'] += 1;
      return {
        result: 'retry',
        afterMs: 0,
        pause: 'message',
        code: 'ECONNRESET',
        reason: 'the answer was lost',
      };
    }
    return outcome;
  };

  const channel: Channel = {
    name: options.name,
    appId: options.appId,
    limits: LIMITS,
    handle: async () => ({ status: 404, body: {} }),
    start: async () => undefined,
    stop: async () => undefined,
    status: () => ({ connection: 'connected' }),
    send,
    download: async () => {
      throw new Error('nobody sends files here');
    },
    findByPhone: async (phones) =>
      new Map(
        phones.flatMap((phone): [string, Account][] => {
          const id = options.phones.get(phone);
          return id ? [[phone, { id }]] : [];
        }),
      ),
  };
  return { channel, received, faults };
}

/** A plain sentence of somebody in their own chat. */
export const sentence = (
  channel: Channel,
  account: string,
  text: string,
  id: string,
  now: number,
): Event => ({
  channel: channel.name,
  appId: channel.appId,
  dedupeKey: id,
  at: now,
  kind: 'message',
  chat: { id: `oc_${account}`, kind: 'p2p' },
  sender: { id: account },
  messageId: id,
  content: { type: 'text', text },
  toBot: true,
  mentions: [],
});

/** A press on a button of a message. */
export const press = (
  channel: Channel,
  account: string,
  token: string,
  messageId: string,
  id: string,
  now: number,
): Event => ({
  channel: channel.name,
  appId: channel.appId,
  dedupeKey: id,
  at: now,
  kind: 'action',
  chat: { id: `oc_${account}`, kind: 'p2p' },
  sender: { id: account },
  token,
  messageId,
});

/** The words of a message, as somebody reads them. */
export const wordsOf = (message: Message): string =>
  [message.title ?? '', ...message.parts.flatMap((part) => linesOf(part))].filter(Boolean).join('\n');

function linesOf(part: Message['parts'][number]): string[] {
  switch (part.type) {
    case 'text':
      return [part.text];
    case 'list':
      return part.items.map((item) => `${item.label ? `${item.label}：` : ''}${item.text}`);
    case 'table':
      return [part.columns.join(' '), ...part.rows.map((row) => row.join(' '))];
    case 'figures':
      return part.items.map((item) => `${item.label} ${item.value}`);
    case 'buttons':
      return [part.buttons.map((button) => `[${button.label}]`).join('')];
    case 'form':
      return [...part.fields.map((field) => field.label), `[${part.submit.label}]`];
    case 'file':
      return [part.name];
  }
}
