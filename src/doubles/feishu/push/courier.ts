/**
 * Gets events to the bot at least once: in the order of each chat, again after
 * 15 s, 5 min, 1 h and 6 h when they were not acknowledged (feishu.md 1), and
 * through the faults that are switched on.
 */
import { Fifo } from '../fifo.ts';
import { isRecord, record, text } from '../json.ts';
import type { World } from '../world.ts';
import type { Delivery, Transport } from './transport.ts';

const ladderMs = [15_000, 300_000, 3_600_000, 21_600_000];

interface Push {
  /** Pushes of one lane go one after the other. */
  lane: string;
  event: object;
  /** Deliveries made before this one. */
  tries: number;
}

export class Courier {
  #world: World;
  #transport: () => Transport;
  #waiting: Push[] = [];
  #flush = false;
  #lanes = new Map<string, Fifo<Push>>();
  #timers = new Set<unknown>();
  #later = new Map<Push, unknown>();
  #busy = 0;
  #idle: (() => void)[] = [];
  #stopped = false;

  constructor(world: World, transport: () => Transport) {
    this.#world = world;
    this.#transport = transport;
  }

  /** Queues an event; it leaves at once unless a fault holds it. */
  push(lane: string, event: object): void {
    this.#admit({ lane, event, tries: 0 });
  }

  /** One exchange that is never repeated; counts as in flight. */
  async once(event: object, what: string, transport: Transport): Promise<Delivery> {
    this.#busy += 1;
    try {
      return await this.#exchange(event, what, transport);
    } finally {
      this.#done();
    }
  }

  /** A card callback: never pushed again (feishu.md 1), but held and doubled by the faults. The first copy's answer counts. */
  async callback(event: object): Promise<Delivery> {
    const { delayMs, duplicate } = this.#world.faults;
    this.#busy += 1;
    try {
      if (delayMs > 0) await new Promise<void>((resolve) => this.#after(delayMs, resolve));
      return await this.#copies(event, nameOf(event), duplicate);
    } finally {
      this.#done();
    }
  }

  /** How many redeliveries are due later. */
  get scheduled(): number {
    return this.#later.size;
  }

  /** Makes every redelivery that is due later now. */
  redeliverNow(): void {
    for (const [push, timer] of [...this.#later]) {
      this.#world.timers.clearTimeout(timer);
      this.#later.delete(push);
      this.#admit(push);
    }
  }

  idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Nothing leaves any more; what is in flight is on its own. */
  stop(): void {
    this.#stopped = true;
    for (const timer of [...this.#timers, ...this.#later.values()]) this.#world.timers.clearTimeout(timer);
    this.#later.clear();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #admit(push: Push): void {
    const { delayMs, reorder } = this.#world.faults;
    this.#busy += 1;
    if (reorder) {
      this.#waiting.push(push);
      if (!this.#flush) this.#scheduleFlush(delayMs);
    } else if (delayMs > 0) this.#after(delayMs, () => this.#enqueue(push));
    else this.#enqueue(push);
  }

  /** Whatever came together by now leaves in reverse. */
  #scheduleFlush(delayMs: number): void {
    this.#flush = true;
    const flush = (): void => {
      this.#flush = false;
      for (const push of this.#waiting.splice(0).reverse()) this.#enqueue(push);
    };
    if (delayMs > 0) this.#after(delayMs, flush);
    else setImmediate(flush);
  }

  #after(ms: number, call: () => void): void {
    const timer = this.#world.timers.setTimeout(() => {
      this.#timers.delete(timer);
      call();
    }, ms);
    this.#timers.add(timer);
  }

  #enqueue(push: Push): void {
    const lane = this.#lanes.get(push.lane);
    if (lane) {
      lane.push(push);
      return;
    }
    this.#lanes.set(push.lane, new Fifo());
    void this.#run(push);
  }

  async #run(first: Push): Promise<void> {
    const lane = this.#lanes.get(first.lane);
    for (let push: Push | undefined = first; push; push = lane?.shift()) {
      if (!this.#stopped) await this.#send(push);
      this.#done();
    }
    this.#lanes.delete(first.lane);
  }

  async #send(push: Push): Promise<void> {
    const { faults } = this.#world;
    const what = `${nameOf(push.event)}${push.tries > 0 ? ` (redelivery ${push.tries})` : ''}`;
    const delivery = await this.#copies(push.event, what, faults.duplicate);
    if (delivery.result !== 'taken') this.#again(push);
    else if (faults.dropAcks > 0) {
      faults.dropAcks -= 1;
      this.#again(push);
    }
  }

  #again(push: Push): void {
    const wait = ladderMs[push.tries];
    if (wait === undefined || this.#stopped) return;
    const next = { ...push, tries: push.tries + 1 };
    const timer = this.#world.timers.setTimeout(() => {
      this.#later.delete(next);
      this.#admit(next);
    }, wait);
    this.#later.set(next, timer);
  }

  /** All copies leave at once; how the first one got on is what counts. */
  async #copies(event: object, what: string, extra: number): Promise<Delivery> {
    const transport = this.#transport();
    const first = this.#exchange(event, what, transport);
    const others = Array.from({ length: extra }, () => this.#exchange(event, what, transport));
    const [delivery] = await Promise.all([first, ...others]);
    return delivery;
  }

  async #exchange(event: object, what: string, transport: Transport): Promise<Delivery> {
    const at = this.#world.now();
    const started = performance.now();
    const delivery = await transport.deliver(event);
    this.#world.wire.add({
      at,
      direction: 'to-bot',
      what,
      status: 'status' in delivery ? delivery.status : delivery.result,
      ms: Math.round(performance.now() - started),
      request: event,
      response: 'answer' in delivery ? delivery.answer : undefined,
    });
    this.#world.changed();
    return delivery;
  }

  #done(): void {
    this.#busy -= 1;
    if (this.#busy === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** event_type in schema 2.0, event.type in 1.0. */
function nameOf(event: object): string {
  const body = record(event);
  const name = isRecord(body.header) ? body.header.event_type : record(body.event).type;
  return text(name) ?? text(body.type) ?? 'event';
}
