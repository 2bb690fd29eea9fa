import type { Random } from '../ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An unguessable id of `length` characters of Crockford's base 32: no I, L, O or U to misread. */
export function newId(random: Random, length = 20): string {
  let id = '';
  for (const byte of random.bytes(length)) id += alphabet[byte & 31];
  return id;
}
