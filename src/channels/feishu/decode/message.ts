/** im.message.receive_v1 -> a `message` event (feishu.md 6). */
import { z } from 'zod';
import type { Event } from '../../port.ts';
import type { Envelope } from '../envelope.ts';
import { platformTime } from '../time.ts';
import { convertContent } from './content.ts';
import type { DecodeContext } from './context.ts';
import { mayMentionBot, mention, readMentions } from './mentions.ts';
import { account, userId } from './schema.ts';

const received = z.object({
  sender: z.object({
    sender_id: userId.nullish(),
    sender_type: z.string(),
    tenant_key: z.string().nullish(),
  }),
  message: z.object({
    message_id: z.string().min(1),
    parent_id: z.string().nullish(),
    create_time: z.string(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(mention).nullish(),
  }),
});

/**
 * Feishu tells to tell a message's deliveries apart by message_id, not by
 * event_id (feishu.md 1).
 * @returns undefined for what a bot said: answering it would let two bots talk for ever.
 */
export async function decodeMessage(envelope: Envelope, context: DecodeContext): Promise<Event | undefined> {
  const { sender, message } = received.parse(envelope.event);
  if (sender.sender_type !== 'user') return undefined;
  // A user without an id fails as the shape does.
  const id = sender.sender_id ?? userId.parse(sender.sender_id);
  const mentioned = message.mentions ?? [];
  const bot = mayMentionBot(mentioned) ? await context.botOpenId() : undefined;
  const mentions = readMentions(mentioned, bot);
  const kind = message.chat_type === 'p2p' ? 'p2p' : 'group';
  return {
    kind: 'message',
    channel: 'feishu',
    appId: context.appId,
    dedupeKey: message.message_id,
    at: platformTime(message.create_time) || envelope.at,
    chat: { id: message.chat_id, kind },
    sender: account(id, { tenant: sender.tenant_key ?? envelope.tenant }),
    messageId: message.message_id,
    content: convertContent(message.message_type, message.content, {
      messageId: message.message_id,
      mentions,
    }),
    toBot: kind === 'p2p' || mentions.bot,
    mentions: mentions.people,
    ...(message.parent_id ? { replyTo: message.parent_id } : {}),
  };
}
