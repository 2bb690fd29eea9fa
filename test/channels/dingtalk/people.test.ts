import { expect, test, vi } from 'vitest';
import type { Api } from '../../../src/channels/dingtalk/api.ts';
import type { Answer } from '../../../src/channels/dingtalk/http.ts';
import { findByPhone } from '../../../src/channels/dingtalk/people.ts';
import { eventually, HandTimers } from './support.ts';

const phones = Array.from({ length: 30 }, (_, n) => String(13_800_000_000 + n));
const asking = (userByMobile: Api['userByMobile']) => ({ userByMobile }) as Api;
const tooFast: Answer<string> = { ok: false, failure: { status: 200, code: '90018', message: '' } };

test('no more than eight numbers are looked up at a time', async () => {
  let now = 0;
  let most = 0;
  const api = asking(async (mobile) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return { ok: true, body: `id-${mobile}` };
  });
  const found = await findByPhone([...phones, ...phones], api, new HandTimers());
  expect(found.size).toBe(30);
  expect(most).toBe(8);
});

test('a look-up that was too fast waits and is tried again', async () => {
  const timers = new HandTimers();
  const userByMobile = vi
    .fn<Api['userByMobile']>()
    .mockResolvedValueOnce(tooFast)
    .mockResolvedValue({ ok: true, body: 'id' });
  const finding = findByPhone([phones[0]!], asking(userByMobile), timers);
  await eventually(() => expect(timers.fire(1000)).toBe(1));
  expect((await finding).get(phones[0]!)).toEqual({ id: 'id' });
});

test('one that stays too fast is given up, without naming the number', async () => {
  const timers = new HandTimers();
  const finding = findByPhone(
    [phones[0]!],
    asking(async () => tooFast),
    timers,
  ).catch((error: unknown) => String(error));
  for (let wait = 0; wait < 3; wait += 1) await eventually(() => expect(timers.fire(1000)).toBe(1));
  const error = await finding;
  expect(error).toContain('90018');
  expect(error).not.toContain(phones[0]);
});
