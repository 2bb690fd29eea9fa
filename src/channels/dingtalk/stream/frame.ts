/** Frames of the stream, and the answers to them (dingtalk.md 1.2, 1.3). */
import { object, text, unfold } from '../decode/read.ts';

export interface Frame {
  type: string;
  topic: string;
  messageId: string | undefined;
  headers: Record<string, string>;
  /** What the frame's JSON string holds. */
  data: unknown;
}

export const topics = {
  robot: '/v1.0/im/bot/messages/get',
  card: '/v1.0/card/instances/callback',
} as const;

/** A text frame as data; undefined when it is none. One official sample says `header`: both are read. */
export function readFrame(words: string): Frame | undefined {
  let frame: Record<string, unknown>;
  try {
    frame = object(JSON.parse(words));
  } catch {
    return undefined;
  }
  const type = text(frame.type);
  if (type === undefined) return undefined;
  const headers = Object.fromEntries(
    Object.entries(object(frame.headers ?? frame.header)).flatMap(([key, value]) => {
      const words = text(value);
      return words === undefined ? [] : [[key, words]];
    }),
  );
  return {
    type,
    topic: headers.topic ?? '',
    messageId: headers.messageId,
    headers,
    data: unfold(frame.data),
  };
}

/** 404 is "nobody here handles this topic". */
export function answerFrame(messageId: string, data: unknown, code: 200 | 404 = 200): string {
  return JSON.stringify({
    code,
    message: code === 200 ? 'OK' : 'no handler for this topic',
    headers: { messageId, contentType: 'application/json' },
    data: JSON.stringify(data),
  });
}
