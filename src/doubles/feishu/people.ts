/** Who is on the platform: users with the ids they go by, and the chats the bot can know of. */
import type { DoubleChat, DoubleUser } from '../port.ts';
import { hex32, newId } from './ids.ts';

export interface Person extends DoubleUser {
  /** The tenant's user_id. Not in events: the app has no scope for it (feishu.md 6). */
  userId: string;
  /** False: outside the app's availability scope. */
  available: boolean;
}

export interface Chat {
  id: string;
  kind: 'p2p' | 'group';
  title: string;
  members: Set<string>;
  botIn: boolean;
}

export type ReceiveIdType = 'open_id' | 'union_id' | 'user_id' | 'chat_id';

export class People {
  readonly users = new Map<string, Person>();
  readonly chats = new Map<string, Chat>();
  #byUnionId = new Map<string, Person>();
  #byUserId = new Map<string, Person>();
  #byMobile = new Map<string, Person>();
  #p2p = new Map<string, Chat>();

  add(user: { name: string; mobile: string; id?: string }): Person {
    const person: Person = {
      id: user.id ?? newId('ou'),
      unionId: newId('on'),
      userId: hex32().slice(24),
      name: user.name,
      mobile: user.mobile,
      available: true,
    };
    this.users.set(person.id, person);
    this.#byUnionId.set(person.unionId, person);
    this.#byUserId.set(person.userId, person);
    this.#byMobile.set(bareMobile(person.mobile), person);
    return person;
  }

  /** Throws when nobody has this open_id: a mistake of the test or page that asks. */
  get(openId: string): Person {
    const person = this.users.get(openId);
    if (!person) throw new Error(`no user ${openId}`);
    return person;
  }

  chat(chatId: string): Chat {
    const chat = this.chats.get(chatId);
    if (!chat) throw new Error(`no chat ${chatId}`);
    return chat;
  }

  find(type: string, id: string): Person | undefined {
    if (type === 'union_id') return this.#byUnionId.get(id);
    if (type === 'user_id') return this.#byUserId.get(id);
    return this.users.get(id);
  }

  findByMobile(mobile: string): Person | undefined {
    return this.#byMobile.get(bareMobile(mobile));
  }

  /** The one-to-one chat of a person with the bot, made when first asked for. */
  p2p(openId: string): Chat {
    let chat = this.#p2p.get(openId);
    if (!chat) {
      const person = this.get(openId);
      chat = { id: newId('oc'), kind: 'p2p', title: person.name, members: new Set([openId]), botIn: true };
      this.#p2p.set(openId, chat);
      this.chats.set(chat.id, chat);
    }
    return chat;
  }

  addGroup(title: string, members: string[]): Chat {
    for (const id of members) this.get(id);
    const chat: Chat = { id: newId('oc'), kind: 'group', title, members: new Set(members), botIn: true };
    this.chats.set(chat.id, chat);
    return chat;
  }
}

export function chatView(chat: Chat): DoubleChat {
  return { id: chat.id, kind: chat.kind, title: chat.title, members: [...chat.members] };
}

export function userView(person: Person): DoubleUser {
  return { id: person.id, unionId: person.unionId, name: person.name, mobile: person.mobile };
}

/** Mainland numbers match with and without +86 (feishu.md 6). */
function bareMobile(mobile: string): string {
  return mobile.replace(/^\+?86(?=1\d{10}$)/, '');
}
