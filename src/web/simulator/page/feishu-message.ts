/** A Feishu message by its msg_type. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { FileCard, Picture, Speech } from './attachment.ts';
import type { Draw } from './draw.ts';
import { FeishuCard } from './feishu-card.ts';
import { Markdown, Words } from './markdown-view.ts';
import { list, record, safeUrl, words } from './read.ts';

export function FeishuMessage({ draw }: { draw: Draw }): VNode {
  const content = record(draw.message.content);
  switch (draw.message.type) {
    case 'text':
      return html`<div class="bubble"><${Words} text=${mentioned(content, draw)} draw=${draw} /></div>`;
    case 'post':
      return Post(content, draw);
    case 'interactive':
      return html`<${FeishuCard} key=${draw.message.updatedAt ?? 0} card=${content} draw=${draw} />`;
    case 'image':
      return html`<${Picture} draw=${draw} />`;
    case 'file':
    case 'media':
      return html`<${FileCard} draw=${draw} name=${words(content.file_name)} />`;
    case 'audio':
      return html`<${Speech} draw=${draw} heard=${words(content.transcript) || words(content.recognition)} />`;
    default:
      return html`<div class="bubble quiet">[${draw.message.type} 消息]</div>`;
  }
}

/** `@_user_1` in a person's words stands for the bot or whom `mentions` names. */
function mentioned(content: Record<string, unknown>, draw: Draw): string {
  const names = new Map(
    list(content.mentions).map((one) => [words(record(one).key), words(record(one).name)]),
  );
  return words(content.text).replace(
    /@_(?:user_\d+|all)/g,
    (key) => `@${names.get(key) || draw.nameOf(key === '@_all' ? 'all' : 'bot')}`,
  );
}

function Post(content: Record<string, unknown>, draw: Draw): VNode {
  const body = Array.isArray(content.content) ? content : record(content.zh_cn ?? Object.values(content)[0]);
  const title = words(body.title);
  return html`<div class="bubble post">
    ${title !== '' && html`<strong class="post-title">${title}</strong>`}
    ${list(body.content).map((line) => html`<p>${list(line).map((part) => Part(record(part), draw))}</p>`)}
  </div>`;
}

function Part(part: Record<string, unknown>, draw: Draw): VNode | string {
  const text = words(part.text);
  switch (part.tag) {
    case 'a': {
      const url = safeUrl(part.href);
      return url === undefined
        ? text
        : html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`;
    }
    case 'at':
      return html`<span class="at">@${draw.nameOf(words(part.user_id)) || words(part.user_name) || '某人'}</span>`;
    case 'md':
      return html`<${Markdown} source=${text} breaks="all" draw=${draw} />`;
    case 'hr':
      return html`<hr />`;
    case 'img':
      return '[图片]';
    default:
      return html`<span class=${list(part.style)
        .map((style) => `style-${words(style)}`)
        .join(' ')}>${text}</span>`;
  }
}
