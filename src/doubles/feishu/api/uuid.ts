/** The same uuid sends at most one message within one hour (feishu.md 4). */
import { Fifo } from '../fifo.ts';

const windowMs = 3_600_000;

export class UuidWindow {
  #messages = new Map<string, { messageId: string; at: number }>();
  #oldest = new Fifo<{ uuid: string; at: number }>();

  /** The message this uuid sent less than an hour ago. */
  find(uuid: string, now: number): string | undefined {
    const kept = this.#messages.get(uuid);
    return kept && now - kept.at < windowMs ? kept.messageId : undefined;
  }

  keep(uuid: string, messageId: string, now: number): void {
    for (let old = this.#oldest.peek(); old && now - old.at >= windowMs; old = this.#oldest.peek()) {
      if (this.#messages.get(old.uuid)?.at === old.at) this.#messages.delete(old.uuid);
      this.#oldest.shift();
    }
    this.#messages.set(uuid, { messageId, at: now });
    this.#oldest.push({ uuid, at: now });
  }
}
