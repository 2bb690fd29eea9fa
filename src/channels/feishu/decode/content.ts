/**
 * What a message says: one small converter a message type, and a fallback that
 * cannot throw (types and fields: feishu.md 6).
 */
import type { FileRef, MessageContent } from '../../port.ts';
import { isObject, readJson } from '../json.ts';
import { type Content, type ContentContext, other, text } from './fields.ts';
import { convertPost } from './post.ts';

type Converter = (content: Content, context: ContentContext) => MessageContent;

const converters: Record<string, Converter> = {
  text: (content, { mentions }) => ({ type: 'text', text: mentions.name(text(content, 'text')) }),
  post: convertPost,
  image: (content, context) => files(context, { kind: 'image', key: text(content, 'image_key') }),
  file: (content, context) =>
    files(context, { kind: 'file', key: text(content, 'file_key'), ...named(content) }),
  audio: (content, context) => files(context, { kind: 'audio', key: text(content, 'file_key') }),
  media: (content, context) =>
    files(context, { kind: 'video', key: text(content, 'file_key'), ...named(content) }),
  // A folder cannot be fetched by a bot.
  folder: (content) => other('文件夹', text(content, 'file_name')),
  sticker: () => other('表情'),
  interactive: (content) => other('卡片', cardWords(content)),
  share_chat: () => other('群名片'),
  share_user: () => other('个人名片'),
  location: (content) => other('位置', text(content, 'name')),
  system: () => other('系统消息'),
  hongbao: (content) => other('红包', text(content, 'text')),
  share_calendar_event: (content) => other('日程', text(content, 'summary')),
  calendar: (content) => other('日程邀请', text(content, 'summary')),
  general_calendar: (content) => other('日程', text(content, 'summary')),
  video_chat: (content) => other('视频会议', text(content, 'topic')),
  todo: (content) => other('任务', todoWords(content)),
  vote: (content) => other('投票', voteWords(content)),
  merge_forward: () => other('合并转发的聊天记录'),
};

/** Message types with a converter of their own. */
export const messageTypes: readonly string[] = Object.keys(converters);

/** @param json the message's `content`, a JSON string. Never throws. */
export function convertContent(messageType: string, json: string, context: ContentContext): MessageContent {
  const content = parseContent(json);
  try {
    const converter = converters[messageType];
    if (converter) return converter(content, context);
  } catch {
    // Whatever it was, the person gets an answer to "something".
  }
  return other('暂不支持的消息', text(content, 'text'));
}

function parseContent(json: string): Content {
  const content = readJson(json);
  return isObject(content) ? content : {};
}

function named(content: Content): { name?: string } {
  const name = text(content, 'file_name');
  return name === '' ? {} : { name };
}

function files(context: ContentContext, file: Omit<FileRef, 'messageId'>): MessageContent {
  if (file.key === '') return other('无法读取的文件', file.name ?? '');
  return { type: 'files', files: [{ ...file, messageId: context.messageId }] };
}

function voteWords(content: Content): string {
  const options = Array.isArray(content.options) ? content.options : [];
  return [text(content, 'topic'), ...options.filter((option) => typeof option === 'string')].join('\n');
}

/** A task's summary is a rich text of its own. */
function todoWords(content: Content): string {
  return isObject(content.summary) ? cardWords(content.summary) : '';
}

/** The title and every text of a received card or rich text, a line each. */
function cardWords(content: Content): string {
  const lines = [text(content, 'title')];
  collectText(content.elements ?? content.content, lines);
  return lines.filter((line) => line !== '').join('\n');
}

function collectText(value: unknown, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collectText(item, lines);
  } else if (isObject(value)) {
    const words = text(value, 'text') || text(value, 'content');
    if (words !== '') lines.push(words);
    for (const inner of [value.text, value.elements, value.columns]) {
      if (typeof inner === 'object') collectText(inner, lines);
    }
  }
}
