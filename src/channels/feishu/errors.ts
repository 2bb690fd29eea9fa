/**
 * What a failure of the platform means for what we wanted: the class table of
 * feishu.md 4 as data, and from a class what may be done.
 */
import type { SendOutcome } from '../port.ts';
import type { HttpAnswer, HttpFailure } from './http.ts';

export type FailureClass =
  /** The whole app is too fast. */
  | 'rate-app'
  /** This chat gets too much. */
  | 'rate-chat'
  /** Not now; the same request may succeed. */
  | 'busy'
  /** The tenant_access_token is not accepted, or cannot be had. */
  | 'token'
  | 'recipient'
  /** The content is refused as such. */
  | 'content'
  /** The card is refused; the same words as text may pass. */
  | 'card'
  /** The message that was to be answered or replaced is not there, or not ours to change. */
  | 'target'
  /** A setting of the app: a person must look. */
  | 'app';

export interface Failure {
  class: FailureClass;
  code: string;
  /** Safe to log and to keep. */
  reason: string;
  afterMs?: number;
}

const codes: Record<FailureClass, readonly number[]> = {
  'rate-app': [99991400, 11232, 11233],
  'rate-chat': [230020],
  busy: [230049, 18121, 2200, 1500, 300120, 200810, 1000040343],
  token: [99991663, 99991664, 99991665, 99991671, 99991661],
  recipient: [
    230013, 230029, 230053, 230038, 230034, 230002, 230018, 230035, 232009, 99992350, 99992351, 99992352,
    99992353, 99992354, 99992355, 99992356, 99992357, 99992358, 99992359, 99992361,
  ],
  content: [230001, 230022, 230025, 230028, 230055, 11246],
  card: [230099, 200621, 200550, 200861, 200570, 200914, 200915, 11310, 100290],
  target: [230011, 230110, 230111, 230050, 230031, 230072, 230071, 230019, 300030, 300040],
  app: [230006, 230027, 99991672, 99991401, 99991403, 11247, 10003, 10012, 10014, 10015, 99991662],
};

const classOf: ReadonlyMap<number, FailureClass> = new Map(
  (Object.keys(codes) as FailureClass[]).flatMap((name) => codes[name].map((code) => [code, name] as const)),
);

/** The failure in an answer of the platform whose code is not 0. An unknown code is the app's: a person must look. */
export function failureOf(
  answer: HttpAnswer,
  body: { code?: number | undefined; msg?: string | undefined },
): Failure {
  const known = body.code === undefined ? undefined : classOf.get(body.code);
  const code = String(body.code ?? `HTTP ${answer.status}`);
  const reason = (body.msg ?? `The platform answered HTTP ${answer.status}.`).slice(0, 300);
  if (answer.status === 429 || known === 'rate-app') {
    return { class: 'rate-app', code, reason, afterMs: resetMs(answer) };
  }
  const passing = body.code === 11246 && reason.includes('Service Internal Error');
  if (passing || (answer.status >= 500 && known === undefined)) return { class: 'busy', code, reason };
  return { class: known ?? 'app', code, reason };
}

/** No answer: whether it took effect is not known, so it must be asked again under the same key. */
export function failureOfNetwork(failure: HttpFailure): Failure {
  return { class: 'busy', code: failure.kind, reason: failure.message, afterMs: 500 };
}

/** x-ogw-ratelimit-reset: seconds to wait (feishu.md 4). */
function resetMs(answer: HttpAnswer): number {
  const seconds = Number(answer.headers['x-ogw-ratelimit-reset']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : 1000;
}

/**
 * What becomes of a send that failed so. A chat whose message waits is paused
 * with it, or the next one would overtake.
 */
export function outcomeOf(failure: Failure): SendOutcome {
  const { code, reason } = failure;
  switch (failure.class) {
    case 'rate-app':
      return { result: 'retry', afterMs: failure.afterMs ?? 1000, pause: 'app', code, reason };
    case 'token':
      return { result: 'retry', afterMs: failure.afterMs ?? 5000, pause: 'app', code, reason };
    case 'rate-chat':
    case 'busy':
      return { result: 'retry', afterMs: failure.afterMs ?? 1000, pause: 'chat', code, reason };
    case 'card':
      return { result: 'refused', fault: 'content', code, reason };
    default:
      return { result: 'refused', fault: failure.class, code, reason };
  }
}
