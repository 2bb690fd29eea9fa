/** The DingTalk channel put together: verify, decode, hand over; render, send. */
import type { Channel, ChannelPorts } from '../port.ts';
import { type Api, createApi } from './api.ts';
import { downloadFile } from './files.ts';
import { createHandler } from './handle.ts';
import { findByPhone } from './people.ts';
import { createReceiver } from './receive.ts';
import { createSender } from './send.ts';
import { isUsableSession } from './session.ts';
import { type DingtalkSettings, defaultLimits } from './settings.ts';
import { createStreamClient } from './stream/client.ts';
import { createDelivery } from './stream/deliver.ts';
import { askGateway } from './stream/gateway.ts';
import { createTokenSource } from './token.ts';
import { realWires, type Wires } from './wires.ts';

export type { DingtalkSettings } from './settings.ts';

/** Opens nothing until `start()`; `wires` are for tests. */
export function createDingtalkChannel(
  settings: DingtalkSettings,
  ports: ChannelPorts,
  wires: Wires = realWires(),
): Channel {
  const { clock, log } = ports;
  const api = createApi(settings, wires.http, createTokenSource(wires.http, clock, settings));
  const sender = createSender(api, clock, settings.oapi);
  const receiver = createReceiver(settings, ports, toastTeller(settings, ports, api));
  const stream = createStreamClient({
    wires,
    log,
    address: () => askGateway(settings, wires.http),
    deliver: createDelivery(receiver, log),
  });
  const isStream = settings.connection === 'stream';
  let stopped = false;

  return {
    name: 'dingtalk',
    appId: settings.clientId,
    limits: settings.limits ?? defaultLimits,
    handle: createHandler(settings, ports, receiver),
    async start() {
      stopped = false;
      if (isStream) await stream.start();
    },
    async stop() {
      stopped = true;
      if (isStream) await stream.stop();
      await receiver.settled();
    },
    status: () => ({ connection: isStream ? stream.status() : stopped ? 'stopped' : 'webhook' }),
    async send(request) {
      try {
        return await sender.send(request);
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'unknown';
        log.error(
          { channel: 'dingtalk', key: request.key, reason },
          'a message could not be rendered or sent',
        );
        return { result: 'refused', fault: 'app', code: 'internal', reason };
      }
    },
    download: (file) => downloadFile(file, api, wires.http),
    findByPhone: (phones) => findByPhone(phones, api, wires.timers),
  };
}

/** Says a short word to whoever pressed a button, as far as the session allows; only logged when it fails. */
function toastTeller(settings: DingtalkSettings, { clock, log }: ChannelPorts, api: Api) {
  return async (webhook: string, toast: string): Promise<void> => {
    const session = { webhook, expiresAt: Number.POSITIVE_INFINITY };
    if (!isUsableSession(session, clock.now(), settings.oapi)) return;
    const answer = await api.sendBySession(webhook, { msgtype: 'text', text: { content: toast } });
    if (!answer.ok)
      log.warn({ channel: 'dingtalk', code: answer.failure.code }, 'a presser could not be answered');
  };
}
