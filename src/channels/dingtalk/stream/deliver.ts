import type { Log } from '../../../ports.ts';
import type { Receiver } from '../receive.ts';
import type { StreamPorts } from './client.ts';
import { type Frame, topics } from './frame.ts';

/**
 * Hands a frame to the receiver and says what it is answered (dingtalk.md 1.3).
 * What could not be kept is left unanswered, so that it comes again after about
 * a minute; an event says LATER for the same.
 */
export function createDelivery(receiver: Receiver, log: Log): StreamPorts['deliver'] {
  async function kept(keeping: Promise<void>, frame: Frame): Promise<boolean> {
    try {
      await keeping;
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      log.error(
        { channel: 'dingtalk', topic: frame.topic, reason },
        'an event could not be kept; it will come again',
      );
      return false;
    }
  }

  return async (frame) => {
    const id = frame.messageId ?? '';
    if (frame.type === 'EVENT') {
      const ok = await kept(receiver.subscription(frame.data, frame.headers, id), frame);
      return {
        data: ok ? { status: 'SUCCESS', message: 'success' } : { status: 'LATER', message: 'not kept' },
      };
    }
    switch (frame.topic) {
      case topics.robot:
        return (await kept(receiver.message(frame.data, id), frame))
          ? { data: { response: null } }
          : undefined;
      case topics.card:
        return (await kept(receiver.cardPress(frame.data, id), frame))
          ? { data: { response: {} } }
          : undefined;
      default:
        return { code: 404, data: {} };
    }
  };
}
