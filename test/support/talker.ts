/** A person on a double: says things, presses buttons, and sees what the bot shows. */
import type { Double, DoubleMessage } from '../../src/doubles/port.ts';
import { until } from './service.ts';

export class Talker {
  readonly double: Double;
  readonly id: string;
  readonly chat: string;

  constructor(double: Double, name: string, mobile: string) {
    this.double = double;
    this.id = double.addUser({ name, mobile }).id;
    this.chat = double.p2p(this.id).id;
  }

  /** The bot's messages in the one-to-one chat. */
  shown(): DoubleMessage[] {
    return this.double.messages(this.chat).filter((message) => message.from === 'bot');
  }

  /** Their words, oldest first. */
  heard(): string[] {
    return this.shown().map((message) => JSON.stringify(message.content));
  }

  async says(text: string): Promise<string> {
    return this.double.say(this.id, this.chat, { type: 'text', text });
  }

  /** Says it, and resolves with the words of the next message. */
  async asks(text: string): Promise<string> {
    const before = this.shown().length;
    await this.says(text);
    return (await this.hears(before + 1)).at(-1) ?? '';
  }

  /** Resolves once the bot has said so many things. */
  async hears(count: number, within?: number): Promise<string[]> {
    return until(
      () => this.heard(),
      (words) => words.length >= count,
      within,
    );
  }
}
