import { list, object, type Raw, text } from './read.ts';

/** "@name" standing on its own; an address like a@b.c is none. */
const mention = /(^|\s)@[^\s@]+(?=\s|$)/gu;

/**
 * The text without the "@bot" that a group message must carry. Plain text
 * comes without it; rich text keeps it, and does not say what the bot is called
 * (dingtalk.md 3): when nobody else was mentioned every mention is the bot's,
 * otherwise only a leading one is taken for it.
 */
export function withoutBotMention(words: string, message: Raw): string {
  if (text(message.conversationType) !== '2') return words;
  const others = list(message.atUsers).filter((user) => text(object(user).staffId) !== undefined);
  return others.length === 0 ? words.replace(mention, '$1') : words.replace(/^\s*@[^\s@]+\s*/u, '');
}
