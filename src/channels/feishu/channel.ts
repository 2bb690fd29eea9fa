/** Feishu as a channel: the parts of this folder put together. */
import type { Channel, ChannelPorts } from '../port.ts';
import { createApi } from './api.ts';
import { createBotIdentity } from './bot.ts';
import { findByPhone } from './contacts.ts';
import { decodeEvent } from './decode/event.ts';
import type { Envelope } from './envelope.ts';
import { download } from './files.ts';
import { createHttp } from './http.ts';
import { createLongConnection } from './long-connection.ts';
import { createSend } from './send.ts';
import { checkSettings, type FeishuSettings, feishuLimits } from './settings.ts';
import { createWebhook } from './webhook.ts';

/** @throws Error when a setting is wrong, saying what to set. */
export function createFeishuChannel(settings: FeishuSettings, ports: ChannelPorts): Channel {
  checkSettings(settings);
  const { clock, log, sink } = ports;
  const http = createHttp(settings.domain);
  const api = createApi(settings, { http, clock });
  const botOpenId = createBotIdentity(api);
  const underway = new Set<Promise<unknown>>();

  /** Resolves with the body to answer, after the sink has kept the event. */
  const receive = (envelope: Envelope): Promise<object> => {
    const work = receiveOne(envelope).finally(() => underway.delete(work));
    underway.add(work);
    return work;
  };
  const receiveOne = async (envelope: Envelope): Promise<object> => {
    const event = await decodeEvent(envelope, { appId: settings.appId, botOpenId, log });
    if (!event) return {};
    const answer = await sink(event);
    // A card in the answer is refused by some clients (feishu.md 1): only a toast is answered.
    return answer ? { toast: { type: answer.tone, content: answer.toast } } : {};
  };

  const handle = createWebhook(settings, { clock, log, receive });
  const connection =
    settings.connection === 'long' ? createLongConnection(settings, { log, receive, http }) : undefined;
  const settle = async () => {
    await Promise.allSettled(underway);
  };

  return {
    name: 'feishu',
    appId: settings.appId,
    limits: settings.limits ?? feishuLimits,
    handle,
    start: async () => connection?.start(),
    stop: async () => {
      await connection?.stop(settle);
      await settle();
      http.close();
    },
    status: () => ({ connection: connection ? connection.state() : 'webhook' }),
    send: createSend(api, log),
    download: (file) => download(api, file),
    findByPhone: (phones) => findByPhone(api, phones),
  };
}
