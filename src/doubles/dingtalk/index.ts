/**
 * A loopback DingTalk: one server that speaks for api.dingtalk.com and
 * oapi.dingtalk.com alike, its Stream connection, its HTTP callbacks, and the
 * people on the far side. It shares nothing with the channel it faces.
 */
import { startHttp } from '../http.ts';
import type { DoubleChat, DoubleContent } from '../port.ts';
import { WireLog } from '../wirelog.ts';
import { Alarms, realTimers } from './alarms.ts';
import { botName, type Core } from './core.ts';
import { createFaults } from './faults.ts';
import { Files } from './files.ts';
import { hexOf, messageIdOf, uuid } from './ids.ts';
import { sentByLink, tapTargets } from './message/buttons.ts';
import { robotMessage, said } from './message/robot-message.ts';
import {
  type Credentials,
  type DingtalkDouble,
  type DingtalkDoubleOptions,
  standardLimits,
  standardRedelivery,
} from './options.ts';
import { postRobotMessage } from './push/callback.ts';
import { EventPush } from './push/event-push.ts';
import { Poster } from './push/post.ts';
import { Pushes } from './push/pushes.ts';
import { Stream } from './push/stream.ts';
import { accessRoutes } from './routes/access.ts';
import { contactRoutes } from './routes/contacts.ts';
import { mediaRoutes } from './routes/media.ts';
import { robotRoutes } from './routes/robot.ts';
import { webhookRoutes } from './routes/webhook.ts';
import { serve } from './server.ts';
import { CustomRobots, Sessions } from './sessions.ts';
import { Tokens } from './tokens.ts';
import { Traffic } from './traffic.ts';
import { World } from './world.ts';

export { tapTargets } from './message/buttons.ts';
export type * from './options.ts';
export { sessionLifeMs } from './sessions.ts';

const robotTopic = '/v1.0/im/bot/messages/get';

/** Starts a double on a loopback port. Nobody is in its organisation yet. */
export async function startDingtalkDouble(options: DingtalkDoubleOptions = {}): Promise<DingtalkDouble> {
  const core = createCore(options, (dead) => stream.kill(dead));
  const stream = new Stream(core, options.random ?? Math.random);
  const poster = new Poster();
  const events = new EventPush(core, poster, options.eventWebhook);
  let webhook = options.webhook;
  const pushes = new Pushes(core, { ...standardRedelivery, ...options.redelivery }, (push) => {
    if (push.kind === 'event' && events.url !== undefined) return events.deliver(push);
    if (push.kind === 'robot' && webhook !== undefined) return postRobotMessage(core, poster, webhook, push);
    return stream.deliver(push);
  });
  const http = await startHttp(
    options.port ?? 0,
    serve(core, {
      ...accessRoutes(core, stream),
      ...robotRoutes(core),
      ...webhookRoutes(core),
      ...contactRoutes(core),
      ...mediaRoutes(core),
    }),
  );
  core.url = http.url;
  stream.attach(http.server);
  keepPinging(core, stream, options.pingMs ?? 30_000);

  const { world } = core;
  const say = (userId: string, chatId: string, content: DoubleContent): string => {
    const person = world.person(userId);
    const chat = world.chat(chatId);
    if (!person) throw new Error(`There is no user ${userId}.`);
    if (!chat?.members.includes(userId)) throw new Error(`${userId} is not in chat ${chatId}.`);
    const { type, content: shown, push } = said(core, chat, content, botName);
    const message = { id: messageIdOf(), chatId, from: userId, at: core.now(), type, content: shown };
    world.post(message);
    if (push) {
      const body = robotMessage(core, person, chat, message, push);
      pushes.queue({ kind: 'robot', topic: robotTopic, headers: {}, body });
    }
    return message.id;
  };

  return {
    name: 'dingtalk',
    url: http.url,
    faults: core.faults,
    credentials: core.credentials,
    users: () => world.users(),
    addUser: (user) => world.addUser(user),
    p2p: (userId) => world.p2p(userId),
    chats: () => world.chats(),
    addGroup: (title, members): DoubleChat => world.addGroup(title, members),
    say: async (userId, chatId, content) => say(userId, chatId, content),
    /** DingTalk tells a robot nothing when its chat is opened; the chat merely exists from then on. */
    enter: async (userId) => void world.p2p(userId),
    async press(userId, messageId, label) {
      const message = world.message(messageId);
      if (!message || message.recalled) return { error: '消息不存在或已撤回' };
      const target = tapTargets(message).find((it) => it.label === label);
      if (!target) return { error: `没有「${label}」` };
      const words = message.from === 'bot' ? sentByLink(target.url) : undefined;
      if (words !== undefined) {
        const mentionBot = options.linkMentionsBot ?? true;
        say(userId, message.chatId, { type: 'text', text: words, mentionBot });
      }
      return {};
    },
    /** A robot is not told of a recall either. */
    async recall(userId, messageId) {
      const message = world.message(messageId);
      if (message?.from !== userId) throw new Error(`${userId} did not say ${messageId}.`);
      message.recalled = true;
      world.changed();
    },
    messages: (chatId) => world.messages(chatId),
    wire: () => core.wire.entries(),
    onChange: (listener) => world.onChange(listener),
    idle: () => pushes.idle(),
    setWebhook(url) {
      webhook = url;
    },
    setEventWebhook(url) {
      events.url = url;
    },
    async pushEvent(eventType, data) {
      const born = String(core.now());
      const eventId = hexOf(16);
      const headers = {
        eventType,
        eventId,
        eventCorpId: core.credentials.corpId,
        eventBornTime: born,
        eventUnifiedAppId: core.credentials.clientId,
      };
      const body = events.url === undefined ? data : overHttp(core, eventType, eventId, data);
      pushes.queue({ kind: 'event', topic: '*', headers, body });
    },
    sendDisconnect: () => stream.disconnect(),
    sendPing: () => stream.ping(),
    connections: () => stream.view(),
    addCustomRobot: (chatId, secret) =>
      `${core.url}/robot/send?access_token=${core.robots.add(chatId, secret)}`,
    flowControl: (userId, times) => void core.flowControlled.set(userId, times),
    file: (key) => core.files.get(key),
    async stop() {
      core.alarms.stop();
      stream.stop();
      poster.stop();
      await http.stop();
    },
  };
}

