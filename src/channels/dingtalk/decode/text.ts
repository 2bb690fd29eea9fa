import type { Converter } from './context.ts';
import { object, text } from './read.ts';

/** `text.content`; one official HTTP sample has `content` at top level (dingtalk.md 3). */
export const convertText: Converter = (message) => {
  const words =
    text(object(message.text).content) ?? text(message.content) ?? text(object(message.content).text);
  return words === undefined ? undefined : { type: 'text', text: words.trim() };
};
