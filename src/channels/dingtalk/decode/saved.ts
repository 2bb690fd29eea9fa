/** A body somebody saved from DingTalk, read as if it had just come in. */
import type { Event } from '../../port.ts';
import { readFrame, topics } from '../stream/frame.ts';
import { decodeCardPress } from './card.ts';
import type { DecodeContext } from './context.ts';
import { decodeMessage } from './message.ts';
import { object, type Raw, text } from './read.ts';
import { decodeSubscription } from './subscription.ts';

export interface SavedBody {
  /** The app it came to, where the body says so: an internal app's robot code is its client id (dingtalk.md 6). */
  appId?: string;
  /** `now` and `fallbackId` stand in for a missing time and id. */
  decode(appId: string, context: Pick<DecodeContext, 'now' | 'fallbackId'>): Promise<Event>;
}

type Decode = (context: DecodeContext) => Event;

/** A robot message, an event of the subscription in plain text, or a whole frame of the stream; undefined for anything else. */
export function readSaved(body: unknown): SavedBody | undefined {
  const data = object(body);
  const decode = fromFrame(data) ?? fromBody(data);
  if (!decode) return undefined;
  const inner = object(readFrame(JSON.stringify(data))?.data);
  const appId = text(data.robotCode) ?? text(inner.robotCode);
  return {
    ...(appId === undefined ? {} : { appId }),
    decode: async (app, { now, fallbackId }) => decode({ appId: app, robotCode: app, now, fallbackId }),
  };
}

function fromFrame(data: Raw): Decode | undefined {
  if (data.headers === undefined || data.data === undefined) return undefined;
  const frame = readFrame(JSON.stringify(data));
  if (!frame) return undefined;
  const known = (context: DecodeContext): DecodeContext => ({
    ...context,
    fallbackId: frame.messageId ?? context.fallbackId,
  });
  if (frame.type === 'EVENT')
    return (context) => decodeSubscription(frame.data, frame.headers, known(context));
  if (frame.topic === topics.robot) return (context) => decodeMessage(frame.data, known(context));
  if (frame.topic === topics.card) return (context) => decodeCardPress(frame.data, known(context));
  return undefined;
}

function fromBody(data: Raw): Decode | undefined {
  if (data.msgId !== undefined || data.msgtype !== undefined)
    return (context) => decodeMessage(data, context);
  if (data.EventType !== undefined || data.eventType !== undefined) {
    return (context) => decodeSubscription(data, {}, context);
  }
  return undefined;
}
