/** The organisation as its people see it: who there is, their chats, what was said. */
import type { DoubleChat, DoubleMessage, DoubleUser } from '../port.ts';
import { conversationIdOf, senderIdOf, unionIdOf, userIdOf } from './ids.ts';

/** Messages kept of one chat. */
const keptPerChat = 2_000;

export interface Person extends DoubleUser {
  /** `$:LWCP_v1:$...`, what the wire calls the sender. */
  senderId: string;
}

export class World {
  readonly #people = new Map<string, Person>();
  readonly #byMobile = new Map<string, Person>();
  readonly #byUnion = new Map<string, Person>();
  readonly #chats = new Map<string, DoubleChat>();
  readonly #oneToOne = new Map<string, DoubleChat>();
  readonly #said = new Map<string, DoubleMessage[]>();
  readonly #messages = new Map<string, DoubleMessage>();
  readonly #listeners = new Set<() => void>();

  users(): DoubleUser[] {
    return [...this.#people.values()].map(({ id, unionId, name, mobile }) => ({ id, unionId, name, mobile }));
  }

  /** Throws when the id is taken. */
  addUser(user: { name: string; mobile: string; id?: string }): DoubleUser {
    const id = user.id ?? userIdOf();
    if (this.#people.has(id)) throw new Error(`There is a user ${id} already.`);
    const plain: DoubleUser = { id, unionId: unionIdOf(), name: user.name, mobile: user.mobile };
    const person = { ...plain, senderId: senderIdOf(id) };
    this.#people.set(id, person);
    this.#byMobile.set(person.mobile, person);
    this.#byUnion.set(person.unionId, person);
    this.changed();
    return plain;
  }

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }

  byMobile(mobile: string): Person | undefined {
    return this.#byMobile.get(mobile);
  }

  byUnionId(unionId: string): Person | undefined {
    return this.#byUnion.get(unionId);
  }

  chats(): DoubleChat[] {
    return [...this.#chats.values()];
  }

  chat(id: string): DoubleChat | undefined {
    return this.#chats.get(id);
  }

  /** Throws when there is no such user. */
  p2p(userId: string): DoubleChat {
    const known = this.#oneToOne.get(userId);
    if (known) return known;
    const person = this.#people.get(userId);
    if (!person) throw new Error(`There is no user ${userId}.`);
    const chat = this.#open({ id: conversationIdOf(), kind: 'p2p', title: person.name, members: [userId] });
    this.#oneToOne.set(userId, chat);
    return chat;
  }

  addGroup(title: string, members: string[]): DoubleChat {
    return this.#open({ id: conversationIdOf(), kind: 'group', title, members: [...members] });
  }

  #open(chat: DoubleChat): DoubleChat {
    this.#chats.set(chat.id, chat);
    this.changed();
    return chat;
  }

  /** Adds a message at the end of its chat; the oldest gives way when the chat is full. */
  post(message: DoubleMessage): void {
    const said = this.#said.get(message.chatId) ?? [];
    this.#said.set(message.chatId, said);
    said.push(message);
    this.#messages.set(message.id, message);
    if (said.length > keptPerChat) this.#messages.delete(said.shift()?.id ?? '');
    this.changed();
  }

  message(id: string): DoubleMessage | undefined {
    return this.#messages.get(id);
  }

  /** Oldest first. */
  messages(chatId: string): DoubleMessage[] {
    return [...(this.#said.get(chatId) ?? [])];
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
