/** The app's access token: one at a time, kept until five minutes before its end. */
import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import type { Answer, Http } from './http.ts';

/** How long before its end a token is renewed (dingtalk.md 4.4). */
const earlyMs = 5 * 60_000;

const tokenAnswer = z.object({ accessToken: z.string().min(1), expireIn: z.coerce.number().positive() });

export interface TokenSource {
  /** A token that is valid now. Callers at the same time share one request. Never rejects. */
  get(): Promise<Answer<string>>;
  /** Forgets this token, because DingTalk refused it; a newer one is kept. */
  discard(token: string): void;
}

export function createTokenSource(
  http: Http,
  clock: Clock,
  app: { api: string; clientId: string; clientSecret: string },
): TokenSource {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<Answer<string>> | undefined;

  async function ask(): Promise<Answer<string>> {
    const answer = await http.post(`${app.api}/v1.0/oauth2/accessToken`, {
      appKey: app.clientId,
      appSecret: app.clientSecret,
    });
    if (!answer.ok) return answer;
    const read = tokenAnswer.safeParse(answer.body);
    if (!read.success) {
      return { ok: false, failure: { status: 0, code: 'network', message: 'the token answer has no token' } };
    }
    held = { token: read.data.accessToken, until: clock.now() + read.data.expireIn * 1000 - earlyMs };
    return { ok: true, body: held.token };
  }

  return {
    async get() {
      if (held && clock.now() < held.until) return { ok: true, body: held.token };
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    discard(token) {
      if (held?.token === token) held = undefined;
    },
  };
}
