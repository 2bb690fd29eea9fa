/** Interactive cards: made from a published template, updated by key, pressed by people (dingtalk.md 5). */
import type { DoubleMessage } from '../../port.ts';
import type { Core } from '../core.ts';
import type { Push } from '../push/pushes.ts';

const cardTopic = '/v1.0/card/instances/callback';

type Values = Record<string, unknown>;

/** What a message of type 'card' holds. */
export interface Card {
  cardTemplateId: string;
  outTrackId: string;
  cardParamMap: Values;
  /** By user id: what only this person sees, because an answer to a press changes only the presser's view. */
  views: Record<string, Values>;
}

/** Sends the callback of a press, waits for its answer and changes the presser's view by it. */
export async function pressCard(
  core: Core,
  ask: (push: Push) => Promise<unknown>,
  userId: string,
  message: DoubleMessage,
  actionId: string,
  form: Record<string, string | string[]> | undefined,
): Promise<{ toast?: string; error?: string }> {
  const card = message.content as Card;
  const params = form ? { form } : {};
  const content = JSON.stringify({ cardPrivateData: { actionIds: [actionId], params } });
  const body = {
    extension: '{}',
    corpId: core.credentials.corpId,
    spaceType: 'im',
    userIdType: 1,
    type: 'actionCallback',
    userId,
    content,
    spaceId: message.chatId,
    outTrackId: card.outTrackId,
    value: content,
  };
  const json = JSON.stringify(body);
  const data = await ask({ kind: 'card', topic: cardTopic, headers: {}, body, json, tries: 0 });
  if (data === undefined) return { error: '操作失败，请稍后再试' };
  const shown = values(values(values(values(data).response).cardData).cardParamMap);
  card.views[userId] = { ...card.views[userId], ...shown };
  core.world.changed();
  return {};
}

/** The object in an unknown value; an empty one when it is none. */
export function values(value: unknown): Values {
  return value !== null && typeof value === 'object' ? (value as Values) : {};
}
