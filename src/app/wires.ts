/** The channels of this process, and the apps they speak for. */
import { createDingtalkChannel } from '../channels/dingtalk/channel.ts';
import { createFeishuChannel } from '../channels/feishu/channel.ts';
import type { Channel, Sink } from '../channels/port.ts';
import { appKey } from '../inbox/accept.ts';
import type { Ground } from './ground.ts';

/** Channels by the key their rows carry, `feishu:cli_…`. */
export type Channels = ReadonlyMap<string, Channel>;

export async function openChannels(ground: Ground, sink: Sink): Promise<Channels> {
  const { config, simulation, limits, wireClock, log, db, countyId } = ground;
  const { feishu, dingtalk } = { ...config, ...simulation?.credentials };
  const own = limits ? { limits } : {};
  const ports = { clock: wireClock, log, sink };
  const opened: Channel[] = [
    ...(feishu ? [createFeishuChannel({ ...feishu, ...own }, ports)] : []),
    ...(dingtalk ? [createDingtalkChannel({ ...dingtalk, ...own }, ports)] : []),
  ];
  const channels = new Map(opened.map((channel) => [appKey(channel.name, channel.appId), channel]));
  for (const [id, channel] of channels) {
    await db.prisma.app.upsert({
      where: { id },
      create: { id, countyId, channel: channel.name },
      update: { countyId },
    });
  }
  return channels;
}
