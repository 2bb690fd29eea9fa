/** Frames of the Stream connection and what an answer to one means (dingtalk.md 1.2, 1.3). */
import { deliveryIdOf, uuid } from '../ids.ts';
import type { Push } from './pushes.ts';

/** The platform's own id of the app. */
const appId = uuid();

/** `TYPE topic`, as a client subscribes to what a push is. */
export const subscriptionOf = ({ kind, topic }: Push): string =>
  kind === 'event' ? 'EVENT *' : `CALLBACK ${topic}`;

/** One delivery of a push. Every delivery has an id of its own, also of the same push. */
export function pushFrame(
  push: Push,
  connectionId: string,
  now: number,
): { frame: object; messageId: string } {
  const messageId = deliveryIdOf(now);
  const event = push.kind === 'event';
  const headers = {
    ...(event ? {} : { appId, connectionId }),
    contentType: 'application/json',
    messageId,
    time: String(now),
    topic: push.topic,
    ...push.headers,
  };
  const frame = { specVersion: '1.0', type: event ? 'EVENT' : 'CALLBACK', headers, data: push.json };
  return { frame, messageId };
}

/** ping and disconnect; the documented samples have no specVersion, and disconnect no messageId. */
export interface SystemFrame {
  type: 'SYSTEM';
  headers: { topic: string; contentType: string; messageId?: string };
  data: object;
}

export function systemFrame(topic: string, messageId: string | undefined, data: object): SystemFrame {
  const headers = {
    topic,
    contentType: 'application/json',
    ...(messageId === undefined ? {} : { messageId }),
  };
  return { type: 'SYSTEM', headers, data };
}

/** Code 200 takes a robot message; an event needs status SUCCESS as well, LATER asks for it again. */
export function accepted(push: Push, { status, data }: { status: unknown; data: unknown }): boolean {
  if (status !== 200) return false;
  return push.kind !== 'event' || (data as { status?: unknown } | null | undefined)?.status === 'SUCCESS';
}

/** JSON, or null. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
