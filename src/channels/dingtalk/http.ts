/**
 * One call over HTTP, told as data: what came back, or how it failed. The two
 * faces of DingTalk, and what stands in front of them, are made one here:
 * `api` answers errors as 4xx/5xx with `code`, `oapi` as 200 with `errcode`,
 * and the gate as a page or `{"status":1111}` (dingtalk.md 4.5, 4.6, 6).
 */
import { number, object, type Raw, text } from './decode/read.ts';

export interface Failure {
  /** The HTTP status; 0 when no answer came. */
  status: number;
  /** DingTalk's own code, or `network`, `timeout`, `not-json`, `http-503`. */
  code: string;
  /** The platform's words; safe to log. */
  message: string;
  /** From a Retry-After header, ms. */
  afterMs?: number;
}

export type Answer<T = Raw> = { ok: true; body: T } | { ok: false; failure: Failure };

export interface Http {
  /** Posts JSON (or a form) and reads a JSON answer. Never rejects. */
  post(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Fetches at most `maxBytes`. Never rejects. */
  bytes(url: string, maxBytes: number): Promise<Answer<{ bytes: Uint8Array; type: string }>>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How many times longer a file may take than a word. */
const uploadTimes = 6;

export function createHttp(fetch: Fetch, timeoutMs: number): Http {
  return {
    async post(url, body, headers = {}) {
      const isForm = body instanceof FormData;
      const init: RequestInit = {
        method: 'POST',
        // Without Accept the gateway answers XML (dingtalk.md 1.1).
        headers: {
          accept: 'application/json',
          ...(isForm ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: isForm ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(isForm ? timeoutMs * uploadTimes : timeoutMs),
      };
      return guarded(async () => {
        const response = await fetch(url, init);
        return judgeAnswer(response, await response.text());
      });
    },
    bytes(url, maxBytes) {
      return guarded(async () => {
        const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs * uploadTimes) });
        if (!response.ok)
          return failed(response.status, `http-${response.status}`, 'the file could not be fetched');
        const bytes = await readAtMost(response, maxBytes);
        if (!bytes) return failed(413, 'too-large', `the file is over ${maxBytes} bytes`);
        return { ok: true, body: { bytes, type: response.headers.get('content-type') ?? '' } };
      });
    },
  };
}

async function guarded<T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    // The message of a fetch error may carry the URL, and with it a session or token: leave it out.
    return name === 'TimeoutError'
      ? failed(0, 'timeout', 'no answer in time')
      : failed(0, 'network', 'the connection failed');
  }
}

function judgeAnswer(response: Response, words: string): Answer {
  const afterMs = retryAfter(response);
  const body = parsed(words);
  if (!body) {
    const code = response.status >= 500 ? `http-${response.status}` : 'not-json';
    return failed(response.status, code, 'the answer is not JSON', afterMs);
  }
  const code = erroneous(body.code) ?? erroneous(body.errcode) ?? (body.status === 1111 ? '1111' : undefined);
  if (response.ok && code === undefined) return { ok: true, body };
  const message = text(body.message) ?? text(body.errmsg) ?? '';
  return failed(response.status, code ?? `http-${response.status}`, message, afterMs);
}

/** `errcode` is 0, sometimes the string "0", when all is well (dingtalk.md 6); `status` 1111 is the gate's. */
function erroneous(code: unknown): string | undefined {
  return number(code) === 0 ? undefined : text(code);
}

function parsed(words: string): Raw | undefined {
  try {
    return object(JSON.parse(words));
  } catch {
    return undefined;
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = number(response.headers.get('retry-after') ?? undefined);
  return seconds === undefined ? undefined : seconds * 1000;
}

function failed(
  status: number,
  code: string,
  message: string,
  afterMs?: number,
): { ok: false; failure: Failure } {
  return { ok: false, failure: { status, code, message, ...(afterMs !== undefined && { afterMs }) } };
}

async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
