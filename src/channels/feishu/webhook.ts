/**
 * One HTTP callback, from raw bytes to answer: parse, verify, decrypt, open the
 * envelope, hand over. 200 is said only for what was kept; anything that may not
 * be ours is 401, what is no event at all is 400, what could not be kept is 500
 * so that Feishu delivers it again.
 */
import type { Clock, Log } from '../../ports.ts';
import type { WireAnswer, WireRequest } from '../port.ts';
import { createDecrypt } from './decrypt.ts';
import { type Challenge, type Envelope, readChallenge, readEnvelope } from './envelope.ts';
import { isObject, readJson } from './json.ts';
import type { FeishuSettings } from './settings.ts';
import { callbackMaxAgeMs, equalSecrets, eventMaxAgeMs, isFresh, verifySignature } from './verify.ts';

/** Keeps one event and resolves with the body to answer; rejects when it could not be kept. */
export type Receive = (envelope: Envelope) => Promise<object>;

type Refusal = { status: 400 | 401; error: string };
type Opened = { challenge: Challenge; proven: boolean } | { envelope: Envelope; signedAt?: number };

const refuse = (error: string): Refusal => ({ status: 401, error });

export function createWebhook(
  settings: Pick<FeishuSettings, 'appId' | 'encryptKey' | 'verificationToken'>,
  ports: { clock: Clock; log: Log; receive: Receive },
): (request: WireRequest) => Promise<WireAnswer> {
  const open = createOpener(settings);
  return async (request) => {
    const opened = open(request);
    const refusal = 'error' in opened ? opened : check(opened, settings, ports.clock.now());
    if (refusal) {
      ports.log.warn({ channel: 'feishu', reason: refusal.error }, 'A callback was refused.');
      return { status: refusal.status, body: { error: refusal.error } };
    }
    if ('challenge' in opened) return { status: 200, body: { challenge: opened.challenge.challenge } };
    if ('error' in opened) return { status: opened.status, body: { error: opened.error } };
    return keep(opened.envelope, ports);
  };
}

async function keep(envelope: Envelope, ports: { log: Log; receive: Receive }): Promise<WireAnswer> {
  try {
    return { status: 200, body: await ports.receive(envelope) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    ports.log.error({ channel: 'feishu', event: envelope.id, reason }, 'An event could not be kept.');
    return { status: 500, body: { error: 'The event could not be kept; deliver it again.' } };
  }
}

/** Parses, verifies the signature and decrypts. A challenge comes unsigned (feishu.md 1), everything else must be signed. */
function createOpener(settings: Pick<FeishuSettings, 'encryptKey' | 'verificationToken'>) {
  const { encryptKey } = settings;
  const decrypt = encryptKey ? createDecrypt(encryptKey) : undefined;
  const canVerify = Boolean(encryptKey || settings.verificationToken);

  return (request: WireRequest): Opened | Refusal => {
    if (!canVerify) return refuse('This app receives its events by the long connection only.');
    const body = readJson(request.body.toString('utf8'));
    if (!isObject(body)) return { status: 400, error: 'The body is not a JSON object.' };
    if (!encryptKey || !decrypt) return openBody(body, { proven: false });

    const signature = verifySignature(request, encryptKey);
    if (signature.verdict === 'forged') return refuse('The signature does not fit the body.');
    // Fields beside `encrypt` are nobody's word and are never read.
    const sealed = typeof body.encrypt === 'string';
    const plain = sealed ? readJson(decrypt(String(body.encrypt)) ?? '') : body;
    if (!isObject(plain)) return refuse('The body cannot be decrypted with our Encrypt Key.');
    if (signature.verdict === 'unsigned') {
      return readChallenge(plain)
        ? openBody(plain, { proven: sealed })
        : refuse('The request is not signed.');
    }
    return openBody(plain, { proven: true, signedAt: signature.signedAt });
  };
}

function openBody(
  body: Record<string, unknown>,
  { proven, signedAt }: { proven: boolean; signedAt?: number },
): Opened | Refusal {
  const challenge = readChallenge(body);
  if (challenge) return { challenge, proven };
  const envelope = readEnvelope(body);
  if (!envelope) return { status: 400, error: 'The body is not an event.' };
  return signedAt === undefined ? { envelope } : { envelope, signedAt };
}

/** Token, app and age. `proven`: only one who holds the Encrypt Key could have written it. */
function check(
  opened: Opened,
  settings: Pick<FeishuSettings, 'appId' | 'verificationToken'>,
  now: number,
): Refusal | undefined {
  const { verificationToken: token } = settings;
  if ('challenge' in opened) {
    const trusted = token ? equalSecrets(token, opened.challenge.token ?? '') : opened.proven;
    return trusted ? undefined : refuse('The challenge does not carry our Verification Token.');
  }
  const { envelope, signedAt } = opened;
  if (token && !equalSecrets(token, envelope.token ?? '')) {
    return refuse('The event does not carry our Verification Token.');
  }
  if (!isForApp(envelope, settings.appId)) return refuse('The event belongs to another app.');
  if (signedAt !== undefined && !isFresh(signedAt, now, maxAge(envelope))) {
    return refuse('The timestamp is too far from now.');
  }
  return undefined;
}

/** 1.0 events need not name an app; 2.0 events always do (feishu.md 1). */
export function isForApp(envelope: Envelope, appId: string): boolean {
  if (envelope.appId === undefined) return envelope.schema === '1.0';
  return envelope.appId === appId;
}

function maxAge(envelope: Envelope): number {
  return envelope.type === 'card.action.trigger' ? callbackMaxAgeMs : eventMaxAgeMs;
}
