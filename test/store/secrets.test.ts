import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Random } from '../../src/ports.ts';
import { openSecrets, SealError } from '../../src/store/secrets.ts';

const random: Random = { bytes: (length) => randomBytes(length) };
const NEW = 'n'.repeat(32);
const OLD = 'o'.repeat(32);
const PHONE = '13800138000';

describe('sealed values', () => {
  const secrets = openSecrets([NEW], random);

  test('open to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => secrets.open(secrets.seal(text)) === text),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_096 }), (bytes) =>
        Buffer.from(secrets.openBytes(secrets.sealBytes(bytes))).equals(bytes),
      ),
    );
  });

  test('differ each time and show nothing of the text', () => {
    const [one, two] = [secrets.seal(PHONE), secrets.seal(PHONE)];
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'base64url').includes(PHONE)).toBe(false);
    expect(one).toMatch(/^[\w-]+$/);
  });

  test('open from the middle of a larger buffer', () => {
    const sealed = secrets.sealBytes(Buffer.from(PHONE));
    const frame = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(9)]);
    const opened = secrets.openBytes(frame.subarray(7, 7 + sealed.length));
    expect(Buffer.from(opened).toString()).toBe(PHONE);
  });

  test('do not open when a single bit was changed', () => {
    const sealed = secrets.sealBytes(Buffer.from(PHONE));
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Uint8Array.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => secrets.openBytes(changed)).toThrow(SealError);
      }),
    );
  });

  test('do not open when cut short or not sealed at all', () => {
    for (const text of ['', 'short', PHONE.repeat(5)]) expect(() => secrets.open(text)).toThrow(SealError);
  });

  test('do not open under another key, and the error names the key and not the value', () => {
    const sealed = openSecrets([OLD], random).seal(PHONE);
    expect(() => secrets.open(sealed)).toThrow(
      /^A value was sealed with key [0-9a-f]{8}, which is not in SECRET_KEY\.$/,
    );
  });
});

describe('a replaced key', () => {
  const before = openSecrets([OLD], random);
  const after = openSecrets([NEW, OLD], random);

  test('still opens what it sealed, and seals no more', () => {
    expect(after.open(before.seal(PHONE))).toBe(PHONE);
    expect(after.keyId).not.toBe(before.keyId);
    expect(() => before.open(after.seal(PHONE))).toThrow(SealError);
  });

  test('still finds what it hashed', () => {
    expect(after.lookups(PHONE)).toEqual([after.lookup(PHONE), before.lookup(PHONE)]);
  });
});

describe('a lookup', () => {
  const secrets = openSecrets([NEW], random);

  test('is the same for the same text only', () => {
    expect(secrets.lookup(PHONE)).toBe(secrets.lookup(PHONE));
    expect(secrets.lookup(PHONE)).not.toBe(secrets.lookup('13800138001'));
  });

  test('cannot be made without the key', () => {
    expect(secrets.lookup(PHONE)).not.toBe(openSecrets([OLD], random).lookup(PHONE));
  });
});
