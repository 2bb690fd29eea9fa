/** The robot's OpenAPI: one-to-one and group sends, and taking them back (dingtalk.md 4.1). */
import type { HttpReply } from '../../http.ts';
import type { DoubleMessage } from '../../port.ts';
import { apiError, jsonObject, ok, text } from '../answers.ts';
import type { Core } from '../core.ts';
import { queryKeyOf } from '../ids.ts';
import { checkTemplate } from '../message/templates.ts';
import type { Routes } from '../server.ts';

const mostUsers = 20;
const mostRecalls = 20;
const recallMs = 24 * 3_600_000;
/** Sends whose messages can still be found for a recall. */
const keptSends = 20_000;

export function robotRoutes(core: Core): Routes {
  return {
    'POST /v1.0/robot/oToMessages/batchSend': {
      style: 'api',
      send: true,
      handle: ({ body }) => sendOneToOne(core, jsonObject(body)),
    },
    'POST /v1.0/robot/groupMessages/send': {
      style: 'api',
      send: true,
      handle: ({ body }) => sendToGroup(core, jsonObject(body)),
    },
    'POST /v1.0/robot/otoMessages/batchRecall': {
      style: 'api',
      handle: ({ body }) => recall(core, jsonObject(body), () => true),
    },
    'POST /v1.0/robot/groupMessages/recall': {
      style: 'api',
      handle({ body }) {
        const asked = jsonObject(body);
        return recall(core, asked, ({ chatId }) => chatId === asked.openConversationId);
      },
    },
  };
}

type Asked = Record<string, unknown>;

function sendOneToOne(core: Core, asked: Asked): HttpReply {
  const refused = checkRobot(core, asked);
  if (refused) return refused;
  const userIds: unknown[] = Array.isArray(asked.userIds) ? asked.userIds : [];
  if (userIds.length === 0) return apiError(400, 'invalidParameter.userIds.empty', '用户userId列表为空');
  if (userIds.length > mostUsers)
    return apiError(400, 'invalidParameter.userIds.overMax', '用户userId列表超过最大限制');
  const checked = checkTemplate(asked.msgKey, asked.msgParam, core.files);
  if ('code' in checked) return apiError(400, checked.code, checked.message);
  const ids = [...new Set(userIds.map(text))];
  const invalid = ids.filter((id) => !core.world.person(id));
  if (invalid.length === ids.length) return apiError(400, 'staffId.notExisted', 'staffId不存在');
  const held = ids.filter((id) => !invalid.includes(id) && holdBack(core, id));
  const chats = ids
    .filter((id) => !invalid.includes(id) && !held.includes(id))
    .map((id) => core.world.p2p(id).id);
  const processQueryKey = post(core, chats, checked);
  return ok({ processQueryKey, invalidStaffIdList: invalid, flowControlledStaffIdList: held });
}

function holdBack(core: Core, userId: string): boolean {
  const left = core.flowControlled.get(userId) ?? 0;
  if (left > 0) core.flowControlled.set(userId, left - 1);
  return left > 0;
}

function sendToGroup(core: Core, asked: Asked): HttpReply {
  const refused = checkRobot(core, asked);
  if (refused) return refused;
  const id = text(asked.openConversationId);
  if (id === '') return apiError(400, 'miss.openConversationId', '缺少openConversationId');
  if (core.world.chat(id)?.kind !== 'group')
    return apiError(400, 'invalid.openConversationId', '无效的openConversationId');
  const checked = checkTemplate(asked.msgKey, asked.msgParam, core.files);
  if ('code' in checked) return apiError(400, checked.code, checked.message);
  return ok({ processQueryKey: post(core, [id], checked) });
}

function checkRobot(core: Core, asked: Asked): HttpReply | undefined {
  if (text(asked.robotCode) === '')
    return apiError(400, 'invalidParameter.robotCode.empty', '机器人robotCode为空');
  if (asked.robotCode !== core.credentials.robotCode)
    return apiError(
      400,
      'invalidParameter.robotCode.auth',
      '此应用appkey和机器人robotCode不匹配，请使用机器人应用的appkey',
    );
  return undefined;
}

/** Posts one message to each chat; the id of the first one is the processQueryKey. */
function post(core: Core, chatIds: string[], { type, content }: { type: string; content: unknown }): string {
  const key = queryKeyOf();
  const at = core.now();
  const messages = chatIds.map((chatId, i): DoubleMessage => {
    const message = { id: i === 0 ? key : `${key}#${i}`, chatId, from: 'bot', at, type, content };
    core.world.post(message);
    return message;
  });
  core.sent.set(key, messages);
  if (core.sent.size > keptSends) {
    const [oldest] = core.sent.keys();
    if (oldest !== undefined) core.sent.delete(oldest);
  }
  return key;
}

function recall(core: Core, asked: Asked, belongs: (message: DoubleMessage) => boolean): HttpReply {
  const refused = checkRobot(core, asked);
  if (refused) return refused;
  const keys: unknown[] = Array.isArray(asked.processQueryKeys) ? asked.processQueryKeys : [];
  if (keys.length === 0)
    return apiError(400, 'invalidParameter.processQueryKey.missing', '缺少processQueryKey');
  if (keys.length > mostRecalls) return apiError(400, 'invalidParameter.param.invalid', '参数不合法');
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of keys.map(text)) {
    const messages = core.sent.get(key)?.filter(belongs) ?? [];
    const late = messages.some(({ at }) => core.now() - at > recallMs);
    if (messages.length === 0 || late) failedResult[key] = late ? '消息已超过可撤回时间' : '消息不存在';
    else {
      for (const message of messages) message.recalled = true;
      successResult.push(key);
    }
  }
  core.world.changed();
  return ok({ successResult, failedResult });
}
