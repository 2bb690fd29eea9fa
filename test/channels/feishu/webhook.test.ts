import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src/channels/feishu/envelope.ts';
import type { FeishuSettings } from '../../../src/channels/feishu/settings.ts';
import { createWebhook } from '../../../src/channels/feishu/webhook.ts';
import { silentLog } from '../../../src/ports.ts';
import { encrypt, event, message, now, request, sealed, settings, signed } from './compose.ts';

const hour = 60 * 60 * 1000;

function webhook(
  change: Partial<Omit<FeishuSettings, 'encryptKey'>> & { encryptKey?: string } = {},
  fail = false,
) {
  const kept: string[] = [];
  const handle = createWebhook(
    { ...settings, ...change },
    {
      clock: { now: () => now },
      log: silentLog,
      receive: async (envelope) => {
        if (fail) throw new Error('the database is away');
        kept.push(envelope.id);
        return {};
      },
    },
  );
  return { handle, kept };
}

const plainOnly = { encryptKey: '' };

describe('what is ours is kept and then answered with 200', () => {
  it('takes an encrypted and signed event', async () => {
    const { handle, kept } = webhook();
    expect(await handle(signed(sealed(message('text', { text: '您好' }))))).toEqual({
      status: 200,
      body: {},
    });
    expect(kept).toEqual(['ev_1']);
  });

  it('verifies the bytes as they came, blanks and all', async () => {
    const { handle, kept } = webhook();
    const body = Buffer.from(
      `{ "encrypt" :  "${encrypt(JSON.stringify(message('text', { text: '好' })))}" }\n`,
    );
    expect((await handle(signed(body))).status).toBe(200);
    expect(kept).toHaveLength(1);
  });

  it('takes a plain event by its token where no Encrypt Key is set', async () => {
    const { handle, kept } = webhook(plainOnly);
    const body = Buffer.from(JSON.stringify(message('text', { text: '您好' })));
    expect((await handle(request(body))).status).toBe(200);
    expect(kept).toHaveLength(1);
  });

  it.each([15_000, 5 * 60_000, hour, 6 * hour, 7 * hour + 6 * 60_000])(
    'takes a redelivery signed %i ms ago, for the ladder ends after 7 h 5 min',
    async (age) => {
      const { handle } = webhook();
      expect((await handle(signed(sealed(message('text', { text: '好' })), { at: now - age }))).status).toBe(
        200,
      );
    },
  );

  it('answers 500 when the event could not be kept, so that it comes again', async () => {
    const { handle } = webhook({}, true);
    expect((await handle(signed(sealed(message('text', { text: '好' }))))).status).toBe(500);
  });
});

