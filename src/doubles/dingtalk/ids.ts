/** Identifiers in the shapes DingTalk gives them, with the `+`, `/` and `=` that trip up careless clients. */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

const base64 = (bytes: number): string => randomBytes(bytes).toString('base64');

export const messageIdOf = (): string => `msg${base64(16)}`;
export const conversationIdOf = (): string => `cid${base64(16)}`;
export const queryKeyOf = (): string => base64(18);
export const codeOf = (): string => base64(48);
export const mediaIdOf = (): string => `@lALP${randomBytes(15).toString('base64url')}`;
export const hexOf = (bytes: number): string => randomBytes(bytes).toString('hex');
export const uuid = (): string => randomUUID();
export const userIdOf = (): string =>
  `${randomInt(10_000_000, 99_999_999)}${randomInt(1_000_000, 9_999_999)}`;
export const unionIdOf = (): string => `${randomBytes(15).toString('base64url')}iEiE`;

/** The opaque sender id; no API takes it. */
export const senderIdOf = (userId: string): string =>
  `$:LWCP_v1:$${createHash('sha256').update(userId).digest('base64').slice(0, 32)}`;

let frames = 0;
/** Id of one delivery; every delivery has its own, also of the same message. */
export function deliveryIdOf(now: number): string {
  frames += 1;
  return `213d841d_972_${now.toString(16)}_${frames.toString(16)}`;
}
