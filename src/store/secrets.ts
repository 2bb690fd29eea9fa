/**
 * Fields and files that are encrypted at rest: AES-256-GCM under keys made from
 * SECRET_KEY, each sealed value carrying the id of its key, so that a key can
 * be replaced while values sealed with the old one still open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { Random } from '../ports.ts';

/** A sealed value that does not open: damaged, or its key is not among SECRET_KEY. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

export interface Secrets {
  /** The id of the current key, 8 hexadecimal digits; a database can remember which key it was made with. */
  readonly keyId: string;
  /** Encrypts a text, each time differently. The answer is printable, some 1.4 times as long plus 46. */
  seal(text: string): string;
  /** @throws SealError */
  open(sealed: string): string;
  /** The same for bytes; the answer is 32 bytes longer. */
  sealBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  /** @throws SealError */
  openBytes(sealed: Uint8Array): Uint8Array<ArrayBuffer>;
  /**
   * A keyed hash under the current key, the same for the same text, to find a
   * sealed value by equality. Give it the normalised text (digits only, no
   * country code), or equal numbers will not meet.
   */
  lookup(text: string): string;
  /** The hashes under every key, current first: what to search for while rows of an old key remain. */
  lookups(text: string): string[];
}

interface Key {
  readonly id: Buffer;
  readonly seal: KeyObject;
  readonly lookup: KeyObject;
}

const ID_LENGTH = 4;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const CIPHER = 'aes-256-gcm';

/** @param keys the current key first, then those it replaced (Config.secretKeys) */
export function openSecrets(keys: readonly [string, ...string[]], random: Random): Secrets {
  const current = deriveKey(keys[0]);
  const all = [current, ...keys.slice(1).map(deriveKey)];

  function sealBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const nonce = random.bytes(NONCE_LENGTH);
    const cipher = createCipheriv(CIPHER, current.seal, nonce, { authTagLength: TAG_LENGTH });
    cipher.setAAD(current.id);
    const body = [cipher.update(bytes), cipher.final()];
    return Buffer.concat([current.id, nonce, ...body, cipher.getAuthTag()]);
  }

  function openBytes(sealed: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < ID_LENGTH + NONCE_LENGTH + TAG_LENGTH)
      throw new SealError('A sealed value is cut short.');
    const id = bytes.subarray(0, ID_LENGTH);
    const key = all.find((candidate) => candidate.id.equals(id));
    if (key === undefined) {
      throw new SealError(`A value was sealed with key ${id.toString('hex')}, which is not in SECRET_KEY.`);
    }
    return decipher(key, bytes.subarray(ID_LENGTH));
  }

  return {
    keyId: current.id.toString('hex'),
    sealBytes,
    openBytes,
    seal: (text) => Buffer.from(sealBytes(Buffer.from(text))).toString('base64url'),
    open: (sealed) => Buffer.from(openBytes(Buffer.from(sealed, 'base64url'))).toString(),
    lookup: (text) => hash(current, text),
    lookups: (text) => all.map((key) => hash(key, text)),
  };
}

function decipher(key: Key, bytes: Buffer): Uint8Array<ArrayBuffer> {
  const tagAt = bytes.length - TAG_LENGTH;
  const nonce = bytes.subarray(0, NONCE_LENGTH);
  const decipher = createDecipheriv(CIPHER, key.seal, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(key.id);
  decipher.setAuthTag(bytes.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_LENGTH, tagAt)), decipher.final()]);
  } catch {
    throw new SealError('A sealed value was changed or damaged.');
  }
}

function hash(key: Key, text: string): string {
  return createHmac('sha256', key.lookup).update(text).digest('base64url');
}

/** Two keys from one secret, so that what can be searched says nothing about what is sealed. */
function deriveKey(secret: string): Key {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `jinyue ${use}`, 32));
  const id = createHash('sha256').update(derive('id')).digest().subarray(0, ID_LENGTH);
  // As key objects, prepared once: sealing then takes a third of the time.
  return { id, seal: createSecretKey(derive('seal')), lookup: createSecretKey(derive('lookup')) };
}
