/**
 * Calls of the open platform: the token added, the answer checked against its
 * shape, every failure classified. Nothing here throws.
 */
import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import { type Failure, failureOf, failureOfNetwork } from './errors.ts';
import { type Http, type HttpAnswer, HttpFailure, type HttpRequest } from './http.ts';
import { isObject, readJson } from './json.ts';
import type { FeishuSettings } from './settings.ts';
import { createTokenSource, type TokenAnswer } from './token.ts';

export type ApiResult<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface Api {
  /** A call with JSON in and out. `shape` describes the whole answer, which has `code: 0`. */
  call<T>(request: ApiRequest, shape: z.ZodType<T>): Promise<ApiResult<T>>;
  /** A call whose good answer is not JSON: a download. */
  fetch(request: ApiRequest): Promise<ApiResult<HttpAnswer>>;
}

export type ApiRequest = Omit<HttpRequest, 'body'> & { json?: unknown; body?: Buffer };

type Expected = 'json' | 'file';

/** A good answer; `json` is what it says, undefined for a file. */
interface Good {
  answer: HttpAnswer;
  json: unknown;
}

const tokenAnswer = z.object({ tenant_access_token: z.string().min(1), expire: z.number().positive() });
const jsonType = 'application/json; charset=utf-8';

export function createApi(
  settings: Pick<FeishuSettings, 'appId' | 'appSecret'>,
  { http, clock }: { http: Http; clock: Clock },
): Api {
  const tokens = createTokenSource(() => fetchToken(settings, http), clock);

  /** One call; when the token is refused, once more with a fresh one. */
  const withToken = async (request: ApiRequest, expect: Expected): Promise<ApiResult<Good>> => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.get();
      if (!token.ok) return { ok: false, failure: withoutToken(token.failure) };
      const result = await exchange(http, authorized(request, token.token), expect);
      if (result.ok || result.failure.class !== 'token') return result;
      tokens.drop(token.token);
      if (attempt === 2) return result;
    }
  };

  return {
    async call(request, shape) {
      const result = await withToken(request, 'json');
      return result.ok ? read(result.value.json, shape) : result;
    },
    async fetch(request) {
      const result = await withToken(request, 'file');
      return result.ok ? { ok: true, value: result.value.answer } : result;
    },
  };
}

/** Without a token nothing can be sent to anybody: the whole app waits. */
function withoutToken(failure: Failure): Failure {
  return failure.class === 'busy'
    ? { ...failure, class: 'token', afterMs: failure.afterMs ?? 1000 }
    : failure;
}

function authorized(request: ApiRequest, token: string): HttpRequest {
  const { json, body, ...rest } = request;
  const headers = { ...rest.headers, authorization: `Bearer ${token}` };
  if (json === undefined) return { ...rest, headers, ...(body ? { body } : {}) };
  return { ...rest, headers: { ...headers, 'content-type': jsonType }, body: JSON.stringify(json) };
}

/**
 * HTTP 200 with a code other than 0 is a failure as well (feishu.md 3). A file
 * may be JSON of its own; it comes with a content-disposition.
 */
async function exchange(http: Http, request: HttpRequest, expect: Expected): Promise<ApiResult<Good>> {
  try {
    const answer = await http.request(request);
    if (expect === 'file' && !isError(answer)) return { ok: true, value: { answer, json: undefined } };
    const json = readJson(answer.body.toString('utf8'));
    const told = toldBy(json);
    if (answer.status < 400 && told.code === 0) return { ok: true, value: { answer, json } };
    return { ok: false, failure: failureOf(answer, told) };
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, failure: failureOfNetwork(error) };
    throw error;
  }
}

/** What every answer of the platform says of itself. */
function toldBy(json: unknown): { code?: number; msg?: string } {
  if (!isObject(json)) return {};
  const { code, msg } = json;
  return { ...(typeof code === 'number' ? { code } : {}), ...(typeof msg === 'string' ? { msg } : {}) };
}

function isError(answer: HttpAnswer): boolean {
  const { 'content-type': type = '', 'content-disposition': disposition } = answer.headers;
  return answer.status >= 400 || (disposition === undefined && type.includes('application/json'));
}

function read<T>(json: unknown, shape: z.ZodType<T>): ApiResult<T> {
  const { data } = shape.safeParse(json);
  if (data !== undefined) return { ok: true, value: data };
  const failure: Failure = { class: 'busy', code: 'shape', reason: 'The answer has an unexpected shape.' };
  return { ok: false, failure };
}

/** POST tenant_access_token/internal (feishu.md 4). The secret stays in this function. */
async function fetchToken(
  settings: Pick<FeishuSettings, 'appId' | 'appSecret'>,
  http: Http,
): Promise<TokenAnswer> {
  const request: HttpRequest = {
    method: 'POST',
    path: '/open-apis/auth/v3/tenant_access_token/internal',
    headers: { 'content-type': jsonType },
    body: JSON.stringify({ app_id: settings.appId, app_secret: settings.appSecret }),
  };
  const result = await exchange(http, request, 'json');
  const answer = result.ok ? read(result.value.json, tokenAnswer) : result;
  if (!answer.ok) return answer;
  return { ok: true, token: answer.value.tenant_access_token, lifeMs: answer.value.expire * 1000 };
}
