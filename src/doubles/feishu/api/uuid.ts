/** The same uuid sends at most one message within one hour (feishu.md 4). */
import { Fifo } from '../fifo.ts';

const windowMs = 3_600_000;
/** Beyond this many in an hour the oldest are let go, so that a benchmark does not fill the memory. */
const kept = 500_000;

interface Sent {
  uuid: string;
  messageId: string;
  at: number;
}

export class UuidWindow {
  #sent = new Map<string, Sent>();
  #oldest = new Fifo<Sent>();

  /** The message this uuid sent less than an hour ago. */
  find(uuid: string, now: number): { messageId: string; at: number } | undefined {
    const sent = this.#sent.get(uuid);
    return sent && now - sent.at < windowMs ? sent : undefined;
  }

  keep(uuid: string, messageId: string, now: number): void {
    const sent = { uuid, messageId, at: now };
    this.#sent.set(uuid, sent);
    this.#oldest.push(sent);
    for (let old = this.#oldest.peek(); old && this.#isOver(old, now); old = this.#oldest.peek()) {
      if (this.#sent.get(old.uuid) === old) this.#sent.delete(old.uuid);
      this.#oldest.shift();
    }
  }

  #isOver(sent: Sent, now: number): boolean {
    return now - sent.at >= windowMs || this.#oldest.size > kept;
  }
}
