/**
 * One route for both kinds of callback: the robot's (signed by headers) and the
 * event subscription's (encrypted). Verified, decoded, kept, then answered
 * (dingtalk.md 2.1, 2.2).
 */
import { createHash } from 'node:crypto';
import type { Clock, Log } from '../../ports.ts';
import type { WireAnswer, WireRequest } from '../port.ts';
import { object, type Raw, text } from './decode/read.ts';
import { decryptEvent, successAnswer } from './decrypt.ts';
import type { Receiver } from './receive.ts';
import type { DingtalkSettings } from './settings.ts';
import { isRobotCallback, isSignedEvent } from './verify.ts';

const refused = (status: number, error: string): WireAnswer => ({ status, body: { error } });

/** Answers a callback; never rejects. */
export function createHandler(
  settings: DingtalkSettings,
  ports: { clock: Clock; log: Log },
  receiver: Receiver,
): (request: WireRequest) => Promise<WireAnswer> {
  return async (request) => {
    const body = parsed(request.body);
    const encrypt = text(body?.encrypt);
    try {
      if (encrypt !== undefined) return await handleEvent(request, encrypt);
      return await handleRobot(request, body);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      ports.log.error({ channel: 'dingtalk', reason }, 'a callback could not be kept');
      return refused(500, 'not kept');
    }
  };

  async function handleRobot(request: WireRequest, body: Raw | undefined): Promise<WireAnswer> {
    const headers = { timestamp: header(request, 'timestamp'), sign: header(request, 'sign') };
    if (!isRobotCallback(headers, settings.clientSecret, ports.clock.now())) {
      ports.log.warn({ channel: 'dingtalk' }, 'a robot callback with a wrong or stale sign was refused');
      return body || headers.sign ? refused(401, 'wrong sign') : refused(400, 'not JSON');
    }
    if (!body) return refused(400, 'not JSON');
    await receiver.message(body, digest(request.body));
    return { status: 200, body: { msgtype: 'empty' } };
  }

  async function handleEvent(request: WireRequest, encrypt: string): Promise<WireAnswer> {
    const { eventToken: token, eventAesKey: aesKey, clientId, corpId } = settings;
    if (!token || !aesKey) {
      ports.log.warn({ channel: 'dingtalk' }, 'an event came, but its token and AES key are not set');
      return refused(401, 'events are not set up');
    }
    if (!isSignedEvent(request.query, encrypt, token)) return refused(401, 'wrong signature');
    const event = opened(encrypt, aesKey, corpId ? [clientId, corpId] : [clientId]);
    if (!event) return refused(401, 'cannot be decrypted');
    if (event.EventType !== 'check_url') await receiver.subscription(event, {}, digest(request.body));
    return { status: 200, body: successAnswer(aesKey, clientId, token, ports.clock.now()) };
  }
}

function opened(encrypt: string, aesKey: string, owners: string[]): Raw | undefined {
  try {
    return object(JSON.parse(decryptEvent(encrypt, { aesKey, owners })));
  } catch {
    return undefined;
  }
}

/** The body as an object; undefined when it is not JSON or no object. */
function parsed(body: Buffer): Raw | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? object(value) : undefined;
  } catch {
    return undefined;
  }
}

function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function digest(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 40);
}
