import { expect, test } from 'vitest';
import { coalesce } from '../../src/store/coalesce.ts';

/** A task and a rest that end when told to. */
function byHand() {
  const started: (() => void)[] = [];
  const rests: (() => void)[] = [];
  const wake = coalesce(
    () => new Promise((resolve) => started.push(resolve)),
    10,
    () => new Promise((resolve) => rests.push(() => resolve(undefined))),
  );
  return { wake, started, rests };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a lone call goes through at once', () => {
  const { wake, started } = byHand();
  void wake();
  expect(started).toHaveLength(1);
});

test('calls during a task share the one that follows', async () => {
  const { wake, started, rests } = byHand();
  void wake();
  const during = Array.from({ length: 100 }, () => wake());
  expect(new Set(during).size).toBe(1);
  started[0]?.();
  await turn();
  expect(started).toHaveLength(1);
  rests[0]?.();
  await turn();
  expect(started).toHaveLength(2);
});

test('a call is settled only by a task that began after it', async () => {
  const { wake, started, rests } = byHand();
  void wake();
  let settled = false;
  const late = wake().then(() => {
    settled = true;
  });
  started[0]?.();
  await turn();
  rests[0]?.();
  await turn();
  expect(settled).toBe(false);
  started[1]?.();
  await late;
});

test('a call while it rests starts one task, not two', async () => {
  const { wake, started, rests } = byHand();
  void wake();
  started[0]?.();
  await turn();
  void wake();
  rests[0]?.();
  void wake();
  await turn();
  void wake();
  expect(started).toHaveLength(2);
});

test('after a task that failed the next one runs', async () => {
  let runs = 0;
  const wake = coalesce(
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('down');
    },
    0,
    () => Promise.resolve(),
  );
  await expect(wake()).rejects.toThrow('down');
  await wake();
  expect(runs).toBe(2);
});

test('after a rest nothing runs by itself', async () => {
  const { wake, started, rests } = byHand();
  void wake();
  started[0]?.();
  await turn();
  rests[0]?.();
  await turn();
  expect(started).toHaveLength(1);
});
