import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Channel, WireAnswer, WireRequest } from '../../src/channels/port.ts';
import { silentLog } from '../../src/ports.ts';
import { webApp } from '../../src/web/server.ts';

async function serviceWith(handle: (request: WireRequest) => Promise<WireAnswer>): Promise<string> {
  const channel: Pick<Channel, 'name' | 'handle'> = { name: 'feishu', handle };
  const app = webApp({
    log: silentLog,
    channels: [channel as Channel],
    ready: async () => ({ ok: true, checks: {} }),
    metrics: async () => '',
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('hands a callback over as it stood on the wire, and answers what the channel said', async () => {
  const seen: WireRequest[] = [];
  const url = await serviceWith(async (request) => {
    seen.push(request);
    return { status: 200, body: { challenge: '好' } };
  });
  const body = ' {"a": 1}\n';
  for (const path of ['/channels/feishu?a=1&b=%20', '/channels/feishu/']) {
    const answer = await fetch(url + path, { method: 'POST', body, headers: { 'x-lark-signature': 'S' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual({ challenge: '好' });
  }
  expect(seen.map((request) => request.body.toString())).toEqual([body, body]);
  expect(seen.map((request) => request.query)).toEqual([{ a: '1', b: ' ' }, {}]);
  expect(seen[0]?.headers['x-lark-signature']).toBe('S');
});

it('refuses a body over 1 MB without asking the channel', async () => {
  const url = await serviceWith(async () => {
    throw new Error('must not be asked');
  });
  const answer = await fetch(`${url}/channels/feishu`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
  expect(answer.status).toBe(400);
});

it('asks for another delivery when the channel fails, and says nothing of why', async () => {
  const url = await serviceWith(async () => {
    throw new Error('password is hunter2');
  });
  const answer = await fetch(`${url}/channels/feishu`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hunter2');
});

it('leaves everything else to the pages', async () => {
  const url = await serviceWith(async () => ({ status: 200, body: {} }));
  expect((await fetch(`${url}/channels/feishu`)).status).toBe(404);
  expect((await fetch(`${url}/channels/dingtalk`, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
