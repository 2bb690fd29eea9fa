/** Subscribed events over HTTP: encrypted and signed, check_url first, answered with an encrypted "success" (dingtalk.md 2.2). */
import { jsonObject, text } from '../answers.ts';
import type { Core } from '../core.ts';
import { hexOf, uuid } from '../ids.ts';
import { httpPushMs } from './callback.ts';
import { decryptEvent, encryptEvent, eventSignature } from './crypto.ts';
import type { Poster } from './post.ts';
import type { Outcome, Push, Pushes } from './pushes.ts';

export class EventPush {
  readonly #core: Core;
  readonly #poster: Poster;
  #url: string | undefined;
  #checked: Promise<Outcome> | undefined;

  constructor(core: Core, poster: Poster, url: string | undefined) {
    this.#core = core;
    this.#poster = poster;
    this.#url = url;
  }

  get url(): string | undefined {
    return this.#url;
  }

  /** A new address is checked again before it gets an event. */
  set url(url: string | undefined) {
    this.#url = url;
    this.#checked = undefined;
  }

  async deliver(push: Push): Promise<Outcome> {
    const url = this.#url;
    if (url === undefined) return { acked: false, waitedMs: 0 };
    this.#checked ??= this.#post(url, { EventType: 'check_url' });
    const checked = await this.#checked;
    if (!checked.acked) {
      this.#checked = undefined;
      return checked;
    }
    return this.#post(url, push.body);
  }

  async #post(url: string, body: Record<string, unknown>): Promise<Outcome> {
    const core = this.#core;
    const { eventToken, eventAesKey, clientId } = core.credentials;
    const at = core.now();
    const [timestamp, nonce] = [String(at), hexOf(8)];
    const encrypt = encryptEvent(eventAesKey, clientId, JSON.stringify(body));
    const signature = eventSignature(eventToken, timestamp, nonce, encrypt);
    const query = new URLSearchParams({ signature, msg_signature: signature, timestamp, nonce });
    const asked = `${url}${url.includes('?') ? '&' : '?'}${query}`;
    const posted = await this.#poster.post(asked, {}, JSON.stringify({ encrypt }), httpPushMs, (ms, run) =>
      core.alarms.after(ms, run),
    );
    const answer = jsonObject(posted.body);
    const acked = posted.status === 200 && this.#isSuccess(answer);
    const what = `EVENT ${text(body.EventType)}`;
    const status = posted.status === 200 && !acked ? 'wrong answer' : posted.status;
    core.wire.add({
      at,
      direction: 'to-bot',
      what,
      status,
      ms: core.now() - at,
      request: body,
      response: answer,
    });
    core.world.changed();
    return acked ? { acked } : { acked, waitedMs: posted.status === 'timeout' ? httpPushMs : 0 };
  }

  /** Signature and contents must both hold; the owner is the app. */
  #isSuccess(answer: Record<string, unknown>): boolean {
    const { eventToken, eventAesKey, clientId, corpId } = this.#core.credentials;
    const [encrypt, nonce] = [text(answer.encrypt), text(answer.nonce)];
    const timestamp = String(answer.timeStamp ?? '');
    if (text(answer.msg_signature) !== eventSignature(eventToken, timestamp, nonce, encrypt)) return false;
    const opened = decryptEvent(eventAesKey, encrypt);
    return opened?.message === 'success' && (opened.owner === clientId || opened.owner === corpId);
  }
}

/** Queues an event, in the shape of the way it will go: Stream, or HTTP when an address is set. */
export function pushEvent(
  core: Core,
  pushes: Pushes,
  events: EventPush,
  eventType: string,
  data: Record<string, unknown>,
): void {
  const eventId = hexOf(16);
  const { corpId, clientId } = core.credentials;
  const headers = {
    eventType,
    eventId,
    eventCorpId: corpId,
    eventBornTime: String(core.now()),
    eventUnifiedAppId: clientId,
  };
  const body = events.url === undefined ? data : overHttp(core, eventType, eventId, data);
  pushes.queue({ kind: 'event', topic: '*', headers, body });
}

/** Over HTTP the keys of an event begin with a capital, and the type stands inside (dingtalk.md 2.2). */
function overHttp(
  core: Core,
  eventType: string,
  eventId: string,
  data: Record<string, unknown>,
): Record<string, unknown> {
  const capitals = Object.entries(data).map(([key, value]) => [
    key.charAt(0).toUpperCase() + key.slice(1),
    value,
  ]);
  return {
    EventType: eventType,
    TimeStamp: core.now(),
    CorpId: core.credentials.corpId,
    BizId: uuid(),
    eventId,
    ...Object.fromEntries(capitals),
  };
}
