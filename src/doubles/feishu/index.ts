/**
 * A loopback Feishu: speaks the platform's wire to a bot, as `platforms` facts
 * have it (feishu.md), on 127.0.0.1 and with nothing behind it.
 */
import { startHttp } from '../http.ts';
import { noFaults } from '../port.ts';
import { WireLog } from '../wirelog.ts';
import { Router } from './api/router.ts';
import { CardTokens } from './card/tokens.ts';
import type { FeishuDouble, FeishuDoubleOptions } from './contract.ts';
import { LoopbackFeishu } from './double.ts';
import { History } from './history.ts';
import { newId, newSecret } from './ids.ts';
import { documentedLimits, Limiter } from './limits.ts';
import { Media } from './media.ts';
import { People } from './people.ts';
import { Courier } from './push/courier.ts';
import { LongConnection } from './push/socket.ts';
import { Webhook } from './push/webhook.ts';
import { realTimers } from './timers.ts';
import { Tokens } from './tokens.ts';
import type { World } from './world.ts';

export type { EndpointRefusal, FeishuDouble, FeishuDoubleOptions } from './contract.ts';
export type { RateLimits } from './limits.ts';
export type { Timers } from './timers.ts';

const endpointPath = '/callback/ws/endpoint';
const clientConfig = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
const fragmentBytes = 64 * 1024;

/** Listens at once. Throws when the app id has not the platform's shape or the port is taken. */
export async function startFeishuDouble(options: FeishuDoubleOptions = {}): Promise<FeishuDouble> {
  const listeners = new Set<() => void>();
  const world = createWorld(options, () => {
    for (const listener of listeners) listener();
  });
  const socket = new LongConnection(
    world,
    { ...clientConfig, ...options.clientConfig },
    options.fragmentBytes ?? fragmentBytes,
  );
  const hook: { current: Webhook | undefined } = {
    current: options.webhook === undefined ? undefined : new Webhook(options.webhook, world),
  };
  const courier = new Courier(world, () => hook.current ?? socket);
  const router = new Router(world);
  const server = await startHttp(options.port ?? 0, (request) =>
    request.path === endpointPath ? socket.endpoint(request, server.url) : router.answer(request),
  );
  server.server.on('upgrade', (request, stream, head) => socket.upgrade(request, stream, head));
  const groupMessages = options.groupMessages ?? 'mentioned';
  return new LoopbackFeishu({ world, courier, socket, server, groupMessages, listeners, hook });
}

function createWorld(options: FeishuDoubleOptions, changed: () => void): World {
  const now = options.now ?? Date.now;
  const appId = options.appId ?? `cli_${newSecret(8)}`;
  if (!/^cli_[0-9a-fA-F]{16}$/.test(appId)) throw new Error(`app id ${appId} is not cli_ and 16 hex digits`);
  return {
    credentials: {
      appId,
      appSecret: options.appSecret ?? newSecret(16),
      encryptKey: options.encryptKey ?? newSecret(16),
      verificationToken: options.verificationToken ?? newSecret(16),
    },
    tenantKey: newSecret(8),
    botOpenId: newId('ou'),
    botName: options.botName ?? '近悦',
    now,
    timers: options.timers ?? realTimers,
    faults: { ...noFaults },
    people: new People(),
    history: new History(),
    media: new Media(),
    tokens: new Tokens(now),
    cardTokens: new CardTokens(now),
    limiter: new Limiter(now, options.limits ?? documentedLimits),
    wire: new WireLog(),
    changed,
  };
}
