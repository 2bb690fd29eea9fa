/** /open-apis: token, faults, limits, then the handler; every exchange goes to the wire log. */
import type { HttpReply, HttpRequest } from '../../http.ts';
import { refuse, tooMany } from '../answers.ts';
import { parse, record } from '../json.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './call.ts';
import { cardRoutes } from './cards.ts';
import { contactRoutes } from './contacts.ts';
import { mediaRoutes } from './media.ts';
import { messageRoutes } from './messages.ts';

const root = '/open-apis/';
const tokenPath = '/open-apis/auth/v3/tenant_access_token/internal';

export class Router {
  #world: World;
  #routes: Route[];

  constructor(world: World) {
    this.#world = world;
    this.#routes = [...messageRoutes(), ...mediaRoutes(), ...cardRoutes(), ...contactRoutes()];
  }

  /** Answers one request and keeps it in the wire log. */
  answer(request: HttpRequest): HttpReply {
    const world = this.#world;
    const started = performance.now();
    const json = (request.headers['content-type'] ?? '').includes('json');
    const body = json && request.body.length > 0 ? parse(request.body.toString('utf8')) : {};
    const reply = this.#reply(request, body);
    const query = request.query.toString();
    world.wire.add({
      at: world.now(),
      direction: 'from-bot',
      what: `${request.method} ${request.path}${query ? `?${query}` : ''}`,
      status: 'cut' in reply ? 'cut' : reply.status,
      ms: Math.round(performance.now() - started),
      request: json ? body : { bytes: request.body.length },
      response: 'json' in reply ? reply.json : 'bytes' in reply ? { bytes: reply.bytes.length } : undefined,
    });
    world.changed();
    return reply;
  }

  #reply(request: HttpRequest, body: unknown): HttpReply {
    const { faults, tokens } = this.#world;
    if (faults.expireTokens) {
      faults.expireTokens = false;
      tokens.expireAll();
    }
    if (body === undefined) return refuse(9499, 'the body is not JSON');
    if (request.path === tokenPath && request.method === 'POST') return this.#token(record(body));
    if (!request.path.startsWith(root)) return notFound;
    const found = this.#find(request);
    if (!found) return notFound;
    return this.#authorised(request) ?? this.#dispatch(found.route, { ...found.call, body: record(body) });
  }

  #token(body: Record<string, unknown>): HttpReply {
    const { credentials, tokens } = this.#world;
    if (body.app_id !== credentials.appId)
      return { status: 200, json: { code: 10003, msg: 'invalid param' } };
    if (body.app_secret !== credentials.appSecret)
      return { status: 200, json: { code: 10014, msg: 'app secret invalid' } };
    const { token, expire } = tokens.issue();
    return { status: 200, json: { code: 0, msg: 'ok', tenant_access_token: token, expire } };
  }

  #authorised(request: HttpRequest): HttpReply | undefined {
    const header = request.headers.authorization;
    if (!header) return refuse(99991661);
    const token = header.startsWith('Bearer ') ? header.slice(7) : '';
    return this.#world.tokens.valid(token) ? undefined : refuse(99991663);
  }

  #find(request: HttpRequest): { route: Route; call: Omit<Call, 'body'> } | undefined {
    const parts = request.path.slice(root.length).split('/');
    for (const candidate of this.#routes) {
      if (candidate.method !== request.method || candidate.path.length !== parts.length) continue;
      const ids: string[] = [];
      const fits = candidate.path.every((part, index) => {
        const actual = parts[index] ?? '';
        if (part === '*') ids.push(decodeURIComponent(actual));
        return part === '*' || part === actual;
      });
      if (fits) return { route: candidate, call: { world: this.#world, request, ids } };
    }
    return undefined;
  }

  #dispatch(found: Route, call: Call): HttpReply {
    const faulty = found.sends ? this.#fault() : undefined;
    if (faulty) return faulty;
    const verdict = this.#world.limiter.call(`${found.method} ${found.path.join('/')}`);
    if (verdict !== 'ok') return tooMany(verdict.limit, verdict.resetSeconds);
    const reply = found.handle(call);
    const { faults } = this.#world;
    if (!found.sends || faults.cutAfterSend <= 0) return reply;
    faults.cutAfterSend -= 1;
    return { cut: true };
  }

  /** Faults that answer in the place of a send. */
  #fault(): HttpReply | undefined {
    const { faults } = this.#world;
    if (faults.serverErrors > 0) {
      faults.serverErrors -= 1;
      return { status: 500, json: { code: 2200, msg: 'Internal Error' } };
    }
    if (faults.rateLimited > 0) {
      faults.rateLimited -= 1;
      return tooMany(50, faults.rateResetSeconds);
    }
    const wanted = faults.errorCode;
    if (!wanted || wanted.times <= 0) return undefined;
    faults.errorCode = wanted.times === 1 ? null : { ...wanted, times: wanted.times - 1 };
    return refuse(wanted.code);
  }
}

const notFound: HttpReply = { status: 404, json: { code: 404, msg: '404 page not found' } };
