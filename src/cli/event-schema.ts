/** A decoded `Event` (channels/port.ts) read from a file. */
import { z } from 'zod';
import type { Event } from '../channels/port.ts';

const text = z.string();
const id = z.string().min(1);
const absent = z.exactOptional;

const account = z.object({ id, unionId: absent(text), tenant: absent(text), name: absent(text) });
const chat = z.object({ id, kind: z.enum(['p2p', 'group']), title: absent(text) });
const session = z.object({ webhook: z.url(), expiresAt: z.number() });
const file = z.object({
  kind: z.enum(['image', 'file', 'audio', 'video']),
  key: text,
  messageId: text,
  name: absent(text),
  transcript: absent(text),
});
const content = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text }),
  z.object({ type: z.literal('files'), files: z.array(file).min(1), text: absent(text) }),
  z.object({ type: z.literal('other'), name: text, text: absent(text) }),
]);
const base = {
  channel: z.enum(['feishu', 'dingtalk']),
  appId: id,
  dedupeKey: id,
  at: z.number().int().nonnegative(),
};

export const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('message'),
    chat,
    sender: account,
    messageId: id,
    content,
    toBot: z.boolean(),
    mentions: z.array(account),
    replyTo: absent(text),
    session: absent(session),
  }),
  z.object({
    ...base,
    kind: z.literal('action'),
    chat,
    sender: account,
    token: id,
    form: absent(z.record(text, z.union([text, z.array(text)]))),
    messageId: absent(text),
    session: absent(session),
  }),
  z.object({ ...base, kind: z.literal('menu'), sender: account, key: text }),
  z.object({ ...base, kind: z.literal('entered'), chat, sender: account }),
  z.object({
    ...base,
    kind: z.literal('member'),
    chat,
    change: z.enum(['bot-added', 'bot-removed', 'added', 'removed', 'disbanded']),
    members: z.array(account),
  }),
  z.object({ ...base, kind: z.literal('recalled'), chat, messageId: id }),
  z.object({ ...base, kind: z.literal('unknown'), name: text }),
]) satisfies z.ZodType<Event>;
