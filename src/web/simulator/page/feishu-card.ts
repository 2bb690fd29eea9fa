/** Feishu card JSON 2.0 (feishu.md 5): header and body; 1.0 is drawn as far as it is alike. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Draw } from './draw.ts';
import { Element } from './feishu-element.ts';
import { colourOf } from './markdown-view.ts';
import { list, record, words } from './read.ts';

export function FeishuCard({ card, draw }: { card: Record<string, unknown>; draw: Draw }): VNode {
  const elements = list(record(card.body).elements ?? card.elements);
  const fill = record(card.config).width_mode === 'fill';
  return html`<section class=${`feishu-card ${fill ? 'fill' : ''}`} aria-busy=${draw.busy !== undefined} aria-label="卡片">
    ${card.header !== undefined && Header(record(card.header))}
    ${elements.length > 0 && html`<div class="card-body">${elements.map((element) => html`<${Element} element=${record(element)} draw=${draw} />`)}</div>`}
  </section>`;
}

function Header(header: Record<string, unknown>): VNode {
  const template = words(header.template);
  const subtitle = words(record(header.subtitle).content);
  return html`<header class=${`card-header tone-${template === '' || template === 'default' ? 'default' : colourOf(template)}`}>
    <div class="card-title">
      <h3>${words(record(header.title).content)}</h3>
      ${list(header.text_tag_list).map((tag) => {
        const { text, color } = record(tag);
        return html`<span class=${`text-tag tone-${colourOf(words(color) || 'blue')}`}>${words(record(text).content)}</span>`;
      })}
    </div>
    ${subtitle !== '' && html`<p>${subtitle}</p>`}
  </header>`;
}
