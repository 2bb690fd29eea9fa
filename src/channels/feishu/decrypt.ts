import { createDecipheriv, createHash, createSecretKey } from 'node:crypto';

/**
 * Opens what Feishu encrypted: base64(iv(16) + ciphertext), AES-256-CBC with
 * PKCS7 padding, the key being SHA-256 of the Encrypt Key (feishu.md 1).
 * @returns the plain text, or undefined when it was not encrypted with this key.
 */
export type Decrypt = (encrypted: string) => string | undefined;

export function createDecrypt(encryptKey: string): Decrypt {
  // A key object is prepared once: opening an event then takes a third of the time.
  const key = createSecretKey(createHash('sha256').update(encryptKey, 'utf8').digest());
  return (encrypted) => {
    const bytes = Buffer.from(encrypted, 'base64');
    if (bytes.length < 32) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
      return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  };
}
