/** What was said, newest last. Bounded, so that a benchmark can send for hours. */
import type { DoubleMessage } from '../port.ts';
import { Fifo } from './fifo.ts';
import { newId } from './ids.ts';
import { parse } from './json.ts';

const keptPerChat = 2000;
const keptInAll = 20_000;

export interface StoredMessage {
  id: string;
  chatId: string;
  /** 'bot' or an open_id. */
  from: string;
  at: number;
  type: string;
  /** The JSON text of the wire. */
  content: string;
  recalled: boolean;
  updatedAt?: number;
  parentId?: string;
  rootId?: string;
}

export class History {
  #byId = new Map<string, StoredMessage>();
  #byChat = new Map<string, Fifo<StoredMessage>>();
  #all = new Fifo<StoredMessage>();

  add(message: Omit<StoredMessage, 'id' | 'recalled'>): StoredMessage {
    const stored: StoredMessage = { ...message, id: newId('om'), recalled: false };
    this.#byId.set(stored.id, stored);
    let chat = this.#byChat.get(stored.chatId);
    if (!chat) {
      chat = new Fifo();
      this.#byChat.set(stored.chatId, chat);
    }
    chat.push(stored);
    if (chat.size > keptPerChat) this.#forget(chat.shift());
    this.#all.push(stored);
    if (this.#all.size > keptInAll) this.#evict(this.#all.shift());
    return stored;
  }

  get(id: string): StoredMessage | undefined {
    return this.#byId.get(id);
  }

  /** The chat's last 2,000 messages at most. */
  of(chatId: string): DoubleMessage[] {
    return (this.#byChat.get(chatId)?.toArray() ?? []).map(messageView);
  }

  last(chatId: string): StoredMessage | undefined {
    return this.#byChat.get(chatId)?.last();
  }

  #forget(message: StoredMessage | undefined): void {
    if (message) this.#byId.delete(message.id);
  }

  /** The oldest of all is the oldest of its chat, unless the chat let go of it before. */
  #evict(message: StoredMessage | undefined): void {
    if (!message || !this.#byId.delete(message.id)) return;
    const chat = this.#byChat.get(message.chatId);
    if (chat?.peek() === message) chat.shift();
    if (chat?.size === 0) this.#byChat.delete(message.chatId);
  }
}

function messageView(message: StoredMessage): DoubleMessage {
  return {
    id: message.id,
    chatId: message.chatId,
    from: message.from,
    at: message.at,
    type: message.type,
    content: parse(message.content) ?? message.content,
    ...(message.recalled ? { recalled: true } : {}),
    ...(message.updatedAt === undefined ? {} : { updatedAt: message.updatedAt }),
  };
}
