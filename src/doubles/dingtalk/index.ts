/**
 * A loopback DingTalk: one server that speaks for api.dingtalk.com and
 * oapi.dingtalk.com alike, its Stream connection, its HTTP callbacks, and the
 * people on the far side. It shares nothing with the channel it faces.
 */
import { startHttp } from '../http.ts';
import type { DoubleChat } from '../port.ts';
import { WireLog } from '../wirelog.ts';
import { Alarms, realTimers } from './alarms.ts';
import type { Core } from './core.ts';
import { createFaults } from './faults.ts';
import { Files } from './files.ts';
import { hexOf } from './ids.ts';
import {
  type Credentials,
  type DingtalkDouble,
  type DingtalkDoubleOptions,
  standardLimits,
  standardRedelivery,
} from './options.ts';
import { fileOf, press, recall, say } from './people.ts';
import { postRobotMessage } from './push/callback.ts';
import { EventPush, pushEvent } from './push/event-push.ts';
import { Poster } from './push/post.ts';
import { Pushes } from './push/pushes.ts';
import { Stream } from './push/stream.ts';
import { Tickets } from './push/tickets.ts';
import { accessRoutes } from './routes/access.ts';
import { cardRoutes } from './routes/cards.ts';
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

/** Starts a double on a loopback port. Nobody is in its organisation yet. */
export async function startDingtalkDouble(options: DingtalkDoubleOptions = {}): Promise<DingtalkDouble> {
  const core = createCore(options, (dead) => stream.kill(dead));
  const tickets = new Tickets(core.now);
  const stream = new Stream(core, tickets, options.random ?? Math.random);
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
      ...accessRoutes(core, tickets),
      ...robotRoutes(core),
      ...webhookRoutes(core),
      ...contactRoutes(core),
      ...mediaRoutes(core),
      ...cardRoutes(core),
    }),
  );
  core.url = http.url;
  stream.attach(http.server);
  keepPinging(core, stream, options.pingMs ?? 30_000);

  const { world } = core;
  const mentionBot = options.linkMentionsBot ?? true;
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
    say: async (userId, chatId, content) => say(core, pushes, userId, chatId, content),
    /** DingTalk tells a robot nothing when its chat is opened; the chat merely exists from then on. */
    enter: async (userId) => void world.p2p(userId),
    press: (userId, messageId, label, form) =>
      press(core, pushes, (push) => stream.ask(push), { userId, messageId, label, form, mentionBot }),
    recall: async (userId, messageId) => recall(core, userId, messageId),
    file: (messageId) => fileOf(core, world.message(messageId)),
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
    pushEvent: async (eventType, data) => pushEvent(core, pushes, events, eventType, data),
    sendDisconnect: () => stream.disconnect(),
    sendPing: () => stream.ping(),
    connections: () => stream.view(),
    addCustomRobot: (chatId, secret) =>
      `${core.url}/robot/send?access_token=${core.robots.add(chatId, secret)}`,
    flowControl: (userId, times) => void core.flowControlled.set(userId, times),
    fileByKey: (key) => core.files.get(key),
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
