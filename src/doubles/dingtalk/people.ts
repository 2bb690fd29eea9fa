/** What people do on the far side: talk, tap, take back. */
import type { DoubleContent, DoubleFile, DoubleMessage } from '../port.ts';
import { botName, type Core } from './core.ts';
import { messageIdOf } from './ids.ts';
import { sentByLink, tapTargets } from './message/buttons.ts';
import { pressCard } from './message/card.ts';
import { robotMessage, said } from './message/robot-message.ts';
import type { Push, Pushes } from './push/pushes.ts';

const robotTopic = '/v1.0/im/bot/messages/get';

/** Asks the bot about a card that was pressed; resolves with the `data` of its answer. */
export type AskCard = (push: Push) => Promise<unknown>;

/** Puts a message into a chat and queues it for the bot where the bot hears it. Throws for strangers. */
export function say(
  core: Core,
  pushes: Pushes,
  userId: string,
  chatId: string,
  content: DoubleContent,
): string {
  const person = core.world.person(userId);
  const chat = core.world.chat(chatId);
  if (!person) throw new Error(`There is no user ${userId}.`);
  if (!chat?.members.includes(userId)) throw new Error(`${userId} is not in chat ${chatId}.`);
  const { type, content: shown, push } = said(core, chat, content, botName);
  const message = { id: messageIdOf(), chatId, from: userId, at: core.now(), type, content: shown };
  core.world.post(message);
  if (push) {
    const body = robotMessage(core, person, chat, message, push);
    pushes.queue({ kind: 'robot', topic: robotTopic, headers: {}, body });
  }
  return message.id;
}

export interface Pressed {
  userId: string;
  messageId: string;
  label: string;
  form: Record<string, string | string[]> | undefined;
  /** Whether words sent by a link in a group mention the bot (unverified on the live service, dingtalk.md 5.5). */
  mentionBot: boolean;
}

/**
 * A tap. A dtmd link sends its words in the person's name; a card's own button
 * asks the bot; every other address opens somewhere else, and a dead link does
 * nothing, without a sign.
 */
export async function press(
  core: Core,
  pushes: Pushes,
  ask: AskCard,
  { userId, messageId, label, form, mentionBot }: Pressed,
): Promise<{ toast?: string; error?: string }> {
  const message = core.world.message(messageId);
  if (!message || message.recalled) return { error: '消息不存在或已撤回' };
  const target = tapTargets(message).find((it) => it.label === label);
  if (!target) return { error: `没有「${label}」` };
  if (target.actionId !== undefined) return pressCard(core, ask, userId, message, target.actionId, form);
  const words = message.from === 'bot' ? sentByLink(target.url) : undefined;
  if (words !== undefined)
    say(core, pushes, userId, message.chatId, { type: 'text', text: words, mentionBot });
  return {};
}

/** A robot is not told of a recall. Throws unless the message is the person's own. */
export function recall(core: Core, userId: string, messageId: string): void {
  const message = core.world.message(messageId);
  if (message?.from !== userId) throw new Error(`${userId} did not say ${messageId}.`);
  message.recalled = true;
  core.world.changed();
}

/** The file a message carries, by the code or media id in its content. */
export function fileOf(core: Core, message: DoubleMessage | undefined): DoubleFile | undefined {
  const content = (message?.content ?? {}) as Record<string, unknown>;
  const key = content.downloadCode ?? content.mediaId ?? content.videoMediaId ?? content.photoURL;
  const file = typeof key === 'string' ? core.files.get(key) : undefined;
  return file && typeof content.fileName === 'string' ? { ...file, name: content.fileName } : file;
}
