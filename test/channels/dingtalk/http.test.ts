import { describe, expect, test } from 'vitest';
import { createHttp, type Fetch } from '../../../src/channels/dingtalk/http.ts';

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  createHttp(async () => new Response(body, { status, headers }), 1000);
const failureOf = async (http: ReturnType<typeof createHttp>) => {
  const answer = await http.post('http://x/?session=secret', {});
  return answer.ok ? undefined : answer.failure;
};

describe('an answer', () => {
  test.each([
    ['of the new API', 200, '{"processQueryKey":"k"}'],
    ['of the old one', 200, '{"errcode":0,"errmsg":"ok"}'],
    ['with a code of text', 200, '{"errcode":"0","errmsg":"ok"}'],
  ])('%s is good', async (_, status, body) => {
    expect(await answering(status, body).post('http://x', {})).toEqual({ ok: true, body: JSON.parse(body) });
  });

  test.each([
    [
      'an error of the new API',
      400,
      '{"code":"invalidParameter.x","message":"m"}',
      { status: 400, code: 'invalidParameter.x', message: 'm' },
    ],
    [
      'an error in an old answer that looks well',
      200,
      '{"errcode":300001,"errmsg":"session 不存在"}',
      { status: 200, code: '300001' },
    ],
    ['a ban of the address', 200, '{"status":1111,"wait":5}', { code: '1111' }],
    ['a page', 200, '<html>', { code: 'not-json' }],
    ['a page of a broken server', 502, '<html>', { status: 502, code: 'http-502' }],
    ['JSON without a code', 403, '{}', { status: 403, code: 'http-403' }],
  ])('%s is told', async (_, status, body, expected) => {
    expect(await failureOf(answering(status, body))).toMatchObject(expected);
  });

  test('says when to come again', async () => {
    expect(await failureOf(answering(429, '{}', { 'retry-after': '7' }))).toMatchObject({ afterMs: 7000 });
  });

  test('that never comes is a failure without the address, which may hold a secret', async () => {
    const failing: Fetch = async (url) => {
      throw new TypeError(`fetch failed: ${url}`);
    };
    const failure = await failureOf(createHttp(failing, 1000));
    expect(failure).toMatchObject({ status: 0, code: 'network' });
    expect(JSON.stringify(failure)).not.toContain('secret');
    const late: Fetch = async () => {
      throw new DOMException('late', 'TimeoutError');
    };
    expect(await failureOf(createHttp(late, 1000))).toMatchObject({ status: 0, code: 'timeout' });
  });
});

describe('a file', () => {
  test('is read as far as it may be large', async () => {
    const http = createHttp(
      async () => new Response(new Uint8Array(100), { headers: { 'content-type': 'image/png' } }),
      1000,
    );
    expect(await http.bytes('http://x', 100)).toMatchObject({ ok: true, body: { type: 'image/png' } });
    expect(await http.bytes('http://x', 99)).toMatchObject({ ok: false, failure: { code: 'too-large' } });
  });
});
