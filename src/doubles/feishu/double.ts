/** The far side of the wire: what people do on the platform, and what they see. */
import type { HttpServer } from '../http.ts';
import type {
  DoubleChat,
  DoubleContent,
  DoubleFile,
  DoubleMessage,
  DoubleUser,
  Faults,
  WireEntry,
} from '../port.ts';
import { applyAnswer, type PressResult } from './callback.ts';
import { pressButton } from './card/press.ts';
import type { EndpointRefusal, FeishuDouble } from './contract.ts';
import { newSecret } from './ids.ts';
import { parse, record } from './json.ts';
import { type Chat, chatView, type Person, userView } from './people.ts';
import type { Courier } from './push/courier.ts';
import {
  botMembership,
  cardAction,
  chatEntered,
  memberChange,
  menuTapped,
  messageRecalled,
  messageReceived,
} from './push/events.ts';
import type { LongConnection } from './push/socket.ts';
import type { Delivery } from './push/transport.ts';
import { Webhook } from './push/webhook.ts';
import { said } from './said.ts';
import type { Credentials, World } from './world.ts';

const cardLifeMs = 14 * 86_400_000;
const challengeWithinMs = 1000;

export interface Parts {
  world: World;
  courier: Courier;
  socket: LongConnection;
  server: HttpServer;
  groupMessages: 'mentioned' | 'all';
  listeners: Set<() => void>;
  /** The callback address in use; changed by setWebhook. */
  hook: { current: Webhook | undefined };
}

