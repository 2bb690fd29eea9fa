/** Menus, chats entered, members who come and go, messages taken back (feishu.md 6). */
import { z } from 'zod';
import type { Account, Event } from '../../port.ts';
import type { Envelope } from '../envelope.ts';
import { platformTime } from '../time.ts';
import type { DecodeContext } from './context.ts';
import { account, userId } from './schema.ts';

function base(envelope: Envelope, context: DecodeContext) {
  return { channel: 'feishu', appId: context.appId, dedupeKey: envelope.id, at: envelope.at } as const;
}

const menuTapped = z.object({
  operator: z.object({ operator_name: z.string().nullish(), operator_id: userId }),
  event_key: z.string(),
  timestamp: z.number().nullish(),
});

export function decodeMenu(envelope: Envelope, context: DecodeContext): Event {
  const { operator, event_key, timestamp } = menuTapped.parse(envelope.event);
  const sender = account(operator.operator_id, { tenant: envelope.tenant, name: operator.operator_name });
  const at = envelope.at || platformTime(timestamp ?? undefined);
  return { ...base(envelope, context), kind: 'menu', at, sender, key: event_key };
}

const chatEntered = z.object({ chat_id: z.string().min(1), operator_id: userId });

export function decodeEntered(envelope: Envelope, context: DecodeContext): Event {
  const { chat_id, operator_id } = chatEntered.parse(envelope.event);
  const sender = account(operator_id, { tenant: envelope.tenant });
  return { ...base(envelope, context), kind: 'entered', chat: { id: chat_id, kind: 'p2p' }, sender };
}

const chatCreated = z.object({
  chat_id: z.string().min(1),
  user: userId.and(z.object({ name: z.string().nullish() })),
});

/** The first time ever that a person opens the chat: a 1.0 event, `user` being the person. */
export function decodeFirstEntered(envelope: Envelope, context: DecodeContext): Event {
  const { chat_id, user } = chatCreated.parse(envelope.event);
  const sender = account(user, { tenant: envelope.tenant, name: user.name });
  return { ...base(envelope, context), kind: 'entered', chat: { id: chat_id, kind: 'p2p' }, sender };
}

const memberChanged = z.object({
  chat_id: z.string().min(1),
  name: z.string().nullish(),
  users: z
    .array(
      z.object({
        user_id: userId.nullish(),
        name: z.string().nullish(),
        tenant_key: z.string().nullish(),
      }),
    )
    .nullish(),
});

type MemberChange = Extract<Event, { kind: 'member' }>['change'];

export function decodeMember(change: MemberChange) {
  return (envelope: Envelope, context: DecodeContext): Event => {
    const { chat_id, name, users } = memberChanged.parse(envelope.event);
    const members = (users ?? []).flatMap((user): Account[] =>
      user.user_id ? [account(user.user_id, { tenant: user.tenant_key, name: user.name })] : [],
    );
    const chat = { id: chat_id, kind: 'group' as const, ...(name ? { title: name } : {}) };
    return { ...base(envelope, context), kind: 'member', chat, change, members };
  };
}

const recalled = z.object({ message_id: z.string().min(1), chat_id: z.string().min(1) });

/** The event does not say what kind of chat it was; `group` stands for "not known". */
export function decodeRecalled(envelope: Envelope, context: DecodeContext): Event {
  const { message_id, chat_id } = recalled.parse(envelope.event);
  const chat = { id: chat_id, kind: 'group' as const };
  return { ...base(envelope, context), kind: 'recalled', chat, messageId: message_id };
}
