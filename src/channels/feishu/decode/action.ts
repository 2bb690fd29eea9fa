/** card.action.trigger -> an `action` event: a button pressed or a form sent (feishu.md 5). */
import { z } from 'zod';
import type { Event } from '../../port.ts';
import type { Envelope } from '../envelope.ts';
import { readButtonValue, readFieldName } from '../render/callback.ts';
import type { DecodeContext } from './context.ts';
import { account, userId } from './schema.ts';

const place = z.object({ open_message_id: z.string().nullish(), open_chat_id: z.string().min(1) });

const pressed = z.object({
  operator: userId.and(z.object({ tenant_key: z.string().nullish() })),
  action: z.object({
    value: z.unknown(),
    form_value: z.record(z.string(), z.unknown()).nullish(),
  }),
  context: place.nullish(),
});

/**
 * The event does not say what kind of chat it is; the button's value does,
 * because it was rendered for one.
 * @throws ZodError for a press that is not one of our buttons; it is kept as unknown.
 */
export function decodeAction(envelope: Envelope, context: DecodeContext): Event {
  const { operator, action, context: inside } = pressed.parse(envelope.event);
  // In one official sample the context stands beside the event (feishu.md 5).
  const where = inside ?? place.parse(envelope.body.context);
  const { token, chatKind } = readButtonValue(action.value);
  return {
    kind: 'action',
    channel: 'feishu',
    appId: context.appId,
    dedupeKey: envelope.id,
    at: envelope.at,
    chat: { id: where.open_chat_id, kind: chatKind },
    sender: account(operator, { tenant: operator.tenant_key ?? envelope.tenant }),
    token,
    ...(action.form_value ? { form: readForm(action.form_value) } : {}),
    ...(where.open_message_id ? { messageId: where.open_message_id } : {}),
  };
}

function readForm(values: Record<string, unknown>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [readFieldName(name), readValue(value)]),
  );
}

function readValue(value: unknown): string | string[] {
  if (Array.isArray(value)) return value.map(String);
  if (value === null || value === undefined) return '';
  return withoutZone(String(value));
}

/** Pickers send "2024-04-01 +0800", "2024-04-29 07:07 +0800": the person meant the date on the wall. */
function withoutZone(value: string): string {
  return value.replace(/^(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{2}:\d{2}) [+-]\d{4}$/, '$1');
}
