/**
 * HTTP to the platform over kept-alive connections. node:http takes about half
 * the processor time of fetch for such small calls.
 */
import http from 'node:http';
import https from 'node:https';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With the query, beginning with a slash. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  timeoutMs?: number;
  /** Gives up when the answer grows beyond this many bytes. */
  maxBytes?: number;
}

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Why no answer came. Whether the request took effect is not known. */
export class HttpFailure extends Error {
  readonly kind: 'timeout' | 'network' | 'too-large';
  constructor(kind: HttpFailure['kind'], message: string) {
    super(message);
    this.name = 'HttpFailure';
    this.kind = kind;
  }
}

export interface Http {
  /** @throws HttpFailure */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

const defaultTimeoutMs = 10_000;
const defaultMaxBytes = 4 * 1024 * 1024;

export function createHttp(origin: string): Http {
  const transport = origin.startsWith('https:') ? https : http;
  const agent = new transport.Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 30_000 });
  const { protocol, hostname, port } = new URL(origin);
  // An IPv6 address stands in brackets in a URL, and without them here.
  const target = { protocol, hostname: hostname.replaceAll(/[[\]]/g, ''), port, agent };
  const send = (request: HttpRequest) => exchange(transport.request, target, request);
  return {
    request: (request) =>
      send(request).catch((error: unknown) => {
        // The server had closed the kept connection: nobody read the request.
        if (error instanceof ReusedSocketClosed) return send(request);
        throw error;
      }),
    close: () => agent.destroy(),
  };
}

class ReusedSocketClosed extends HttpFailure {}

function exchange(
  open: typeof http.request,
  target: http.RequestOptions,
  request: HttpRequest,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const body = request.body ?? '';
    const length = request.method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { ...request.headers, ...length };
    const outgoing = open({ ...target, method: request.method, path: request.path, headers });
    const timer = setTimeout(
      () => outgoing.destroy(new HttpFailure('timeout', 'No answer in time.')),
      request.timeoutMs ?? defaultTimeoutMs,
    );
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', (error) => reject(asFailure(error, outgoing.reusedSocket)));
    outgoing.on('response', (incoming) => {
      readBody(incoming, request.maxBytes ?? defaultMaxBytes).then(
        (bytes) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: bytes }),
        (error: unknown) => {
          outgoing.destroy();
          reject(asFailure(error, false));
        },
      );
    });
    outgoing.end(body);
  });
}

async function readBody(incoming: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) throw new HttpFailure('too-large', `The answer is larger than ${maxBytes} bytes.`);
    chunks.push(bytes);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** Keeps the code of a socket error and drops the rest: it may quote the request. */
function asFailure(error: unknown, reused: boolean): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  const message = `The connection failed (${code}).`;
  const closed = reused && (code === 'ECONNRESET' || code === 'EPIPE');
  return closed ? new ReusedSocketClosed('network', message) : new HttpFailure('network', message);
}
