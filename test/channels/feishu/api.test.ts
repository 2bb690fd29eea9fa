import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Api, createApi } from '../../../src/channels/feishu/api.ts';
import { createBotIdentity } from '../../../src/channels/feishu/bot.ts';
import { createHttp, type Http, HttpFailure } from '../../../src/channels/feishu/http.ts';
import { redact } from '../../../src/channels/feishu/redact.ts';
import { checkSettings } from '../../../src/channels/feishu/settings.ts';
import { settings } from './compose.ts';

let server: Server;
let http: Http;

afterEach(() => {
  http.close();
  server.closeAllConnections();
  server.close();
});

/** A platform that answers as told; tokens are always given. */
async function platform(listener: RequestListener): Promise<Api> {
  server = createServer((request, response) => {
    if (!request.url?.includes('tenant_access_token')) return listener(request, response);
    response.setHeader('content-type', 'application/json');
    response.end('{"code":0,"tenant_access_token":"t-1","expire":7200}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = createHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return createApi(settings, { http, clock: { now: () => 0 } });
}

const any = z.looseObject({});
const get = { method: 'GET', path: '/open-apis/x' } as const;

describe('a call', () => {
  it('fails with a code other than 0 although HTTP says 200', async () => {
    const api = await platform((_, response) => response.end('{"code":230001,"msg":"bad content"}'));
    expect(await api.call(get, any)).toEqual({
      ok: false,
      failure: { class: 'content', code: '230001', reason: 'bad content' },
    });
  });

  it('gives up on a token that stays refused after one renewal', async () => {
    let calls = 0;
    const api = await platform((_, response) => {
      calls += 1;
      response.statusCode = 400;
      response.end('{"code":99991663,"msg":"Invalid access token"}');
    });
    expect(await api.call(get, any)).toMatchObject({ ok: false, failure: { class: 'token' } });
    expect(calls).toBe(2);
  });

  it('may be asked again when the answer is no JSON, or none at all', async () => {
    let kind = 'html';
    const api = await platform((request, response) => {
      if (kind === 'html') {
        response.statusCode = 502;
        response.end('<html>bad gateway</html>');
      } else request.socket.destroy();
    });
    expect(await api.call(get, any)).toMatchObject({ failure: { class: 'busy', code: 'HTTP 502' } });
    kind = 'cut';
    expect(await api.call(get, any)).toMatchObject({ failure: { class: 'busy', code: 'network' } });
  });

  it('ends when no answer comes in time', async () => {
    const api = await platform(() => {});
    expect(await api.call({ ...get, timeoutMs: 50 }, any)).toMatchObject({ failure: { code: 'timeout' } });
  });

  it('gives up on an answer larger than allowed', async () => {
    await platform((_, response) => response.end(Buffer.alloc(100_000)));
    const asked = http.request({ ...get, maxBytes: 1000 });
    await expect(asked).rejects.toThrow(HttpFailure);
    await expect(asked).rejects.toMatchObject({ kind: 'too-large' });
  });

  it('is sent anew when the platform had closed the kept connection', async () => {
    const seen: number[] = [];
    const api = await platform((request, response) => {
      seen.push(request.socket.remotePort ?? 0);
      // Answers, and drops the connection right after without having said so.
      response.end('{"code":0}', () => request.socket.destroy());
    });
    for (let n = 0; n < 10; n += 1) expect(await api.call(get, any)).toMatchObject({ ok: true });
    expect(seen).toHaveLength(10);
  });
});

describe('who the bot is', () => {
  it('is asked once, and again after it could not be told', async () => {
    let calls = 0;
    const api = await platform((_, response) => {
      calls += 1;
      response.end(calls === 1 ? '{"code":1500,"msg":"busy"}' : '{"code":0,"bot":{"open_id":"ou_bot"}}');
    });
    const botOpenId = createBotIdentity(api);
    await expect(botOpenId()).rejects.toThrow('1500 busy');
    expect(await Promise.all([botOpenId(), botOpenId(), botOpenId()])).toEqual([
      'ou_bot',
      'ou_bot',
      'ou_bot',
    ]);
    expect(calls).toBe(2);
  });
});

describe('a file', () => {
  it('may be JSON of its own, and an error in place of a file is an error', async () => {
    let own = true;
    const api = await platform((_, response) => {
      response.setHeader('content-type', 'application/json');
      if (own) response.setHeader('content-disposition', 'attachment; filename="a.json"');
      response.end(own ? '{"code":7}' : '{"code":234003,"msg":"File not in msg."}');
    });
    expect(await api.fetch(get)).toMatchObject({ ok: true });
    own = false;
    expect(await api.fetch(get)).toMatchObject({ ok: false, failure: { code: '234003' } });
  });
});

describe('what is logged of the SDK', () => {
  it('holds no secret, no query and no object', () => {
    const error = Object.assign(new Error('Request failed, secret-of-the-app'), {
      config: { data: '{"app_secret":"secret-of-the-app"}' },
    });
    const line = redact(
      [['[ws]', error, { app_secret: 'x' }, 'wss://a.b/c?ticket=1&d=2']],
      ['secret-of-the-app'],
    );
    expect(line).toBe('[ws] Request failed, *** [object] wss://a.b/c?***');
  });
});

describe('wrong settings stop the start with what to do', () => {
  it.each([
    [{ ...settings, connection: 'long', appId: 'cli_short' } as const, /FEISHU_APP_ID/],
    [
      { ...settings, encryptKey: '', verificationToken: '' },
      /FEISHU_ENCRYPT_KEY or FEISHU_VERIFICATION_TOKEN/,
    ],
    [{ ...settings, domain: 'https://open.feishu.cn/' }, /FEISHU_DOMAIN/],
    [{ ...settings, domain: 'open.feishu.cn' }, /FEISHU_DOMAIN/],
  ])('%#', (wrong, words) => {
    expect(() => checkSettings(wrong)).toThrow(words);
  });

  it('good ones pass', () => {
    expect(() => checkSettings(settings)).not.toThrow();
  });
});
