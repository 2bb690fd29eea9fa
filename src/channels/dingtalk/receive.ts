/** What came in, by either way, goes to the sink here; only then may it be acknowledged. */
import type { ActionAnswer, ChannelPorts, Event } from '../port.ts';
import { decodeCardPress } from './decode/card.ts';
import type { DecodeContext } from './decode/context.ts';
import { decodeMessage } from './decode/message.ts';
import { quotaEvent } from './decode/quota.ts';
import { decodeSubscription } from './decode/subscription.ts';
import type { DingtalkSettings } from './settings.ts';

export interface Receiver {
  /** Each resolves once the event is kept, and rejects when it could not be. */
  message(payload: unknown, fallbackId: string): Promise<void>;
  cardPress(payload: unknown, fallbackId: string): Promise<void>;
  subscription(payload: unknown, headers: Record<string, string>, fallbackId: string): Promise<void>;
  /** Resolves when nothing is being handed over. */
  settled(): Promise<void>;
}

/**
 * `tell` says something to the presser of a button. DingTalk has no toasts: a
 * press that went well is answered by the message that follows it, but one that
 * was turned away would be answered by silence.
 */
export function createReceiver(
  settings: DingtalkSettings,
  ports: ChannelPorts,
  tell: (webhook: string, toast: string) => Promise<void>,
): Receiver {
  const inHand = new Set<Promise<unknown>>();
  let quotaTold = false;

  const context = (fallbackId: string): DecodeContext => ({
    appId: settings.clientId,
    robotCode: settings.robotCode ?? settings.clientId,
    now: ports.clock.now(),
    fallbackId,
  });

  function tracked<T>(work: Promise<T>): Promise<T> {
    const settled = work.catch(() => {}).finally(() => inHand.delete(settled));
    inHand.add(settled);
    return work;
  }

  async function keep(event: Event): Promise<void> {
    if (event.kind === 'unknown' && event.name === quotaEvent) reportQuota();
    const answer = await ports.sink(event);
    if (event.kind === 'action') answerPress(event, answer);
  }

  function answerPress(event: Extract<Event, { kind: 'action' }>, answer: ActionAnswer | undefined): void {
    if (!answer || !event.session || !['error', 'warning'].includes(answer.tone)) return;
    void tracked(tell(event.session.webhook, answer.toast));
  }

  /** Once a process: it goes on until the month ends or the plan is changed (dingtalk.md 4.5). */
  function reportQuota(): void {
    if (quotaTold) return;
    quotaTold = true;
    ports.log.error(
      { channel: 'dingtalk', code: 20001 },
      'the month quota of DingTalk is used up: messages arrive without content until it is raised or the month ends',
    );
  }

  return {
    message: (payload, id) => tracked(keep(decodeMessage(payload, context(id)))),
    cardPress: (payload, id) => tracked(keep(decodeCardPress(payload, context(id)))),
    subscription: (payload, headers, id) => tracked(keep(decodeSubscription(payload, headers, context(id)))),
    async settled() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}
