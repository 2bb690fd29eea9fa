/** A Feishu channel on a Feishu double, by webhook or by long connection. */
import { createFeishuChannel } from '../../../src/channels/feishu/channel.ts';
import type { Channel, Sink } from '../../../src/channels/port.ts';
import {
  type FeishuDouble,
  type FeishuDoubleOptions,
  startFeishuDouble,
} from '../../../src/doubles/feishu/index.ts';
import { type Log, silentLog, systemClock } from '../../../src/ports.ts';
import { type Served, serve } from '../serve.ts';

export interface FeishuRig {
  channel: Channel;
  double: FeishuDouble;
  web: Served;
  stop(): Promise<void>;
}

export interface RigOptions {
  connection: 'webhook' | 'long';
  sink: Sink;
  double?: FeishuDoubleOptions;
  log?: Log;
}

export async function startRig({
  connection,
  sink,
  double: options,
  log = silentLog,
}: RigOptions): Promise<FeishuRig> {
  const web = await serve();
  const double = await startFeishuDouble({
    ...options,
    ...(connection === 'webhook' ? { webhook: web.url } : {}),
    clientConfig: {
      PingInterval: 0.05,
      ReconnectInterval: 0.05,
      ReconnectNonce: 0.05,
      ...options?.clientConfig,
    },
  });
  const channel = createFeishuChannel(
    { ...double.credentials, connection, domain: double.url },
    { clock: systemClock, log, sink },
  );
  web.use(channel);
  await channel.start();
  if (connection === 'long') await connected(double);
  return {
    channel,
    double,
    web,
    stop: async () => {
      await channel.stop();
      await double.stop();
      await web.stop();
    },
  };
}

/** Resolves when a client listens at the double. */
export function connected(double: FeishuDouble, count = 1): Promise<void> {
  return until(double, () => double.connections >= count);
}

/** Resolves when `holds` is true after some change of the double. */
export function until(double: FeishuDouble, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds()) return resolve();
    const forget = double.onChange(() => {
      if (!holds()) return;
      forget();
      resolve();
    });
  });
}
