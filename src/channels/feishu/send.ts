/**
 * One SendRequest -> what Feishu made of it. Every step is safe to repeat: each
 * platform message has a uuid of its own, made from the request's key, and
 * Feishu sends one uuid once within an hour (feishu.md 4).
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import type { SendOutcome, SendRequest } from '../port.ts';
import type { Api, ApiResult } from './api.ts';
import { type Failure, outcomeOf } from './errors.ts';
import { uploadFile, uploadImage } from './files.ts';
import { type Outgoing, plan } from './render/plan.ts';

interface Content {
  msg_type: 'text' | 'interactive' | 'image' | 'file';
  content: string;
}
type Sent = ApiResult<{ messageId?: string }>;

const sentMessage = z.object({ data: z.object({ message_id: z.string().min(1) }) });
const patched = z.object({ code: z.literal(0) });

/** @returns a send that never rejects: a fault of ours is refused in the open as the app's. */
export function createSend(api: Api, log: Log): (request: SendRequest) => Promise<SendOutcome> {
  return async (request) => {
    try {
      return await send(request, { api, log });
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      log.error({ channel: 'feishu', key: request.key, reason }, 'A message could not be rendered or sent.');
      return refused('app', 'internal', `The message could not be rendered or sent (${reason}).`);
    }
  };
}

async function send(request: SendRequest, { api, log }: { api: Api; log: Log }): Promise<SendOutcome> {
  if (!receiver(request)) return refused('target', 'no-receiver', 'Neither a chat nor an account is given.');
  const chatKind = request.to.chat?.kind ?? 'p2p';
  const messages = plan(request.message, { chatKind, asCard: request.replaces !== undefined });
  if (messages.length === 0) return refused('content', 'empty', 'The message has no content.');
  let first: string | undefined;
  for (const [index, message] of messages.entries()) {
    const sent = await sendOne(api, message, { request, index, log });
    if (!sent.ok) return outcomeOf(sent.failure);
    if (index === 0) first = sent.value.messageId;
  }
  return first === undefined ? { result: 'sent' } : { result: 'sent', messageId: first };
}

function refused(fault: 'content' | 'target' | 'app', code: string, reason: string): SendOutcome {
  return { result: 'refused', fault, code, reason };
}

interface Place {
  request: SendRequest;
  index: number;
  log: Log;
}

/** A card that Feishu refuses is said in words: nobody is left without an answer (feishu.md 7, 9). */
async function sendOne(api: Api, message: Outgoing, place: Place): Promise<Sent> {
  const content = await contentOf(api, message);
  if (!content.ok) return content;
  const uuid = uuidOf(place.request.key, place.index);
  const sent = await deliver(api, content.value, { ...place, uuid });
  if (sent.ok || sent.failure.class !== 'card' || message.as !== 'card') return sent;
  const { code, reason } = sent.failure;
  place.log.error({ channel: 'feishu', code, reason }, 'A card was refused and is said in words.');
  return create(api, text(message.words), {
    ...place,
    uuid: uuidOf(`${place.request.key}/words`, place.index + 1),
  });
}

/** The first may answer or replace another message; where that one is gone, it is sent by itself. */
async function deliver(api: Api, content: Content, place: Place & { uuid: string }): Promise<Sent> {
  const { replaces, replyTo } = place.request;
  if (place.index === 0 && replaces && content.msg_type === 'interactive') {
    const replaced = await patch(api, content, replaces);
    if (replaced.ok || !isGone(replaced.failure)) return replaced;
  } else if (place.index === 0 && replyTo) {
    const replied = await reply(api, content, { messageId: replyTo, uuid: place.uuid });
    if (replied.ok || !isGone(replied.failure)) return replied;
  }
  return create(api, content, place);
}

/** Target faults, and ids Feishu does not know: here they can only mean the other message. */
function isGone(failure: Failure): boolean {
  return failure.class === 'target' || failure.code.startsWith('9999235');
}

async function create(api: Api, content: Content, place: Place & { uuid: string }): Promise<Sent> {
  const to = receiver(place.request);
  const path = `/open-apis/im/v1/messages?receive_id_type=${to?.type}`;
  const json = { receive_id: to?.id, ...content, uuid: place.uuid };
  return messageId(await api.call({ method: 'POST', path, json }, sentMessage));
}

async function reply(api: Api, content: Content, to: { messageId: string; uuid: string }): Promise<Sent> {
  const path = `/open-apis/im/v1/messages/${encodeURIComponent(to.messageId)}/reply`;
  const json = { ...content, uuid: to.uuid };
  return messageId(await api.call({ method: 'POST', path, json }, sentMessage));
}

/** Has no uuid and needs none: doing it twice changes nothing. */
async function patch(api: Api, content: Content, id: string): Promise<Sent> {
  const path = `/open-apis/im/v1/messages/${encodeURIComponent(id)}`;
  const result = await api.call({ method: 'PATCH', path, json: { content: content.content } }, patched);
  return result.ok ? { ok: true, value: { messageId: id } } : result;
}

function messageId(result: ApiResult<z.infer<typeof sentMessage>>): Sent {
  return result.ok ? { ok: true, value: { messageId: result.value.data.message_id } } : result;
}

function receiver(request: SendRequest): { type: 'chat_id' | 'open_id'; id: string } | undefined {
  const { chat, account } = request.to;
  if (chat) return { type: 'chat_id', id: chat.id };
  return account ? { type: 'open_id', id: account } : undefined;
}

async function contentOf(api: Api, message: Outgoing): Promise<ApiResult<Content>> {
  switch (message.as) {
    case 'text':
      return { ok: true, value: text(message.text) };
    case 'card':
      return { ok: true, value: { msg_type: 'interactive', content: JSON.stringify(message.card) } };
    case 'picture':
      return asContent('image', await uploadImage(api, message.file));
    case 'file':
      return asContent('file', await uploadFile(api, message.file));
  }
}

function text(words: string): Content {
  return { msg_type: 'text', content: JSON.stringify({ text: words }) };
}

function asContent(type: 'image' | 'file', uploaded: ApiResult<object>): ApiResult<Content> {
  if (!uploaded.ok) return uploaded;
  return { ok: true, value: { msg_type: type, content: JSON.stringify(uploaded.value) } };
}

/** At most 50 characters (feishu.md 4); the first message carries the key itself. */
export function uuidOf(key: string, index: number): string {
  if (index === 0 && key.length <= 50) return key;
  return createHash('sha256').update(`${key}#${index}`).digest('hex').slice(0, 50);
}
