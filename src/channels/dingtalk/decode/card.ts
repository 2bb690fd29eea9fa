/**
 * A press on a template card. The service sends none by itself, but a county
 * may have one of its own; every variant seen is read (dingtalk.md 5.3).
 */
import type { Event } from '../../port.ts';
import type { DecodeContext } from './context.ts';
import { list, number, object, type Raw, text, unfold } from './read.ts';

/** The token is `params.token`, else the first action id. Never throws. */
export function decodeCardPress(payload: unknown, context: DecodeContext): Event {
  const data = object(payload);
  const content = object(unfold(data.content ?? data.value));
  const pressed = object(content.cardPrivateData ?? content.userPrivateData);
  const params = { ...object(content.params), ...object(pressed.params) };
  const token = text(params.token) ?? text(list(pressed.actionIds)[0]) ?? text(content.actionId);
  const base = {
    channel: 'dingtalk' as const,
    appId: context.appId,
    dedupeKey: `card:${context.fallbackId}`,
    at: number(data.createAt) ?? context.now,
  };
  const userId = text(data.userId);
  const chatId = text(data.spaceId) ?? text(object(unfold(data.extension)).openConversationId);
  if (!token || !userId || !chatId) return { ...base, kind: 'unknown', name: 'card-press' };
  const chat = { id: chatId, kind: 'group' as const };
  const form = formOf(object(params.form));
  return { ...base, kind: 'action', chat, sender: { id: userId }, token, ...(form && { form }) };
}

function formOf(fields: Raw): Record<string, string | string[]> | undefined {
  const entries = Object.entries(fields).map(([name, value]): [string, string | string[]] => [
    name,
    Array.isArray(value) ? value.map(String) : String(value ?? ''),
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
