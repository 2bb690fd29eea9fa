/** Identifiers shaped like the platform's: `om_` + 32 hex and so on. Unique over processes, cheap to make. */
import { randomBytes } from 'node:crypto';

const root = randomBytes(8).toString('hex');
let issued = 0;

/** 32 hex digits that no other call returns. */
export function hex32(): string {
  issued += 1;
  return root + issued.toString(16).padStart(16, '0');
}

/** @param kind om, oc, ou, on, img_v3, file_v3... */
export function newId(kind: string): string {
  return `${kind}_${hex32()}`;
}

/** A secret that cannot be guessed from the ones before it. */
export function newSecret(bytes = 24): string {
  return randomBytes(bytes).toString('hex');
}
