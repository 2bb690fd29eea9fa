import { createDingtalkChannel } from '../../../src/channels/dingtalk/channel.ts';
import type { Sink } from '../../../src/channels/port.ts';
import { startDingtalkDouble } from '../../../src/doubles/dingtalk/index.ts';
import { silentLog, systemClock } from '../../../src/ports.ts';
import { describeChannel, type Rig, type Traits } from '../conformance.ts';
import { serve } from '../serve.ts';

/** The OpenAPI has no idempotency key, chats have no forms, and taps have no toasts (dingtalk.md 4.6, 5.5). */
const traits: Traits = { dedupes: false, forms: false, toasts: false };

/** The platform's waiting, a tenth of its length. */
const timers = {
  setTimeout: (run: () => void, ms: number) => setTimeout(run, ms / 10),
  clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
};

async function start(sink: Sink, connection: 'stream' | 'webhook', webhook?: string): Promise<Rig> {
  const double = await startDingtalkDouble({ timers, pingMs: 0, limits: 'off', ...(webhook && { webhook }) });
  const { clientId, clientSecret } = double.credentials;
  const channel = createDingtalkChannel(
    { clientId, clientSecret, connection, api: double.url, oapi: double.url },
    { clock: systemClock, log: silentLog, sink },
  );
  await channel.start();
  const stop = async () => {
    await channel.stop();
    await double.stop();
  };
  return { channel, double, stop };
}

describeChannel('DingTalk over the stream', (sink) => start(sink, 'stream'), traits);

describeChannel(
  'DingTalk over HTTP',
  async (sink) => {
    const served = await serve();
    const rig = await start(sink, 'webhook', served.url);
    served.use(rig.channel);
    return {
      ...rig,
      async stop() {
        await rig.stop();
        await served.stop();
      },
    };
  },
  traits,
);
