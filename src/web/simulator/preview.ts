/** One line about a message, for a list of chats. */
import type { DoubleMessage } from '../../doubles/port.ts';

const longest = 60;
const kinds: Record<string, string> = {
  image: '[图片]',
  picture: '[图片]',
  sampleImageMsg: '[图片]',
  file: '[文件]',
  sampleFile: '[文件]',
  audio: '[语音]',
  sampleAudio: '[语音]',
  interactive: '[卡片]',
};

/** Plain words, at most 60 characters; '[图片]' and the like where there are none. */
export function previewOf(message: DoubleMessage, botName: string): string {
  if (message.recalled) return '[已撤回]';
  const words = wordsOf(message.content, 0)
    .replace(/<[^>]+>/g, '')
    .replace(/@_user_\d+/g, `@${botName}`)
    .replace(/\]\([^)]*\)/g, '')
    .replace(/[#*>`[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const kind = kinds[message.type];
  const line = kind !== undefined && kind !== '[卡片]' ? `${kind}${words}` : words || kind || '[消息]';
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

const wordKeys = [
  'zh_cn',
  'title',
  'text',
  'content',
  'header',
  'name',
  'file_name',
  'fileName',
  'markdown',
  'body',
];

/** The first words found, title before text; a bounded look, because content is foreign. */
function wordsOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth > 7 || typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 20)) {
      const words = wordsOf(item, depth + 1);
      if (words.trim() !== '') return words;
    }
    return '';
  }
  for (const key of [...wordKeys, 'elements']) {
    const words = wordsOf((value as Record<string, unknown>)[key], depth + 1);
    if (words.trim() !== '') return words;
  }
  return '';
}
