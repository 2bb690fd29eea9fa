/** HTTP mode: a robot message is posted to the bot, whose answer may carry one reply (dingtalk.md 2.1). */
import { createHmac } from 'node:crypto';
import { jsonObject } from '../answers.ts';
import type { Core } from '../core.ts';
import { messageIdOf } from '../ids.ts';
import { checkWebhookBody } from '../message/webhook-body.ts';
import type { Poster } from './post.ts';
import type { Outcome, Push } from './pushes.ts';

/** The platform's own push time-out over HTTP. */
export const httpPushMs = 2_500;

/** base64(HMAC-SHA256(key = secret, timestamp + "\n" + secret)). */
export function robotSign(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

/** Posts one robot message. Any 2xx takes it; a reply in the answer is posted into the chat. */
export async function postRobotMessage(
  core: Core,
  poster: Poster,
  webhook: string,
  push: Push,
): Promise<Outcome> {
  const at = core.now();
  const timestamp = String(at);
  const headers = { timestamp, sign: robotSign(timestamp, core.credentials.clientSecret) };
  const { status, body } = await poster.post(webhook, headers, push.json, httpPushMs, (ms, run) =>
    core.alarms.after(ms, run),
  );
  const taken = typeof status === 'number' && status >= 200 && status < 300;
  const answer = jsonObject(body);
  const what = `POST ${push.topic}`;
  core.wire.add({
    at,
    direction: 'to-bot',
    what,
    status,
    ms: core.now() - at,
    request: push.body,
    response: answer,
  });
  if (taken) reply(core, String(push.body.conversationId), answer);
  core.world.changed();
  return taken ? { acked: true } : { acked: false, waitedMs: status === 'timeout' ? httpPushMs : 0 };
}

/** `{"msgtype":"empty"}` and anything that is no message says nothing. */
function reply(core: Core, chatId: string, answer: Record<string, unknown>): void {
  const checked = checkWebhookBody(answer);
  if (!('type' in checked)) return;
  const { type, content } = checked;
  core.world.post({ id: messageIdOf(), chatId, from: 'bot', at: core.now(), type, content });
}
