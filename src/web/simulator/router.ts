/**
 * The face of the platform doubles: a page where anyone can be anybody of the
 * county and talk to the bot over the real wire. Mounted only while every
 * platform address is loopback (design.md 5).
 */
import express, { type Router } from 'express';
import { actionRouter, chatOf, doubleOf } from './actions.ts';
import { assetRouter } from './assets.ts';
import { Attachments } from './attachments.ts';
import { clockRouter } from './clock.ts';
import type { SimulatorDeps } from './deps.ts';
import { notices } from './events.ts';
import { Refusal, refuse } from './refusal.ts';
import { chatQuery, fileQuery, platformQuery, read } from './requests.ts';
import { stateOf } from './state.ts';
import type { MessagesView, WireView } from './view.ts';

export type { SimulatorDeps } from './deps.ts';
export type { CastMember } from './view.ts';

const messagesShown = 200;
const exchangesShown = 150;

/** Routes below /simulator; mount at the root. Input it does not understand is answered 400 with a Chinese sentence. */
export function simulatorRouter(deps: SimulatorDeps): Router {
  const router = express.Router();
  const attachments = new Attachments();
  const told = notices(deps.doubles);
  router.use(assetRouter());
  router.use('/simulator', express.json({ limit: '256kb' }));
  router.get('/simulator/api/events', told.follow);
  router.use('/simulator/api', readingRouter(deps, attachments));
  router.use('/simulator/api', actionRouter(deps.doubles, attachments, told.announce));
  router.use(clockRouter(deps, told.announce));
  router.use('/simulator', refuse);
  return router;
}

function readingRouter(deps: SimulatorDeps, attachments: Attachments): Router {
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  router.get('/state', (_request, response) => {
    response.json(stateOf(deps));
  });
  router.get('/messages', (request, response) => {
    const { platform, chat } = read(chatQuery, request.query);
    const double = doubleOf(deps.doubles, platform);
    const all = double.messages(chatOf(double, chat).id);
    const messages = all.slice(-messagesShown).map((message) => {
      const attachment = attachments.describe(double, message);
      return attachment === undefined ? message : { ...message, attachment };
    });
    response.json({ messages, total: all.length } satisfies MessagesView);
  });
  router.get('/wire', (request, response) => {
    const double = doubleOf(deps.doubles, read(platformQuery, request.query).platform);
    response.json({ entries: double.wire().slice(-exchangesShown).reverse() } satisfies WireView);
  });
  router.get('/file', (request, response) => {
    const query = read(fileQuery, request.query);
    const double = doubleOf(deps.doubles, query.platform);
    const message = double.messages(chatOf(double, query.chat).id).find(({ id }) => id === query.message);
    const file = message && attachments.find(double, message);
    if (file === undefined) throw new Refusal('这个文件已经不在了。');
    // Foreign bytes: only pictures are shown in place, and nothing in them may run.
    const picture = /^image\/(png|jpeg|gif|webp)$/.test(file.mime);
    const how = `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`;
    response.set({ 'content-disposition': how, 'x-content-type-options': 'nosniff' });
    response.set('content-security-policy', "default-src 'none'; sandbox");
    response.type(picture ? file.mime : 'application/octet-stream').send(Buffer.from(file.bytes));
  });
  return router;
}
