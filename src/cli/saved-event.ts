/**
 * A saved event, read by the decoders of the channel it came through: a decoded
 * `Event`, a Feishu event in plain text, or what DingTalk sends.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { zhCN } from 'zod/locales';
import * as dingtalk from '../channels/dingtalk/decode/saved.ts';
import * as feishu from '../channels/feishu/decode/saved.ts';
import type { ChannelName, Event } from '../channels/port.ts';
import { silentLog } from '../ports.ts';
import { eventSchema } from './event-schema.ts';
import { failed } from './problem.ts';

export interface SavedEvent {
  channel: ChannelName;
  /** The platform app it names, if it names one. */
  appId?: string;
  /** The event as it would have been handed over for this app. @throws Problem when it cannot be read. */
  decode(appId: string): Promise<Event>;
}

/** @param now ms; stands in where a body has no time. @throws Problem that says what is wrong with the file. */
export function readSavedEvent(words: string, now: number): SavedEvent {
  const body = parseJson(words);
  if (isDecoded(body)) return decodedEvent(body);
  const fromFeishu = feishu.readSaved(body);
  if (fromFeishu) return feishuEvent(fromFeishu);
  const fromDingtalk = dingtalk.readSaved(body);
  if (fromDingtalk) return dingtalkEvent(fromDingtalk, { now, fallbackId: digest(words) });
  throw failed(whatElse(body));
}

const isDecoded = (body: Record<string, unknown>): boolean => 'kind' in body && 'channel' in body;

function decodedEvent(body: unknown): SavedEvent {
  const parsed = eventSchema.safeParse(body, { error: zhCN().localeError });
  if (!parsed.success) throw failed(`这条来件的内容不对：\n${z.prettifyError(parsed.error)}`);
  const event = parsed.data;
  return { channel: event.channel, appId: event.appId, decode: async (appId) => ({ ...event, appId }) };
}

function feishuEvent(saved: feishu.SavedBody): SavedEvent {
  return {
    channel: 'feishu',
    ...(saved.appId === undefined ? {} : { appId: saved.appId }),
    async decode(appId) {
      let wrong: string[] | undefined;
      const warn = (data: object): void => {
        if ('fields' in data && Array.isArray(data.fields)) wrong = data.fields.map(String);
      };
      const event = await saved.decode(appId, { ...silentLog, warn });
      if (wrong) throw failed(`飞书来件缺少这些字段，或格式不对：${wrong.join('、')}`);
      if (!event) throw failed('这条是机器人发的消息，服务不处理机器人的话。');
      return event;
    },
  };
}

function dingtalkEvent(saved: dingtalk.SavedBody, context: { now: number; fallbackId: string }): SavedEvent {
  return {
    channel: 'dingtalk',
    ...(saved.appId === undefined ? {} : { appId: saved.appId }),
    async decode(appId) {
      const event = await saved.decode(appId, context);
      if (event.kind === 'unknown' && event.name === 'robot-message') {
        throw failed('钉钉消息缺少 msgId、conversationId，或 senderStaffId 与 senderId。');
      }
      return event;
    },
  };
}

function parseJson(words: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(words.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw failed(`文件不是 JSON：${error instanceof Error ? error.message : ''}`);
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(body);
  if (!parsed.success) throw failed('文件里应当是一条来件（一个 JSON 对象）。');
  return parsed.data;
}

function whatElse(body: Record<string, unknown>): string {
  if (typeof body.encrypt === 'string') return '这条来件是加密的：请从开放平台后台复制解密后的内容。';
  if (body.type === 'url_verification') return '这是地址验证请求，不是来件。';
  return '看不出是哪种来件。可以是：飞书事件（1.0 或 2.0，明文）、钉钉机器人消息、钉钉事件，或本系统解码后的来件（含 channel 和 kind）。';
}

const digest = (words: string): string => createHash('sha256').update(words).digest('hex').slice(0, 40);
