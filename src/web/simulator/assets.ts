/**
 * Serves the page without a build: its modules are TypeScript, stripped of their
 * types here and kept until the file changes; preact and htm come from node_modules.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, type Router } from 'express';

const here = dirname(fileURLToPath(import.meta.url));
const pageFolder = join(here, 'page');
const require = createRequire(import.meta.url);

/** Packages' modules by the name they are served under. */
const vendored: Record<string, () => string> = {
  'preact.mjs': () => require.resolve('preact'),
  'hooks.mjs': () => require.resolve('preact/hooks'),
  'htm.mjs': () => join(dirname(require.resolve('htm')), 'htm.module.js'),
  'htm-preact.mjs': () => join(dirname(require.resolve('htm/preact')), 'index.module.js'),
};

/** Bare names and where they are served: written into the modules, so that no inline import map is needed. */
const addresses: Record<string, string> = {
  preact: '/simulator/vendor/preact.mjs',
  'preact/hooks': '/simulator/vendor/hooks.mjs',
  htm: '/simulator/vendor/htm.mjs',
  'htm/preact': '/simulator/vendor/htm-preact.mjs',
};

/** A module's source with every bare import replaced by its address. */
export function withAddresses(source: string): string {
  return source.replace(/(from\s*)(["'])([a-z/]+)\2/g, (whole, from: string, quote: string, name: string) => {
    const address = addresses[name];
    return address === undefined ? whole : `${from}${quote}${address}${quote}`;
  });
}

/** JavaScript for a page module: types gone, lines kept. Throws on syntax that is more than types. */
export function moduleOf(source: string): string {
  return withAddresses(stripTypeScriptTypes(source, { mode: 'strip' }));
}

interface Asset {
  body: string;
  tag: string;
  changed: number;
}
const kept = new Map<string, Asset>();

async function asset(path: string, make: (source: string) => string): Promise<Asset> {
  const changed = (await stat(path)).mtimeMs;
  const known = kept.get(path);
  if (known?.changed === changed) return known;
  const body = make(await readFile(path, 'utf8'));
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const fresh = { body, tag, changed };
  kept.set(path, fresh);
  return fresh;
}

/** Nothing inline, nothing from elsewhere. */
const policy =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

async function send(
  request: Request,
  response: Response,
  path: string,
  mime: string,
  make: (source: string) => string,
): Promise<void> {
  const found = await asset(path, make);
  response.set({ 'content-type': `${mime}; charset=utf-8`, 'cache-control': 'no-cache', etag: found.tag });
  response.set('content-security-policy', policy);
  if (request.fresh) response.status(304).end();
  else response.send(found.body);
}

const asIs = (source: string): string => source;

/** GET /simulator, /simulator/page/*, /simulator/vendor/*. Unknown names fall through to 404. */
export function assetRouter(): Router {
  const router = express.Router();
  router.get('/simulator', (request, response) =>
    send(request, response, join(pageFolder, 'index.html'), 'text/html', asIs),
  );
  router.get('/simulator/page/:file', async (request, response, next) => {
    const { file } = request.params;
    const kind = /^[a-z0-9-]+\.(ts|css|svg)$/.exec(file)?.[1];
    const path = join(pageFolder, file);
    if (kind === undefined || !(await exists(path))) return next();
    if (kind === 'ts') await send(request, response, path, 'text/javascript', moduleOf);
    else await send(request, response, path, kind === 'css' ? 'text/css' : 'image/svg+xml', asIs);
  });
  router.get('/simulator/vendor/:file', async (request, response, next) => {
    const path = Object.hasOwn(vendored, request.params.file) ? vendored[request.params.file] : undefined;
    if (path === undefined) return next();
    await send(request, response, path(), 'text/javascript', withAddresses);
  });
  return router;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
