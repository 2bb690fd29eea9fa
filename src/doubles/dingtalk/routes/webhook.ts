/** Sends without a token: the session webhook of a message, and custom robots of groups (dingtalk.md 4.1, 4.2). */
import type { HttpReply } from '../../http.ts';
import { jsonObject, oapi, text } from '../answers.ts';
import type { Core } from '../core.ts';
import { messageIdOf } from '../ids.ts';
import { checkWebhookBody } from '../message/webhook-body.ts';
import { robotSign } from '../push/callback.ts';
import type { Routes } from '../server.ts';

const signMs = 3_600_000;
/** Idempotency keys remembered. */
const keptKeys = 10_000;

export function webhookRoutes(core: Core): Routes {
  const seen = new Set<string>();
  return {
    'POST /robot/sendBySession': {
      style: 'webhook',
      send: true,
      handle({ query, body }) {
        const chatId = core.sessions.chatOf(query.get('session') ?? '');
        if (chatId === undefined) return oapi(300001, 'session 不存在');
        return post(core, seen, chatId, jsonObject(body));
      },
    },
    'POST /robot/send': {
      style: 'webhook',
      send: true,
      handle({ query, body }) {
        const robot = core.robots.get(query.get('access_token') ?? '');
        if (!robot) return oapi(300001, 'token is not exist');
        if (robot.secret !== undefined && !signed(core, robot.secret, query))
          return oapi(310000, 'sign not match');
        if (!core.robots.take(robot, core.traffic.limits.customRobotPerMinute, core.now()))
          return oapi(410100, '发送速度太快而限流');
        return post(core, seen, robot.chatId, jsonObject(body));
      },
    },
  };
}

/** The signature of a custom robot is made like that of a robot callback. */
function signed(core: Core, secret: string, query: URLSearchParams): boolean {
  const timestamp = query.get('timestamp') ?? '';
  return (
    Math.abs(core.now() - Number(timestamp)) <= signMs && query.get('sign') === robotSign(timestamp, secret)
  );
}

/** A msgUuid that was used in this chat already is answered like the first time, without effect. */
function post(core: Core, seen: Set<string>, chatId: string, body: Record<string, unknown>): HttpReply {
  const checked = checkWebhookBody(body);
  if ('errcode' in checked) return oapi(checked.errcode, checked.errmsg);
  const key = text(body.msgUuid) === '' ? undefined : `${chatId} ${text(body.msgUuid)}`;
  if (key !== undefined && seen.has(key)) return oapi(0, 'ok');
  if (key !== undefined) remember(seen, key);
  const { type, content } = checked;
  core.world.post({ id: messageIdOf(), chatId, from: 'bot', at: core.now(), type, content });
  return oapi(0, 'ok');
}

function remember(seen: Set<string>, key: string): void {
  seen.add(key);
  if (seen.size <= keptKeys) return;
  const [oldest] = seen;
  if (oldest !== undefined) seen.delete(oldest);
}
