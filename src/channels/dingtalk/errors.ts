/**
 * What a failed call means, as one table (dingtalk.md 4.6). The first row that
 * fits decides; what no row knows is final and needs a person to look, except
 * where nothing was answered at all.
 */
import type { SendOutcome } from '../port.ts';
import type { Failure } from './http.ts';

export type Verdict =
  | { do: 'retry'; afterMs: number; pause: 'app' | 'chat' | 'message' }
  | { do: 'refuse'; fault: 'recipient' | 'content' | 'target' | 'app' }
  /** The token is no longer valid: renew it and try once more. */
  | { do: 'renew-token' }
  /** The session webhook is over: send through the OpenAPI instead. */
  | { do: 'leave-session' };

const retry = (afterMs: number, pause: 'app' | 'chat' | 'message'): Verdict => ({
  do: 'retry',
  afterMs,
  pause,
});
const refuse = (fault: 'recipient' | 'content' | 'target' | 'app'): Verdict => ({ do: 'refuse', fault });

const second = 1000;
const minute = 60 * second;

/** One row: the codes it knows by name, the patterns it knows families by, and what they mean. */
interface Row {
  codes?: readonly string[];
  like?: RegExp;
  verdict: Verdict;
}

const table: readonly Row[] = [
  { codes: ['40001', '40014', '42001'], like: /^InvalidAuthentication/i, verdict: { do: 'renew-token' } },
  { codes: ['300001'], verdict: { do: 'leave-session' } },

  // The month is over: alert, stop.
  { codes: ['90020'], like: /ApiCountLimitForOrg/i, verdict: refuse('app') },
  { codes: ['90002', '90018'], like: /AccessDenied\.Qp[sm]Limit/i, verdict: retry(second, 'app') },
  // The gate bans an address for five minutes, and answers a page or `status`.
  { codes: ['1111', 'not-json'], verdict: retry(5 * minute, 'app') },
  { codes: ['410100'], verdict: retry(10 * minute, 'chat') },
  { like: /^send\.(too\.fast|byToken\.tooFast)/i, verdict: retry(10 * second, 'chat') },
  { like: /^too\.many\.(group|people)/i, verdict: retry(minute, 'app') },
  // Perhaps sent. A reminder said twice is better than one never said (design.md 4), so it is
  // tried again, late; through a session the same msgUuid lets DingTalk drop the second one.
  { like: /^unknown\.send\.result/i, verdict: retry(minute, 'message') },
  { codes: ['-1'], like: /^system\.error/i, verdict: retry(2 * second, 'message') },

  { codes: ['60121', '40104'], like: /staffId\.notExisted/i, verdict: refuse('recipient') },
  { like: /^invalidParameter\.userIds/i, verdict: refuse('recipient') },
  { like: /group\.disbanded|send\.forbidden|conversation\.org\.notMatch/i, verdict: refuse('target') },
  { like: /^((invalid|miss)\.openConversationId|resource\.)/i, verdict: refuse('target') },
  { codes: ['400013', '400101', '400102', '400106'], verdict: refuse('target') },
  { like: /^invalidParameter\.robotCode/i, verdict: refuse('app') },
  { like: /^(invalidParameter|miss\.param|contain)\./i, verdict: refuse('content') },
  { codes: ['460101', '101002', '40035', '400105'], like: /^4301\d\d$/, verdict: refuse('content') },
  // What an upload is turned away with: type, size, absence, emptiness.
  { codes: ['40004', '40006', '41005', '44001'], verdict: refuse('content') },
  { codes: ['310000'], like: /(sign|ip|keywords)\.not\.match|^template\./i, verdict: refuse('app') },
  { like: /bot\.stopped|robot\.oto\.notExist|chatbotId\.notAllow/i, verdict: refuse('app') },
  { codes: ['60020', 'invalidClientIdOrSecret'], like: /^Forbidden/i, verdict: refuse('app') },
];

/** What to do about a failed call. Total: every failure has a verdict. */
export function judge(failure: Failure): Verdict {
  const row = table.find(({ codes, like }) => codes?.includes(failure.code) || like?.test(failure.code));
  if (row) return atLeast(row.verdict, failure.afterMs);
  if (failure.status === 401) return { do: 'renew-token' };
  if (failure.status === 429) return atLeast(retry(second, 'app'), failure.afterMs);
  if (failure.status === 0 || failure.status >= 500) {
    return atLeast(retry(2 * second, 'message'), failure.afterMs);
  }
  return refuse('app');
}

/** A failed call as the outcome of a send. A token or session that could not be mended is the app's fault. */
export function outcomeOf(failure: Failure): SendOutcome {
  const verdict = judge(failure);
  const { code } = failure;
  const reason = failure.message || `HTTP ${failure.status}`;
  switch (verdict.do) {
    case 'retry':
      return { result: 'retry', afterMs: verdict.afterMs, pause: verdict.pause, code, reason };
    case 'refuse':
      return { result: 'refused', fault: verdict.fault, code, reason };
    case 'leave-session':
      return { result: 'refused', fault: 'target', code, reason };
    case 'renew-token':
      return { result: 'refused', fault: 'app', code, reason };
  }
}

function atLeast(verdict: Verdict, afterMs: number | undefined): Verdict {
  if (verdict.do !== 'retry' || afterMs === undefined) return verdict;
  return { ...verdict, afterMs: Math.max(verdict.afterMs, afterMs) };
}
