import { createDecipheriv, createHash } from 'node:crypto';

/**
 * Opens what Feishu encrypted: base64(iv(16) + ciphertext), AES-256-CBC with
 * PKCS7 padding, the key being SHA-256 of the Encrypt Key (feishu.md 1).
 * @returns the plain text, or undefined when it was not encrypted with this key.
 */
export type Decrypt = (encrypted: string) => string | undefined;

const BLOCK = 16;

export function createDecrypt(encryptKey: string): Decrypt {
  const key = createHash('sha256').update(encryptKey, 'utf8').digest();
  // One decipher opens all events: in CBC a block depends on the one before it
  // alone, so with the iv given as a block only that block's own text is wrong.
  // Making a decipher an event would take as long as everything else here.
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(BLOCK)).setAutoPadding(false);
  return (encrypted) => {
    const bytes = Buffer.from(encrypted, 'base64');
    if (bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return undefined;
    return unpadded(decipher.update(bytes).subarray(BLOCK))?.toString('utf8');
  };
}

/** PKCS7: the last byte says how many bytes are padding, and each of them says so. */
function unpadded(bytes: Buffer): Buffer | undefined {
  const padding = bytes.at(-1) ?? 0;
  const end = bytes.length - padding;
  if (padding < 1 || padding > BLOCK) return undefined;
  return bytes.subarray(end).every((byte) => byte === padding) ? bytes.subarray(0, end) : undefined;
}
