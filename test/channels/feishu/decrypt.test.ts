import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDecrypt } from '../../../src/channels/feishu/decrypt.ts';
import { encrypt } from '../../../src/doubles/feishu/push/crypt.ts';

const KEY = '开门的钥匙';

describe('opening what Feishu encrypted', () => {
  const decrypt = createDecrypt(KEY);

  it('opens one after the other, of any length', () => {
    const texts = Array.from({ length: 40 }, (_, n) => `第${n}条：${'您好'.repeat(n)}${'.'.repeat(n)}`);
    expect(texts.map((text) => decrypt(encrypt(KEY, text)))).toEqual(texts);
  });

  it('opens the next one after something that is not for us', () => {
    const foreign = Array.from({ length: 300 }, () => encrypt('another key', '{"a":1}'));
    const broken = ['', 'AAAA', randomBytes(40).toString('base64'), encrypt(KEY, 'x').slice(0, -8)];
    for (const words of [...broken, ...foreign]) {
      expect(decrypt(words)).not.toBe('{"a":1}');
      expect(decrypt(encrypt(KEY, '{"b":2}'))).toBe('{"b":2}');
    }
  });

  it('takes nothing whose padding is not whole', () => {
    const sealed = Buffer.from(encrypt(KEY, '0123456789abcde'), 'base64');
    expect(decrypt(sealed.toString('base64'))).toBe('0123456789abcde');
    // A bit of the block before turns the same bit of the padding.
    sealed[15] = (sealed[15] ?? 0) ^ 0x40;
    expect(decrypt(sealed.toString('base64'))).toBeUndefined();
  });
});
