/** Asks DingTalk where to connect. A ticket lives 90 s and opens one connection (dingtalk.md 1.1). */
import { z } from 'zod';
import type { Http } from '../http.ts';
import type { DingtalkSettings } from '../settings.ts';
import { topics } from './frame.ts';

const gatewayAnswer = z.object({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) });

const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: topics.robot },
  { type: 'CALLBACK', topic: topics.card },
];

/** The gateway would not have us. `code` is DingTalk's; the message is safe to log. */
export class GatewayError extends Error {
  readonly code: string;
  /** True when a setting must be mended before this can work. */
  readonly final: boolean;

  constructor(status: number, code: string) {
    const final = status >= 400 && status < 500 && status !== 403 && status !== 429;
    super(
      final
        ? `DingTalk refuses the stream (${code}): check the ClientId and ClientSecret, that the app is published, ` +
            'that its robot is set to Stream mode and that no IP whitelist is in the way'
        : `DingTalk's gateway does not answer (${code})`,
    );
    this.code = code;
    this.final = final;
  }
}

/** The address of one new connection, ticket included. Throws a GatewayError. */
export async function askGateway(
  settings: Pick<DingtalkSettings, 'api' | 'clientId' | 'clientSecret'>,
  http: Http,
): Promise<string> {
  const answer = await http.post(`${settings.api}/v1.0/gateway/connections/open`, {
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    ua: 'jinyue',
    subscriptions,
  });
  if (!answer.ok) throw new GatewayError(answer.failure.status, answer.failure.code);
  const read = gatewayAnswer.safeParse(answer.body);
  if (!read.success) throw new GatewayError(0, 'incomplete-answer');
  const url = new URL(read.data.endpoint);
  url.search = `ticket=${encodeURIComponent(read.data.ticket)}`;
  return url.href;
}
