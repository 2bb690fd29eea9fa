/** One server for both hosts: finds the route, checks the token, counts, provokes faults, writes the wire log. */
import type { HttpReply, HttpRequest } from '../http.ts';
import { apiError, banned, oapi, succeeded } from './answers.ts';
import type { Core } from './core.ts';
import { spend, spendErrorCode } from './faults.ts';

/**
 * Which host's manners a route has: 'api' wants the token in a header, 'oapi'
 * in the query, 'webhook' wants none and answers with errcode, 'open' wants none.
 */
export interface Route {
  style: 'api' | 'oapi' | 'webhook' | 'open';
  /** Send faults of the port act on it. */
  send?: true;
  /** Not counted in the month's quota: token and contacts (dingtalk.md 4.5). */
  free?: true;
  handle(request: HttpRequest): HttpReply | Promise<HttpReply>;
}

/** By `METHOD /path`. */
export type Routes = Record<string, Route>;

/** Bodies longer than this are not kept in the wire log. */
const loggedBytes = 64 * 1024;

/** The handler of the double's HTTP server. */
export function serve(core: Core, routes: Routes): (request: HttpRequest) => Promise<HttpReply> | HttpReply {
  const table = new Map(Object.entries(routes));
  const find = ({ method, path }: HttpRequest): Route | undefined =>
    table.get(`${method} ${path}`) ??
    (path.startsWith('/download/') ? table.get(`${method} /download/`) : undefined);
  return (request) => {
    const at = core.now();
    const route = find(request);
    const reply = route ? answer(core, route, request) : unknownRoute(request);
    if (reply instanceof Promise) return reply.then((ready) => logged(core, request, ready, at));
    return logged(core, request, reply, at);
  };
}

function answer(core: Core, route: Route, request: HttpRequest): HttpReply | Promise<HttpReply> {
  const refused = refusal(core, route, request);
  if (refused) return refused;
  const reply = route.handle(request);
  if (!route.send) return reply;
  if (reply instanceof Promise) return reply.then((ready) => perhapsCut(core, ready));
  return perhapsCut(core, reply);
}

function refusal(core: Core, route: Route, request: HttpRequest): HttpReply | undefined {
  if (!core.traffic.admit()) return banned();
  if (core.faults.expireTokens) {
    core.tokens.expire();
    core.faults.expireTokens = false;
  }
  if (route.style === 'api' && !core.tokens.valid(tokenHeader(request)))
    return apiError(400, 'InvalidAuthentication', '不合法的access_token');
  if (route.style === 'oapi' && !core.tokens.valid(request.query.get('access_token')))
    return oapi(40014, '不合法的access_token');
  if (route.send) {
    const fault = provoked(core, route);
    if (fault) return fault;
  }
  if (route.style === 'open' || route.style === 'webhook') return undefined;
  if (!core.traffic.takeApi(request.path)) return tooFast(route);
  if (!route.free && !core.traffic.takeCall()) return monthOver(route);
  return undefined;
}

const tokenHeader = (request: HttpRequest): string | undefined => {
  const value = request.headers['x-acs-dingtalk-access-token'];
  return typeof value === 'string' ? value : undefined;
};

function provoked(core: Core, route: Route): HttpReply | undefined {
  const { faults } = core;
  if (spend(faults, 'serverErrors')) return apiError(500, 'system.error', '未知的系统错误');
  if (spend(faults, 'rateLimited')) return tooFast(route);
  const code = spendErrorCode(faults);
  if (code === undefined) return undefined;
  if (Number(code) === 1111) return banned();
  if (route.style === 'webhook') return oapi(code, `provoked ${code}`);
  return apiError(statusOf(String(code)), String(code), `provoked ${code}`);
}

/** HTTP status that goes with an error code of api.dingtalk.com. */
function statusOf(code: string): number {
  if (/^forbidden\b/i.test(code)) return 403;
  return code === 'system.error' ? 500 : 400;
}

const tooFast = (route: Route): HttpReply =>
  route.style === 'api'
    ? apiError(
        403,
        'Forbidden.AccessDenied.QpsLimitForApi',
        '您的服务器调用钉钉开放平台此接口的请求次数超过限制',
      )
    : oapi(90018, '您的服务器调用钉钉开放平台此接口的请求次数超过限制，请降低调用频率');

const monthOver = (route: Route): HttpReply =>
  route.style === 'api'
    ? apiError(
        403,
        'Forbidden.AccessDenied.ApiCountLimitForOrg',
        '企业调用钉钉开放平台接口的次数超过本月限额',
      )
    : oapi(90020, '企业调用钉钉开放平台接口的次数超过限额');

function perhapsCut(core: Core, reply: HttpReply): HttpReply {
  return succeeded(reply) && spend(core.faults, 'cutAfterSend') ? { cut: true } : reply;
}

const unknownRoute = ({ path }: HttpRequest): HttpReply =>
  path.startsWith('/v1.0/')
    ? apiError(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.')
    : oapi(404, '请求的URI地址不存在');

function logged(
  core: Core,
  { method, path, query, body }: HttpRequest,
  reply: HttpReply,
  at: number,
): HttpReply {
  core.wire.add({
    at,
    direction: 'from-bot',
    what: `${method} ${path}`,
    status: 'cut' in reply ? 'cut' : reply.status,
    ms: core.now() - at,
    /** Parsed only when somebody looks. */
    get request() {
      return shown(query, body);
    },
    response: 'json' in reply ? reply.json : undefined,
  });
  core.world.changed();
  return reply;
}

/** Query values that let somebody in without a token. */
const secretQuery = new Set(['session', 'appsecret', 'sign']);

function shown(query: URLSearchParams, body: Buffer): unknown {
  const asked = Object.fromEntries(
    [...query].map(([key, value]) => [key, secretQuery.has(key) ? '***' : value]),
  );
  if (body.length === 0) return { query: asked };
  if (body.length > loggedBytes) return { query: asked, body: `${body.length} bytes` };
  try {
    return { query: asked, body: JSON.parse(body.toString()) };
  } catch {
    return { query: asked, body: `${body.length} bytes` };
  }
}
