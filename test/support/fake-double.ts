/**
 * A platform double without a wire: what people do is recorded, and the bot's side
 * is played by the test. For tests of what stands on a double's far side only.
 */
import {
  type Double,
  type DoubleChat,
  type DoubleContent,
  type DoubleFile,
  type DoubleMessage,
  type DoubleUser,
  noFaults,
  type WireEntry,
} from '../../src/doubles/port.ts';

export interface Pressed {
  userId: string;
  messageId: string;
  label: string;
  form?: Record<string, string | string[]>;
}

export class FakeDouble implements Double {
  readonly url = 'http://127.0.0.1:1';
  readonly faults = { ...noFaults };
  readonly name: 'feishu' | 'dingtalk';
  readonly entered: string[] = [];
  readonly presses: Pressed[] = [];
  /** What the bot does when somebody said something. */
  onSaid: (message: DoubleMessage, content: DoubleContent) => void = () => {};
  /** What a press is answered with. */
  onPress: (pressed: Pressed) => { toast?: string; error?: string } = () => ({});
  now = (): number => Date.parse('2026-11-23T09:30:00+08:00');

  #users: DoubleUser[] = [];
  #chats: DoubleChat[] = [];
  #messages = new Map<string, DoubleMessage[]>();
  #files = new Map<string, DoubleFile>();
  #wire: WireEntry[] = [];
  #listeners = new Set<() => void>();
  #ids = 0;

  constructor(name: 'feishu' | 'dingtalk') {
    this.name = name;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  users(): DoubleUser[] {
    return [...this.#users];
  }

  addUser({ name, mobile, id }: { name: string; mobile: string; id?: string }): DoubleUser {
    const user = { id: id ?? this.#next('u'), unionId: this.#next('on'), name, mobile };
    this.#users.push(user);
    return user;
  }

  p2p(userId: string): DoubleChat {
    const known = this.#chats.find((chat) => chat.kind === 'p2p' && chat.members[0] === userId);
    if (known !== undefined) return known;
    const title = this.#users.find(({ id }) => id === userId)?.name ?? '';
    const chat: DoubleChat = { id: this.#next('c'), kind: 'p2p', title, members: [userId] };
    this.#chats.push(chat);
    return chat;
  }

  chats(): DoubleChat[] {
    return [...this.#chats];
  }

  addGroup(title: string, members: string[]): DoubleChat {
    const chat: DoubleChat = { id: this.#next('g'), kind: 'group', title, members };
    this.#chats.push(chat);
    this.#changed();
    return chat;
  }

  async say(userId: string, chatId: string, content: DoubleContent): Promise<string> {
    const message = this.#put(chatId, userId, shown(this.name, content));
    if ('file' in content) this.#files.set(message.id, content.file);
    this.onSaid(message, content);
    return message.id;
  }

  /** The bot sends something: the platform's own type and content. */
  send(chatId: string, type: string, content: unknown, file?: DoubleFile): DoubleMessage {
    const message = this.#put(chatId, 'bot', { type, content });
    if (file !== undefined) this.#files.set(message.id, file);
    return message;
  }

  /** The bot replaces a card. */
  update(messageId: string, content: unknown): void {
    const message = this.#find(messageId);
    message.content = content;
    message.updatedAt = this.now();
    this.#changed();
  }

  async enter(userId: string): Promise<void> {
    this.entered.push(userId);
    this.p2p(userId);
    this.#changed();
  }

  async press(
    userId: string,
    messageId: string,
    label: string,
    form?: Record<string, string | string[]>,
  ): Promise<{ toast?: string; error?: string }> {
    this.#find(messageId);
    const pressed = { userId, messageId, label, ...(form && { form }) };
    this.presses.push(pressed);
    return this.onPress(pressed);
  }

  async recall(_userId: string, messageId: string): Promise<void> {
    this.#find(messageId).recalled = true;
    this.#changed();
  }

  messages(chatId: string): DoubleMessage[] {
    return [...(this.#messages.get(chatId) ?? [])];
  }

  file(messageId: string): DoubleFile | undefined {
    return this.#files.get(messageId);
  }

  wire(): WireEntry[] {
    return [...this.#wire];
  }

  /** An exchange as the wire would have kept it. */
  exchanged(entry: WireEntry): void {
    this.#wire.push(entry);
    this.#changed();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async idle(): Promise<void> {}
  async stop(): Promise<void> {}

  #put(chatId: string, from: string, said: { type: string; content: unknown }): DoubleMessage {
    const message: DoubleMessage = { id: this.#next('m'), chatId, from, at: this.now(), ...said };
    this.#messages.set(chatId, [...this.messages(chatId), message]);
    this.#changed();
    return message;
  }

  #find(id: string): DoubleMessage {
    const found = [...this.#messages.values()].flat().find((message) => message.id === id);
    if (found === undefined) throw new Error('no such message');
    return found;
  }

  #next(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.name}_${this.#ids}`;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function shown(platform: string, content: DoubleContent): { type: string; content: unknown } {
  if (content.type === 'raw') return { type: content.messageType, content: content.content };
  if (content.type === 'text') {
    return {
      type: 'text',
      content: platform === 'feishu' ? { text: content.text } : { content: content.text },
    };
  }
  const name = content.file.name;
  if (content.type === 'file') return { type: 'file', content: { file_name: name, fileName: name } };
  if (content.type === 'audio') return { type: 'audio', content: { recognition: content.transcript ?? '' } };
  return { type: platform === 'feishu' ? 'image' : 'picture', content: {} };
}