function createCore(options: DingtalkDoubleOptions, onDead: (dead: boolean) => void): Core {
  const now = options.now ?? Date.now;
  const unlimited = Number.POSITIVE_INFINITY;
  const none = { apiPerSecond: unlimited, ipPer20Seconds: unlimited, customRobotPerMinute: unlimited };
  const limits = options.limits === 'off' ? none : { ...standardLimits, ...options.limits };
  const quotas = { apiCallsPerMonth: unlimited, pushesPerMonth: unlimited, ...options.quotas };
  return {
    url: '',
    credentials: credentialsOf(options),
    now,
    alarms: new Alarms(options.timers ?? realTimers),
    faults: createFaults(onDead),
    world: new World(),
    files: new Files(now),
    tokens: new Tokens(now),
    sessions: new Sessions(now),
    robots: new CustomRobots(),
    traffic: new Traffic(limits, quotas, now),
    wire: new WireLog(),
    flowControlled: new Map(),
    sent: new Map(),
  };
}

function credentialsOf(options: DingtalkDoubleOptions): Credentials {
  const clientId = options.clientId ?? `ding${hexOf(8)}`;
  return {
    clientId,
    clientSecret: options.clientSecret ?? hexOf(32),
    corpId: options.corpId ?? `ding${hexOf(16)}`,
    robotCode: clientId,
    eventToken: options.eventToken ?? hexOf(8),
    eventAesKey: options.eventAesKey ?? `${hexOf(20)}abc`,
  };
}

function keepPinging(core: Core, stream: Stream, ms: number): void {
  if (ms <= 0) return;
  core.alarms.after(ms, () => {
    stream.ping();
    keepPinging(core, stream, ms);
  });
}

/** Over HTTP the keys of an event begin with a capital, and the type stands inside (dingtalk.md 2.2). */
function overHttp(
  core: Core,
  eventType: string,
  eventId: string,
  data: Record<string, unknown>,
): Record<string, unknown> {
  const capitals = Object.entries(data).map(([key, value]) => [
    key.charAt(0).toUpperCase() + key.slice(1),
    value,
  ]);
  return {
    EventType: eventType,
    TimeStamp: core.now(),
    CorpId: core.credentials.corpId,
    BizId: uuid(),
    eventId,
    ...Object.fromEntries(capitals),
  };
}