export class LoopbackFeishu implements FeishuDouble {
  readonly name = 'feishu';
  #parts: Parts;
  #world: World;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#world = parts.world;
  }

  get url(): string {
    return this.#parts.server.url;
  }
  get faults(): Faults {
    return this.#world.faults;
  }
  get credentials(): Credentials {
    return this.#world.credentials;
  }
  get tenantKey(): string {
    return this.#world.tenantKey;
  }
  get botOpenId(): string {
    return this.#world.botOpenId;
  }
  get tokenRequests(): number {
    return this.#world.tokens.requests;
  }
  get connections(): number {
    return this.#parts.socket.connections;
  }
  get redeliveries(): number {
    return this.#parts.courier.scheduled;
  }

  users(): DoubleUser[] {
    return [...this.#world.people.users.values()].map(userView);
  }

  addUser(user: { name: string; mobile: string; id?: string }): DoubleUser {
    const added = userView(this.#world.people.add(user));
    this.#world.changed();
    return added;
  }

  setAvailable(userId: string, available: boolean): void {
    this.#world.people.get(userId).available = available;
  }

  p2p(userId: string): DoubleChat {
    return chatView(this.#world.people.p2p(userId));
  }

  chats(): DoubleChat[] {
    return [...this.#world.people.chats.values()].map(chatView);
  }

  /** A group that has been there all along, the bot in it: no event. `addBot` tells the bot. */
  addGroup(title: string, members: string[]): DoubleChat {
    const chat = chatView(this.#world.people.addGroup(title, members));
    this.#world.changed();
    return chat;
  }

  /** In a group only what mentions the bot reaches it, and `raw` (feishu.md 6, group_at_msg). */
  async say(userId: string, chatId: string, content: DoubleContent): Promise<string> {
    const { person, chat } = this.#present(userId, chatId);
    const { type, json, mentions } = said(this.#world, content);
    const message = this.#world.history.add({
      chatId,
      from: person.id,
      at: this.#world.now(),
      type,
      content: json,
    });
    const heard = chat.kind === 'p2p' || mentions.length > 0 || content.type === 'raw';
    if (chat.botIn && (heard || this.#parts.groupMessages === 'all')) {
      this.#parts.courier.push(chatId, messageReceived(this.#world, message, chat, mentions));
    }
    this.#world.changed();
    return message.id;
  }

  async enter(userId: string): Promise<void> {
    const person = this.#world.people.get(userId);
    const chat = this.#world.people.p2p(userId);
    this.#parts.courier.push(chat.id, chatEntered(this.#world, person, this.#world.history.last(chat.id)));
  }

  async press(
    userId: string,
    messageId: string,
    label: string,
    form?: Record<string, string | string[]>,
  ): Promise<PressResult> {
    const message = this.#world.history.get(messageId);
    if (!message || message.recalled) return { error: 'the message is gone' };
    const { person } = this.#present(userId, message.chatId);
    if (this.#world.now() - message.at > cardLifeMs) return { error: 'the card has expired' };
    const pressed = pressButton(parse(message.content), label, form);
    if ('error' in pressed) return pressed;
    if (!pressed.sent) return {};
    const token = this.#world.cardTokens.issue(messageId);
    const event = cardAction(this.#world, message, person, token, pressed.action);
    const delivery = await this.#parts.courier.callback(event);
    this.#world.cardTokens.answered(token);
    const result = applyAnswer(this.#world, message, delivery);
    this.#world.changed();
    return result;
  }

  async recall(userId: string, messageId: string): Promise<void> {
    const message = this.#world.history.get(messageId);
    if (!message || message.from !== userId) throw new Error(`${messageId} is not a message of ${userId}`);
    if (message.recalled) return;
    message.recalled = true;
    this.#parts.courier.push(message.chatId, messageRecalled(this.#world, message));
    this.#world.changed();
  }

  messages(chatId: string): DoubleMessage[] {
    return this.#world.history.of(chatId);
  }

  file(key: string): DoubleFile | undefined {
    const file = this.#world.media.get(key);
    return file && { name: file.name, mime: file.mime, bytes: file.bytes };
  }

  tapMenu(userId: string, eventKey: string): void {
    const person = this.#world.people.get(userId);
    this.#parts.courier.push(this.#world.people.p2p(userId).id, menuTapped(this.#world, person, eventKey));
  }

  addMembers(chatId: string, operatorId: string, userIds: string[]): void {
    this.#members('added', chatId, operatorId, userIds);
  }

  removeMembers(chatId: string, operatorId: string, userIds: string[]): void {
    this.#members('deleted', chatId, operatorId, userIds);
  }

  addBot(chatId: string, operatorId: string): void {
    this.#bot('added', chatId, operatorId);
  }

  removeBot(chatId: string, operatorId: string): void {
    this.#bot('deleted', chatId, operatorId);
  }

  pushRaw(event: object): void {
    this.#parts.courier.push('raw', event);
  }

  redeliverNow(): void {
    this.#parts.courier.redeliverNow();
  }

  setWebhook(url: string | undefined): void {
    const { hook } = this.#parts;
    const next = url === undefined ? undefined : new Webhook(url, this.#world);
    hook.current?.close();
    hook.current = next;
  }

  async verifyWebhook(): Promise<{ ok: boolean; reason?: string }> {
    const hook = this.#parts.hook.current;
    if (!hook) return { ok: false, reason: 'no callback address' };
    const challenge = newSecret(16);
    const body = { challenge, token: this.credentials.verificationToken, type: 'url_verification' };
    const unsigned = {
      deliver: (event: object) => hook.deliver(event, { signed: false, withinMs: challengeWithinMs }),
    };
    const delivery = await this.#parts.courier.once(body, 'url_verification', unsigned);
    return judgeChallenge(delivery, challenge);
  }

  refuseEndpoint(code: EndpointRefusal, times = 1): void {
    this.#parts.socket.refuseEndpoint(code, times);
  }

  disconnect(): void {
    this.#parts.socket.disconnect();
  }

  wire(): WireEntry[] {
    return this.#world.wire.entries();
  }

  onChange(listener: () => void): () => void {
    this.#parts.listeners.add(listener);
    return () => this.#parts.listeners.delete(listener);
  }

  idle(): Promise<void> {
    return this.#parts.courier.idle();
  }

  async stop(): Promise<void> {
    this.#parts.courier.stop();
    this.#parts.socket.stop();
    this.#parts.hook.current?.close();
    await this.#parts.server.stop();
  }

  #present(userId: string, chatId: string): { person: Person; chat: Chat } {
    const person = this.#world.people.get(userId);
    const chat = this.#world.people.chat(chatId);
    if (!chat.members.has(userId)) throw new Error(`${userId} is not in ${chatId}`);
    return { person, chat };
  }

  #members(change: 'added' | 'deleted', chatId: string, operatorId: string, userIds: string[]): void {
    const { people } = this.#world;
    const chat = people.chat(chatId);
    const users = userIds.map((id) => people.get(id));
    for (const { id } of users) {
      if (change === 'added') chat.members.add(id);
      else chat.members.delete(id);
    }
    if (!chat.botIn) return;
    this.#parts.courier.push(chatId, memberChange(this.#world, change, chat, people.get(operatorId), users));
    this.#world.changed();
  }

  #bot(change: 'added' | 'deleted', chatId: string, operatorId: string): void {
    const chat = this.#world.people.chat(chatId);
    chat.botIn = change === 'added';
    this.#parts.courier.push(
      chatId,
      botMembership(this.#world, change, chat, this.#world.people.get(operatorId)),
    );
    this.#world.changed();
  }
}

function judgeChallenge(delivery: Delivery, challenge: string): { ok: boolean; reason?: string } {
  if (delivery.result !== 'taken') return { ok: false, reason: delivery.result };
  return record(delivery.answer).challenge === challenge
    ? { ok: true }
    : { ok: false, reason: 'the challenge did not come back' };
}
