/** im/v1/messages: create, reply, update of cards, recall (feishu.md 4). */
import type { HttpReply } from '../../http.ts';
import { ok, refuse, refuseWith } from '../answers.ts';
import { checkContent, checkReplacement } from '../content.ts';
import type { StoredMessage } from '../history.ts';
import { text } from '../json.ts';
import type { Chat } from '../people.ts';
import type { World } from '../world.ts';
import { type Call, route } from './call.ts';
import { receiver } from './receiver.ts';
import { UuidWindow } from './uuid.ts';

const updatableMs = 14 * 86_400_000;
const maxUuid = 50;

export function messageRoutes() {
  const sent = new UuidWindow();
  return [
    route('POST', 'im/v1/messages', (call) => create(call, sent), true),
    route('POST', 'im/v1/messages/*/reply', (call) => reply(call, sent), true),
    route('PATCH', 'im/v1/messages/*', patch, true),
    route('DELETE', 'im/v1/messages/*', recall, true),
  ];
}

function create(call: Call, sent: UuidWindow): HttpReply {
  const { world, body, request } = call;
  const id = text(body.receive_id);
  if (!id) return refuse(99992402, 'receive_id is required');
  const target = receiver(world, request.query.get('receive_id_type') ?? 'open_id', id);
  return 'refused' in target ? refuseWith(target.refused) : send(call, sent, target.chat, {});
}

function reply(call: Call, sent: UuidWindow): HttpReply {
  const found = target(call);
  if ('refused' in found) return found.refused;
  const { message } = found;
  const chat = call.world.people.chat(message.chatId);
  if (!chat.botIn) return refuse(230002);
  return send(call, sent, chat, { parentId: message.id, rootId: message.rootId ?? message.id });
}

/** Same uuid within an hour: the message of the first time, and nothing is sent. */
function send(
  call: Call,
  sent: UuidWindow,
  chat: Chat,
  thread: { parentId?: string; rootId?: string },
): HttpReply {
  const { world, body, request } = call;
  const uuid = text(body.uuid);
  if (uuid !== undefined && uuid.length > maxUuid) return refuse(99992402, 'the max len of uuid is 50');
  const earlier = uuid ? sent.find(uuid, world.now()) : undefined;
  if (earlier) {
    const message = world.history.get(earlier.messageId);
    return ok(message ? messageData(world, message) : { message_id: earlier.messageId, chat_id: chat.id });
  }
  const type = text(body.msg_type) ?? '';
  const content = text(body.content);
  if (content === undefined) return refuse(230001, 'content must be a JSON string');
  const refusal = checkContent(world.media, type, content, request.body.length, chat.kind === 'p2p');
  if (refusal) return refuseWith(refusal);
  if (!world.limiter.reach(chat.id)) return refuse(230020);
  const message = world.history.add({
    chatId: chat.id,
    from: 'bot',
    at: world.now(),
    type,
    content,
    ...thread,
  });
  if (uuid) sent.keep(uuid, message.id, world.now());
  return ok(messageData(world, message));
}

function patch(call: Call): HttpReply {
  const { world, body } = call;
  const found = target(call);
  if ('refused' in found) return found.refused;
  const { message } = found;
  if (message.from !== 'bot') return refuse(230071);
  if (message.type !== 'interactive') return refuse(230054);
  if (world.now() - message.at > updatableMs) return refuse(230031);
  const content = text(body.content);
  if (content === undefined) return refuse(230001, 'content must be a JSON string');
  const refusal = checkReplacement(world.media, message.content, content);
  if (refusal) return refuseWith(refusal);
  if (!world.limiter.reach(message.id)) return refuse(230020);
  message.content = content;
  message.updatedAt = world.now();
  return ok({});
}

function recall(call: Call): HttpReply {
  const found = target(call);
  if ('refused' in found) return found.refused;
  if (found.message.from !== 'bot') return refuse(230026);
  found.message.recalled = true;
  return ok({});
}

/** The message the path names, unless it is not one, unknown, or recalled. */
function target({ world, ids }: Call): { message: StoredMessage } | { refused: HttpReply } {
  const id = ids[0] ?? '';
  if (!id.startsWith('om_')) return { refused: refuse(99992354) };
  const message = world.history.get(id);
  if (!message) return { refused: refuse(230110) };
  return message.recalled ? { refused: refuse(230011) } : { message };
}

function messageData(world: World, message: StoredMessage) {
  return {
    message_id: message.id,
    ...(message.rootId ? { root_id: message.rootId } : {}),
    ...(message.parentId ? { parent_id: message.parentId } : {}),
    msg_type: message.type,
    create_time: String(message.at),
    update_time: String(message.updatedAt ?? message.at),
    deleted: false,
    updated: message.updatedAt !== undefined,
    chat_id: message.chatId,
    sender: {
      id: world.credentials.appId,
      id_type: 'app_id',
      sender_type: 'app',
      tenant_key: world.tenantKey,
    },
    body: { content: message.content },
  };
}
