import type { FileRef } from '../../port.ts';
import type { Converter } from './context.ts';
import { withoutBotMention } from './mention.ts';
import { list, object, type Raw, text } from './read.ts';

/** Words and pictures in one message, in the order they were written (dingtalk.md 3). */
export const convertRichText: Converter = (message, messageId) => {
  const nodes = list(object(message.content).richText).map(object);
  const words = withoutBotMention(nodes.map(wordsOf).join(''), message).trim();
  const files = nodes.flatMap((node) => pictureOf(node, messageId));
  if (files.length === 0) return words === '' ? undefined : { type: 'text', text: words };
  return words === '' ? { type: 'files', files } : { type: 'files', files, text: words };
};

function wordsOf(node: Raw): string {
  return text(node.text) ?? text(node.content) ?? '';
}

function pictureOf(node: Raw, messageId: string): FileRef[] {
  const key = text(node.downloadCode) ?? text(node.pictureDownloadCode);
  return key === undefined ? [] : [{ kind: 'image', key, messageId }];
}
