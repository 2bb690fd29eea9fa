/** Event bodies as the platform writes them (feishu.md 1 and 6). */

import type { StoredMessage } from '../history.ts';
import { hex32 } from '../ids.ts';
import type { Json } from '../json.ts';
import type { Chat, Person } from '../people.ts';
import type { World } from '../world.ts';

export interface EventBody {
  schema: '2.0';
  header: {
    event_id: string;
    event_type: string;
    /** Milliseconds; microseconds in card callbacks. */
    create_time: string;
    token: string;
    app_id: string;
    tenant_key: string;
  };
  event: Json;
}

export function envelope(world: World, type: string, event: Json): EventBody {
  const microseconds = type === 'card.action.trigger' ? '000' : '';
  return {
    schema: '2.0',
    header: {
      event_id: hex32(),
      event_type: type,
      create_time: `${world.now()}${microseconds}`,
      token: world.credentials.verificationToken,
      app_id: world.credentials.appId,
      tenant_key: world.tenantKey,
    },
    event,
  };
}

/** user_id is left out: the app has no scope for it. */
export function idsOf(person: Person): Json {
  return { union_id: person.unionId, open_id: person.id };
}

export function messageReceived(
  world: World,
  message: StoredMessage,
  chat: Chat,
  mentions: Json[],
): EventBody {
  return envelope(world, 'im.message.receive_v1', {
    sender: {
      sender_id: idsOf(world.people.get(message.from)),
      sender_type: 'user',
      tenant_key: world.tenantKey,
    },
    message: {
      message_id: message.id,
      ...(message.rootId ? { root_id: message.rootId } : {}),
      ...(message.parentId ? { parent_id: message.parentId } : {}),
      create_time: String(message.at),
      update_time: String(message.at),
      chat_id: chat.id,
      chat_type: chat.kind,
      message_type: message.type,
      content: message.content,
      ...(mentions.length > 0 ? { mentions } : {}),
    },
  });
}

/** How the wire says that the bot was mentioned. */
export function botMention(world: World, key: string): Json {
  return {
    key,
    id: { union_id: '', user_id: '', open_id: world.botOpenId },
    mentioned_type: 'bot',
    name: world.botName,
    tenant_key: world.tenantKey,
  };
}

export function messageRecalled(world: World, message: StoredMessage): EventBody {
  return envelope(world, 'im.message.recalled_v1', {
    message_id: message.id,
    chat_id: message.chatId,
    recall_time: String(world.now()),
    recall_type: 'message_owner',
  });
}

export function chatEntered(world: World, person: Person, last: StoredMessage | undefined): EventBody {
  return envelope(world, 'im.chat.access_event.bot_p2p_chat_entered_v1', {
    chat_id: world.people.p2p(person.id).id,
    operator_id: idsOf(person),
    ...(last ? { last_message_id: last.id, last_message_create_time: String(last.at) } : {}),
  });
}

export function menuTapped(world: World, person: Person, key: string): EventBody {
  return envelope(world, 'application.bot.menu_v6', {
    operator: { operator_name: person.name, operator_id: idsOf(person) },
    event_key: key,
    timestamp: Math.floor(world.now() / 1000),
  });
}

export function botMembership(
  world: World,
  change: 'added' | 'deleted',
  chat: Chat,
  operator: Person,
): EventBody {
  return envelope(world, `im.chat.member.bot.${change}_v1`, about(world, chat, operator));
}

export function memberChange(
  world: World,
  change: 'added' | 'deleted',
  chat: Chat,
  operator: Person,
  users: Person[],
): EventBody {
  return envelope(world, `im.chat.member.user.${change}_v1`, {
    ...about(world, chat, operator),
    users: users.map((user) => ({ name: user.name, tenant_key: world.tenantKey, user_id: idsOf(user) })),
  });
}

function about(world: World, chat: Chat, operator: Person): Json {
  return {
    chat_id: chat.id,
    operator_id: idsOf(operator),
    external: false,
    operator_tenant_key: world.tenantKey,
    name: chat.title,
    i18n_names: { zh_cn: chat.title },
  };
}

export function cardAction(
  world: World,
  message: StoredMessage,
  person: Person,
  token: string,
  action: Json,
): EventBody {
  return envelope(world, 'card.action.trigger', {
    operator: { tenant_key: world.tenantKey, ...idsOf(person) },
    token,
    action,
    host: 'im_message',
    context: { open_message_id: message.id, open_chat_id: message.chatId },
  });
}
