/** A robot message, the same JSON from the stream and over HTTP (dingtalk.md 3). */
import type { Account, ChatRef, Event, MessageContent } from '../../port.ts';
import { decodeContent } from './content.ts';
import type { DecodeContext } from './context.ts';
import { pressedToken } from './press.ts';
import { isQuotaNotice, quotaEvent } from './quota.ts';
import { list, number, object, present, type Raw, text } from './read.ts';

/** Before an id that is no userId: such an account can only be answered through its session. */
export const outsiderPrefix = 'lwcp:';

/**
 * A robot message as an event: `message`, or `action` when a button was tapped,
 * or `unknown` when there is nobody or nothing to answer. Never throws.
 */
export function decodeMessage(payload: unknown, context: DecodeContext): Event {
  const message = object(payload);
  const messageId = text(message.msgId);
  const base = {
    channel: 'dingtalk' as const,
    appId: context.appId,
    dedupeKey: `${text(message.robotCode) ?? context.robotCode}:${messageId ?? context.fallbackId}`,
    at: number(message.createAt) ?? number(message.createA) ?? context.now,
  };
  if (isQuotaNotice(message)) return { ...base, kind: 'unknown', name: quotaEvent };
  const chat = chatOf(message);
  const sender = senderOf(message);
  if (!messageId || !chat || !sender) return { ...base, kind: 'unknown', name: 'robot-message' };

  const content = decodeContent(message, messageId);
  const common = { ...base, chat, sender, messageId, ...sessionOf(message) };
  const token = tokenOf(content);
  if (token !== undefined) return { ...common, kind: 'action', token };
  return {
    ...common,
    kind: 'message',
    content,
    toBot: true,
    mentions: mentionsOf(message),
    ...present({ replyTo: quotedId(message) }),
  };
}

function tokenOf(content: MessageContent): string | undefined {
  return content.type === 'text' ? pressedToken(content.text) : undefined;
}

function chatOf(message: Raw): ChatRef | undefined {
  const id = text(message.conversationId);
  if (id === undefined) return undefined;
  const kind = text(message.conversationType) === '2' ? 'group' : 'p2p';
  return present({ id, kind, title: text(message.conversationTitle) } as const);
}

function senderOf(message: Raw): Account | undefined {
  const staffId = text(message.senderStaffId);
  const senderId = text(message.senderId);
  const id = staffId ?? (senderId === undefined ? undefined : `${outsiderPrefix}${senderId}`);
  if (id === undefined) return undefined;
  return present({
    id,
    unionId: text(message.senderUnionId),
    tenant: text(message.senderCorpId),
    name: text(message.senderNick),
  });
}

/** People with a userId. The bot has none, and its other ids cannot be compared (dingtalk.md 3). */
function mentionsOf(message: Raw): Account[] {
  return list(message.atUsers).flatMap((entry) => {
    const user = object(entry);
    const id = text(user.staffId);
    return id === undefined ? [] : [present({ id, unionId: text(user.unionId) })];
  });
}

/** The quoted message's id; rich text keeps the quote's keys in `content` (dingtalk.md 3). */
function quotedId(message: Raw): string | undefined {
  const holders = [object(message.text), object(message.content)];
  const quoted = holders.find((holder) => holder.isReplyMsg === true || text(holder.isReplyMsg) === 'true');
  if (!quoted) return undefined;
  return text(object(quoted.repliedMsg).msgId) ?? text(message.originalMsgId);
}

function sessionOf(message: Raw): { session?: { webhook: string; expiresAt: number } } {
  const webhook = text(message.sessionWebhook);
  const expiresAt = number(message.sessionWebhookExpiredTime);
  return webhook === undefined || expiresAt === undefined ? {} : { session: { webhook, expiresAt } };
}
