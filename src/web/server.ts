/** The routes: channel callbacks, health, metrics; the simulator where there is one. */
import { createServer, type RequestListener, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Channel, ChannelName } from '../channels/port.ts';
import type { Log } from '../ports.ts';
import { callbackOf } from './callback.ts';

export interface WebDeps {
  log: Log;
  channels: readonly Channel[];
  /** What /readyz asks. */
  ready(): Promise<{ ok: boolean; checks: Record<string, boolean | string> }>;
  metrics(): Promise<string>;
  /** Mounted at the root: the simulator and its API. */
  simulator?: Router;
}

/** Channel callbacks go straight to their channel, everything else through Express. */
export function webApp(deps: WebDeps): RequestListener {
  const pages = pagesOf(deps);
  const callbacks = new Map(
    deps.channels.map((channel) => [callbackPaths[channel.name], callbackOf(channel, deps.log)]),
  );
  return (request, response) => {
    const path = (request.url ?? '').replace(/\/?(?:\?.*)?$/, '');
    const callback = request.method === 'POST' ? callbacks.get(path) : undefined;
    if (callback) callback(request, response);
    else pages(request, response);
  };
}

const callbackPaths: Record<ChannelName, string> = {
  feishu: '/channels/feishu',
  dingtalk: '/channels/dingtalk',
};

function pagesOf(deps: WebDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(
    helmet({
      contentSecurityPolicy: { directives: pagePolicy },
      crossOriginOpenerPolicy: false,
      strictTransportSecurity: false,
      originAgentCluster: false,
    }),
  );
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', async (_request, response) => {
    const ready = await deps.ready();
    response.status(ready.ok ? 200 : 503).json(ready);
  });
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await deps.metrics());
  });
  if (deps.simulator) {
    app.use(deps.simulator);
    app.get('/', (_request, response) => response.redirect('/simulator'));
  } else {
    app.get('/', (_request, response) => {
      response.type('text/plain; charset=utf-8').send('近悦正在运行。请在飞书或钉钉里找机器人“小才”。\n');
    });
  }
  app.use((_request, response) => {
    response.status(404).json({ error: 'there is nothing at this address' });
  });
  app.use(lastResort(deps.log));
  return app;
}

/** Everything from this service alone; over plain http on loopback nothing is upgraded. */
const pagePolicy = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'upgrade-insecure-requests': null,
};

/** A request that broke: too large and unreadable ones are the sender's, the rest is ours. */
function lastResort(log: Log): ErrorRequestHandler {
  return (error: { status?: number; message?: string }, request, response, _next) => {
    if (error.status !== undefined && error.status < 500) {
      response.status(error.status).json({ error: 'the request could not be read' });
    } else {
      log.error({ path: request.path, reason: error.message }, 'A request failed');
      response.status(500).json({ error: 'something went wrong here; please try again' });
    }
  };
}

/** Listens; rejects with a sentence when the port is taken. */
export function listen(app: RequestListener, port: number): Promise<Server> {
  const server = createServer(app);
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    });
    server.listen(port, () => resolve(server));
  });
}

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  constructor(port: number) {
    super(
      `Port ${port} is in use: stop what uses it, or set PORT to another one. 端口 ${port} 已被占用：请停掉占用它的程序，或把 PORT 设成别的端口。`,
    );
  }
}
