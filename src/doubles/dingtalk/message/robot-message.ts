/** The JSON in which the bot is told what a person said; the same in Stream frames and HTTP bodies (dingtalk.md 3). */
import type { DoubleChat, DoubleContent } from '../../port.ts';
import { botSenderId, type Core } from '../core.ts';
import { codeOf } from '../ids.ts';
import type { Person } from '../world.ts';

/** A message as it stands in the chat, and what of it goes to the bot. */
export interface Said {
  type: string;
  /** As people see it. */
  content: unknown;
  /** msgtype and content fields of the push; undefined: the bot does not hear of it. */
  push: Record<string, unknown> | undefined;
}

/** Types that never reach a bot from a group. */
const oneToOneOnly = new Set(['audio', 'video', 'file']);

/** Turns what a person does into a message. In a group the bot hears only what mentions it. */
export function said(core: Core, chat: DoubleChat, content: DoubleContent, botName: string): Said {
  const group = chat.kind === 'group';
  if (content.type === 'text') {
    const mention = group && content.mentionBot === true;
    const shown = mention ? `@${botName} ${content.text}` : content.text;
    const push = { text: { content: mention ? ` ${content.text}` : content.text }, msgtype: 'text' };
    return { type: 'text', content: { content: shown }, push: !group || mention ? push : undefined };
  }
  if (content.type === 'raw') {
    const body = content.messageType === 'text' ? { text: content.content } : { content: content.content };
    const heard = !group || !oneToOneOnly.has(content.messageType);
    return {
      type: content.messageType,
      content: content.content,
      push: heard ? { ...body, msgtype: content.messageType } : undefined,
    };
  }
  const { type, fields } = sentFile(core, content);
  return { type, content: fields, push: group ? undefined : { content: fields, msgtype: type } };
}

function sentFile(
  core: Core,
  content: Extract<DoubleContent, { file: unknown }>,
): { type: string; fields: Record<string, unknown> } {
  const { file } = content;
  const downloadCode = core.files.send(file);
  if (content.type === 'image')
    return { type: 'picture', fields: { downloadCode, pictureDownloadCode: core.files.send(file) } };
  if (content.type === 'audio')
    return {
      type: 'audio',
      fields: { duration: 4_000, downloadCode, recognition: content.transcript ?? '' },
    };
  if (file.mime.startsWith('video/'))
    return { type: 'video', fields: { duration: 4_000, videoType: 'mp4', downloadCode } };
  return {
    type: 'file',
    fields: { spaceId: '22300573', fileName: file.name, downloadCode, fileId: codeOf().slice(0, 12) },
  };
}

/** The whole body. A new session webhook is opened for it, good for 90 minutes. */
export function robotMessage(
  core: Core,
  person: Person,
  chat: DoubleChat,
  message: { id: string; at: number },
  push: Record<string, unknown>,
): Record<string, unknown> {
  const { session, until } = core.sessions.open(chat.id);
  const { corpId, robotCode } = core.credentials;
  const group = chat.kind === 'group';
  return {
    senderPlatform: 'Android',
    conversationId: chat.id,
    ...(group ? { atUsers: [{ dingtalkId: botSenderId }] } : {}),
    chatbotCorpId: corpId,
    chatbotUserId: botSenderId,
    msgId: message.id,
    senderNick: person.name,
    isAdmin: false,
    senderStaffId: person.id,
    senderUnionId: person.unionId,
    senderCorpId: corpId,
    senderId: person.senderId,
    sessionWebhookExpiredTime: until,
    createAt: message.at,
    conversationType: group ? '2' : '1',
    ...(group ? { conversationTitle: chat.title, isInAtList: true } : {}),
    sessionWebhook: `${core.url}/robot/sendBySession?session=${session}`,
    robotCode,
    ...(core.traffic.takePush() ? push : overQuota),
  };
}

/** When the month is used up the words are missing (dingtalk.md 3). */
const overQuota = { msgtype: 'text', errorCode: '20001', errorMessage: '企业接口调用次数已超过配额' };
