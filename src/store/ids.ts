import type { Random } from '../ports.ts';

const alphabet = Buffer.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');

/** An unguessable id of `length` characters of Crockford's base 32: no I, L, O or U to misread. */
export function newId(random: Random, length = 20): string {
  const id = Buffer.from(random.bytes(length));
  for (let i = 0; i < length; i++) id[i] = alphabet[(id[i] as number) & 31] as number;
  return id.toString('latin1');
}
