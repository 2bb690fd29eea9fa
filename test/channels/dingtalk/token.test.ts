import { describe, expect, test } from 'vitest';
import type { Answer, Http } from '../../../src/channels/dingtalk/http.ts';
import { createTokenSource } from '../../../src/channels/dingtalk/token.ts';

function bench(expireIn = 7200) {
  const clock = { at: 0, now: () => clock.at };
  const asked: unknown[] = [];
  let answer: (n: number) => Answer = (n) => ({ ok: true, body: { accessToken: `token-${n}`, expireIn } });
  const http: Http = {
    async post(_, body) {
      asked.push(body);
      return answer(asked.length);
    },
    bytes: async () => ({ ok: false, failure: { status: 0, code: 'network', message: '' } }),
  };
  const tokens = createTokenSource(http, clock, { api: 'http://a', clientId: 'ding', clientSecret: 's' });
  const answerWith = (next: typeof answer) => {
    answer = next;
  };
  return { clock, asked, tokens, answerWith };
}

describe('the access token', () => {
  test('is asked for once, however many want it at the same time', async () => {
    const { asked, tokens } = bench();
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    expect(asked).toEqual([{ appKey: 'ding', appSecret: 's' }]);
    expect(new Set(got.map((it) => it.ok && it.body))).toEqual(new Set(['token-1']));
  });

  test('is renewed five minutes before its end', async () => {
    const { asked, clock, tokens } = bench();
    await tokens.get();
    clock.at = (7200 - 301) * 1000;
    await tokens.get();
    expect(asked).toHaveLength(1);
    clock.at = (7200 - 300) * 1000;
    expect(await tokens.get()).toEqual({ ok: true, body: 'token-2' });
  });

  test('is forgotten when it was refused, but not a newer one', async () => {
    const { asked, tokens } = bench();
    await tokens.get();
    tokens.discard('token-1');
    await tokens.get();
    tokens.discard('token-1');
    expect(await tokens.get()).toEqual({ ok: true, body: 'token-2' });
    expect(asked).toHaveLength(2);
  });

  test('that could not be had is asked for again the next time', async () => {
    const { answerWith, tokens } = bench();
    answerWith(() => ({ ok: false, failure: { status: 500, code: 'system.error', message: '' } }));
    expect(await tokens.get()).toMatchObject({ ok: false, failure: { code: 'system.error' } });
    answerWith(() => ({ ok: true, body: { nonsense: 1 } }));
    expect(await tokens.get()).toMatchObject({ ok: false });
    answerWith(() => ({ ok: true, body: { accessToken: 'at-last', expireIn: '7200' } }));
    expect(await tokens.get()).toEqual({ ok: true, body: 'at-last' });
  });
});
