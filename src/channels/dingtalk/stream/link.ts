/**
 * One socket of the stream from its opening to its end. It answers each frame
 * on itself, notices when it has gone dead, and says once that it is closed.
 */
import { WebSocket } from 'ws';
import type { Timers } from '../wires.ts';

export interface LinkPorts {
  timers: Timers;
  pingMs: number;
  idleMs: number;
  /** Called as the socket opens, before its first frame. */
  onOpened(link: Link): void;
  /** Handles one text frame; resolves with the answer, or undefined to leave it unanswered. Never rejects. */
  onFrame(words: string, link: Link): Promise<string | undefined>;
  /** Called once, after an opened link has closed, whoever closed it. */
  onClosed(link: Link): void;
}

export interface Link {
  /** Text frames so far. */
  readonly frames: number;
  /** Waits until every frame in hand is answered, then closes; after `idleMs` it closes anyway. */
  retire(): Promise<void>;
}

/** How long the upgrade may take, ms. */
const handshakeMs = 10_000;

/**
 * Opens a socket; the link is handed to `onOpened`. Rejects with an Error that
 * holds no ticket when the handshake fails; nothing stays open then.
 */
export function openLink(url: string, ports: LinkPorts): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = new WebSocket(url, { handshakeTimeout: handshakeMs, maxPayload: 8 * 1024 * 1024 });
  const inHand = new Set<Promise<void>>();
  let stopWatching = () => {};
  let opened = false;
  let fault = 'it was closed';
  let frames = 0;

  const link: Link = {
    get frames() {
      return frames;
    },
    async retire() {
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
      const cancel = ports.timers.after(ports.idleMs, giveUp);
      await Promise.race([settled(), late]);
      cancel();
      await closed(socket, ports);
    },
  };

  async function settled(): Promise<void> {
    while (inHand.size > 0) await Promise.all(inHand);
  }

  async function take(words: string): Promise<void> {
    const answer = await ports.onFrame(words, link);
    if (answer !== undefined && socket.readyState === WebSocket.OPEN) socket.send(answer);
  }

  socket.on('open', () => {
    opened = true;
    stopWatching = watch(socket, ports);
    ports.onOpened(link);
    resolve();
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) return;
    frames += 1;
    const handling = take(String(data)).finally(() => inHand.delete(handling));
    inHand.add(handling);
  });
  socket.on('close', () => {
    stopWatching();
    if (opened) ports.onClosed(link);
    else reject(new Error(`the stream socket did not open: ${fault}`));
  });
  // Without a listener an error ends the process; `close` follows every error and does the rest.
  socket.on('error', (error) => {
    fault = error.message;
  });
  return promise;
}

/** Pings the socket and ends it when nothing has come back for `idleMs`. */
function watch(socket: WebSocket, { timers, pingMs, idleMs }: LinkPorts): () => void {
  let quietMs = 0;
  let cancel = () => {};
  const heard = () => {
    quietMs = 0;
  };
  for (const sign of ['message', 'ping', 'pong'] as const) socket.on(sign, heard);
  const beat = () => {
    quietMs += pingMs;
    if (quietMs > idleMs) return socket.terminate();
    if (socket.readyState === WebSocket.OPEN) socket.ping();
    cancel = timers.after(pingMs, beat);
  };
  cancel = timers.after(pingMs, beat);
  return () => cancel();
}

/** Closes politely; a peer that does not answer the closing is cut off. */
async function closed(socket: WebSocket, { timers }: LinkPorts): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(1000, () => socket.terminate());
  socket.once('close', () => resolve());
  socket.close(1000);
  await promise;
  cancel();
}
