/**
 * The envelope an event comes in, of either generation (feishu.md 1):
 * 1.0 `{ts, uuid, token, type, event: {type, ...}}` and
 * 2.0 `{schema: "2.0", header: {event_id, event_type, ...}, event}`.
 */
import { z } from 'zod';
import { isObject } from './json.ts';
import { platformTime } from './time.ts';

export interface Envelope {
  schema: '1.0' | '2.0';
  /** Unique per event, the same on every delivery. */
  id: string;
  type: string;
  /** ms */
  at: number;
  appId?: string;
  tenant?: string;
  /** The app's Verification Token. */
  token?: string;
  /** The event itself; each decoder checks what it reads. */
  event: unknown;
  /** The whole body: card callbacks may carry parts of the event beside it (feishu.md 5). */
  body: Record<string, unknown>;
}

export interface Challenge {
  challenge: string;
  token?: string;
}

const challengeBody = z.object({
  type: z.literal('url_verification'),
  challenge: z.string(),
  token: z.string().optional(),
});

const secondGeneration = z.object({
  schema: z.string(),
  header: z.object({
    event_id: z.string().min(1),
    event_type: z.string().min(1),
    create_time: z.string().optional(),
    token: z.string().optional(),
    app_id: z.string().optional(),
    tenant_key: z.string().optional(),
  }),
});

const firstGeneration = z.object({
  uuid: z.string().min(1),
  ts: z.string().optional(),
  token: z.string().optional(),
  event: z.object({
    type: z.string().min(1),
    app_id: z.string().optional(),
    tenant_key: z.string().optional(),
  }),
});

/** The challenge in a body that is one. */
export function readChallenge(body: Record<string, unknown>): Challenge | undefined {
  // Nearly every body is none, and a schema that does not fit is dear.
  if (body.type !== 'url_verification') return undefined;
  const parsed = challengeBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { challenge, token } = parsed.data;
  return token === undefined ? { challenge } : { challenge, token };
}

/** The envelope in a body, or undefined when it is of neither generation. */
export function readEnvelope(body: unknown): Envelope | undefined {
  if (!isObject(body)) return undefined;
  const second = secondGeneration.safeParse(body);
  if (second.success) return fromSecond(second.data, body);
  const first = firstGeneration.safeParse(body);
  return first.success ? fromFirst(first.data, body) : undefined;
}

function fromSecond({ header }: z.infer<typeof secondGeneration>, body: Record<string, unknown>): Envelope {
  return {
    schema: '2.0',
    id: header.event_id,
    type: header.event_type,
    at: platformTime(header.create_time),
    ...(header.app_id === undefined ? {} : { appId: header.app_id }),
    ...(header.tenant_key === undefined ? {} : { tenant: header.tenant_key }),
    ...(header.token === undefined ? {} : { token: header.token }),
    event: body.event,
    body,
  };
}

function fromFirst(
  { uuid, ts, token, event }: z.infer<typeof firstGeneration>,
  body: Record<string, unknown>,
): Envelope {
  return {
    schema: '1.0',
    id: uuid,
    type: event.type,
    at: platformTime(ts),
    ...(event.app_id === undefined ? {} : { appId: event.app_id }),
    ...(event.tenant_key === undefined ? {} : { tenant: event.tenant_key }),
    ...(token === undefined ? {} : { token }),
    event: body.event,
    body,
  };
}
