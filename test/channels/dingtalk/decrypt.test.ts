import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decryptEvent, encryptEvent, successAnswer } from '../../../src/channels/dingtalk/decrypt.ts';
import { eventSignature } from '../../../src/channels/dingtalk/verify.ts';

const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const key = { aesKey, owners: ['dingapp', 'dingcorp'] };

describe('the envelope of an event', () => {
  test('gives back any text, whatever the padding comes to', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(decryptEvent(encryptEvent(text, aesKey, 'dingapp'), key)).toBe(text);
      }),
    );
  });

  test('is padded to blocks of 32 bytes', () => {
    for (let length = 0; length < 40; length += 1) {
      const sealed = Buffer.from(encryptEvent('a'.repeat(length), aesKey, 'dingapp'), 'base64');
      expect(sealed.length % 32).toBe(0);
    }
  });

  test('may belong to the app or to its organisation, and to nobody else', () => {
    expect(decryptEvent(encryptEvent('{}', aesKey, 'dingcorp'), key)).toBe('{}');
    expect(() => decryptEvent(encryptEvent('{}', aesKey, 'someone'), key)).toThrow('another app');
  });

  test.each([
    ['nothing', ''],
    ['half a block', Buffer.alloc(8).toString('base64')],
    ['noise', Buffer.alloc(64, 7).toString('base64')],
    [
      'a length beyond its end',
      sealed(Buffer.concat([Buffer.alloc(16), Buffer.from([0, 1, 0, 0]), Buffer.alloc(12, 12)])),
    ],
  ])('that is %s is refused', (_, encrypt) => {
    expect(() => decryptEvent(encrypt, key)).toThrow();
  });

  test('cannot be opened with another key', () => {
    const other = `B${aesKey.slice(1)}`;
    expect(() => decryptEvent(encryptEvent('{}', other, 'dingapp'), key)).toThrow();
  });

  test('a wrong key is named as such', () => {
    expect(() => decryptEvent('AAAA', { ...key, aesKey: 'short' })).toThrow('43 letters');
  });
});

test('the answer to an event is an encrypted "success", signed', () => {
  const answer = successAnswer(aesKey, 'dingapp', 'tok3n', 1_790_000_000_000);
  const { msg_signature, timeStamp, nonce, encrypt } = answer as Record<string, string>;
  expect(decryptEvent(encrypt!, key)).toBe('success');
  expect(msg_signature).toBe(eventSignature('tok3n', timeStamp!, nonce!, encrypt!));
  expect(nonce).toHaveLength(16);
});

function sealed(plain: Buffer): string {
  const bytes = Buffer.from(`${aesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
