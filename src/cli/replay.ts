/** A saved event taken in as if it had just arrived, and what became of it. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelName, Event } from '../channels/port.ts';
import type { Config } from '../config.ts';
import { acceptor, appKey } from '../inbox/accept.ts';
import { type EventStatus, eventStatus } from '../inbox/status.ts';
import { maskText } from '../log.ts';
import { isServed } from '../outbox/ownership.ts';
import { type Clock, type Random, systemClock } from '../ports.ts';
import { openSimulatedClock } from '../simulated-clock.ts';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { openSecrets } from '../store/secrets.ts';
import { handleHere } from './handle-here.ts';
import { failed, usage } from './problem.ts';
import { readSavedEvent, type SavedEvent } from './saved-event.ts';

export interface ReplayOptions {
  /** Take it for a new event though it is known. */
  again: boolean;
  /** `feishu:cli_…`: the app it came to, where it does not say so or another one is meant. */
  app?: string;
}

/** How long a running service is given to handle it, ms; it sweeps every second. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;

const random: Random = { bytes: (length) => randomBytes(length) };

/**
 * Accepts the event of a file under its own dedupe key and waits until it is
 * handled: by the running service, or here when none runs.
 *
 * @param words what the file holds
 * @returns what happened, as lines
 * @throws Problem when it cannot be read or belongs to no app, or when its turn failed.
 */
export async function replay(
  db: Database,
  config: Config,
  words: string,
  options: ReplayOptions,
): Promise<string[]> {
  const clock = clockOf(config);
  const saved = readSavedEvent(words, clock.now());
  const app = await chooseApp(db, saved, options.app);
  const event = named(await saved.decode(app.id.slice(`${saved.channel}:`.length)), options.again);
  const secrets = openSecrets(config.secretKeys, random);
  const accepted = await acceptor({ db, secrets, clock }).add({
    countyId: app.countyId,
    app: app.id,
    event,
  });
  if (!accepted.fresh) return known(db, app.id, event.dedupeKey);
  const taken = `来件 ${accepted.id} 已收下（${channelWords[event.channel]} · ${kindWords[event.kind]}）。`;
  if (accepted.chatId === null) return [taken, '这类来件只作记录，不需要处理。'];
  const served = await isServed(db);
  if (served) await untilHandled(db, accepted.id);
  else await handleHere({ db, config, secrets, clock, random }, accepted.chatId);
  return [taken, ...(await outcome(db, accepted.id, served))];
}

/** The service's own clock: the simulated one where there is one. */
function clockOf(config: Config): Clock {
  const simulated = !config.feishu && !config.dingtalk;
  const moved = existsSync(join(config.dataDir, 'simulated-clock.json'));
  return simulated && moved ? openSimulatedClock(config.dataDir) : systemClock;
}

const named = (event: Event, again: boolean): Event =>
  again ? { ...event, dedupeKey: `${event.dedupeKey}:again:${newId(random, 8)}` } : event;

/** The app the event belongs to: as asked, as it says itself, or the only one of its channel. */
async function chooseApp(
  db: Database,
  saved: SavedEvent,
  asked: string | undefined,
): Promise<{ id: string; countyId: string }> {
  const apps = await db.prisma.app.findMany({ where: { channel: saved.channel }, orderBy: { id: 'asc' } });
  const list = apps.map((app) => app.id).join('、');
  const channel = channelWords[saved.channel];
  if (apps.length === 0) throw failed(`服务还没有接过${channel}应用：请先配置好并启动一次服务。`);
  if (asked !== undefined) {
    const app = apps.find(({ id }) => id === asked);
    if (!app) throw usage(`没有${channel}应用“${asked}”。可选：${list}`);
    return app;
  }
  const [only] = apps;
  if (saved.appId === undefined && only && apps.length === 1) return only;
  if (saved.appId === undefined) throw usage(`来件没有写明属于哪个应用，请用 --app 指定：${list}`);
  const wanted = appKey(saved.channel, saved.appId);
  const app = apps.find(({ id }) => id === wanted);
  if (!app) throw failed(`来件属于应用 ${wanted}，服务里没有它。要算在现有应用上，请加 --app：${list}`);
  return app;
}

async function known(db: Database, app: string, dedupeKey: string): Promise<string[]> {
  const event = await found(db, { app, dedupeKey });
  return [
    `这条来件以前就收到过（来件 ${event.id}，${statusWords[event.status]}），没有重复处理。`,
    '要当作新来件再处理一次，请加 --again。',
  ];
}

async function found(db: Database, of: Parameters<typeof eventStatus>[1]): Promise<EventStatus> {
  const event = await eventStatus(db, of);
  if (!event) throw new Error('An event that was kept is gone.');
  return event;
}

/** Looks again and again until the event no longer waits, its turn has failed once, or patience ends. */
async function untilHandled(db: Database, id: bigint): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const event = await found(db, { id });
    if (event.status !== 'waiting' || event.error !== null) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function outcome(db: Database, id: bigint, served: boolean): Promise<string[]> {
  const { status, error } = await found(db, { id });
  if (status === 'ignored') return ['这条不是对机器人说的，只作记录。'];
  if (status !== 'done' && error !== null) {
    const next = status === 'aside' ? '已被搁置' : '服务会自动再试';
    throw failed(`来件 ${id} 处理出错（${next}）：${maskText(error)}`);
  }
  if (status === 'waiting') {
    return ['还在等待处理：请确认有 ROLE=all 或 ROLE=worker 的进程在运行。'];
  }
  const replies = await db.prisma.message.count({ where: { cause: `event:${id}` } });
  const said = replies === 0 ? '没有产生回复' : `产生 ${replies} 条回复`;
  if (served) return [`运行中的服务已处理，${said}。`];
  return [`服务没有在运行，已就地处理，${said}${replies === 0 ? '' : '，服务启动后发出'}。`];
}

const channelWords: Record<ChannelName, string> = { feishu: '飞书', dingtalk: '钉钉' };

const kindWords: Record<Event['kind'], string> = {
  message: '消息',
  action: '按钮或表单',
  menu: '菜单',
  entered: '打开会话',
  member: '成员变动',
  recalled: '撤回消息',
  unknown: '其他',
};

const statusWords: Record<EventStatus['status'], string> = {
  waiting: '正在等待处理',
  done: '已处理',
  ignored: '已记录',
  aside: '已被搁置',
};
