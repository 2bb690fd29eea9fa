/** JSON that is kept sealed. */
import { z } from 'zod';
import type { Secrets } from '../store/secrets.ts';

export const sealJson = (secrets: Secrets, value: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(secrets.sealBytes(Buffer.from(JSON.stringify(value))));

export const openJson = (secrets: Secrets, sealed: Uint8Array): unknown =>
  JSON.parse(Buffer.from(secrets.openBytes(sealed)).toString());

export const sealText = (secrets: Secrets, text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(secrets.sealBytes(Buffer.from(text)));

export const openText = (secrets: Secrets, sealed: Uint8Array | null): string =>
  sealed ? Buffer.from(secrets.openBytes(sealed)).toString() : '';

const answersSchema = z.record(z.string(), z.json());

/** The answers that a file or a case keeps, by the names of their questions. */
export const openAnswers = (secrets: Secrets, kept: Uint8Array): z.output<typeof answersSchema> =>
  answersSchema.parse(openJson(secrets, kept));
