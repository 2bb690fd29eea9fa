/**
 * Sending prepared HTTP requests over kept-alive connections. Plain sockets, so
 * that the generator leaves the processor to what is measured.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answered {
  status: number;
  /** ms from when it was to be sent until the answer was there. */
  ms: number;
  /** When it was to be sent, ms since 1970. */
  sentAt: number;
}

interface Connection {
  /** Resolves with the status of the answer. */
  post(request: Buffer): Promise<number>;
  close(): void;
}

/** Each connection sends its next request as soon as the last one is answered. */
export async function closedLoop(url: string, requests: Buffer[], connections: number): Promise<Answered[]> {
  const open = await openAll(url, connections);
  const answers: Answered[] = [];
  let next = 0;
  await Promise.all(
    open.map(async (connection) => {
      while (next < requests.length) {
        const index = next;
        next += 1;
        answers[index] = await send(connection, requests[index] as Buffer, performance.now());
      }
    }),
  );
  for (const connection of open) connection.close();
  return answers;
}

/**
 * Sends at a steady rate whatever the answers do; a request that finds no free
 * connection waits for one, and the wait counts.
 */
export async function openLoop(url: string, requests: Buffer[], perSecond: number): Promise<Answered[]> {
  const free = await openAll(url, 64);
  const all = [...free];
  const late: (() => void)[] = [];
  const started = performance.now();
  const answers = await Promise.all(
    requests.map(async (request, index) => {
      const due = started + (index * 1000) / perSecond;
      await until(due);
      let connection = free.pop();
      while (!connection) {
        await new Promise<void>((resolve) => late.push(resolve));
        connection = free.pop();
      }
      const answer = await send(connection, request, due);
      free.push(connection);
      late.shift()?.();
      return answer;
    }),
  );
  for (const connection of all) connection.close();
  return answers;
}

/** Timers wake a millisecond or so late; that is counted too. */
const until = (due: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));

async function send(connection: Connection, request: Buffer, due: number): Promise<Answered> {
  const sentAt = performance.timeOrigin + due;
  const status = await connection.post(request);
  return { status, ms: performance.now() - due, sentAt };
}

const openAll = (url: string, count: number): Promise<Connection[]> =>
  Promise.all(Array.from({ length: count }, () => openConnection(new URL(url))));

async function openConnection({ hostname, port }: URL): Promise<Connection> {
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  readAnswers(socket, (status) => {
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The connection was closed before the answer.')));
  return {
    post: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** Calls back with the status of each whole answer; both services give a content-length. */
function readAnswers(socket: Socket, answered: (status: number) => void): void {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      const headEnd = rest.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = rest.slice(0, headEnd);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const end = headEnd + 4 + length;
      if (rest.length < end) return;
      rest = rest.slice(end);
      answered(Number(head.slice(9, 12)));
    }
  });
}
