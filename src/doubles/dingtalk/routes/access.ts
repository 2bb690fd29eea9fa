/** Tokens and the gateway of Stream mode. */
import { apiError, jsonObject, oapi, ok, text } from '../answers.ts';
import type { Core } from '../core.ts';
import type { Tickets } from '../push/tickets.ts';
import type { Routes } from '../server.ts';
import { tokenSeconds } from '../tokens.ts';

/** `POST /v1.0/oauth2/accessToken`, the old `GET /gettoken`, `POST /v1.0/gateway/connections/open`. */
export function accessRoutes(core: Core, tickets: Tickets): Routes {
  const { clientId, clientSecret } = core.credentials;
  const known = (id: unknown, secret: unknown): boolean => id === clientId && secret === clientSecret;
  return {
    'POST /v1.0/oauth2/accessToken': {
      style: 'open',
      handle({ body }) {
        const { appKey, appSecret } = jsonObject(body);
        if (!known(appKey, appSecret))
          return apiError(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret');
        return ok({ accessToken: core.tokens.issue(), expireIn: tokenSeconds });
      },
    },
    'GET /gettoken': {
      style: 'open',
      handle({ query }) {
        if (!known(query.get('appkey'), query.get('appsecret')))
          return oapi(40089, '不合法的appkey或appsecret');
        return oapi(0, 'ok', { access_token: core.tokens.issue(), expires_in: tokenSeconds });
      },
    },
    'POST /v1.0/gateway/connections/open': {
      style: 'open',
      handle({ headers, body }) {
        const asked = jsonObject(body);
        if (!known(asked.clientId, asked.clientSecret)) return apiError(401, 'authFailed', '鉴权失败');
        const topics = subscribed(asked.subscriptions);
        if (topics.size === 0) return apiError(400, 'param.error', 'subscriptions is empty');
        const endpoint = `${core.url.replace(/^http/, 'ws')}/connect`;
        const ticket = tickets.issue(topics);
        if (headers.accept?.includes('json')) return ok({ endpoint, ticket });
        return xml(`<Result><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></Result>`);
      },
    },
  };
}

function subscribed(subscriptions: unknown): Set<string> {
  const list: { type?: unknown; topic?: unknown }[] = Array.isArray(subscriptions) ? subscriptions : [];
  return new Set(
    list.filter((it) => text(it?.type) && text(it?.topic)).map(({ type, topic }) => `${type} ${topic}`),
  );
}

/** What comes when `Accept: application/json` is missing. */
const xml = (body: string) => ({
  status: 200,
  bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${body}`),
  headers: { 'content-type': 'application/xml; charset=utf-8' },
});
