/**
 * Group commit. What arrives while a run is under way becomes the next run, so
 * that under load one statement serves many callers, and a lone call goes
 * through at once. Nothing waits for a timer.
 */
export interface Batcher<In, Out> {
  /** Resolves with this item's own result; rejects when the run it was part of failed. */
  add(item: In): Promise<Out>;
  /** Resolves when nothing is waiting or running. */
  idle(): Promise<void>;
}

interface Waiting<In, Out> {
  item: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/** Items of a run at most. */
const MOST = 500;

/**
 * @param run must return one result an item, in order.
 * @param before what a run waits for; what arrives meanwhile is part of it. Must not reject.
 */
export function batcher<In, Out>(
  run: (items: In[]) => Promise<Out[]>,
  before?: () => Promise<void>,
): Batcher<In, Out> {
  let waiting: Waiting<In, Out>[] = [];
  let running: Promise<void> | undefined;

  async function pump(): Promise<void> {
    while (waiting.length > 0) {
      if (before) await before();
      const batch = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      try {
        const results = await run(batch.map((entry) => entry.item));
        batch.forEach((entry, index) => {
          entry.resolve(results[index] as Out);
        });
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    running = undefined;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= pump();
      });
    },
    async idle() {
      while (running) await running;
    },
  };
}
