import { describe, expect, it } from 'vitest';
import { createTokenSource, type TokenAnswer } from '../../../src/channels/feishu/token.ts';

const minute = 60_000;

function source(lifeMs = 120 * minute) {
  const state = { now: 1_000_000, asked: 0, fail: false };
  const fetchToken = async (): Promise<TokenAnswer> => {
    state.asked += 1;
    const token = `t-${state.asked}`;
    await Promise.resolve();
    if (state.fail)
      return { ok: false, failure: { class: 'busy', code: 'timeout', reason: 'No answer in time.' } };
    return { ok: true, token, lifeMs };
  };
  return { state, tokens: createTokenSource(fetchToken, { now: () => state.now }) };
}

describe('the tenant_access_token', () => {
  it('is asked for once under any concurrency', async () => {
    const { state, tokens } = source();
    const got = await Promise.all(Array.from({ length: 50 }, () => tokens.get()));
    expect(state.asked).toBe(1);
    expect(new Set(got.map((one) => one.ok && one.token))).toEqual(new Set(['t-1']));
  });

  it('is renewed in the background ten minutes before its end, the old one serving meanwhile', async () => {
    const { state, tokens } = source();
    await tokens.get();
    state.now += 109 * minute;
    expect(await tokens.get()).toMatchObject({ token: 't-1' });
    expect(state.asked).toBe(1);
    state.now += 2 * minute;
    expect(await tokens.get()).toMatchObject({ token: 't-1' });
    expect(state.asked).toBe(2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await tokens.get()).toMatchObject({ token: 't-2' });
    expect(state.asked).toBe(2);
  });

  it('is never used in its last minute, nor after the clock jumped', async () => {
    const { state, tokens } = source();
    await tokens.get();
    state.now += 119.5 * minute;
    expect(await tokens.get()).toMatchObject({ token: 't-2' });
    state.now += 365 * 24 * 60 * minute;
    expect(await tokens.get()).toMatchObject({ token: 't-3' });
  });

  it('is asked for once more when many find it refused', async () => {
    const { state, tokens } = source();
    await tokens.get();
    for (let n = 0; n < 5; n += 1) tokens.drop('t-1');
    await Promise.all([tokens.get(), tokens.get()]);
    tokens.drop('t-1');
    expect(await tokens.get()).toMatchObject({ token: 't-2' });
    expect(state.asked).toBe(2);
  });

  it('tells why it cannot be had, and is asked for again the next time', async () => {
    const { state, tokens } = source();
    state.fail = true;
    expect(await tokens.get()).toMatchObject({ ok: false, failure: { code: 'timeout' } });
    state.fail = false;
    expect(await tokens.get()).toMatchObject({ ok: true, token: 't-2' });
  });
});
