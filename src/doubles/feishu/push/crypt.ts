/** Encryption and signature of what is pushed (feishu.md 1). */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** base64(iv + AES-256-CBC(text)), the key being SHA-256 of the Encrypt Key. */
export function encrypt(encryptKey: string, plaintext: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  return Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64');
}

/** hex(sha256(timestamp + nonce + key + raw body)). */
export function sign(timestamp: string, nonce: string, encryptKey: string, body: Uint8Array): string {
  return createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(body)
    .digest('hex');
}
