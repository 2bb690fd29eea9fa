/** Judging what a bot answered to a card callback, and putting it into effect (feishu.md 1, callbacks). */
import { checkReplacement } from './content.ts';
import type { StoredMessage } from './history.ts';
import { isRecord, type Json, record, text } from './json.ts';
import type { Delivery } from './push/transport.ts';
import type { World } from './world.ts';

const toastTypes = new Set(['info', 'success', 'error', 'warning']);

export interface PressResult {
  toast?: string;
  /** The platform's code and what it means. */
  error?: string;
}

/** The presser sees the toast or an error; a good card in the answer replaces the message's. */
export function applyAnswer(world: World, message: StoredMessage, delivery: Delivery): PressResult {
  switch (delivery.result) {
    case 'unconfigured':
      return { error: '200340 not configured' };
    case 'timeout':
      return { error: '200341 timeout' };
    case 'unreachable':
      return { error: '200342 no connection' };
    case 'refused':
      return { error: `200671 answered ${delivery.status}` };
    case 'taken':
      return delivery.malformed ? badAnswer : take(world, message, delivery.answer);
  }
}

const badAnswer: PressResult = { error: '200672 bad response format' };

function take(world: World, message: StoredMessage, answer: unknown): PressResult {
  if (!isRecord(answer)) return badAnswer;
  const { toast, card, ...rest } = answer;
  if (Object.keys(rest).length > 0) return badAnswer;
  if (toast !== undefined && !goodToast(toast)) return badAnswer;
  const shown = toast === undefined ? {} : { toast: toastText(record(toast)) };
  if (card === undefined) return shown;
  const error = replace(world, message, card);
  return error ? { error } : shown;
}

function goodToast(toast: unknown): boolean {
  if (!isRecord(toast)) return false;
  const typed = toast.type === undefined || toastTypes.has(text(toast.type) ?? '');
  return typed && (typeof toast.content === 'string' || isRecord(toast.i18n));
}

function toastText(toast: Json): string {
  return text(record(toast.i18n).zh_cn) ?? text(toast.content) ?? '';
}

/** `{type: raw, data: card}` or `{type: template, data: {template_id…}}`. */
function replace(world: World, message: StoredMessage, card: unknown): string | undefined {
  const { type, data } = record(card);
  if ((type !== 'raw' && type !== 'template') || !isRecord(data)) return '200672 bad response format';
  const content = JSON.stringify(type === 'raw' ? data : { type, data });
  const refusal = checkReplacement(world.media, message.content, content);
  if (refusal)
    return refusal.detail?.includes('200830')
      ? '200830 card version changed'
      : `200673 ${refusal.detail ?? refusal.code}`;
  message.content = content;
  message.updatedAt = world.now();
  return undefined;
}
