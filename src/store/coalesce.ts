import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes one call of many: at most one `task` is under way, calls during it (and
 * for `spacing` milliseconds after it) share the one that follows. A lone call
 * goes through at once.
 *
 * The promise of a call is settled by a task that began after the call, so
 * whatever the caller did before is seen by it.
 */
export function coalesce(
  task: () => Promise<void>,
  spacing: number,
  rest: (milliseconds: number) => Promise<unknown> = sleep,
): () => Promise<void> {
  let busy: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    next = undefined;
    const run = task();
    busy = run
      .catch(() => {})
      .then(() => rest(spacing))
      .then(() => {
        busy = undefined;
      });
    return run;
  }

  return () => {
    if (next !== undefined) return next;
    if (busy === undefined) return start();
    next = busy.then(start);
    return next;
  };
}
