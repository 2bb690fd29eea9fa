/** Samples that others wrote, where they lie beside the project: nothing here is needed to run it. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeMessage } from '../../../src/channels/dingtalk/decode/message.ts';
import { decryptEvent } from '../../../src/channels/dingtalk/decrypt.ts';
import { readFrame } from '../../../src/channels/dingtalk/stream/frame.ts';
import { isSignedEvent } from '../../../src/channels/dingtalk/verify.ts';

const path = new URL('../../../../shared/vectors/dingtalk.json', import.meta.url);
const samples = existsSync(path)
  ? z.array(z.object({ name: z.string(), body: z.unknown() })).parse(JSON.parse(readFileSync(path, 'utf8')))
  : [];
const named = (prefix: string) => samples.filter(({ name }) => name.startsWith(prefix));
const context = { appId: 'a', robotCode: 'r', now: 1, fallbackId: 'f' };

const encrypted = z.object({
  config: z.object({ token: z.string(), encodingAESKey: z.string(), ownerKey: z.string() }),
  request: z.object({ query: z.record(z.string(), z.string()), body: z.object({ encrypt: z.string() }) }),
  expected: z.object({ plaintext: z.string() }),
});

describe.skipIf(samples.length === 0)('samples of others', () => {
  test('encrypted events open', () => {
    for (const { body } of named('event-encrypted-')) {
      const { config, request, expected } = encrypted.parse(body);
      expect(isSignedEvent(request.query, request.body.encrypt, config.token)).toBe(true);
      const key = { aesKey: config.encodingAESKey, owners: [config.ownerKey] };
      expect(decryptEvent(request.body.encrypt, key)).toBe(expected.plaintext);
    }
  });

  test('robot messages become messages', () => {
    const whole = named('robot-').filter(
      ({ body }) => z.object({ conversationId: z.string(), msgId: z.string() }).safeParse(body).success,
    );
    expect(whole.length).toBeGreaterThan(10);
    for (const { name, body } of whole) expect(decodeMessage(body, context).kind, name).toBe('message');
  });

  test('stream frames are read', () => {
    for (const { name, body } of named('stream-frame-')) {
      const frame = readFrame(JSON.stringify(body));
      if (!name.endsWith('-ack')) expect(frame?.topic, name).toBeTruthy();
    }
  });
});
