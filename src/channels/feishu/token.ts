/**
 * The app's tenant_access_token: asked for once however many want it, renewed
 * in the background before it ends, and thrown away when the platform no longer
 * accepts it.
 */
import type { Clock } from '../../ports.ts';
import type { Failure } from './errors.ts';

export type TokenAnswer = { ok: true; token: string; lifeMs: number } | { ok: false; failure: Failure };

export interface TokenSource {
  get(): Promise<{ ok: true; token: string } | { ok: false; failure: Failure }>;
  /** The platform refused this token. A newer one that came meanwhile stays. */
  drop(token: string): void;
}

interface Held {
  token: string;
  renewAt: number;
  endsAt: number;
}

/**
 * Lives at most 2 h; asked again with less than 30 min left Feishu gives a new
 * one while the old one stays valid (feishu.md 4), so renewing 10 min early
 * never leaves a gap.
 */
export function createTokenSource(fetchToken: () => Promise<TokenAnswer>, clock: Clock): TokenSource {
  let held: Held | undefined;
  let pending: Promise<TokenAnswer> | undefined;

  const renew = (): Promise<TokenAnswer> => {
    pending ??= fetchToken()
      .then((answer) => {
        if (answer.ok) held = hold(answer, clock.now());
        return answer;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    async get() {
      const now = clock.now();
      if (!held || now >= held.endsAt) return renew();
      if (now >= held.renewAt) void renew();
      return { ok: true, token: held.token };
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

/** Never used in the last minute, or the last tenth of a short life: a request takes time to arrive. */
function hold(answer: { token: string; lifeMs: number }, now: number): Held {
  const { token, lifeMs } = answer;
  return {
    token,
    renewAt: now + lifeMs - Math.min(10 * 60_000, lifeMs * 0.2),
    endsAt: now + lifeMs - Math.min(60_000, lifeMs * 0.1),
  };
}
