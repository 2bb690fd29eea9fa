/** What a person says, in the words of the wire (feishu.md 6, content by type). */
import type { DoubleContent } from '../port.ts';
import type { Json } from './json.ts';
import { botMention } from './push/events.ts';
import type { World } from './world.ts';

const mentionKey = '@_user_1';

export interface Said {
  type: string;
  /** The JSON text of `content`. */
  json: string;
  mentions: Json[];
}

/** Keeps the file, if any, so that the bot can fetch it. */
export function said(world: World, content: DoubleContent): Said {
  switch (content.type) {
    case 'text': {
      const text = content.mentionBot ? `${mentionKey} ${content.text}` : content.text;
      const mentions = content.mentionBot ? [botMention(world, mentionKey)] : [];
      return { type: 'text', json: JSON.stringify({ text }), mentions };
    }
    case 'raw':
      return { type: content.messageType, json: rawJson(content.content), mentions: [] };
    default: {
      const kind = content.type === 'image' ? 'image' : 'file';
      const key = world.media.add({ ...content.file, kind, owner: 'user' });
      return {
        type: content.type,
        json: JSON.stringify(fileContent(content.type, key, content.file.name)),
        mentions: [],
      };
    }
  }
}

function fileContent(type: 'file' | 'image' | 'audio', key: string, name: string): Json {
  if (type === 'image') return { image_key: key };
  return type === 'file' ? { file_key: key, file_name: name } : { file_key: key, duration: 2000 };
}

function rawJson(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
