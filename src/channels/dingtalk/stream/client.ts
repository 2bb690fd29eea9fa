/**
 * Keeps one stream connection open. At any time there is at most one attempt
 * under way or one timer waiting for it; a socket that is told to disconnect is
 * kept until its replacement is open and its frames are answered, so nothing
 * falls between the two (dingtalk.md 1.3, 1.5).
 */
import type { Log } from '../../../ports.ts';
import type { Wires } from '../wires.ts';
import { backoffMs } from './backoff.ts';
import { answerFrame, type Frame, readFrame } from './frame.ts';
import { GatewayError } from './gateway.ts';
import { type Link, openLink } from './link.ts';

export interface StreamPorts {
  wires: Pick<Wires, 'timers' | 'random' | 'pingMs' | 'idleMs'>;
  log: Log;
  /** Where to connect; a new address each time. */
  address(): Promise<string>;
  /**
   * Handles an EVENT or CALLBACK frame. Resolves with the answer's data;
   * `undefined` leaves the frame unanswered, so that it comes again, as does a rejection.
   */
  deliver(frame: Frame): Promise<{ data: unknown; code?: 200 | 404 } | undefined>;
}

export type StreamStatus = 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'stopped';

export interface StreamClient {
  /** Resolves after the first attempt, whether or not it succeeded; further attempts follow by themselves. */
  start(): Promise<void>;
  /** Answers what is in hand and closes every socket. */
  stop(): Promise<void>;
  status(): StreamStatus;
}

export function createStreamClient(ports: StreamPorts): StreamClient {
  const { log, wires } = ports;
  /** Every open socket: the current one and those that drain. */
  const links = new Set<Link>();
  let current: Link | undefined;
  let status: StreamStatus = 'stopped';
  let attempt: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let failures = 0;

  const isStopped = () => status === 'stopped';

  /** Starts an attempt unless one is under way; a waiting timer is taken over by it. */
  function connect(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    attempt ??= open().finally(() => {
      attempt = undefined;
      if (!current && !isStopped()) connectLater();
    });
    return attempt;
  }

  async function open(): Promise<void> {
    try {
      const address = await ports.address();
      if (isStopped()) return;
      await openLink(address, { ...wires, onOpened, onFrame, onClosed });
    } catch (error) {
      if (isStopped()) return;
      const final = error instanceof GatewayError && error.final;
      status = final ? 'failed' : 'reconnecting';
      const reason = error instanceof Error ? error.message : 'unknown';
      if (final) log.error({ channel: 'dingtalk', reason }, 'the stream was refused');
      else log.warn({ channel: 'dingtalk', reason }, 'the stream could not be opened');
    }
  }

  function connectLater(): void {
    if (cancelTimer) return;
    failures += 1;
    cancelTimer = wires.timers.after(backoffMs(failures, wires.random()), () => void connect());
  }

  function onOpened(link: Link): void {
    links.add(link);
    if (isStopped()) return void link.retire();
    current = link;
    status = 'connected';
    log.info({ channel: 'dingtalk' }, 'the stream is connected');
    for (const other of links) if (other !== link) void other.retire();
  }

  function onClosed(link: Link): void {
    links.delete(link);
    if (link !== current) return;
    current = undefined;
    if (isStopped()) return;
    status = 'reconnecting';
    if (!attempt) connectLater();
  }

  async function onFrame(words: string, link: Link): Promise<string | undefined> {
    if (isStopped()) return undefined;
    const frame = readFrame(words);
    if (!frame) {
      log.warn({ channel: 'dingtalk', length: words.length }, 'a stream frame could not be read');
      return undefined;
    }
    if (frame.type === 'SYSTEM' && frame.topic === 'disconnect') {
      onDisconnect(link);
      return undefined;
    }
    // Only now is the connection known to work: a server that closes at once must not be hammered.
    if (link === current) failures = 0;
    if (frame.messageId === undefined) return undefined;
    if (frame.type === 'SYSTEM') {
      return frame.topic === 'ping' ? answerFrame(frame.messageId, frame.data) : undefined;
    }
    try {
      const answer = await ports.deliver(frame);
      return answer && answerFrame(frame.messageId, answer.data, answer.code);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      log.error({ channel: 'dingtalk', topic: frame.topic, reason }, 'a stream frame could not be handled');
      return undefined;
    }
  }

  /** From here on nothing more is delivered on this socket: the next one is opened at once. */
  function onDisconnect(link: Link): void {
    if (link !== current) return;
    log.info({ channel: 'dingtalk' }, 'the stream connection is being replaced');
    current = undefined;
    status = 'reconnecting';
    // A socket that never carried anything else may be replaced at once only once.
    const unproven = link.frames <= 1;
    if (unproven && failures > 0) {
      connectLater();
      return;
    }
    if (unproven) failures += 1;
    void connect();
  }

  return {
    async start() {
      if (!isStopped()) return;
      status = 'connecting';
      await connect();
    },
    async stop() {
      status = 'stopped';
      cancelTimer?.();
      cancelTimer = undefined;
      await attempt;
      await Promise.all([...links].map((link) => link.retire()));
      current = undefined;
    },
    status: () => status,
  };
}
