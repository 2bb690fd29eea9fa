/**
 * Events over the long connection: the official SDK's client, supervised. It is
 * told to notice dead sockets, its answer waits for the sink, and what it gives
 * up on (codes 1, 514, 1000040350, feishu.md 2) is started again by us.
 */
import type { EventDispatcher, HttpRequestOptions, WSClient } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import type { Channel } from '../port.ts';
import { readEnvelope } from './envelope.ts';
import type { Http } from './http.ts';
import { redact, redactingLogger } from './redact.ts';
import type { FeishuSettings } from './settings.ts';
import { isForApp, type Receive } from './webhook.ts';

export type ConnectionState = Exclude<ReturnType<Channel['status']>['connection'], 'webhook'>;

export interface LongConnection {
  /** Resolves when the first attempt has ended, well or not, or after 10 s; the rest goes on behind it. Never rejects. */
  start(): Promise<void>;
  /** Takes no more events, waits for `settle`, then closes. */
  stop(settle: () => Promise<void>): Promise<void>;
  state(): ConnectionState;
}

export interface LongConnectionOptions {
  /** ms before the n-th restart (from 1) of what the SDK gave up on. */
  restartDelay?: (attempt: number) => number;
  /**
   * No frame for this long after a ping means a dead socket; the SDK's default is
   * to wait for ever. Must be shorter than the platform's ping interval (120 s):
   * each ping winds the SDK's watch up anew.
   */
  pingTimeoutSeconds?: number;
}

const handshakeTimeoutMs = 10_000;
const startPatienceMs = 10_000;

const backoff = (attempt: number): number => Math.min(300_000, 5000 * 2 ** (attempt - 1));

type Sdk = typeof import('@larksuiteoapi/node-sdk');

export function createLongConnection(
  settings: Pick<FeishuSettings, 'appId' | 'appSecret' | 'domain'>,
  { log, receive, http }: { log: Log; receive: Receive; http: Http },
  { restartDelay = backoff, pingTimeoutSeconds = 10 }: LongConnectionOptions = {},
): LongConnection {
  let state: ConnectionState = 'stopped';
  let client: WSClient | undefined;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let firstAttempt = Promise.withResolvers<void>();

  const accept = async (body: unknown): Promise<object | undefined> => {
    // A rejection is answered with 500, and the platform delivers again, to whoever is connected then.
    if (state === 'stopped') throw new Error('The connection is being closed.');
    const envelope = readEnvelope(body);
    if (!envelope) throw new Error('The frame holds no event.');
    if (!isForApp(envelope, settings.appId)) throw new Error('The event belongs to another app.');
    const answer = await receive(envelope);
    return Object.keys(answer).length === 0 ? undefined : answer;
  };

  const connected = (message: string) => () => {
    failures = 0;
    state = 'connected';
    firstAttempt.resolve();
    log.info({ channel: 'feishu' }, message);
  };

  const gaveUp = (sdk: Sdk) => (error: Error) => {
    if (state === 'stopped') return;
    state = 'failed';
    failures += 1;
    firstAttempt.resolve();
    const inMs = restartDelay(failures);
    const reason = redact([error], [settings.appSecret]);
    log.error({ channel: 'feishu', reason, inMs }, 'The long connection failed and will be started again.');
    client?.close({ force: true });
    restart = setTimeout(() => connect(sdk), inMs);
  };

  const connect = (sdk: Sdk): void => {
    if (state === 'stopped') return;
    const logger = redactingLogger(log, [settings.appSecret]);
    client = new sdk.WSClient({
      appId: settings.appId,
      appSecret: settings.appSecret,
      domain: settings.domain,
      httpInstance: endpointClient(http),
      logger,
      // Info and below would log whole events.
      loggerLevel: sdk.LoggerLevel.warn,
      wsConfig: { pingTimeout: pingTimeoutSeconds },
      handshakeTimeoutMs,
      onReady: connected('The long connection is open.'),
      onReconnected: connected('The long connection is open again.'),
      onReconnecting: () => {
        if (state !== 'stopped') state = 'reconnecting';
        log.warn({ channel: 'feishu' }, 'The long connection broke; connecting again.');
      },
      onError: gaveUp(sdk),
    });
    void client.start({ eventDispatcher: createDispatcher(sdk, { accept, logger }) });
  };

  return {
    async start() {
      if (state !== 'stopped') return;
      state = 'connecting';
      firstAttempt = Promise.withResolvers();
      // Loaded here because it costs 37 MB, which a webhook need not pay.
      connect(await import('@larksuiteoapi/node-sdk'));
      await Promise.race([firstAttempt.promise, patience(startPatienceMs)]);
    },
    async stop(settle) {
      state = 'stopped';
      clearTimeout(restart);
      firstAttempt.resolve();
      await settle();
      // The acknowledgements of what has just settled leave before the socket closes.
      await new Promise((resolve) => setImmediate(resolve));
      client?.close();
      client = undefined;
    },
    state: () => state,
  };
}

/**
 * Hands over every event as it came. The SDK's own dispatcher drops what has no
 * handler and lets a card's token overwrite the header's (feishu.md 1).
 */
function createDispatcher(
  sdk: Sdk,
  {
    accept,
    logger,
  }: { accept: (body: unknown) => Promise<unknown>; logger: ReturnType<typeof redactingLogger> },
): EventDispatcher {
  class Handover extends sdk.EventDispatcher {
    override invoke(body: unknown): Promise<unknown> {
      return accept(body);
    }
  }
  return new Handover({ logger, loggerLevel: sdk.LoggerLevel.warn });
}

const endpointAnswer = z.looseObject({
  data: z
    .looseObject({})
    .nullish()
    .transform((data) => data ?? {}),
});

type HttpInstance = NonNullable<ConstructorParameters<Sdk['WSClient']>[0]['httpInstance']>;

/**
 * Asks for the connection's address over our own HTTP: no error then carries
 * the request with the secret in it, and a refusal without `data`, on which the
 * SDK would stumble and retry for ever, is read as the refusal it is.
 */
function endpointClient(http: Http): HttpInstance {
  const unused = () =>
    Promise.reject(new Error('Only the address of the long connection is asked for here.'));
  const request = async <T, R = T, D = unknown>(options: HttpRequestOptions<D>): Promise<R> => {
    const answer = await http.request({
      method: 'POST',
      path: new URL(String(options.url)).pathname,
      headers: { ...options.headers, 'content-type': 'application/json' },
      body: JSON.stringify(options.data),
      ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
    });
    // What the SDK asks for is what it gets: it checks the code itself.
    return endpointAnswer.parse(JSON.parse(answer.body.toString('utf8'))) as R;
  };
  return {
    request,
    get: unused,
    delete: unused,
    head: unused,
    options: unused,
    post: unused,
    put: unused,
    patch: unused,
  };
}

function patience(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
