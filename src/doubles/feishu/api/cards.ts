/** interactive/v1/card/update: a card replaced by the token of its callback (feishu.md 4). */
import type { HttpReply } from '../../http.ts';
import { ok, refuse, refuseWith } from '../answers.ts';
import { checkReplacement } from '../content.ts';
import { isRecord, text } from '../json.ts';
import { type Call, route } from './call.ts';

export function cardRoutes() {
  return [route('POST', 'interactive/v1/card/update', update, true)];
}

/** A card that is refused does not use up the token. */
function update({ world, body }: Call): HttpReply {
  const token = text(body.token);
  if (!token || !isRecord(body.card)) return refuse(99992402, 'token and card are required');
  const use = world.cardTokens.look(token);
  if ('refused' in use) return refuse(use.refused);
  const message = world.history.get(use.messageId);
  if (!message || message.recalled) return refuse(230011);
  const { open_ids: _readers, ...card } = body.card;
  const content = JSON.stringify(card);
  const refusal = checkReplacement(world.media, message.content, content);
  if (refusal) return refuseWith(refusal);
  world.cardTokens.spend(token);
  message.content = content;
  message.updatedAt = world.now();
  return ok({});
}
