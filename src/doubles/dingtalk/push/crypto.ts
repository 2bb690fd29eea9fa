/** Encryption of subscribed events: AES-256-CBC with PKCS#7 over blocks of 32, SHA-1 signature (dingtalk.md 2.2). */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const block = 32;

/** sha1hex of the four parts, sorted and joined. */
export function eventSignature(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');
}

/** random(16) + length + message + owner, padded and encrypted; base64. */
export function encryptEvent(aesKey: string, owner: string, message: string): string {
  const key = keyOf(aesKey);
  const words = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  const plain = Buffer.concat([randomBytes(16), length, words, Buffer.from(owner)]);
  const pad = block - (plain.length % block);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}

/** The message and its owner; undefined when it does not decrypt to one. */
export function decryptEvent(
  aesKey: string,
  encrypted: string,
): { message: string; owner: string } | undefined {
  try {
    const key = keyOf(aesKey);
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
    const pad = padded.at(-1) ?? 0;
    if (pad < 1 || pad > block) return undefined;
    const plain = padded.subarray(0, padded.length - pad);
    const end = 20 + plain.readUInt32BE(16);
    if (end > plain.length) return undefined;
    return { message: plain.toString('utf8', 20, end), owner: plain.toString('utf8', end) };
  } catch {
    return undefined;
  }
}

const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64');
