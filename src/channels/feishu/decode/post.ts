/**
 * Rich text: `{title, content: [[element, ...], ...]}`, sometimes wrapped in a
 * locale, sometimes with `content_v2` instead (feishu.md 6).
 */
import type { FileRef, MessageContent } from '../../port.ts';
import { isObject } from '../json.ts';
import { type Content, type ContentContext, other, text } from './fields.ts';

export function convertPost(content: Content, context: ContentContext): MessageContent {
  const post = unwrapLocale(content);
  const files: FileRef[] = [];
  const lines = paragraphs(post).map((elements) =>
    elements.map((element) => elementWords(element, context, files)).join(''),
  );
  const words = context.mentions
    .name([text(post, 'title'), ...lines].join('\n'))
    .replaceAll(/\n{3,}/g, '\n\n');
  if (files.length > 0) return { type: 'files', files, ...(words === '' ? {} : { text: words }) };
  if (words !== '' || lines.length > 0) return { type: 'text', text: words };
  return other('富文本消息');
}

function unwrapLocale(content: Content): Content {
  if (content.content !== undefined || content.content_v2 !== undefined) return content;
  const localised = content.zh_cn ?? Object.values(content).find((value) => isObject(value));
  return isObject(localised) ? localised : content;
}

function paragraphs(post: Content): Content[][] {
  const rows = [post.content, post.content_v2].find((value) => Array.isArray(value) && value.length > 0);
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => (Array.isArray(row) ? row.filter(isObject) : []));
}

/** The words of one element; pictures and videos go into `files` instead. */
function elementWords(element: Content, context: ContentContext, files: FileRef[]): string {
  const { messageId } = context;
  switch (element.tag) {
    case 'at':
      return context.mentions.nameOne(text(element, 'user_id'), text(element, 'user_name') || undefined);
    case 'a':
      return linkWords(text(element, 'text'), text(element, 'href'));
    case 'img':
      files.push({ kind: 'image', key: text(element, 'image_key'), messageId });
      return '';
    case 'media':
      files.push({ kind: 'video', key: text(element, 'file_key'), messageId });
      return '';
    case 'emotion':
      return `[${text(element, 'emoji_type')}]`;
    case 'hr':
      return '————';
    default:
      // text, md, code_block and whatever is added later.
      return text(element, 'text') || text(element, 'content');
  }
}

function linkWords(words: string, href: string): string {
  return words === href || href === '' ? words : `${words}（${href}）`;
}
