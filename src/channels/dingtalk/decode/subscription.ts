/**
 * An event of the subscription. The stream sends camelCase data with the name
 * in the frame's headers, HTTP sends PascalCase with the name inside
 * (dingtalk.md 2.2): both are read without regard to the first letter's case.
 */
import type { Account, ChatRef, Event } from '../../port.ts';
import type { DecodeContext } from './context.ts';
import { isQuotaNotice, quotaEvent } from './quota.ts';
import { list, number, object, present, type Raw, text, unfold } from './read.ts';

type Change = 'bot-added' | 'bot-removed' | 'added' | 'removed' | 'disbanded';

const changes = new Map<string, Change>([
  ['chat_add_member', 'added'],
  ['chat_remove_member', 'removed'],
  ['chat_quit', 'removed'],
  ['chat_disband', 'disbanded'],
  ['im_cool_app_install', 'bot-added'],
  ['im_cool_app_uninstall', 'bot-removed'],
]);

/** `headers` are the stream frame's, empty over HTTP. Never throws. */
export function decodeSubscription(
  payload: unknown,
  headers: Record<string, string>,
  context: DecodeContext,
): Event {
  const data = uncapitalised(object(unfold(payload)));
  const name = headers.eventType ?? text(data.eventType) ?? 'event';
  const base = {
    channel: 'dingtalk' as const,
    appId: context.appId,
    dedupeKey: headers.eventId ?? text(data.eventId) ?? context.fallbackId,
    at: number(headers.eventBornTime) ?? number(data.eventTime) ?? number(data.timeStamp) ?? context.now,
  };
  if (isQuotaNotice(data)) return { ...base, kind: 'unknown', name: quotaEvent };
  const chatId = text(data.openConversationId) ?? text(data.chatId);
  const change = changes.get(name);
  if (change && chatId) {
    return { ...base, kind: 'member', chat: groupOf(chatId, data), change, members: membersOf(data) };
  }
  const recalledId = text(data.msgId) ?? text(data.processQueryKey);
  if (name === 'robot_msg_recall' && chatId && recalledId) {
    return { ...base, kind: 'recalled', chat: groupOf(chatId, data), messageId: recalledId };
  }
  return { ...base, kind: 'unknown', name };
}

function groupOf(id: string, data: Raw): ChatRef {
  const kind = text(data.conversationType) === '1' ? 'p2p' : 'group';
  return present({ id, kind, title: text(data.title) } as const);
}

function membersOf(data: Raw): Account[] {
  const ids = Array.isArray(data.userId) ? list(data.userId) : [data.userId];
  return ids.flatMap((id) => (text(id) === undefined ? [] : [{ id: String(id) }]));
}

function uncapitalised(data: Raw): Raw {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
  );
}
