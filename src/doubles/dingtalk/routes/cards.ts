/** Cards over the OpenAPI: createAndDeliver, update for everyone, streaming (dingtalk.md 5.2). */
import type { HttpReply } from '../../http.ts';
import type { DoubleChat, DoubleMessage } from '../../port.ts';
import { apiError, jsonObject, ok, text } from '../answers.ts';
import type { Core } from '../core.ts';
import { messageIdOf } from '../ids.ts';
import { type Card, values } from '../message/card.ts';
import type { Routes } from '../server.ts';

/** Cards that can still be updated. */
const keptCards = 5_000;

interface Instance {
  card: Card;
  messages: DoubleMessage[];
}

export function cardRoutes(core: Core): Routes {
  const instances = new Map<string, Instance>();
  const known = (asked: Record<string, unknown>): Instance | undefined =>
    instances.get(text(asked.outTrackId));
  return {
    'POST /v1.0/card/instances/createAndDeliver': {
      style: 'api',
      send: true,
      handle: ({ body }) => create(core, instances, jsonObject(body)),
    },
    'PUT /v1.0/card/instances': {
      style: 'api',
      handle({ body }) {
        const asked = jsonObject(body);
        const instance = known(asked);
        if (!instance) return apiError(400, 'param.cardNotExist', '卡片不存在');
        const fresh = values(values(asked.cardData).cardParamMap);
        const byKey = values(asked.cardUpdateOptions).updateCardDataByKey === true;
        return update(core, instance, byKey ? { ...instance.card.cardParamMap, ...fresh } : fresh);
      },
    },
    'PUT /v1.0/card/streaming': {
      style: 'api',
      handle({ body }) {
        const asked = jsonObject(body);
        const instance = known(asked);
        if (!instance) return apiError(400, 'param.cardNotExist', '卡片不存在');
        const { cardParamMap } = instance.card;
        const key = text(asked.key);
        const before = asked.isFull === true ? '' : text(cardParamMap[key]);
        return update(core, instance, { ...cardParamMap, [key]: before + text(asked.content) });
      },
    },
  };
}

function create(core: Core, instances: Map<string, Instance>, asked: Record<string, unknown>): HttpReply {
  const [cardTemplateId, outTrackId] = [text(asked.cardTemplateId), text(asked.outTrackId)];
  const cardParamMap = values(values(asked.cardData).cardParamMap);
  if (outTrackId === '') return apiError(400, 'param.error', 'outTrackId is empty');
  if (!cardTemplateId.endsWith('.schema')) return apiError(400, 'param.templateNotExist', '卡片模板不存在');
  if (instances.has(outTrackId)) return apiError(400, 'param.cardAlreadyExist', '卡片已存在');
  if (Object.values(cardParamMap).some((value) => typeof value !== 'string'))
    return apiError(400, 'param.error', 'cardParamMap values must be strings');
  const card: Card = { cardTemplateId, outTrackId, cardParamMap, views: {} };
  const messages: DoubleMessage[] = [];
  const deliverResults = spaces(text(asked.openSpaceId)).map(({ spaceType, spaceId }) => {
    const chat = chatOf(core, spaceType, spaceId);
    if (!chat) return { spaceType, spaceId, success: false, errorMsg: 'space not exist' };
    const id = messageIdOf();
    const message = { id, chatId: chat.id, from: 'bot', at: core.now(), type: 'card', content: card };
    messages.push(message);
    core.world.post(message);
    return { spaceType, spaceId, success: true, carrierId: id, errorMsg: '' };
  });
  if (deliverResults.length === 0) return apiError(400, 'param.error', 'openSpaceId is invalid');
  instances.set(outTrackId, { card, messages });
  if (instances.size > keptCards) {
    const [oldest] = instances.keys();
    if (oldest !== undefined) instances.delete(oldest);
  }
  return ok({ success: true, result: { outTrackId, deliverResults } });
}

/** `dtv1.card//IM_GROUP.cid...;IM_ROBOT.user`; either case, as the documents and the SDKs differ. */
function spaces(openSpaceId: string): { spaceType: string; spaceId: string }[] {
  const match = /^dtv1\.card\/\/(.+)$/.exec(openSpaceId);
  return (match?.[1]?.split(';') ?? []).map((space) => {
    const dot = space.indexOf('.');
    return { spaceType: space.slice(0, dot).toUpperCase(), spaceId: space.slice(dot + 1) };
  });
}

function chatOf(core: Core, spaceType: string, spaceId: string): DoubleChat | undefined {
  if (spaceType === 'IM_ROBOT') return core.world.person(spaceId) && core.world.p2p(spaceId);
  const chat = spaceType === 'IM_GROUP' ? core.world.chat(spaceId) : undefined;
  return chat?.kind === 'group' ? chat : undefined;
}

function update(core: Core, { card, messages }: Instance, cardParamMap: Card['cardParamMap']): HttpReply {
  card.cardParamMap = cardParamMap;
  card.views = {};
  for (const message of messages) message.updatedAt = core.now();
  core.world.changed();
  return ok({ success: true, result: true });
}
