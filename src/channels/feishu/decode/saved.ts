/** A body somebody saved from the developer console, read as if it had just come in. */
import type { Log } from '../../../ports.ts';
import type { Event } from '../../port.ts';
import { type Envelope, readEnvelope } from '../envelope.ts';
import { isObject } from '../json.ts';
import { decodeEvent } from './event.ts';
import { text } from './fields.ts';

export interface SavedBody {
  /** The app it came to, where the body says so. */
  appId?: string;
  /** Resolves with undefined for what is not handled at all, as in the channel. */
  decode(appId: string, log: Log): Promise<Event | undefined>;
}

/**
 * An event of generation 1.0 or 2.0 in plain text; undefined for anything else.
 * Feishu is not asked who our bot is: it delivered the event because the bot was
 * mentioned, so a mention that is not a person's is taken for the bot's.
 */
export function readSaved(body: unknown): SavedBody | undefined {
  const envelope = readEnvelope(body);
  if (!envelope) return undefined;
  const botOpenId = async (): Promise<string> => mentionedBot(envelope);
  return {
    ...(envelope.appId === undefined ? {} : { appId: envelope.appId }),
    decode: (appId, log) => decodeEvent(envelope, { appId, botOpenId, log }),
  };
}

function mentionedBot(envelope: Envelope): string {
  const event = isObject(envelope.event) ? envelope.event : {};
  const message = isObject(event.message) ? event.message : {};
  const mentions = Array.isArray(message.mentions) ? message.mentions.filter(isObject) : [];
  const others = mentions.filter((one) => one.key !== '@_all' && one.mentioned_type !== 'user');
  const bot = others.find((one) => one.mentioned_type === 'bot') ?? others[0];
  return bot && isObject(bot.id) ? text(bot.id, 'open_id') : '';
}
