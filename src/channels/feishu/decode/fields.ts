/** Reading the loosely shaped JSON that message contents are. */
import type { MessageContent } from '../../port.ts';
import type { Mentions } from './mentions.ts';

export type Content = Record<string, unknown>;

export interface ContentContext {
  messageId: string;
  mentions: Mentions;
}

/** A string field, or '' when it is absent or something else. */
export function text(content: Content, field: string): string {
  const value = content[field];
  return typeof value === 'string' ? value : '';
}

export function other(name: string, words = ''): MessageContent {
  return words === '' ? { type: 'other', name } : { type: 'other', name, text: words };
}
