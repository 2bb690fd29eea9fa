/** The smallest HTTP server a platform double needs: node:http, whole bodies, one handler. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** `json` is serialised, `bytes` goes out as it is; `cut` closes the socket without an answer. */
export type HttpReply =
  | { status: number; json: unknown; headers?: Record<string, string> }
  | { status: number; bytes: Uint8Array; headers?: Record<string, string> }
  | { cut: true };

export interface HttpServer {
  /** http://127.0.0.1:port, no trailing slash. */
  url: string;
  port: number;
  /** For upgrades to WebSocket. */
  server: Server;
  /** Stops listening and destroys every socket that is still open. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 (port 0: a free one). A handler that throws is answered with HTTP 500. */
export async function startHttp(
  port: number,
  handle: (request: HttpRequest) => HttpReply | Promise<HttpReply>,
): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '/';
      const mark = url.indexOf('?');
      const asked: HttpRequest = {
        method: request.method ?? 'GET',
        path: mark < 0 ? url : url.slice(0, mark),
        query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
        headers: request.headers,
        body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
      };
      answer(response, handle, asked);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    server,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers in the same tick when the handler is synchronous: benchmarks send thousands a second. */
function answer(
  response: ServerResponse,
  handle: (request: HttpRequest) => HttpReply | Promise<HttpReply>,
  request: HttpRequest,
): void {
  const fail = (error: unknown): void =>
    write(response, {
      status: 500,
      json: { code: 500, msg: error instanceof Error ? error.message : 'failed' },
    });
  try {
    const reply = handle(request);
    if (reply instanceof Promise) reply.then((ready) => write(response, ready)).catch(fail);
    else write(response, reply);
  } catch (error) {
    fail(error);
  }
}

function write(response: ServerResponse, reply: HttpReply): void {
  if ('cut' in reply) {
    response.socket?.destroy();
    return;
  }
  // Words as a string: head and body then go out in one piece.
  const body = 'json' in reply ? JSON.stringify(reply.json) : reply.bytes;
  response.writeHead(reply.status, {
    'content-type': 'json' in reply ? 'application/json; charset=utf-8' : 'application/octet-stream',
    'content-length': Buffer.byteLength(body),
    ...reply.headers,
  });
  response.end(body);
}
