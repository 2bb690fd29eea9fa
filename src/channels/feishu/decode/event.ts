/**
 * An envelope -> an event: one decoder an event type. What has no decoder, or
 * does not have the shape its decoder expects, is kept as `unknown`: nothing
 * that Feishu sent is thrown away.
 */
import { ZodError } from 'zod';
import type { Event } from '../../port.ts';
import type { Envelope } from '../envelope.ts';
import { decodeAction } from './action.ts';
import { decodeEntered, decodeFirstEntered, decodeMember, decodeMenu, decodeRecalled } from './chat.ts';
import type { DecodeContext } from './context.ts';
import { decodeMessage } from './message.ts';

type Decoder = (envelope: Envelope, context: DecodeContext) => Event | Promise<Event | undefined>;

const decoders: Record<string, Decoder> = {
  'im.message.receive_v1': decodeMessage,
  'card.action.trigger': decodeAction,
  'application.bot.menu_v6': decodeMenu,
  'im.chat.access_event.bot_p2p_chat_entered_v1': decodeEntered,
  p2p_chat_create: decodeFirstEntered,
  'im.chat.member.bot.added_v1': decodeMember('bot-added'),
  'im.chat.member.bot.deleted_v1': decodeMember('bot-removed'),
  'im.chat.member.user.added_v1': decodeMember('added'),
  'im.chat.member.user.deleted_v1': decodeMember('removed'),
  // An invitation taken back before it was accepted.
  'im.chat.member.user.withdrawn_v1': decodeMember('removed'),
  'im.chat.disbanded_v1': decodeMember('disbanded'),
  'im.message.recalled_v1': decodeRecalled,
};

/**
 * @returns undefined for what must not be handled at all: a bot's own words.
 * @throws when our bot's open_id is needed and cannot be had: the event must be delivered again.
 */
export async function decodeEvent(envelope: Envelope, context: DecodeContext): Promise<Event | undefined> {
  const decoder = decoders[envelope.type];
  if (!decoder) return unknown(envelope, context);
  try {
    return await decoder(envelope, context);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.map((issue) => issue.path.join('.'));
    context.log.warn(
      { event: envelope.id, type: envelope.type, fields },
      'An event has an unexpected shape.',
    );
    return unknown(envelope, context);
  }
}

function unknown(envelope: Envelope, context: DecodeContext): Event {
  return {
    kind: 'unknown',
    channel: 'feishu',
    appId: context.appId,
    dedupeKey: envelope.id,
    at: envelope.at,
    name: envelope.type,
  };
}