describe('what may not be ours is refused with 401 and a reason', () => {
  const good = message('text', { text: '好' });
  const cases: [string, () => ReturnType<typeof request>, Parameters<typeof webhook>[0]?][] = [
    ['no signature', () => request(sealed(good))],
    ['a signature made with another key', () => signed(sealed(good), { key: 'another' })],
    [
      'an altered body',
      () => {
        const genuine = signed(sealed(good));
        return { ...genuine, body: sealed(message('text', { text: '坏' })) };
      },
    ],
    [
      'a signature over other bytes of the same JSON',
      () => {
        const genuine = signed(sealed(good));
        return { ...genuine, body: Buffer.concat([genuine.body, Buffer.from(' ')]) };
      },
    ],
    ['a body encrypted with another key', () => signed(sealed(good, 'another'))],
    ['a plain event where events are encrypted', () => request(Buffer.from(JSON.stringify(good)))],
    ['a timestamp a day old', () => signed(sealed(good), { at: now - 24 * hour })],
    ['a timestamp an hour ahead', () => signed(sealed(good), { at: now + hour })],
    [
      'a card callback signed half an hour ago, which is never delivered again',
      () => signed(sealed(event('card.action.trigger', {})), { at: now - hour / 2 }),
    ],
    ['a timestamp that is no time', () => signed(sealed(good), { at: Number.NaN })],
    ['another token', () => signed(sealed(event('x', {}, { token: 'other' })))],
    ["another app's event", () => signed(sealed(event('x', {}, { app_id: 'cli_ffffffffffffffff' })))],
    [
      'a 2.0 event of no app',
      () => {
        const { app_id: _, ...header } = event('x', {}).header as Record<string, string>;
        return signed(sealed({ schema: '2.0', header, event: {} }));
      },
    ],
    [
      'no token where only the token proves it',
      () => request(Buffer.from(JSON.stringify(event('x', {}, { token: '' })))),
      plainOnly,
    ],
    [
      'anything by HTTP where neither key nor token is set',
      () => request(Buffer.from(JSON.stringify(good))),
      { ...plainOnly, verificationToken: '', connection: 'long' },
    ],
  ];
  it.each(cases)('%s', async (_, make, change) => {
    const { handle, kept } = webhook(change);
    const answer = await handle(make());
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(kept).toEqual([]);
  });

  it('never reads fields that stand beside `encrypt`', async () => {
    const { handle } = webhook();
    const body = Buffer.from(
      JSON.stringify({
        ...event('x', {}),
        encrypt: encrypt(JSON.stringify(event('x', {}, { token: 'other' }))),
      }),
    );
    expect((await handle(signed(body))).status).toBe(401);
  });
});

describe('what is no event is refused with 400', () => {
  it.each(['', '{', 'null', '[]', '"x"'])('%j', async (body) => {
    expect((await webhook().handle(request(Buffer.from(body)))).status).toBe(400);
  });

  it('signed JSON without an envelope', async () => {
    expect((await webhook().handle(signed(sealed({ hello: 1 })))).status).toBe(400);
  });
});

describe('the challenge', () => {
  const challenge = (token?: string) => ({ type: 'url_verification', challenge: 'c-1', token });
  const genuine = challenge(settings.verificationToken);

  it('is answered unsigned, encrypted or plain, when its token is ours', async () => {
    const { handle } = webhook();
    const answer = { status: 200, body: { challenge: 'c-1' } };
    expect(await handle(request(sealed(genuine)))).toEqual(answer);
    expect(await handle(request(Buffer.from(JSON.stringify(genuine))))).toEqual(answer);
    expect(await webhook(plainOnly).handle(request(Buffer.from(JSON.stringify(genuine))))).toEqual(answer);
  });

  it('is answered without a token of ours only when our key encrypted it', async () => {
    const { handle } = webhook({ verificationToken: '' });
    expect((await handle(request(sealed(challenge())))).status).toBe(200);
    expect((await handle(request(Buffer.from(JSON.stringify(challenge()))))).status).toBe(401);
  });

  it.each([
    ['encrypted', sealed(challenge('other'))],
    ['plain', Buffer.from(JSON.stringify(challenge('other')))],
    ['without one', sealed(challenge())],
  ])('is refused with another token: %s', async (_, body) => {
    expect((await webhook().handle(request(body))).status).toBe(401);
  });
});

describe('the envelope', () => {
  it('reads microseconds, milliseconds and seconds by their size', () => {
    const at = (create_time: string) => readEnvelope(event('x', {}, { create_time }))?.at;
    expect(at('1603977298000000')).toBe(1603977298000);
    expect(at('1608725989000')).toBe(1608725989000);
    expect(at('1700000000')).toBe(1700000000000);
    expect(at('')).toBe(0);
  });

  it('reads the first generation', () => {
    const body = {
      ts: '1502199207.7171419',
      uuid: 'u-1',
      token: 't',
      type: 'event_callback',
      event: { type: 'p2p_chat_create', app_id: 'cli_1', tenant_key: 'tk' },
    };
    expect(readEnvelope(body)).toMatchObject({
      schema: '1.0',
      id: 'u-1',
      type: 'p2p_chat_create',
      at: 1502199207717,
      appId: 'cli_1',
      tenant: 'tk',
      token: 't',
    });
  });
});
