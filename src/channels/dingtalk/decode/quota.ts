import { number, type Raw } from './read.ts';

/** The `unknown` event a message over the month's quota becomes: it has lost its content. */
export const quotaEvent = 'quota-exceeded';

/** Over quota, messages carry `errorCode` and events `errCode` instead of content (dingtalk.md 3). */
export function isQuotaNotice(payload: Raw): boolean {
  return (number(payload.errorCode) ?? number(payload.errCode)) === 20001;
}
