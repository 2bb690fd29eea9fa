/** A DingTalk message by its type: webhook and msgKey spellings (dingtalk.md 4.2, 4.3). */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { FileCard, Picture, Speech } from './attachment.ts';
import { buttonsOf, type CardButton, templateButtons } from './dingtalk-buttons.ts';
import type { Draw } from './draw.ts';
import { Markdown, Words } from './markdown-view.ts';
import { list, record, safeUrl, words } from './read.ts';

export function DingtalkMessage({ draw }: { draw: Draw }): VNode {
  const content = record(draw.message.content);
  switch (draw.message.type) {
    case 'text':
      return html`<div class="bubble"><${Words} text=${named(words(content.content) || words(content.text), content, draw)} draw=${draw} /></div>`;
    case 'markdown':
      return html`<div class="bubble ding-markdown"><${Markdown} source=${named(words(content.text), content, draw)} breaks="two-spaces" draw=${draw} /></div>`;
    case 'actionCard':
      return html`<${ActionCard} content=${content} draw=${draw} />`;
    case 'card':
      return Template(content, draw);
    case 'link':
      return Link(content);
    case 'feedCard':
      return html`<div class="ding-card">${list(content.links).map((link) => Link(record(link)))}</div>`;
    case 'picture':
    case 'image':
      return html`<${Picture} draw=${draw} />`;
    case 'file':
    case 'video':
      return html`<${FileCard} draw=${draw} name=${words(content.fileName)} />`;
    case 'audio':
      return html`<${Speech} draw=${draw} heard=${words(content.recognition)} />`;
    default:
      return html`<div class="bubble quiet">[${draw.message.type} 消息]</div>`;
  }
}

/** `@userId` in the words is shown as a name, as the client does for those in `at`. */
function named(text: string, content: Record<string, unknown>, draw: Draw): string {
  const ids = list(record(content.at).atUserIds).map(words);
  return ids.reduce((so, id) => so.replaceAll(`@${id}`, `@${draw.nameOf(id) || id}`), text);
}

function ActionCard({ content, draw }: { content: Record<string, unknown>; draw: Draw }): VNode {
  const buttons = buttonsOf(content);
  const across = content.btnOrientation === '1' || content.buttonTitle1 !== undefined;
  return html`<section class="ding-card" aria-busy=${draw.busy !== undefined} aria-label="卡片">
    <div class="card-body"><${Markdown} source=${named(words(content.text), content, draw)} breaks="two-spaces" draw=${draw} /></div>
    ${buttons.length > 0 && html`<div class=${`ding-buttons ${across && buttons.length === 2 ? 'across' : ''}`}>${buttons.map((button) => Button(button, draw))}</div>`}
  </section>`;
}

/** An interactive card made from one of DingTalk's own templates: title, markdown, buttons (dingtalk.md 5.5). */
function Template(content: Record<string, unknown>, draw: Draw): VNode {
  const shown = { ...record(content.cardParamMap), ...record(record(content.views)[draw.account]) };
  const title = words(shown.title) || words(shown.msgTitle);
  const text = words(shown.markdown) || words(shown.msgContent) || words(shown.content);
  const buttons = templateButtons(shown);
  return html`<section class="ding-card" aria-busy=${draw.busy !== undefined} aria-label="卡片">
    <div class="card-body">
      ${title !== '' && html`<strong>${title}</strong>`}
      <${Markdown} source=${text} breaks="all" draw=${draw} />
    </div>
    ${buttons.length > 0 && html`<div class="ding-buttons">${buttons.map((button) => Button(button, draw))}</div>`}
  </section>`;
}

function Button({ label, url }: CardButton, draw: Draw): VNode {
  const address = safeUrl(url);
  if (address !== undefined)
    return html`<a class="ding-button" href=${address} target="_blank" rel="noopener noreferrer">${label}</a>`;
  return html`<button type="button" class="ding-button" disabled=${draw.busy !== undefined} onClick=${() => void draw.press(label)}>
    ${draw.busy === label && html`<span class="spinner" aria-hidden="true"></span>`}${label}
  </button>`;
}

function Link(content: Record<string, unknown>): VNode {
  const url = safeUrl(content.messageUrl ?? content.messageURL);
  return html`<a class="ding-card link-card" href=${url} target="_blank" rel="noopener noreferrer">
    <strong>${words(content.title)}</strong><span>${words(content.text)}</span>
  </a>`;
}
