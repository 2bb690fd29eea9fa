/**
 * The far end of Feishu's webhooks, sent the worst way it may send them: every
 * event several times, all in random order, several at once, again whatever a
 * dead service did not take. Real requests, encrypted and signed.
 */
import type { FeishuDouble } from '../../src/doubles/feishu/index.ts';
import { Webhook } from '../../src/doubles/feishu/push/webhook.ts';
import { realTimers } from '../../src/doubles/feishu/timers.ts';

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

export interface Heard {
  messageId: string;
  accountId: string;
  chatId: string;
  text: string;
}

/** A person's words as Feishu pushes them (feishu.md 6). */
export function pushed(double: FeishuDouble, heard: Heard, at: number): object {
  return {
    schema: '2.0',
    header: {
      event_id: `ev-${heard.messageId}`,
      event_type: 'im.message.receive_v1',
      create_time: String(at),
      token: double.credentials.verificationToken,
      app_id: double.credentials.appId,
      tenant_key: double.tenantKey,
    },
    event: {
      sender: { sender_id: { open_id: heard.accountId }, sender_type: 'user', tenant_key: double.tenantKey },
      message: {
        message_id: heard.messageId,
        create_time: String(at),
        chat_id: heard.chatId,
        chat_type: 'p2p',
        message_type: 'text',
        content: JSON.stringify({ text: heard.text }),
      },
    },
  };
}

/**
 * Sends everything, `lanes` at once; what was not taken waits until somebody
 * serves again and is sent again. Resolves when everything was taken.
 */
export async function deliverAll(
  double: FeishuDouble,
  url: string,
  events: readonly object[],
  options: { lanes: number; taken(count: number): void; serving(): Promise<void> },
): Promise<void> {
  const webhook = new Webhook(url, { credentials: double.credentials, now: Date.now, timers: realTimers });
  const waiting = [...events].reverse();
  let taken = 0;
  const lane = async (): Promise<void> => {
    for (let event = waiting.pop(); event; event = waiting.pop()) {
      const { result } = await webhook.deliver(event);
      if (result === 'taken') {
        taken += 1;
        options.taken(taken);
      } else {
        waiting.unshift(event);
        await options.serving();
      }
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  webhook.close();
}
