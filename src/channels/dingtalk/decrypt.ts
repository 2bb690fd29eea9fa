/**
 * The envelope of DingTalk's event subscription: AES-256-CBC, the key's first
 * half as IV, `random(16) + length(4, big endian) + text + owner`, padded to
 * blocks of 32 bytes, which Node's own padding refuses (dingtalk.md 2.2).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { eventSignature } from './verify.ts';

const block = 32;

export interface EventKey {
  /** EncodingAESKey as the console shows it: 43 characters. */
  aesKey: string;
  /** Who may own an event: the clientId, and the corpId where it is known. */
  owners: string[];
}

/** Opens an envelope. Throws an Error that is safe to log when it is not one of ours. */
export function decryptEvent(encrypt: string, key: EventKey): string {
  const plain = unpad(open(Buffer.from(encrypt, 'base64'), keyBytes(key.aesKey)));
  const length = plain.length >= 20 ? plain.readUInt32BE(16) : -1;
  if (length < 0 || 20 + length > plain.length) throw new Error('the event envelope has a wrong length');
  const owner = plain.subarray(20 + length).toString();
  if (!key.owners.includes(owner)) throw new Error('the event envelope belongs to another app');
  return plain.subarray(20, 20 + length).toString();
}

/** Closes an envelope the way DingTalk does; `random` is 16 bytes. */
export function encryptEvent(
  text: string,
  aesKey: string,
  owner: string,
  random: Buffer = randomBytes(16),
): string {
  const body = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = pad(Buffer.concat([random, length, body, Buffer.from(owner)]));
  const bytes = keyBytes(aesKey);
  const cipher = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

/** The answer that tells DingTalk an event was taken: an encrypted "success". */
export function successAnswer(
  aesKey: string,
  owner: string,
  token: string,
  now: number,
): Record<string, string> {
  const nonce = randomBytes(8).toString('hex');
  const timeStamp = String(now);
  const encrypt = encryptEvent('success', aesKey, owner);
  return { msg_signature: eventSignature(token, timeStamp, nonce, encrypt), timeStamp, nonce, encrypt };
}

function keyBytes(aesKey: string): Buffer {
  const bytes = Buffer.from(`${aesKey}=`, 'base64');
  if (bytes.length !== 32) throw new Error('the event AES key must be 43 letters and digits');
  return bytes;
}

function open(cipherText: Buffer, key: Buffer): Buffer {
  if (cipherText.length === 0 || cipherText.length % 16 !== 0) {
    throw new Error('the event envelope is not whole blocks');
  }
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(cipherText), decipher.final()]);
}

function pad(bytes: Buffer): Buffer {
  const size = block - (bytes.length % block);
  return Buffer.concat([bytes, Buffer.alloc(size, size)]);
}

function unpad(bytes: Buffer): Buffer {
  const size = bytes.at(-1) ?? 0;
  if (size < 1 || size > block || size > bytes.length)
    throw new Error('the event envelope has wrong padding');
  return bytes.subarray(0, bytes.length - size);
}
