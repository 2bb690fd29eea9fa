/** POST routes: what a person does on a platform. */
import express, { type Request, type Response, type Router } from 'express';
import type { z } from 'zod';
import type { Double, DoubleChat } from '../../doubles/port.ts';
import type { Attachments } from './attachments.ts';
import { Refusal } from './refusal.ts';
import * as requests from './requests.ts';
import { read } from './requests.ts';

const largestUpload = '20mb';

/** The double of a platform. Throws a Refusal when it is not running. */
export function doubleOf(doubles: Double[], name: string): Double {
  const found = doubles.find((double) => double.name === name);
  if (found === undefined) throw new Refusal('这个平台没有在模拟。');
  return found;
}

export function chatOf(double: Double, id: string): DoubleChat {
  const found = double.chats().find((chat) => chat.id === id);
  if (found === undefined) throw new Refusal('没有这个会话，请刷新页面。');
  return found;
}

function speaker(double: Double, user: string, chat?: DoubleChat): void {
  if (!double.users().some((known) => known.id === user)) throw new Refusal('平台上没有这个人，请刷新页面。');
  if (chat !== undefined && !chat.members.includes(user)) throw new Refusal('这个人不在这个会话里。');
}

/** What a double refuses is told as it said it; it is never a failure of the page. */
async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new Refusal(`平台没有接受：${error instanceof Error ? error.message : '原因不明'}`);
  }
}

type Handler<Body> = (body: Body, double: Double) => Promise<object> | object;

export function actionRouter(doubles: Double[], attachments: Attachments, changed: () => void): Router {
  const router = express.Router();
  const act = <Schema extends z.ZodType<{ platform: string }>>(
    path: string,
    schema: Schema,
    handle: Handler<z.output<Schema>>,
  ): void => {
    router.post(path, async (request, response) => {
      const body = read(schema, request.body);
      response.json(await handle(body, doubleOf(doubles, body.platform)));
      changed();
    });
  };

  act('/say', requests.sayBody, async ({ user, chat, text, mention, voice }, double) => {
    speaker(double, user, chatOf(double, chat));
    const mentionBot = mention === true;
    const content = voice ? speech(text) : ({ type: 'text', text, mentionBot } as const);
    return { message: await asked(double.say(user, chat, content)) };
  });
  act('/press', requests.pressBody, async ({ user, message, label, form }, double) => {
    speaker(double, user);
    return await asked(double.press(user, message, label, form));
  });
  act('/enter', requests.enterBody, async ({ user }, double) => {
    speaker(double, user);
    const chat = double.p2p(user);
    await asked(double.enter(user));
    return { chat: chat.id };
  });
  act('/recall', requests.recallBody, async ({ user, message }, double) => {
    speaker(double, user);
    await asked(double.recall(user, message));
    return {};
  });
  act('/group', requests.groupBody, ({ title, members }, double) => {
    for (const member of members) speaker(double, member);
    return { chat: double.addGroup(title, members).id };
  });
  act('/faults', requests.faultsBody, ({ faults }, double) => {
    Object.assign(double.faults, faults);
    return { faults: double.faults };
  });

  const bytes = express.raw({ type: 'application/octet-stream', limit: largestUpload });
  router.post('/upload', bytes, async (request: Request, response: Response) => {
    const query = read(requests.uploadQuery, request.query);
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new Refusal('这个文件是空的。');
    const double = doubleOf(doubles, query.platform);
    speaker(double, query.user, chatOf(double, query.chat));
    const mime = query.mime || 'application/octet-stream';
    const file = { name: query.name, mime, bytes: new Uint8Array(request.body) };
    const type = mime.startsWith('image/') ? 'image' : 'file';
    const message = await asked(double.say(query.user, query.chat, { type, file }));
    attachments.keep(double.name, message, file);
    response.json({ message });
    changed();
  });
  return router;
}

/** Speech nobody recorded: the platform's ear hears `transcript`, the sound is silence. */
function speech(transcript: string) {
  const file = { name: 'voice.amr', mime: 'audio/amr', bytes: new TextEncoder().encode('#!AMR\n') };
  return { type: 'audio', file, transcript } as const;
}
